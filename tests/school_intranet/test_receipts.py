"""Who has read, reminding once a day, signatures on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import Membership, User
from portal.provisioning import end_membership
from portal.roles import Role
from school_intranet.models import AccessLog, IncomingDocument, Receipt, SchoolPortalPage
from school_intranet.services import directing, incoming
from tests.outbox import posted
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.doors import at, enter_as
from tests.school_intranet.test_incoming import words

TODAY = timezone.localdate()


@pytest.fixture
def item(
    clerk: User, teacher: User, portal_a: SchoolPortalPage, as_reader: MakeReader
) -> IncomingDocument:
    """Sent on to the teacher."""
    reader = as_reader(clerk, portal_a)
    document = incoming.register(reader=reader, words=words("V/v canary-trích-yếu"))
    directing.forward(item=document, reader=reader, people=[teacher])
    return document


def page_of(item: IncomingDocument, portal: SchoolPortalPage, rest: str = "") -> str:
    return at(portal, f"da-doc/van-ban-den/{item.pk}/{rest}")


def test_the_silent_are_named_and_reminded_once_a_day(
    item: IncomingDocument, portal_a: SchoolPortalPage, clerk: User, teacher: User
) -> None:
    teacher.email = "gv@example.vn"
    teacher.save()
    client = enter_as(clerk)
    page = client.get(page_of(item, portal_a)).content.decode()
    assert str(teacher) in page
    assert "Nhắc người chưa đọc" in page
    first = client.post(page_of(item, portal_a, "nhac/"), follow=True).content.decode()
    assert "Đã nhắc 1 người" in first
    assert "Nhắc người chưa đọc</button>" not in first, "not again today"
    again = client.post(page_of(item, portal_a, "nhac/"), follow=True).content.decode()
    assert "Hôm nay đã nhắc rồi" in again
    (message,) = posted()
    assert message.to == ["gv@example.vn"]
    assert "canary" not in message.subject + message.body
    assert portal_a.title not in message.subject + message.body
    start = enter_as(teacher).get(at(portal_a)).content.decode()
    assert f"Được nhắc {TODAY:%d/%m/%Y}" in start


def test_who_has_left_gets_no_reminder(
    item: IncomingDocument, portal_a: SchoolPortalPage, clerk: User, teacher: User
) -> None:
    teacher.email = "gv@example.vn"
    teacher.save()
    end_membership(Membership.objects.get(user=teacher), last_day=TODAY - timedelta(days=1))
    enter_as(clerk).post(page_of(item, portal_a, "nhac/"))
    assert posted() == []


def test_signatures_of_the_printed_sheet_are_entered(
    item: IncomingDocument, portal_a: SchoolPortalPage, clerk: User, teacher: User, teacher_b: User
) -> None:
    client = enter_as(clerk)
    sheet = client.get(page_of(item, portal_a, "phieu/")).content.decode()
    assert "Phiếu ký nhận" in sheet
    assert str(teacher) in sheet
    assert "<svg" in sheet
    where = page_of(item, portal_a, "nhap/")
    assert client.post(where, {"people": [teacher_b.pk]}).status_code == 400
    assert client.post(where, {}).status_code == 400
    assert client.post(where, {"people": [teacher.pk]}).status_code == 302
    receipt = Receipt.objects.get(user=teacher)
    assert receipt.acknowledged_at is not None
    assert receipt.entered_by == clerk
    assert "văn thư nhập từ phiếu ký" in client.get(page_of(item, portal_a)).content.decode()


def test_who_may_see_who_has_read(
    item: IncomingDocument,
    portal_a: SchoolPortalPage,
    principal: User,
    teacher: User,
    teacher_b: User,
    portal_b: SchoolPortalPage,
    make_user: Callable[..., User],
) -> None:
    assert enter_as(principal).get(page_of(item, portal_a)).status_code == 200
    assert AccessLog.objects.filter(user=principal, action="see_receipts").exists()
    for rest in ("", "phieu/", "nhap/"):
        assert enter_as(teacher).get(page_of(item, portal_a, rest)).status_code == 404
    assert enter_as(teacher).post(page_of(item, portal_a, "nhac/")).status_code == 404
    assert enter_as(principal).get(page_of(item, portal_a, "nhap/")).status_code == 404
    other = make_user("vanthu-b", (portal_b.school, Role.CLERK))
    for portal in (portal_a, portal_b):
        assert enter_as(other).get(page_of(item, portal)).status_code == 404
        assert enter_as(other).post(page_of(item, portal, "nhac/")).status_code == 404
    assert enter_as(principal).get(at(portal_a, f"da-doc/khac/{item.pk}/")).status_code == 404


def test_the_statements_do_not_grow_with_the_readers(
    item: IncomingDocument,
    portal_a: SchoolPortalPage,
    clerk: User,
) -> None:
    client = enter_as(clerk)

    def statements() -> int:
        client.get(page_of(item, portal_a))
        with CaptureQueriesContext(connection) as counted:
            assert client.get(page_of(item, portal_a)).status_code == 200
        return len(counted)

    few = statements()
    people = User.objects.bulk_create(
        User(username=f"nguoi-{number}", full_name=f"Người {number}") for number in range(200)
    )
    Receipt.objects.bulk_create(
        Receipt(
            school=portal_a.school,
            user=user,
            document=item,
            asks=True,
            delivered_at=timezone.now(),
        )
        for user in people
    )
    assert statements() == few <= 16
