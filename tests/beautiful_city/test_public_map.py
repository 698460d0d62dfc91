"""The map's points, gathered by the database, and the board of wards."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from beautiful_city.models import Case, GalleryPage
from beautiful_city.selectors.filters import LATE, Box, CaseFilter
from beautiful_city.selectors.points import points
from beautiful_city.services import hiding
from beautiful_city.services.sending import Place
from portal.models import Unit, User
from tests.beautiful_city.public import GALLERY, MakeCase, many_cases, statements

MAP, POINTS, BOARD = f"{GALLERY}ban-do/", f"{GALLERY}ban-do/diem.json", f"{GALLERY}bang-phuong/"
ALL = "khung=105.8,20.9,106.0,21.2"


def asked_points(client: Client, query: str) -> list[dict[str, Any]]:
    response = client.get(f"{POINTS}?{query}")
    assert response.status_code == 200
    found: list[dict[str, Any]] = response.json()["points"]
    return found


def pin(latitude: float, longitude: float, **fields: Any) -> Place:
    return Place(latitude=latitude, longitude=longitude, text="Phố Mẫu", **fields)


def test_one_report_is_a_point_that_leads_to_it(
    client: Client, make_case: MakeCase, ward: Unit
) -> None:
    case = make_case("in_progress", title="Nắp cống", place=pin(21.0411, 105.8911, ward=ward))
    [point] = asked_points(client, f"{ALL}&muc=15")
    assert point == {
        "latitude": 21.0411,
        "longitude": 105.8911,
        "label": "Nắp cống",
        "url": case.get_absolute_url(),
        "tone": "steel",
        "state": "Đang khắc phục",
        "note": "Phường Mẫu",
        "count": 1,
    }


def test_a_home_is_not_shown_where_it_is(client: Client, make_case: MakeCase) -> None:
    make_case("assigned", near_home=True, place=pin(21.041234, 105.891234))
    [point] = asked_points(client, f"{ALL}&muc=19")
    assert (point["latitude"], point["longitude"]) == (21.041, 105.891)


def test_what_is_not_public_is_on_no_map(client: Client, make_case: MakeCase, clerk: User) -> None:
    make_case("submitted", place=pin(21.04, 105.89))
    hidden = make_case("assigned", place=pin(21.05, 105.90))
    hiding.hide_case(case=hidden, by=clerk, version=hidden.version, reason="Có mặt người")
    assert asked_points(client, f"{ALL}&muc=15") == []


def test_a_late_one_is_red(client: Client, make_case: MakeCase) -> None:
    case = make_case("in_progress", place=pin(21.04, 105.89))
    Case.objects.filter(pk=case.pk).update(deadline_at=timezone.now() - timedelta(hours=1))
    [point] = asked_points(client, f"{ALL}&muc=15")
    assert (point["tone"], point["state"]) == ("red", "Quá hạn")


def test_every_report_is_in_one_point_at_any_zoom(
    client: Client, city: GalleryPage, ward: Unit, other_ward: Unit
) -> None:
    many_cases(300, [ward, other_ward])
    asked = CaseFilter()
    total = asked.cases(timezone.now()).count()
    numbers = []
    for zoom in (0, 10, 13, 16, 19):
        found = points(asked, zoom, timezone.now())
        assert sum(point.count for point in found) == total
        numbers.append(len(found))
    assert numbers[0] == 1
    assert numbers == sorted(numbers)


def test_a_gathered_point_opens_the_list_of_what_it_holds(
    client: Client, city: GalleryPage, ward: Unit
) -> None:
    many_cases(100, [ward])
    found = [p for p in asked_points(client, f"{ALL}&muc=11&tab=da-khac-phuc") if p["count"] > 1]
    assert found
    for point in found[:5]:
        context = client.get(point["url"]).context
        assert context["total"] == point["count"]
        assert "vùng chọn trên bản đồ" in context["filters_on"]


def test_no_answer_is_without_bound(city: GalleryPage, ward: Unit) -> None:
    many_cases(2_000, [ward])
    whole = CaseFilter(box=Box(105.8, 20.9, 106.0, 21.2))
    assert len(points(whole, 19, timezone.now())) <= 41 * 41


def test_what_is_cut_short_is_said(
    client: Client, city: GalleryPage, ward: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_cases(300, [ward])
    assert client.get(f"{POINTS}?{ALL}&muc=19").json()["note"] == ""
    monkeypatch.setattr("beautiful_city.selectors.points.MOST", 50)
    # Without a part of the map no square is too small: one for each report.
    answer = client.get(f"{POINTS}?muc=19").json()
    held = sum(point["count"] for point in answer["points"])
    assert len(answer["points"]) == 50
    total = CaseFilter().cases(timezone.now()).count()
    assert answer["note"].startswith(f"Chỉ hiện {held} mục đầu tiên trong {total}.")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "muc=15&khung=1,2",
        "muc=x&khung=1,2,3,4",
        "muc=-1",
        "muc=²",
        "muc=100",
        "muc=15&phuong=khong-co",
        "muc=15&khung=inf,0,inf,0",
    ],
)
def test_points_that_cannot_be(client: Client, city: GalleryPage, query: str) -> None:
    assert client.get(f"{POINTS}?{query}").status_code == 400


def test_points_cost_one_statement_beside_the_choices(
    client: Client, city: GalleryPage, ward: Unit, django_assert_num_queries: Any
) -> None:
    many_cases(2_000, [ward])
    with django_assert_num_queries(1):
        points(CaseFilter(box=Box(105.8, 20.9, 106.0, 21.2)), 14, timezone.now())


def test_the_map_is_a_list_without_a_script(
    client: Client, make_case: MakeCase, ward: Unit
) -> None:
    case = make_case("assigned", title="Có vị trí", place=pin(21.04, 105.89, ward=ward))
    make_case("assigned", title="Chỉ có lời")
    text = client.get(MAP).content.decode()
    assert f'href="{case.get_absolute_url()}"' in text
    assert "1 phản ánh chỉ ghi địa điểm bằng lời" in text


def test_map_and_board_do_not_grow(
    client: Client, city: GalleryPage, ward: Unit, other_ward: Unit
) -> None:
    many_cases(20, [ward, other_ward])
    few = [len(statements(client, path)) for path in (MAP, BOARD)]
    many_cases(2_000, [ward, other_ward], first=20_000)
    assert [len(statements(client, path)) for path in (MAP, BOARD)] == few
    # Wards, categories, counts, points; wards, categories, counts, wards and the board.
    assert few == [4, 5]


def test_each_number_of_the_board_is_the_list_it_opens(
    client: Client, city: GalleryPage, ward: Unit, other_ward: Unit
) -> None:
    many_cases(200, [ward, other_ward])
    found = client.get(f"{BOARD}?linh-vuc=rac-thai").context["board"]
    assert [line.name for line in found.lines] == ["Phường Khác", "Phường Mẫu"]
    for line in (*found.lines, found.total):
        for cell in (line.open, line.late, line.done):
            shown = client.get(cell.url).context
            assert shown["total"] == cell.number
    assert found.total.late.number > 0
    assert f"tinh-trang={LATE}" in found.total.late.url


def test_a_report_without_a_ward_has_a_line_but_no_list(
    client: Client, make_case: MakeCase, urban: Unit, clerk: User
) -> None:
    make_case("assigned", place=Place(text="Không rõ ở đâu"), unit_=urban)
    text = client.get(BOARD).content.decode()
    assert "Chưa rõ phường" in text
    assert client.get(BOARD).context["board"].lines[-1].open.url == ""


def test_a_ward_of_old_stays_while_reports_stand_in_it(
    client: Client, make_case: MakeCase, ward: Unit, other_ward: Unit
) -> None:
    make_case("verified")
    today = timezone.localdate()
    Unit.objects.filter(pk__in=(ward.pk, other_ward.pk)).update(valid_to=today)
    names = [line.name for line in client.get(BOARD).context["board"].lines]
    assert names == [f"Phường Mẫu (đến {today:%d/%m/%Y})"]
