"""What the editor's first page lists: what waits for a person, and where a person's items stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PageLogEntry, TaskState, WorkflowState, get_page_models
from wagtail.query import PageQuerySet

from portal.editorial import answer_due
from portal.models import CorrectionRequest, Refusal, RequestStatus, UnitApprovalState, User
from portal.permissions import writing_units
from portal.unit_pages import is_unit_page_type, of_units, unit_page_types

LISTED = 20
"""Rows of a list on the first page."""


@dataclass(frozen=True)
class ItemState:
    """Where an item stands, in words. `tone` is one of draft, waiting, returned, refused, live."""

    label: str
    tone: str
    since: datetime | None = None
    reason: str = ""
    due: datetime | None = None

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < timezone.now()


@dataclass(frozen=True)
class Row:
    page: Page
    state: ItemState
    task_state: TaskState | None = None
    sender: User | None = None

    @property
    def title(self) -> str:
        return str(self.page.get_admin_display_title())

    @property
    def is_urgent(self) -> bool:
        return bool(getattr(self.page, "is_urgent", False))


def waiting_for(user: User) -> list[Row]:
    """The items whose step `user` may answer: urgent ones first, then those that wait longest."""
    states = list(
        TaskState.objects.reviewable_by(user)
        .select_related("task", "workflow_state__requested_by")
        .order_by("started_at", "pk")
    )
    pages = _specific(int(state.workflow_state.object_id) for state in states)
    rows = [
        Row(
            page=page,
            state=_waiting_state(page, state),
            task_state=state,
            sender=state.workflow_state.requested_by,
        )
        for state in states
        if (page := pages.get(int(state.workflow_state.object_id)))
    ]
    return sorted(rows, key=lambda row: not row.is_urgent)


def own_items(user: User) -> list[Row]:
    """The latest items that `user` began."""
    return _rows(Page.objects.filter(owner=user))


def unit_items(user: User) -> list[Row]:
    """What others in the person's units have begun and is not published: one may go on with it."""
    units = [unit.pk for unit in writing_units(user)]
    return _rows(Page.objects.filter(of_units(units), live=False).exclude(owner=user))


def came_back_to(user: User, *, refused_since: datetime) -> list[Row]:
    """What `user` began and has to go on with: returned, or refused since that moment."""
    returned = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_NEEDS_CHANGES,
        base_content_type=ContentType.objects.get_for_model(Page),
    ).annotate(page_key=Cast("object_id", IntegerField()))
    refused = Q(locked=True, refusal__refused_at__gte=refused_since)
    return _rows(
        Page.objects.filter(owner=user).filter(refused | Q(pk__in=returned.values("page_key")))
    )


def late_approvals() -> list[Row]:
    """Items of which the board was told that the head has not answered in time."""
    states = list(
        UnitApprovalState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
        .exclude(board_told_at=None)
        .select_related("task", "workflow_state__requested_by")
        .order_by("started_at")
    )
    pages = _specific(int(state.workflow_state.object_id) for state in states)
    return [
        Row(page, _waiting_state(page, state), state, state.workflow_state.requested_by)
        for state in states
        if (page := pages.get(int(state.workflow_state.object_id)))
    ]


def open_requests() -> QuerySet[CorrectionRequest]:
    return CorrectionRequest.objects.filter(status=RequestStatus.OPEN).select_related(
        "page", "requested_by"
    )


def item_state(page: Page) -> ItemState:
    """Where one item stands."""
    return _states([page])[page.pk]


def _rows(pages: PageQuerySet) -> list[Row]:
    types = ContentType.objects.get_for_models(*unit_page_types()).values()
    chosen = pages.filter(content_type__in=types).order_by("-latest_revision_created_at", "-pk")
    found = list(chosen.specific()[:LISTED])
    states = _states(found)
    return [Row(page=page, state=states[page.pk]) for page in found]


def _specific(keys: Iterable[int]) -> dict[int, Page]:
    return {page.pk: page for page in Page.objects.filter(pk__in=list(keys)).specific()}


def _states(pages: list[Page]) -> dict[int, ItemState]:
    """The state of each page, in three statements whatever their number."""
    keys = [page.pk for page in pages]
    current = {
        int(state.object_id): state
        for state in WorkflowState.objects.active()
        .filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=[str(key) for key in keys],
        )
        .select_related("current_task_state__task")
    }
    refusals = {refusal.page_id: refusal for refusal in Refusal.objects.filter(page__in=keys)}
    taken_down = {
        entry.page_id: entry
        for entry in PageLogEntry.objects.filter(page__in=keys, action="portal.take_down").order_by(
            "timestamp"
        )
    }
    return {
        page.pk: _state(page, current.get(page.pk), refusals.get(page.pk), taken_down.get(page.pk))
        for page in pages
    }


def _state(
    page: Page,
    workflow: WorkflowState | None,
    refusal: Refusal | None,
    taken_down: PageLogEntry | None,
) -> ItemState:
    if refusal and page.locked:
        return ItemState(_("Bị từ chối"), "refused", refusal.refused_at, refusal.reason)
    if workflow and (task_state := workflow.current_task_state):
        if workflow.status == WorkflowState.STATUS_NEEDS_CHANGES:
            return ItemState(
                _("Được trả lại"), "returned", task_state.finished_at, task_state.comment
            )
        return _waiting_state(page, task_state)
    if page.live:
        return ItemState(_("Đã đăng"), "live", page.last_published_at)
    if taken_down:
        reason = taken_down.data.get("reason", "")
        return ItemState(_("Đã gỡ"), "returned", taken_down.timestamp, reason)
    return ItemState(_("Bản nháp"), "draft", page.latest_revision_created_at)


def _waiting_state(page: Page, task_state: TaskState) -> ItemState:
    due = answer_due(task_state.started_at) if getattr(page, "is_urgent", False) else None
    label = _("Chờ: %(step)s") % {"step": task_state.task.name}
    return ItemState(label, "waiting", task_state.started_at, due=due)


@dataclass(frozen=True)
class Place:
    """Where an item can be begun, and the address that begins it."""

    title: str
    kind: str
    url: str
    level: int


def places_to_write() -> list[Place]:
    """The sections and lists in which contributors begin items, in the order of the site."""
    types = ContentType.objects.get_for_models(
        *(model for model in get_page_models() if getattr(model, "open_to_contributors", False))
    )
    pages = Page.objects.live().filter(content_type__in=types.values()).order_by("path")
    return [
        Place(
            title=page.title,
            kind=str(model.get_verbose_name()),
            url=reverse(
                "wagtailadmin_pages:add",
                args=[model._meta.app_label, model._meta.model_name, page.pk],
            ),
            level=page.depth - 3,
        )
        for page in pages
        for model in page.specific_class.creatable_subpage_models()
        if is_unit_page_type(model)
    ]
