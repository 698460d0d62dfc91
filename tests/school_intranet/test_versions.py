"""What a new version asks, and of whom; who counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.roles import Role
from school_intranet.models import (
    Announcement,
    Broadcast,
    IncomingDocument,
    Receipt,
    SchoolPortalPage,
)
from school_intranet.selectors import office as office_selectors
from school_intranet.selectors.receipts import counts_of
from school_intranet.selectors.start import unread
from school_intranet.services import announcing, broadcasting, directing, incoming, reading
from school_intranet.services.announcing import Words
from school_intranet.states import Audience, PortalState
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.doors import at, enter_as
from tests.school_intranet.test_incoming import words

TODAY = timezone.localdate()


@pytest.fixture
def notice(
    portal_a: SchoolPortalPage, principal: User, teacher: User, as_reader: MakeReader
) -> Announcement:
    boss = as_reader(principal, portal_a)
    return announcing.announce(reader=boss, words=Words("Thông báo", "Bản một"))


@pytest.fixture
def sent(portal_a: SchoolPortalPage, office: User, teacher: User, clerk: User) -> Broadcast:
    said = broadcasting.Words("V/v bản thứ nhất", audience=Audience.ALL)
    return broadcasting.send(broadcast=broadcasting.write(by=office, words=said), by=office)


def send_anew(sent: Broadcast, office: User) -> Broadcast:
    said = broadcasting.Words("V/v bản thứ hai", audience=Audience.ALL)
    return broadcasting.send_again(broadcast=sent, by=office, version=1, words=said)


def test_who_looked_before_being_asked_is_asked_and_counts(
    portal_a: SchoolPortalPage, clerk: User, principal: User, as_reader: MakeReader
) -> None:
    reader = as_reader(clerk, portal_a)
    item = incoming.register(reader=reader, words=words())
    boss = enter_as(principal)
    page = boss.get(at(portal_a, f"van-ban-den/{item.pk}/")).content.decode()
    assert "Xác nhận đã tiếp nhận" not in page, "nothing is asked of who just looks"
    assert counts_of(item, reader).sent == 0
    directing.submit(item=item, reader=reader)
    assert counts_of(item, reader).sent == 1
    page = boss.get(at(portal_a, f"van-ban-den/{item.pk}/")).content.decode()
    assert "Xác nhận đã tiếp nhận" in page


def test_the_button_of_an_old_page_acknowledges_nothing_new(
    notice: Announcement,
    portal_a: SchoolPortalPage,
    principal: User,
    teacher: User,
    as_reader: MakeReader,
) -> None:
    boss, client = as_reader(principal, portal_a), enter_as(teacher)
    changed = Words("Thông báo", "Khác hẳn", asks_receipt=True)
    announcing.change(item=notice, reader=boss, version=1, words=changed, asks_again=True)
    where = at(portal_a, f"thong-bao/{notice.pk}/")
    page = client.post(where + "da-doc/", {"ban": 1}, follow=True).content.decode()
    assert "Vừa có bản mới" in page
    assert "Khác hẳn" in page
    mine = Receipt.objects.filter(user=teacher, version=2)
    assert mine.get().acknowledged_at is None
    assert 'name="ban" value="2"' in page
    client.post(where + "da-doc/", {"ban": 2})
    assert mine.get().acknowledged_at is not None


def test_asking_for_a_receipt_later_asks(
    notice: Announcement,
    portal_a: SchoolPortalPage,
    principal: User,
    teacher: User,
    as_reader: MakeReader,
) -> None:
    client, where = enter_as(teacher), at(portal_a, f"thong-bao/{notice.pk}/")
    assert "Xác nhận đã đọc" not in client.get(where).content.decode()
    asking = Words("Thông báo", "Bản một", asks_receipt=True)
    announcing.change(item=notice, reader=as_reader(principal, portal_a), version=1, words=asking)
    assert "Xác nhận đã đọc" in client.get(where).content.decode()


def test_an_announcement_moved_to_other_people(
    notice: Announcement,
    portal_a: SchoolPortalPage,
    principal: User,
    teacher: User,
    as_reader: MakeReader,
    make_unit: Callable[..., Unit],
    make_user: Callable[..., User],
) -> None:
    group = make_unit("Tổ mẫu", UnitKind.SUBJECT_GROUP, parent=portal_a.school)
    member = make_user("to-vien", (group, Role.TEACHER))
    boss = as_reader(principal, portal_a)
    narrow = Words("Thông báo", "Bản một", group=group)
    item = announcing.change(item=notice, reader=boss, version=1, words=narrow)
    assert unread(as_reader(member, portal_a)).count() == 1
    assert counts_of(item, boss).sent == 1, "the teacher of no group no longer counts"
    wide = Words("Thông báo", "Bản một")
    item = announcing.change(item=item, reader=boss, version=2, words=wide)
    assert unread(as_reader(teacher, portal_a)).count() == 1
    assert counts_of(item, boss).sent == 2


def test_a_head_does_not_rewrite_what_the_principal_said(
    portal_a: SchoolPortalPage,
    principal: User,
    as_reader: MakeReader,
    make_unit: Callable[..., Unit],
    make_user: Callable[..., User],
) -> None:
    group = make_unit("Tổ mẫu", UnitKind.SUBJECT_GROUP, parent=portal_a.school)
    head = make_user("to-truong", (group, Role.SUBJECT_HEAD))
    said = Words("Của hiệu trưởng", "Bản một", group=group)
    item = announcing.announce(reader=as_reader(principal, portal_a), words=said)
    data = {"title": "Bị đổi", "group": group.pk, "version": 1}
    client, where = enter_as(head), at(portal_a, f"thong-bao/{item.pk}/")
    assert client.post(where + "sua/", data).status_code == 404
    assert client.post(where + "thu-hoi/").status_code == 404
    own = announcing.announce(reader=as_reader(head, portal_a), words=said)
    where = at(portal_a, f"thong-bao/{own.pk}/")
    assert client.post(where + "sua/", data).status_code == 302
    assert client.post(where + "thu-hoi/").status_code == 302
    assert client.post(where + "sua/", {**data, "version": 2}).status_code == 404, "withdrawn"


def test_the_register_follows_the_offices_new_version(
    sent: Broadcast,
    portal_a: SchoolPortalPage,
    office: User,
    clerk: User,
    teacher: User,
    as_reader: MakeReader,
) -> None:
    reader = as_reader(clerk, portal_a)
    item = incoming.register_delivery(delivery=sent.deliveries.get(), reader=reader)
    directing.forward(item=item, reader=reader, people=[teacher])
    reading.acknowledge(item=item, reader=as_reader(teacher, portal_a))
    where = at(portal_a, f"van-ban-den/{item.pk}/")
    assert "bản mới" not in enter_as(clerk).get(where).content.decode()
    send_anew(sent, office)
    assert "Phòng đã gửi bản mới (lần 2)" in enter_as(teacher).get(where).content.decode()
    assert enter_as(teacher).post(where + "ban-moi/").status_code == 404
    client = enter_as(clerk)
    for _again in range(2):
        page = client.post(where + "ban-moi/", follow=True).content.decode()
        assert "V/v bản thứ hai" in page
        assert "Phòng đã gửi bản mới" not in page
    item = IncomingDocument.objects.get()
    assert (item.number, item.version) == (1, 2)
    assert Receipt.objects.get(document=item, user=teacher, version=2).acknowledged_at is None


def test_counts_of_the_office_are_of_the_present_version(
    sent: Broadcast, portal_a: SchoolPortalPage, office: User, teacher: User, as_reader: MakeReader
) -> None:
    reading.acknowledge(item=sent.deliveries.get(), reader=as_reader(teacher, portal_a))
    before = office_selectors.broadcast_totals(since=TODAY).people
    assert office_selectors.broadcasts().get().answered_count == 1
    send_anew(sent, office)
    assert office_selectors.broadcasts().get().answered_count == 0
    totals = office_selectors.broadcast_totals(since=TODAY)
    assert (totals.people, totals.acknowledged) == (before, 0)


def test_a_school_that_has_moved_gets_no_new_version(
    sent: Broadcast, portal_a: SchoolPortalPage, office: User
) -> None:
    SchoolPortalPage.objects.filter(pk=portal_a.pk).update(state=PortalState.MOVED)
    send_anew(sent, office)
    assert not Receipt.objects.filter(version=2).exists()


def test_the_service_asks_who_may_see_the_document(
    portal_a: SchoolPortalPage, clerk: User, teacher: User, as_reader: MakeReader
) -> None:
    """Beside the view: a receipt would open the document to who made it."""
    item = incoming.register(reader=as_reader(clerk, portal_a), words=words())
    reader = as_reader(teacher, portal_a)
    for act in (
        lambda: directing.give_opinion(item=item, reader=reader, text="Ý kiến"),
        lambda: reading.acknowledge(item=item, reader=reader),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not Receipt.objects.exists()
