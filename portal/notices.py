"""Messages by e-mail about items on their way. What a message says is also on the editor's first
page: an address is optional, and mail can fail.

They are sent by the background worker. A message is a pair of templates in `templates/emails/`.
"""

import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task
from wagtail.models import Page, TaskState

from portal import approval, unit_pages
from portal.models import CorrectionRequest, Refusal, User

logger = logging.getLogger(__name__)


def tell_approvers(state: TaskState) -> None:
    """An item waits for the head of its unit, or the deputy."""
    page = state.workflow_state.content_object.specific
    unit_id = unit_pages.unit_id_of(page)
    if unit_id is not None:
        approvers = approval.approvers_of(unit_id, timezone.localdate())
        _send("waiting", approvers, page=page, sender=state.workflow_state.requested_by)


def tell_board_of_item(state: TaskState, *, sender: User | None) -> None:
    """An item waits for the editorial board."""
    board = approval.board_members()
    page = state.workflow_state.content_object.specific
    _send(
        "waiting",
        board.exclude(pk=sender.pk) if sender else board,
        page=page,
        sender=state.workflow_state.requested_by,
    )


def tell_board_of_delay(state: TaskState) -> None:
    page = state.workflow_state.content_object.specific
    _send("delayed", approval.board_members(), page=page, sent_at=state.started_at)


def tell_writer_of_refusal(*, page: Page, refusal: Refusal, sender: User | None) -> None:
    writers = {user for user in (page.owner, sender) if user and user != refusal.refused_by}
    _send("refused", writers, page=page, refusal=refusal)


def tell_board_of_request(request: CorrectionRequest) -> None:
    board = approval.board_members().exclude(pk=request.requested_by_id)
    _send("change_asked", board, page=request.page.specific, change=request)


def tell_requester(request: CorrectionRequest) -> None:
    if request.requested_by_id != request.answered_by_id:
        _send("change_answered", [request.requested_by], page=request.page.specific, change=request)


def _send(name: str, recipients: Iterable[User], *, page: Page, **context: Any) -> None:
    keys = [user.pk for user in recipients if user.email]
    if not keys:
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
    subject = " ".join(render_to_string(f"emails/{name}_subject.txt", context).split())
    deliver.enqueue(subject, render_to_string(f"emails/{name}.txt", context).strip(), keys)


@task()
def deliver(subject: str, text: str, user_keys: list[int]) -> None:
    """Send one message to each person by itself, so that nobody reads the others' addresses."""
    for user in User.objects.filter(pk__in=user_keys, is_active=True).exclude(email=None):
        message = EmailMessage(
            subject, text, to=[str(user.email)], headers={"Auto-Submitted": "auto-generated"}
        )
        try:
            message.send()
        except OSError as error:
            # Addresses and titles stay out of the log.
            logger.warning("A notice could not be sent: %s", type(error).__name__)
