"""A form that makes something, sent twice, makes it once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.roles import Role
from school_intranet.models import (
    Album,
    IncomingDocument,
    Question,
    SchoolPortalPage,
    SentForm,
    Task,
)
from school_intranet.services import incoming
from school_intranet.services.sending import once
from school_intranet.services.week import monday_of
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.doors import at, enter_as
from tests.school_intranet.test_incoming import fields, words
from tests.school_intranet.test_week import line
from tests.threads import all_well, in_threads

TODAY = timezone.localdate()
MONDAY = monday_of(TODAY).isoformat()
OFFICE = "/dieu-hanh-noi-bo/phong-giao-duc/"
KEY = "lan-gui"
MAKES = {
    "IncomingDocument": ("van-ban-den/moi/", fields()),
    "OutgoingDocument": (
        "van-ban-di/moi/",
        {
            "issued_on": f"{TODAY:%d/%m/%Y}",
            "abstract": "Mẫu",
            "recipients": "Mẫu",
            "signer": "Mẫu",
            "copies": 1,
        },
    ),
    "Announcement": ("thong-bao/moi/", {"title": "Thông báo mẫu"}),
    "Question": ("hoi-dap/moi/", {"title": "Câu hỏi mẫu"}),
    "Album": ("album/moi/", {"title": "Album mẫu"}),
    "PhotoConsent": (
        "dong-y-anh/moi/",
        {
            "about": "Mẫu",
            "given_by": "Mẫu",
            "purpose": "internal",
            "given_on": f"{TODAY:%d/%m/%Y}",
        },
    ),
    "ScheduleItem": (f"lich-tuan/{MONDAY}/them/", line()),
}


@pytest.fixture
def both(portal_a: SchoolPortalPage, make_user: Callable[..., User]) -> User:
    """Principal and văn thư in one, who may make everything."""
    return make_user("ca-hai", (portal_a.school, Role.PRINCIPAL), (portal_a.school, Role.CLERK))


def key_on(client: Client, address: str) -> str:
    """The key that the form carries when it is shown."""
    page = client.get(address).content.decode()
    _before, _found, after = page.partition(f'name="{KEY}" value="')
    return str(uuid.UUID(after.partition('"')[0]))


@pytest.mark.parametrize("name", MAKES)
def test_sent_twice_it_makes_one(portal_a: SchoolPortalPage, both: User, name: str) -> None:
    client, model = enter_as(both), apps.get_model("school_intranet", name)
    rest, data = MAKES[name]
    address = at(portal_a, rest)
    sent = {**data, KEY: key_on(client, address)}
    first, second = client.post(address, sent), client.post(address, sent)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert model.objects.count() == 1
    # Shown again, it is another one.
    client.post(address, {**data, KEY: key_on(client, address)})
    assert model.objects.count() == 2


def test_a_form_with_errors_is_sent_again_with_the_same_key(
    portal_a: SchoolPortalPage, both: User
) -> None:
    client, address = enter_as(both), at(portal_a, "van-ban-den/moi/")
    key = key_on(client, address)
    assert client.post(address, {**fields(abstract=""), KEY: key}).status_code == 400
    assert client.post(address, {**fields(), KEY: key}).status_code == 302
    assert IncomingDocument.objects.count() == 1


def test_a_task_and_parts_of_a_split_are_given_once(
    portal_a: SchoolPortalPage,
    both: User,
    teacher: User,
    make_unit: Callable[..., Unit],
    as_reader: MakeReader,
) -> None:
    client = enter_as(both)
    address = at(portal_a, "viec/moi/")
    sent = {"title": "Việc mẫu", "assignee": teacher.pk, KEY: key_on(client, address)}
    for _again in range(2):
        client.post(address, sent)
    assert Task.objects.count() == 1
    group = make_unit("Tổ mẫu", UnitKind.SUBJECT_GROUP, parent=portal_a.school)
    later = TODAY + timedelta(days=20)
    item = incoming.register(reader=as_reader(both, portal_a), words=words(due_on=later))
    address = at(portal_a, f"van-ban-den/{item.pk}/chia-viec/")
    part = f"to-{group.pk}-"
    sent = {
        "due_on": f"{later:%d/%m/%Y}",
        "days_before": 2,
        "giao": 1,
        f"{part}takes_part": "on",
        f"{part}title": "Phần mẫu",
        f"{part}assignee": teacher.pk,
        f"{part}due_on": f"{later + timedelta(days=1):%d/%m/%Y}",
        KEY: key_on(client, address),
    }
    late = client.post(address, sent)
    assert late.status_code == 400
    assert "không được sau hạn chung" in late.content.decode()
    sent[f"{part}due_on"] = f"{later:%d/%m/%Y}"
    for _again in range(2):
        assert client.post(address, sent).status_code == 302
    assert Task.objects.count() == 2


def test_a_key_of_another_person_is_of_no_use(
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    both: User,
    make_user: Callable[..., User],
) -> None:
    """It leads nobody to where somebody else was led."""
    address = at(portal_a, "van-ban-den/moi/")
    key = key_on(enter_as(both), address)
    enter_as(both).post(address, {**fields(), KEY: key})
    other = enter_as(make_user("vanthu-b", (portal_b.school, Role.CLERK)))
    answer = other.post(at(portal_b, "van-ban-den/moi/"), {**fields(), KEY: key})
    assert portal_a.slug not in answer["Location"]
    assert IncomingDocument.objects.filter(school=portal_b.school).count() == 1


def test_the_office_makes_one_draft(portal_a: SchoolPortalPage, office: User) -> None:
    client, address = enter_as(office), OFFICE + "hop/moi/"
    sent = {
        "day": f"{TODAY:%d/%m/%Y}",
        "start": "08:00",
        "title": "Họp mẫu",
        KEY: key_on(client, address),
    }
    for _again in range(2):
        assert client.post(address, sent).status_code == 302
    assert apps.get_model("school_intranet", "DistrictMeeting").objects.count() == 1


def test_old_keys_are_forgotten(both: User) -> None:
    old = SentForm.objects.create(
        user=both, key=uuid.uuid4(), led_to="/", at=timezone.now() - timedelta(days=3)
    )
    assert once(user=both, key=uuid.uuid4(), act=lambda: "/moi/") == "/moi/"
    assert not SentForm.objects.filter(pk=old.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_makes_it(
    portal_a: SchoolPortalPage, both: User, as_reader: MakeReader
) -> None:
    in_threads()
    reader, key = as_reader(both, portal_a), uuid.uuid4()

    def act() -> str:
        item = incoming.register(reader=reader, words=words())
        return reader.path("school_incoming", item.pk)

    led_to = all_well([lambda: once(user=both, key=key, act=act)] * 4)
    assert len(set(led_to)) == 1
    assert IncomingDocument.objects.count() == 1


def test_other_words_with_the_key_of_a_form_that_was_kept_open(
    portal_a: SchoolPortalPage, both: User
) -> None:
    """They are another question, and nothing of another page."""
    client, address = enter_as(both), at(portal_a, "hoi-dap/moi/")
    key = key_on(client, address)
    for title in ("Câu thứ nhất", "Câu thứ hai", "Câu thứ hai"):
        client.post(address, {"title": title, KEY: key})
    assert Question.objects.count() == 2
    client.post(at(portal_a, "album/moi/"), {"title": "Câu thứ nhất", KEY: key})
    assert Album.objects.count() == 1
