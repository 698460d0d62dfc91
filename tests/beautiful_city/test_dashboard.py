"""The dashboard: who sees it, numbers that agree with the lists behind them, the workbook."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from beautiful_city.models import Case, GalleryPage
from beautiful_city.states import State
from portal.models import Unit, User
from tests.beautiful_city.public import many_cases, statements

MakeCase = Callable[..., Case]
PAGE = "/viec/tong-hop/"
PATHS = (PAGE, f"{PAGE}danh-sach/?so=dang-mo", f"{PAGE}bang.xlsx")


def make_late(case: Case, *, days: int) -> None:
    Case.objects.filter(pk=case.pk).update(
        deadline_at=timezone.now() - timedelta(days=days),
        clock_since=timezone.now() - timedelta(days=days + 3),
        allowed_hours=8,
        around_the_clock=True,
    )


@pytest.fixture
def some_cases(make_case: MakeCase, other_ward: Unit, other_officer: User) -> None:
    make_case("submitted", title="Mới gửi")
    make_case("verified", title="Xong")
    make_case("in_progress", title="Đang làm")
    make_late(make_case("in_progress", title="Trễ ít"), days=0)
    make_late(
        make_case("in_progress", title="Trễ lâu", unit_=other_ward, by_unit=other_officer), days=9
    )
    make_case("remediated", title="Chờ xác nhận")
    make_case("reopened", title="Mở lại", category="cay-xanh")
    make_case("published", title="Đường hoa")


@pytest.mark.parametrize("path", PATHS)
def test_leaders_and_the_district_alone_see_it(
    client: Client, city: GalleryPage, leader: User, clerk: User, officer: User, path: str
) -> None:
    assert client.get(path).status_code == 302
    for user, status in ((leader, 200), (clerk, 200), (officer, 404)):
        client.force_login(user)
        assert client.get(path).status_code == status, user


def test_the_red_list_leads_to_a_letter_for_those_who_write_them(
    client: Client, some_cases: None, clerk: User, leader: User, other_ward: Unit
) -> None:
    address = f'href="/viec/cong-van/lap/{other_ward.pk}/"'
    for user, shown in ((clerk, True), (leader, False)):
        client.force_login(user)
        page = client.get(PAGE).content.decode()
        assert "data-print" in page
        assert (address in page) is shown, user


def test_the_menu_shows_it_to_those_alone(client: Client, leader: User, officer: User) -> None:
    for user, shown in ((leader, True), (officer, False)):
        client.force_login(user)
        assert (f'href="{PAGE}"' in client.get("/viec/").content.decode()) is shown


def urls(context: Any) -> list[tuple[int, str]]:
    """Every number on the page with its address."""
    found = []
    rows = [row for table in context["tables"] for row in [*table["lines"], table.get("total")]]
    for row in [*rows, *context["months"], *context["turns"]]:
        for cell in (row or {}).values():
            if isinstance(cell, dict) and "url" in cell:
                found.append((cell["number"], cell["url"]))
    return found


@pytest.mark.parametrize("query", ["", "?linh-vuc=cay-xanh", "?don-vi=chua-giao"])
def test_each_number_opens_a_list_of_so_many(
    client: Client, leader: User, some_cases: None, query: str
) -> None:
    client.force_login(leader)
    cells = urls(client.get(f"{PAGE}{query}").context)
    assert len(cells) > 20
    for number, url in sorted(set(cells)):
        assert client.get(url).context["page"].paginator.count == number, url


def test_what_is_counted(client: Client, leader: User, some_cases: None) -> None:
    client.force_login(leader)
    context = client.get(PAGE).context
    assert context["found"].total.numbers == {
        "moi": 7,
        "dang-mo": 6,
        "qua-han": 2,
        "keo-dai": 1,
        "xac-nhan": 2,
        "dung-han": 1,
        "da-ro-han": 3,
        "tai-dien": 1,
    }
    assert [row["case"].title for row in context["red"]] == ["Trễ lâu"]
    labels = [row["label"] for row in context["tables"][0]["lines"]]
    assert labels == ["Chưa giao đơn vị", "Phường Khác", "Phường Mẫu"]
    turns = {str(row["turn"].label): row["turn"].waiting for row in context["turns"]}
    assert turns["Tiếp nhận, phân loại"] == 1
    assert turns["Kiểm tra, xác nhận"] == 1


def test_a_period_narrows_and_says_so(client: Client, leader: User, some_cases: None) -> None:
    client.force_login(leader)
    yesterday = f"{timezone.localdate() - timedelta(days=1):%d/%m/%Y}"
    context = client.get(f"{PAGE}?den={yesterday}").context
    assert context["found"].total.numbers["moi"] == 0
    assert context["on"] == [f"đến hết {yesterday}"]


@pytest.mark.parametrize("query", ["?don-vi=999999", "?linh-vuc=x", "?tu=31/02/2018"])
def test_what_cannot_be_asked_is_refused(
    client: Client, city: GalleryPage, leader: User, query: str
) -> None:
    client.force_login(leader)
    response = client.get(f"{PAGE}{query}")
    assert response.status_code == 400
    assert "Chưa lọc được" in response.content.decode()
    assert client.get(f"{PAGE}danh-sach/{query}&so=moi").status_code == 404
    assert client.get(f"{PAGE}bang.xlsx{query}").status_code == 404


def test_no_such_number_has_no_list(client: Client, city: GalleryPage, leader: User) -> None:
    client.force_login(leader)
    for word in ("", "gi-do", "dang_mo"):
        assert client.get(f"{PAGE}danh-sach/?so={word}").status_code == 404


def test_the_workbook_holds_no_formula_and_no_names(
    client: Client, make_case: MakeCase, leader: User
) -> None:
    case = make_case("in_progress", title="=SUM(A1:A9)")
    make_late(case, days=9)
    client.force_login(leader)
    response = client.get(f"{PAGE}bang.xlsx")
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == [
        "Theo đơn vị",
        "Theo lĩnh vực",
        "Theo tháng",
        "Phần việc của quận",
        "Quá hạn kéo dài",
    ]
    red = list(book["Quá hạn kéo dài"].iter_rows(values_only=True))
    assert red[1][1] == "'=SUM(A1:A9)"
    total = list(book["Theo đơn vị"].iter_rows(values_only=True))[-1]
    assert total[:5] == ("Tất cả", 1, 1, 1, 1)
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            assert "can-bo" not in str(cell.value)


def test_statements_do_not_grow(
    client: Client, make_case: MakeCase, leader: User, ward: Unit, other_ward: Unit
) -> None:
    make_late(make_case("in_progress"), days=9)
    client.force_login(leader)
    many_cases(20, [ward, other_ward])
    few = statements(client, PAGE)
    many_cases(2_000, [ward, other_ward], first=50_000)
    Case.objects.filter(state=State.IN_PROGRESS).update(allowed_hours=8)
    assert len(statements(client, PAGE)) == len(few)
    assert len(few) <= 15
