"""Messages by e-mail about items on their way. What a message says is also on the editor's first
page: an address is optional, and mail can fail.

They go into the outbox with what they tell of. A message is a pair of templates in
`templates/emails/`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState

from portal import approval, outbox, unit_pages
from portal.models import CorrectionRequest, MessageKind, Refusal, User


def tell_approvers(state: TaskState) -> None:
    """An item waits for the head of its unit, or the deputy."""
    page = state.workflow_state.content_object.specific
    unit_id = unit_pages.unit_id_of(page)
    if unit_id is not None:
        approvers = approval.approvers_of(unit_id, timezone.localdate())
        _send(
            "waiting", str(state.pk), approvers, page=page, sender=state.workflow_state.requested_by
        )


def tell_board_of_item(state: TaskState, *, sender: User | None) -> None:
    """An item waits for the editorial board."""
    board = approval.board_members()
    page = state.workflow_state.content_object.specific
    _send(
        "waiting",
        str(state.pk),
        board.exclude(pk=sender.pk) if sender else board,
        page=page,
        sender=state.workflow_state.requested_by,
    )


def tell_board_of_delay(state: TaskState) -> None:
    page = state.workflow_state.content_object.specific
    _send("delayed", str(state.pk), approval.board_members(), page=page, sent_at=state.started_at)


def tell_writer_of_refusal(*, page: Page, refusal: Refusal, sender: User | None) -> None:
    writers = {user for user in (page.owner, sender) if user and user != refusal.refused_by}
    _send("refused", event_of(refusal.pk, refusal.refused_at), writers, page=page, refusal=refusal)


def tell_board_of_request(request: CorrectionRequest) -> None:
    board = approval.board_members().exclude(pk=request.requested_by_id)
    _send("change_asked", str(request.pk), board, page=request.page.specific, change=request)


def tell_requester(request: CorrectionRequest) -> None:
    if request.requested_by_id != request.answered_by_id:
        _send(
            "change_answered",
            str(request.pk),
            [request.requested_by],
            page=request.page.specific,
            change=request,
        )


def event_of(pk: int, moment: datetime) -> str:
    """The name of an event where one row can tell of several, each at its moment."""
    return f"{pk}@{moment.timestamp()}"


def _send(name: str, event: str, recipients: Iterable[User], *, page: Page, **context: Any) -> None:
    people = [user for user in recipients if user.email]
    if not people:
        return
    path = reverse("wagtailadmin_pages:edit", args=[page.pk])
    context |= {
        "page": page,
        "title": page.get_admin_display_title(),
        "unit": getattr(page, "unit", None),
        "is_urgent": getattr(page, "is_urgent", False),
        "url": f"{settings.WAGTAILADMIN_BASE_URL}{path}",
        "home_url": f"{settings.WAGTAILADMIN_BASE_URL}{reverse('wagtailadmin_home')}",
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    write_mail(name, event, people, context, path=path, urgent=context["is_urgent"])


def write_mail(
    name: str,
    event: str,
    people: Iterable[User],
    context: dict[str, Any],
    *,
    path: str,
    urgent: bool = False,
) -> None:
    """Promise the mail of the templates `name` to each of `people`. `event` names what happened."""
    draft = outbox.Draft(
        kind=MessageKind.NOTICE,
        event=f"{name}:{event}",
        title=render_to_string(f"emails/{name}_subject.txt", context),
        text=render_to_string(f"emails/{name}.txt", context).strip(),
        path=path,
        urgent=urgent,
    )
    outbox.write(draft, people)
