"""What the letters of the district say of late requests."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count
from django.utils.translation import gettext as _

from campaigns.deadlines import days_late, deadline_of
from campaigns.late import missing, owed
from campaigns.models import ContributionRequest
from portal.letters import LineGroup, Owed
from portal.models import Reminder, Unit
from portal.working_time import LOCAL_TIME, current_calendar

REQUESTS = LineGroup(
    name="Tin, bài, tư liệu chưa gửi",
    order=2,
    thing="Nội dung đề nghị, chuyên trang",
    due="Hạn gửi",
    missing="Còn thiếu",
)


def owed_requests(now: datetime, units: Sequence[Unit] | None) -> Iterator[Owed]:
    """For `portal.letters`: every late request of these units, or of all. Two statements, and that
    of the calendar."""
    calendar = current_calendar()
    today = now.astimezone(LOCAL_TIME).date()
    late = [
        (request, deadline)
        for request in owed(today, units).filter(due_on__lte=today)
        if (deadline := deadline_of(request.due_on, calendar)) < now
    ]
    reminded = _reminders_of([request for request, _deadline in late])
    for request, deadline in late:
        yield Owed(
            key=key_of(request),
            group=REQUESTS,
            unit=request.unit,
            title=f"{request.code} · {request.topic}",
            place=request.feature_title,  # type: ignore[attr-defined]
            due_at=deadline,
            days_late=days_late(deadline, now, calendar),
            state=_state(request, reminded.get(request.pk, 0)),
            url=request.work_url,
            missing=missing(request),
        )


def key_of(request: ContributionRequest) -> str:
    """Its name in a form of letters, and in what is kept of them."""
    return f"request-{request.pk}"


def _state(request: ContributionRequest, reminders: int) -> str:
    sent = _("Đã gửi %d") % request.handed_in if request.handed_in else _("Chưa gửi")
    return f"{sent}, {_('đã nhắc %d lần') % reminders}" if reminders else sent


def _reminders_of(requests: Sequence[ContributionRequest]) -> dict[int, int]:
    rows = (
        Reminder.objects.filter(
            subject_type=ContentType.objects.get_for_model(ContributionRequest),
            subject_id__in=[request.pk for request in requests],
        )
        .exclude(stage="leaders")
        .order_by()
        .values("subject_id")
        .annotate(number=Count("pk"))
    )
    return {row["subject_id"]: row["number"] for row in rows}
