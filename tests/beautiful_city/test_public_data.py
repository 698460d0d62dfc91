"""CSV, Excel and RSS: public data of the list that the address asks for, and nothing else."""

import csv
from dataclasses import replace
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook

from beautiful_city.models import Case, GalleryPage
from beautiful_city.selectors.joining import by_code
from beautiful_city.services import hiding
from beautiful_city.services.sending import Place, Reach
from beautiful_city.views import exports
from portal.models import Unit, User
from portal.slots import place
from portal.spreadsheets import add_sheet, plain
from tests.beautiful_city.public import GALLERY, MakeCase, many_cases, statements
from tests.devices import with_device

CSV, XLSX, RSS = f"{GALLERY}du-lieu.csv", f"{GALLERY}du-lieu.xlsx", f"{GALLERY}rss/"
SECRETS = ("0900000001", "nguoi-gui@example.vn", "Người Gửi Mẫu", "Gọi tôi", "Số nhà 7", "21.04123")


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"{CSV}{query}")
    assert response.status_code == 200
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def sheet(client: Client, query: str = "") -> list[tuple[Any, ...]]:
    response = client.get(f"{XLSX}{query}")
    assert response.status_code == 200
    book = load_workbook(BytesIO(response.getvalue()))
    assert book.active is not None
    return list(book.active.iter_rows(values_only=True))


def spelled(cell: Any) -> Any:
    return f"{cell:%d/%m/%Y %H:%M}" if isinstance(cell, datetime) else cell


@pytest.mark.parametrize("address", [CSV, XLSX])
def test_the_data_are_made_for_one_at_a_time(
    client: Client, make_case: MakeCase, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "EXPORTS", replace(exports.EXPORTS, longest=0, seconds=0))
    with place(exports.EXPORTS):
        refused = client.get(address)
    assert refused.status_code == 503
    assert "Hệ thống đang bận" in refused.content.decode()
    assert client.get(address).status_code == 200


def private_case(make_case: MakeCase, state: str = "in_progress", **fields: Any) -> Case:
    return make_case(
        state,
        title="Rác ở ngõ",
        text="Gọi tôi 0900000001",
        near_home=True,
        place=Place(latitude=21.041234, longitude=105.891234, text="Số nhà 7, ngõ 5"),
        reach=Reach(name="Người Gửi Mẫu", phone="0900000001", email="nguoi-gui@example.vn"),
        **fields,
    )


def test_csv_says_what_the_page_says(client: Client, make_case: MakeCase) -> None:
    case = make_case("verified", title="Rác đầu ngõ")
    [row] = rows(client, "?tab=da-khac-phuc")
    assert row["Mã"] == f"PA-{case.code}", "by itself it is a month to Excel"
    assert row["Tiêu đề"] == "Rác đầu ngõ"
    assert row["Phường"] == "Phường Mẫu"
    assert row["Tình trạng"] == "Đã khắc phục"
    assert row["Đúng hạn"] == "Có"
    assert row["Địa chỉ trang"] == f"http://testserver{case.get_absolute_url()}"
    assert rows(client) == []


def test_excel_holds_the_same(client: Client, make_case: MakeCase, ward: Unit) -> None:
    many_cases(30, [ward])
    heads, *lines = sheet(client)
    found = rows(client)
    assert list(heads) == list(found[0])
    assert [tuple(map(spelled, line[:18])) for line in lines] == [
        tuple(cell or None for cell in list(row.values())[:18]) for row in found
    ]
    assert isinstance(lines[0][11], datetime), "a moment is one to Excel, too"
    assert {type(line[18]) for line in lines} <= {int, float}


@pytest.mark.parametrize("path", [CSV, XLSX, RSS])
def test_no_contact_and_no_home_leaves(client: Client, make_case: MakeCase, path: str) -> None:
    private_case(make_case)
    response = client.get(path)
    text = str(sheet(client)) if path == XLSX else b"".join(response).decode()
    assert "Rác ở ngõ" in text
    assert not [secret for secret in SECRETS if secret in text]


def test_the_public_place_is_the_snapped_one(client: Client, make_case: MakeCase) -> None:
    private_case(make_case)
    [row] = rows(client)
    assert (row["Vĩ độ"], row["Kinh độ"], row["Vị trí làm tròn"]) == ("21.041", "105.891", "Có")


@pytest.mark.parametrize("state", ["submitted", "needs_info", "rejected", "duplicate"])
def test_what_is_not_public_is_in_no_data(client: Client, make_case: MakeCase, state: str) -> None:
    make_case(state, title="Chưa công khai")
    for query in ("", "?tab=dep", "?tab=da-khac-phuc"):
        assert "Chưa công khai" not in client.get(f"{CSV}{query}").getvalue().decode()
        assert "Chưa công khai" not in client.get(f"{RSS}{query}").content.decode()
        assert "Chưa công khai" not in str(sheet(client, query))


def test_a_hidden_report_is_in_no_data(client: Client, make_case: MakeCase, clerk: User) -> None:
    case = make_case("assigned")
    hiding.hide_case(case=case, by=clerk, version=case.version, reason="Có mặt người")
    assert rows(client) == []


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "  =1+1", "\t=1+1", "\r=1"])
def test_no_cell_is_a_formula(client: Client, make_case: MakeCase, text: str) -> None:
    assert plain(text) == f"'{text}"
    case = make_case("assigned")
    Case.objects.filter(pk=case.pk).update(title=text, public_text=text)
    [row] = rows(client)
    assert row["Tiêu đề"].startswith("'")
    [_head, line] = sheet(client)
    assert line[3].startswith("'")


def test_plain_cells_stay() -> None:
    assert plain("2 = 2") == "2 = 2"
    assert plain(-1.5) == -1.5
    assert plain(None) is None


def test_exports_cost_one_statement_beside_the_choices(
    client: Client, city: GalleryPage, ward: Unit
) -> None:
    many_cases(20, [ward])
    few = [len(statements(client, path)) for path in (CSV, XLSX, RSS)]
    many_cases(1_500, [ward], first=20_000)
    assert [len(statements(client, path)) for path in (CSV, XLSX, RSS)] == few == [3, 3, 3]


@pytest.mark.parametrize("path", [CSV, XLSX])
def test_a_wrong_filter_is_400(client: Client, city: GalleryPage, path: str) -> None:
    response = client.get(f"{path}?phuong=khong-co")
    assert response.status_code == 400
    assert "điều kiện không có" in response.content.decode()


def test_feeds_are_by_ward_and_state(
    client: Client, make_case: MakeCase, ward: Unit, other_ward: Unit
) -> None:
    make_case("assigned", title="Mới giao & mẫu")
    make_case("in_progress", title="Đang làm")
    response = client.get(f"{RSS}?phuong={ward.code}&tinh-trang=in_progress")
    channel = ET.fromstring(response.content).find("channel")
    assert channel is not None
    assert channel.findtext("title") == (
        "Long Biên đẹp - chưa đẹp: Chưa đẹp, Phường Mẫu, Đang khắc phục"
    )
    assert [item.findtext("title") for item in channel.iter("item")] == ["Đang làm"]
    assert "Mới giao" not in client.get(f"{RSS}?phuong={other_ward.code}").content.decode()
    assert client.get(f"{RSS}?phuong=khong-co").status_code == 404


def test_a_feed_stays_xml(client: Client, make_case: MakeCase) -> None:
    case = make_case("assigned")
    Case.objects.filter(pk=case.pk).update(title="Rác\x0bđầu <ngõ>", public_text="a\x1fb")
    ET.fromstring(client.get(RSS).content)
    assert sheet(client)


CUT = "Chỉ hiện 20 mục đầu tiên trong 30. Hãy thu hẹp điều kiện để có phần còn lại."


def test_a_file_that_is_cut_short_says_so(
    client: Client, city: GalleryPage, ward: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    many_cases(30, [ward])
    total = len(sheet(client)) - 1
    monkeypatch.setattr("beautiful_city.views.exports.MOST_ROWS", 7)
    monkeypatch.setattr("beautiful_city.views.exports.MOST_LINES", 9)
    said = "Chỉ hiện {} mục đầu tiên trong {}. Hãy thu hẹp điều kiện để có phần còn lại."
    *lines, last = sheet(client)[1:]
    assert len(lines) == 7
    assert last[0] == said.format(7, total)
    *lines, last = rows(client)
    assert len(lines) == 9
    assert last["Mã"] == said.format(9, total)


def test_every_sheet_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.spreadsheets.MOST_ROWS", 20)
    book = Workbook(write_only=True)
    add_sheet(book, "Một", headings=[["Số"]], rows=([number] for number in range(30)))
    add_sheet(book, "Hai", headings=[["Số"]], rows=([number] for number in range(20)))
    file = BytesIO()
    book.save(file)
    cut, whole = load_workbook(file).worksheets
    assert [row[0] for row in cut.iter_rows(values_only=True)] == ["Số", *range(20), CUT]
    assert [row[0] for row in whole.iter_rows(values_only=True)] == ["Số", *range(20)]


def test_nothing_in_a_csv_is_a_month_or_loses_its_zero(client: Client, make_case: MakeCase) -> None:
    case = make_case("assigned", title="12/5", place=Place(text="0038"))
    [row] = rows(client)
    assert row["Mã"] == f"PA-{case.code}"
    assert row["Tiêu đề"] == "'12/5"
    assert row["Địa điểm"] == "'0038"
    assert by_code(row["Mã"]) == by_code(case.code) == case, "and the number is found as it stands"
    [_heads, line] = sheet(client)
    assert line[3] == "12/5", "in a workbook a text is a text"


def test_the_workbook_is_offered_before_the_csv(client: Client, city: GalleryPage) -> None:
    page = client.get(GALLERY).content.decode()
    assert 0 < page.index("du-lieu.xlsx") < page.index("du-lieu.csv")


def test_a_contact_in_the_words_of_the_place_leaves_nowhere(
    client: Client, make_case: MakeCase
) -> None:
    where = "Ngõ 5, SĐT0912345678, zalo.me/0987654321"
    case = make_case("assigned", place=Place(text=where, latitude=21.04, longitude=105.88))
    address = case.get_absolute_url()
    short = f"/api/open311/v2/requests/{case.code}"
    for path in (CSV, RSS, address, f"{short}.json", f"{short}.xml"):
        text = b"".join(client.get(path)).decode()
        assert "Ngõ 5" in text or path == RSS
        assert "0912345678" not in text, path
        assert "zalo" not in text, path
    assert "0912345678" not in str(sheet(client))


def test_too_many_downloads_are_refused(
    client: Client, city: GalleryPage, still_clock: None
) -> None:
    with_device(client)
    answers = [client.get(CSV).status_code for _ in range(21)]
    assert answers[-2:] == [200, 429]
