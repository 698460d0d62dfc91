"""The two steps through which an item goes: the head of its unit, then the editorial board.

Wagtail wants the steps to be models, yet they are the rules of the house: they ask and call the
modules above the models. So this module is the last that `portal.models` imports, and nothing that
it imports names a step.
"""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import IntegerField, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Task, TaskState, WorkflowState

from portal import approval, editorial, notices, reasons, unit_pages
from portal.models.editorial import UnitApprovalState
from portal.models.users import User

Action = tuple[str, Any, bool]
"""The action's name, its label, and whether a form asks for more before it."""

APPROVE: list[Action] = [("approve", _("Duyệt"), False), ("approve", _("Duyệt kèm ý kiến"), True)]
ANSWERS: list[Action] = [
    *APPROVE,
    ("reject", _("Trả lại kèm lý do"), True),
    ("refuse", _("Từ chối"), True),
]
NEED_REASON = frozenset({"reject", "refuse"})


class EditorialTask(Task):
    """What both steps share. Subclasses say who answers for a page."""

    class Meta:
        abstract = True

    def may_answer(self, page: Page, user: User) -> bool:
        raise NotImplementedError

    def user_can_access_editor(self, obj: Page, user: User) -> bool:
        return self.may_answer(obj, user) or approval.can_decide_for_board(user)

    def locked_for_user(self, obj: Page, user: User) -> bool:
        return not self.user_can_access_editor(obj, user)

    def get_actions(self, obj: Page, user: User) -> list[Action]:
        return ANSWERS if self.may_answer(obj, user) else []

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return reasons.ReasonForm if action in NEED_REASON else reasons.CommentForm

    @transaction.atomic
    def on_action(
        self, task_state: TaskState, user: User, action_name: str, comment: str = "", **extra: Any
    ) -> None:
        """Answer for the item of `task_state`.

        Wagtail checks the right for the page in the address and takes the state by its number, and
        the page's form hands over what the browser sent: both are checked here again.
        Of two people who answer at once the second waits here, and finds the item answered.
        PermissionDenied, or BadRequest where a reason is missing.
        """
        held = WorkflowState.objects.select_for_update(no_key=True, of=("self",))
        workflow_state = held.get(pk=task_state.workflow_state_id)
        task_state.refresh_from_db()
        task_state.workflow_state = workflow_state
        page = task_state.workflow_state.content_object
        if task_state.status != TaskState.STATUS_IN_PROGRESS or action_name not in {
            name for name, _label, _asks in self.get_actions(page, user)
        }:
            raise PermissionDenied
        comment = str(comment).strip()
        if action_name in NEED_REASON and not comment:
            raise BadRequest(reasons.MISSING)
        if action_name == "refuse":
            editorial.refuse(workflow_state=task_state.workflow_state, user=user, reason=comment)
        else:
            super().on_action(task_state, user, action_name, comment=comment)


class UnitApprovalTask(EditorialTask):
    """The head of the page's unit approves, or the head's deputy."""

    task_state_class = UnitApprovalState

    class Meta:
        verbose_name = _("Trưởng đơn vị duyệt")
        verbose_name_plural = _("Trưởng đơn vị duyệt")

    def may_answer(self, page: Page, user: User) -> bool:
        return approval.can_approve_for(user, unit_pages.unit_id_of(page))

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Begin the step. It approves itself, and says why, where there is nobody to ask or the
        sender is the one who would be asked."""
        state = super().start(workflow_state, user=user)
        reason = approval.reason_to_pass(
            unit_id=unit_pages.unit_id_of(workflow_state.content_object), sender=user
        )
        if reason:
            editorial.pass_step(state=state, user=user, reason=reason)
        else:
            notices.tell_approvers(state)
        return state

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        pages = Page.objects.filter(unit_pages.of_units(approval.approving_units(user)))
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).annotate(
            page_pk=Cast("workflow_state__object_id", IntegerField())
        )
        # By key, so that Wagtail can join it with the other tasks' states.
        return TaskState.objects.filter(
            pk__in=waiting.filter(page_pk__in=pages.values("pk")).values("pk")
        )

    @classmethod
    def get_description(cls) -> str:
        return str(_("Trưởng đơn vị của bài, hoặc người được ủy quyền, duyệt bước này."))


class BoardApprovalTask(EditorialTask):
    """Anyone of the editorial board approves; with that the item is published."""

    class Meta:
        verbose_name = _("Ban Biên tập duyệt")
        verbose_name_plural = _("Ban Biên tập duyệt")

    def may_answer(self, page: Page, user: User) -> bool:
        return approval.can_decide_for_board(user)

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        state = super().start(workflow_state, user=user)
        notices.tell_board_of_item(state, sender=user)
        return state

    def user_can_lock(self, obj: Page, user: User) -> bool:
        return approval.can_decide_for_board(user)

    def user_can_unlock(self, obj: Page, user: User) -> bool:
        return approval.can_decide_for_board(user)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> QuerySet[TaskState]:
        if not approval.can_decide_for_board(user):
            return TaskState.objects.none()
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return TaskState.objects.filter(pk__in=waiting.values("pk"))

    @classmethod
    def get_description(cls) -> str:
        return str(_("Ban Biên tập duyệt bước này; duyệt xong thì bài được đăng."))
