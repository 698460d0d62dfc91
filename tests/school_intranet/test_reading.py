"""Receipts: opened is one thing, acknowledged another, and each is written once."""

import pytest
from django.utils import timezone

from portal.models import User
from school_intranet.models import AccessLog, Announcement, LogIsFixed, Receipt, SchoolPortalPage
from school_intranet.services import reading
from school_intranet.services.registers import next_number
from school_intranet.states import Register
from tests.school_intranet.conftest import MakeReader


@pytest.fixture
def notice(portal_a: SchoolPortalPage, principal: User) -> Announcement:
    now = timezone.now()
    return Announcement.objects.create(
        school=portal_a.school,
        title="Thông báo mẫu",
        author=principal,
        created_at=now,
        published_at=now,
        asks_receipt=True,
    )


def test_opening_is_not_acknowledging(
    notice: Announcement, portal_a: SchoolPortalPage, teacher: User, as_reader: MakeReader
) -> None:
    reading.deliver(item=notice, users=[teacher])
    reading.deliver(item=notice, users=[teacher])
    reader = as_reader(teacher, portal_a)
    receipt = reading.open_item(item=notice, reader=reader)
    assert receipt.opened_at is not None
    assert receipt.acknowledged_at is None
    reading.acknowledge(item=notice, reader=reader)
    reading.acknowledge(item=notice, reader=reader)
    receipt = Receipt.objects.get()
    assert receipt.acknowledged_at is not None
    assert receipt.expected
    assert list(AccessLog.objects.values_list("action", flat=True).order_by("pk"))[-2:] == [
        "open",
        "acknowledge",
    ]


def test_a_new_version_asks_again(
    notice: Announcement, portal_a: SchoolPortalPage, teacher: User, as_reader: MakeReader
) -> None:
    reading.deliver(item=notice, users=[teacher])
    reader = as_reader(teacher, portal_a)
    reading.acknowledge(item=notice, reader=reader)
    notice.version = 2
    notice.save()
    reading.deliver(item=notice, users=[teacher])
    assert Receipt.objects.filter(acknowledged_at=None, version=2).count() == 1


def test_who_comes_later_reads_and_does_not_count(
    notice: Announcement, portal_a: SchoolPortalPage, clerk: User, as_reader: MakeReader
) -> None:
    receipt = reading.open_item(item=notice, reader=as_reader(clerk, portal_a))
    assert not receipt.expected


def test_the_log_is_only_added_to(portal_a: SchoolPortalPage) -> None:
    line = AccessLog.objects.get()
    with pytest.raises(LogIsFixed):
        line.save()
    with pytest.raises(LogIsFixed):
        AccessLog.objects.all().delete()
    with pytest.raises(LogIsFixed):
        AccessLog.objects.update(action="x")


def test_numbers_have_no_gaps_and_begin_anew_each_year(
    portal_a: SchoolPortalPage, portal_b: SchoolPortalPage
) -> None:
    given = [
        next_number(school=school, register=register, year=year)
        for school, register, year in (
            (portal_a.school, Register.INCOMING, 2018),
            (portal_a.school, Register.INCOMING, 2018),
            (portal_a.school, Register.OUTGOING, 2018),
            (portal_b.school, Register.INCOMING, 2018),
            (portal_a.school, Register.INCOMING, 2019),
        )
    ]
    assert given == [1, 2, 1, 1, 1]
