"""Meetings of the education office, shown over the week of the schools that they are for."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import User
from school_intranet.models import DistrictMeeting
from school_intranet.permissions import is_education_office
from school_intranet.services.core import Refused, require


@dataclass(frozen=True)
class MeetingWords:
    """Local time. `level` is empty for the schools of every level."""

    day: date
    start: time
    title: str
    end: time | None = None
    place: str = ""
    participants: str = ""
    level: str = ""


@transaction.atomic
def hold(
    *, by: User, words: MeetingWords, meeting: DistrictMeeting | None = None
) -> DistrictMeeting:
    """A new meeting, or one changed."""
    require(is_education_office(by))
    item = _held(meeting) if meeting else DistrictMeeting(by=by)
    if item.cancelled_at is not None:
        raise Refused(_("Cuộc họp đã hủy."))
    if words.end is not None and words.end <= words.start:
        raise Refused(_("Giờ kết thúc phải sau giờ bắt đầu."), field="end")
    if words.day < timezone.localdate():
        raise Refused(_("Ngày họp đã qua."), field="day")
    for name, value in asdict(words).items():
        setattr(item, name, value)
    item.full_clean(exclude=["cancelled_at"])
    item.save()
    return item


@transaction.atomic
def cancel(*, meeting: DistrictMeeting, by: User) -> None:
    """Schools no longer see it. Twice is once."""
    require(is_education_office(by))
    DistrictMeeting.objects.filter(pk=meeting.pk, cancelled_at=None).update(
        cancelled_at=timezone.now()
    )


def _held(meeting: DistrictMeeting) -> DistrictMeeting:
    """As it is now, kept from others until the transaction ends."""
    return DistrictMeeting.objects.select_for_update(no_key=True, of=("self",)).get(pk=meeting.pk)
