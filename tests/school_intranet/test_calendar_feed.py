"""Calendar feeds: an address of one's own, asked anew at each fetch."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from portal.kinds import UnitKind
from portal.models import Membership, Unit, User
from portal.provisioning import end_membership, save_unit
from portal.roles import Role
from school_intranet.models import CalendarToken, DistrictMeeting, SchoolPortalPage
from school_intranet.services import week as weeks
from school_intranet.services.week import Line, monday_of
from school_intranet.states import PortalState
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.doors import at, enter_as

TODAY = timezone.localdate()
MONDAY = monday_of(TODAY)


def feed_of(user: User, portal: SchoolPortalPage) -> str:
    """The path of a new feed, as the page shows it."""
    client = enter_as(user)
    answer = client.post(at(portal, "lich-cua-toi/"), follow=True)
    address: str = answer.context["address"]
    assert address in answer.content.decode()
    assert address.startswith(settings.SITE_URL)
    made = CalendarToken.objects.filter(user=user).count()
    assert address not in client.get(at(portal, "lich-cua-toi/")).content.decode(), "shown once"
    assert CalendarToken.objects.filter(user=user).count() == made, "and none is made by looking"
    return urlsplit(address).path


def fill(portal: SchoolPortalPage, clerk: User, principal: User, as_reader: MakeReader) -> None:
    line = Line(MONDAY, time(8), f"Họp của {portal.title}", end=time(9), place="Phòng 1")
    week = weeks.add(reader=as_reader(clerk, portal), monday=MONDAY, lines=[line])
    later = MONDAY + timedelta(days=7)
    weeks.add(
        reader=as_reader(clerk, portal),
        monday=later,
        lines=[Line(later, time(8), "Chưa duyệt")],
    )
    weeks.approve(reader=as_reader(principal, portal), week=week, version=week.version)


def summaries(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    calendar = Calendar.from_ical(answer.content)
    return [str(event["summary"]) for event in calendar.walk("vevent")]


def test_it_holds_approved_weeks_and_the_offices_meetings(
    client: Client,
    portal_a: SchoolPortalPage,
    clerk: User,
    principal: User,
    teacher: User,
    office: User,
    as_reader: MakeReader,
) -> None:
    fill(portal_a, clerk, principal, as_reader)
    for title, level in (("Họp ở phòng", "primary"), ("Họp cấp khác", "lower_secondary")):
        DistrictMeeting.objects.create(
            day=TODAY, start=time(14), title=title, level=level, by=office
        )
    path = feed_of(teacher, portal_a)
    found = summaries(client, path)
    assert sorted(found) == sorted([f"Họp của {portal_a.title}", "Họp ở phòng"])
    event = Calendar.from_ical(client.get(path).content).walk("vevent")[0]
    start = event.decoded("dtstart")
    assert start.astimezone(timezone.get_default_timezone()).hour in (8, 14)


def test_a_program_can_read_the_hours_and_knows_when_to_come_again(
    client: Client, portal_a: SchoolPortalPage, teacher: User, office: User
) -> None:
    title = "Họp ủy ban nhân dân quận về công tác chuẩn bị năm học mới " * 4
    DistrictMeeting.objects.create(day=TODAY, start=time(14), end=time(9), title=title, by=office)
    DistrictMeeting.objects.create(day=TODAY, start=time(23, 30), title="Trực\x0b\uffff", by=office)
    content = client.get(feed_of(teacher, portal_a)).content
    calendar = Calendar.from_ical(content)
    [zone] = calendar.walk("vtimezone")
    assert zone["tzid"] == "Asia/Ho_Chi_Minh"
    assert b"TZOFFSETTO:+0700" in content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H\r\n" in content
    assert b"X-PUBLISHED-TTL:PT4H\r\n" in content
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75, "in bytes, and no sign is cut in two"
    assert [line.decode() for line in lines]
    for event in calendar.walk("vevent"):
        assert event["dtstart"].params["TZID"] == zone["tzid"]
        assert event.decoded("dtend") > event.decoded("dtstart")
    assert title.strip() in {str(event["summary"]).strip() for event in calendar.walk("vevent")}


def test_the_token_is_kept_as_a_digest_alone(portal_a: SchoolPortalPage, teacher: User) -> None:
    path = feed_of(teacher, portal_a)
    token = path.rpartition("/")[2].removesuffix(".ics")
    assert len(token) >= 40
    assert token not in str(CalendarToken.objects.values_list())
    page = enter_as(teacher).get(at(portal_a, "lich-cua-toi/")).content.decode()
    assert token not in page
    assert "Hủy địa chỉ" in page


@pytest.mark.parametrize("how", ["revoked", "replaced", "left", "unknown", "inactive"])
def test_an_address_that_has_ended_is_like_none(
    client: Client, portal_a: SchoolPortalPage, teacher: User, how: str
) -> None:
    path = feed_of(teacher, portal_a)
    assert client.get(path).status_code == 200
    browser = enter_as(teacher)
    match how:
        case "revoked":
            browser.post(at(portal_a, "lich-cua-toi/huy/"))
        case "replaced":
            feed_of(teacher, portal_a)
        case "left":
            yesterday = TODAY - timedelta(days=1)
            end_membership(Membership.objects.get(user=teacher), last_day=yesterday)
        case "inactive":
            User.objects.filter(pk=teacher.pk).update(is_active=False)
        case "unknown":
            path = "/dieu-hanh-noi-bo/lich/khong-co.ics"
    unknown = "/dieu-hanh-noi-bo/lich/cung-khong-co.ics"
    client.get(unknown)
    answers = []
    for asked in (unknown, path):
        with CaptureQueriesContext(connection) as counted:
            answer = client.get(asked)
        answers.append((answer.status_code, len(answer.content), len(counted)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_a_person_of_two_schools_has_two_feeds(
    client: Client,
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    make_user: Callable[..., User],
    as_reader: MakeReader,
) -> None:
    both = make_user(
        "hai-truong",
        (portal_a.school, Role.TEACHER),
        (portal_b.school, Role.TEACHER),
    )
    for number, portal in enumerate((portal_a, portal_b)):
        staff = [
            make_user(f"{role.value}-{number}", (portal.school, role))
            for role in (Role.CLERK, Role.PRINCIPAL)
        ]
        fill(portal, staff[0], staff[1], as_reader)
    first, second = feed_of(both, portal_a), feed_of(both, portal_b)
    assert summaries(client, first) == [f"Họp của {portal_a.title}"]
    assert summaries(client, second) == [f"Họp của {portal_b.title}"]
    yesterday = TODAY - timedelta(days=1)
    end_membership(Membership.objects.get(user=both, unit=portal_a.school), last_day=yesterday)
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


@pytest.mark.parametrize("ends", ["merged", "moved"])
def test_it_ends_with_the_school_and_with_the_portal(
    portal_a: SchoolPortalPage,
    make_unit: Callable[..., Unit],
    make_user: Callable[..., User],
    client: Client,
    ends: str,
) -> None:
    """Also for who belongs to the school by a group of it alone."""
    group = make_unit("Tổ mẫu", UnitKind.SUBJECT_GROUP, parent=portal_a.school)
    member = make_user("to-vien", (group, Role.TEACHER))
    path = feed_of(member, portal_a)
    assert client.get(path).status_code == 200
    if ends == "merged":
        portal_a.school.valid_to = TODAY
        save_unit(portal_a.school)
    else:
        SchoolPortalPage.objects.filter(pk=portal_a.pk).update(state=PortalState.MOVED)
    assert client.get(path).status_code == 404
