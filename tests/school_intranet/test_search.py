"""Search within one school: with and without marks, of what one may see, of no other school."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from portal.kinds import UnitKind
from portal.models import SearchEntry, Unit, User
from portal.roles import Role
from school_intranet.models import (
    Album,
    Announcement,
    FormTemplate,
    IncomingDocument,
    OutgoingDocument,
    Question,
    SchoolPortalPage,
    Task,
)
from school_intranet.selectors.search import search
from school_intranet.services import broadcasting, reporting
from tests.school_intranet.conftest import MakeReader

BACKEND = "django.contrib.auth.backends.ModelBackend"
KINDS = 10
# Those of which `fill` makes one; the person searched for is one more.
FILLED = 7


def fill(portal: SchoolPortalPage, by: User, word: str) -> None:
    """One of everything, with the word in what is searched."""
    now, school, today = timezone.now(), portal.school, timezone.localdate()
    Announcement.objects.create(
        school=school, author=by, title=f"Họp {word}", created_at=now, published_at=now
    )
    IncomingDocument.objects.create(
        school=school, year=2018, number=1, arrived_on=today, symbol="1/CV", issuer="Phòng",
        abstract=f"Công văn {word}", registered_by=by, registered_at=now,
    )  # fmt: skip
    OutgoingDocument.objects.create(
        school=school, year=2018, number=1, symbol="2/BC", issued_on=today, abstract=f"Báo {word}",
        recipients="Phòng", signer="A", drafted_by=by, registered_at=now,
    )  # fmt: skip
    Task.objects.create(
        school=school, title=f"Việc {word}", assignee=by, assigner=by, created_at=now
    )
    FormTemplate.objects.create(school=school, title=f"Mẫu {word}", added_by=by, added_at=now)
    Question.objects.create(school=school, title=f"Hỏi {word}", by=by, at=now)


def ask(user: User, portal: SchoolPortalPage, **asked: str) -> tuple[int, str]:
    client = Client()
    client.force_login(user, backend=BACKEND)
    response = client.get(f"/dieu-hanh-noi-bo/{portal.slug}/tim-kiem/", asked)
    return response.status_code, response.content.decode()


def test_everything_is_found_with_and_without_marks(
    portal_a: SchoolPortalPage, principal: User, as_reader: MakeReader
) -> None:
    fill(portal_a, principal, "Thượng Thanh")
    reader = as_reader(principal, portal_a)
    for query in ("Thượng Thanh", "thuong thanh", "THANH thượng"):
        assert len(search(reader, query)) == 6
    (person,) = search(reader, "hieutruong", kind="nguoi")
    assert (person.title, person.key) == ("Hieutruong-A", principal.pk)
    assert [row.title for row in search(reader, "thanh", kind="viec")] == ["Việc Thượng Thanh"]
    (by_symbol,) = search(reader, "1/CV")
    assert by_symbol.title == "Công văn Thượng Thanh"


def test_another_school_is_never_found(
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    principal: User,
    make_user: Callable[..., User],
    as_reader: MakeReader,
) -> None:
    both = make_user(
        "canary-hai-truong", (portal_b.school, Role.PRINCIPAL), (portal_a.school, Role.PRINCIPAL)
    )
    alone = make_user("canary-mot", (portal_b.school, Role.TEACHER), full_name="Canary Riêng")
    fill(portal_b, both, "canary")
    assert search(as_reader(principal, portal_a), "canary", kind="thong-bao") == []
    assert {row.title for row in search(as_reader(both, portal_a), "canary")} == {str(both)}
    assert alone.full_name not in ask(principal, portal_a, q="canary")[1]
    assert len(search(as_reader(both, portal_b), "canary")) == FILLED + 1
    assert ask(principal, portal_b, q="canary")[0] == 404
    assert not SearchEntry.objects.filter(title__icontains="canary").exists()


def test_a_teacher_finds_what_a_teacher_sees(
    portal_a: SchoolPortalPage,
    principal: User,
    teacher: User,
    make_unit: Callable[..., Unit],
    as_reader: MakeReader,
) -> None:
    fill(portal_a, principal, "riêng")
    group = make_unit("Tổ Toán", UnitKind.SUBJECT_GROUP, parent=portal_a.school)
    Announcement.objects.create(
        school=portal_a.school,
        author=principal,
        group=group,
        title="Của tổ riêng",
        created_at=timezone.now(),
        published_at=timezone.now(),
    )
    found = {row.title for row in search(as_reader(teacher, portal_a), "rieng")}
    assert found == {"Họp riêng", "Mẫu riêng", "Hỏi riêng"}


def test_many_are_paged_and_nothing_found_says_what_to_do(
    portal_a: SchoolPortalPage, principal: User
) -> None:
    now = timezone.now()
    Question.objects.bulk_create(
        [
            Question(school=portal_a.school, title=f"Câu {n}", by=principal, at=now)
            for n in range(45)
        ]
    )
    assert "Tìm thấy 45 mục" in ask(principal, portal_a, q="cau")[1]
    assert "trang=2" in ask(principal, portal_a, q="cau")[1]
    assert "Không tìm thấy mục nào" in ask(principal, portal_a, q="zzz")[1]


@pytest.mark.parametrize(
    ("asked", "status"),
    [({"q": "x" * 101}, 400), ({"q": "x", "kind": "la"}, 400), ({"q": "x", "trang": "a"}, 200)],
)
def test_bad_input(
    portal_a: SchoolPortalPage, principal: User, asked: dict[str, str], status: int
) -> None:
    assert ask(principal, portal_a, **asked)[0] == status


def test_it_costs_one_statement_a_kind(
    portal_a: SchoolPortalPage,
    principal: User,
    as_reader: MakeReader,
    django_assert_num_queries: Callable[..., object],
) -> None:
    fill(portal_a, principal, "từ")
    reader = as_reader(principal, portal_a)
    with django_assert_num_queries(KINDS):  # type: ignore[attr-defined]
        search(reader, "tu")


def test_what_the_office_sent_albums_and_reports_are_found(
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    office: User,
    principal: User,
    teacher: User,
    teacher_b: User,
) -> None:
    for portal, word in ((portal_a, "Khai giảng"), (portal_b, "Bí mật")):
        item = broadcasting.write(
            by=office,
            words=broadcasting.Words(f"{word} toàn trường", audience="chosen"),
            schools=[portal.school],
        )
        reporting.ask(
            broadcast=item,
            by=office,
            title=f"{word}: báo cáo toàn trường",
            due_on=timezone.localdate(),
            wants_file=True,
            fields=[],
        )
        broadcasting.send(broadcast=item, by=office)
        Album.objects.create(
            school=portal.school,
            title=f"{word}: ảnh toàn trường",
            by=teacher,
            created_at=timezone.now(),
        )
    _status, page = ask(principal, portal_a, q="toan truong")
    assert page.count("Khai giảng") >= 3
    assert "Bí mật" not in page
    _status, page = ask(teacher, portal_a, q="toan truong")
    assert "ảnh toàn trường" in page
    assert "báo cáo toàn trường" not in page, "reports are for who runs the office"
