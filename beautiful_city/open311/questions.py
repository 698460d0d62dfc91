"""What a caller asks for, out of the parameters of an address. Everything wrong is a Problem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from beautiful_city.open311.problems import Problem

MOST = 1000
LONGEST_SPAN = timedelta(days=90)
STATUSES = ("open", "closed")
NUMBER = re.compile(r"(\d{4})-(\d{1,9})", re.ASCII)
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

Number = tuple[int, int]


@dataclass(frozen=True)
class Wanted:
    """`numbers`, where there are any, go before all else, as the specification says."""

    numbers: tuple[Number, ...] = ()
    codes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    start: datetime = FIRST
    end: datetime = LAST
    updated_after: datetime | None = None
    updated_before: datetime | None = None


def check_jurisdiction(given: Mapping[str, str]) -> None:
    """There is one, so it may be left out; another one is not here."""
    asked = given.get("jurisdiction_id", "")
    if asked and asked != settings.OPEN311_JURISDICTION:
        raise Problem(404, _("Không có jurisdiction_id này."))


def wanted(given: Mapping[str, str], now: datetime) -> Wanted:
    ids = _parts(given, "service_request_id")
    if ids:
        if len(ids) > MOST:
            raise Problem(400, _("service_request_id: nhiều nhất %s mã một lần.") % MOST)
        return Wanted(numbers=tuple(number_of(each) for each in ids))
    statuses = _parts(given, "status")
    if not set(statuses) <= set(STATUSES):
        raise Problem(400, _("status chỉ nhận open, closed hoặc cả hai, cách nhau dấu phẩy."))
    codes = _parts(given, "service_code")
    start, end = _moment(given, "start_date"), _moment(given, "end_date")
    after, before = _moment(given, "updated_after"), _moment(given, "updated_before")
    if after is None and before is None:
        return Wanted((), codes, statuses, *_span(start, end, now))
    # Who polls asks for what changed since, however old: the span is that of the changes.
    after, before = _span(after, before, now, names=("updated_after", "updated_before"))
    return Wanted((), codes, statuses, start or FIRST, end or LAST, after, before)


def number_of(text: str) -> Number:
    found = NUMBER.fullmatch(text)
    if found is None:
        raise Problem(400, _("service_request_id có dạng năm-số, ví dụ 2018-7."))
    return int(found[1]), int(found[2])


def _parts(given: Mapping[str, str], name: str) -> tuple[str, ...]:
    parts = (part.strip() for part in given.get(name, "").split(","))
    found = tuple(dict.fromkeys(part for part in parts if part))
    if any("\0" in part for part in found):
        raise Problem(400, _("%s có ký tự không đọc được.") % name)
    return found


def _moment(given: Mapping[str, str], name: str) -> datetime | None:
    """A W3C date and time, or a day, which begins at midnight here."""
    # An unescaped plus of an offset arrives as a space.
    text = given.get(name, "").strip().replace(" ", "+")
    if not text:
        return None
    try:
        moment = parse_datetime(text)
        day = None if moment else parse_date(text)
    except ValueError:
        moment = day = None
    if moment is None and day is not None:
        moment = datetime.combine(day, time())
    if moment is None:
        raise Problem(400, _("%s có dạng 2018-05-30T22:45:00+07:00.") % name)
    if moment.tzinfo is None:
        moment = timezone.make_aware(moment)
    # Near the ends of the calendar no span can be reckoned.
    if not 1 < moment.year < 9999 or not FIRST <= moment <= LAST:
        raise Problem(400, _("%s phải từ năm 2000 đến năm 2100.") % name)
    return moment


def _span(
    start: datetime | None,
    end: datetime | None,
    now: datetime,
    *,
    names: tuple[str, str] = ("start_date", "end_date"),
) -> tuple[datetime, datetime]:
    """At most 90 days: those that end now, where none are asked for."""
    if start is None:
        end = end or now
        return end - LONGEST_SPAN, end
    end = end or start + LONGEST_SPAN
    if end < start:
        raise Problem(400, _("%s không được trước %s.") % (names[1], names[0]))
    if end - start > LONGEST_SPAN:
        raise Problem(400, _("Từ %s đến %s nhiều nhất 90 ngày.") % names)
    return start, end
