"""Requests from an Excel file: hard files, each row's problems, and nothing made before the yes."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from campaigns.importing.cells import CellError, day_of, whole_number
from campaigns.importing.known import known_of
from campaigns.importing.rows import COLUMNS, Row, parse
from campaigns.models import ContributionRequest, FeaturePage, ThemePage
from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.roles import Role
from portal.text import fold
from portal.workbooks import ColumnsMissing, FileRefused, read_table

EPOCH = datetime(1899, 12, 30)
LATER = date(2090, 6, 30)
SERIAL = (LATER - EPOCH.date()).days


def sheet(*rows: list[Any], head: list[str] | None = None) -> Workbook:
    book = Workbook()
    book.active.append(head or list(COLUMNS))
    for row in rows:
        book.active.append(row)
    return book


def saved(book: Workbook) -> io.BytesIO:
    file = io.BytesIO()
    book.save(file)
    return file


def line(unit: str = "Phường Mẫu", **cells: Any) -> list[Any]:
    usual = {
        "Đơn vị": unit,
        "Loại": "Bài",
        "Số lượng": 2,
        "Nội dung đề nghị": "Bài mẫu",
        "Hạn gửi": "30/6/2090",
    }
    return [{**usual, **cells}.get(name) for name in COLUMNS]


def read(book: Workbook, *, names: tuple[str, ...] = ("Phường Mẫu", "Phòng Mẫu")) -> list[Row]:
    """The rows with units that need no database."""
    file = saved(book)
    table = read_table(file, len(file.getvalue()))
    units = [
        Unit(pk=at, code=f"M{at}", name=name, name_folded=fold(name), kind=UnitKind.WARD)
        for at, name in enumerate(names, start=1)
    ]
    theme = ThemePage(pk=7, title="Kinh tế")
    return parse(table.rows, table.epoch, known_of(units, [theme]))


@pytest.mark.parametrize(
    "value",
    [
        "30/6/2090",
        "30.06.2090",
        "30-6-2090",
        " 30 / 06 / 2090 ",
        "2090-06-30",
        "2090-06-30 00:00:00",
        datetime(2090, 6, 30, 9),
        LATER,
        SERIAL,
        float(SERIAL),
        str(SERIAL),
    ],
)
def test_a_date_is_read_as_people_write_it(value: object) -> None:
    assert day_of(value, EPOCH) == LATER


@pytest.mark.parametrize(
    "value", ["31/6/2090", "6/2090", "mai", "20900630", "30/6/90", 12, "#REF!"]
)
def test_what_is_no_date_is_said(value: object) -> None:
    with pytest.raises(CellError):
        day_of(value, EPOCH)


@pytest.mark.parametrize(
    ("value", "number"), [(3, 3), (3.0, 3), ("3", 3), (" 12 ", 12), (2.5, None), ("ba", None)]
)
def test_a_count_is_a_whole_number(value: object, number: int | None) -> None:
    if number is None:
        with pytest.raises(CellError, match="số nguyên"):
            whole_number(value)
    else:
        assert whole_number(value) == number


def test_a_merged_cell_counts_for_each_of_its_rows(db: None) -> None:
    book = sheet(line(), line("Phòng Mẫu", **{"Loại": None, "Hạn gửi": None}), line("Phòng Mẫu"))
    book.active.merge_cells("B2:B3")
    book.active.merge_cells("G2:G3")
    _first, second, third = read(book)
    assert (second.problems, second.values["kind"], second.values["due_on"]) == (
        [],
        "article",
        LATER,
    )
    assert third.problems == ["trùng với dòng 3"]


def test_an_unknown_unit_is_named_with_the_nearest(db: None) -> None:
    near, far, folded = read(sheet(line("Phuong Mâuu"), line("Sở Ngoài"), line("phuong mau")))
    assert near.problems == ["Đơn vị: không có đơn vị “Phuong Mâuu”. Có phải là “Phường Mẫu”?"]
    assert far.problems == ["Đơn vị: không có đơn vị “Sở Ngoài”"]
    assert (folded.problems, folded.values["unit"]) == ([], 1)


def test_each_problem_of_a_row_is_said_and_empty_rows_are_skipped(db: None) -> None:
    book = sheet(
        line(),
        [None] * 8,
        ["", "  "],
        line(**{"Loại": "Thơ", "Số lượng": "2,5", "Hạn gửi": "30/6/2018", "Chuyên đề": "Khác"}),
        line(**{"Nội dung đề nghị": None, "Số lượng": 0, "Năm": 18}),
    )
    rows = read(book)
    assert [row.number for row in rows] == [2, 5, 6]
    assert rows[1].problems == [
        "Loại: không có loại “Thơ”; ghi một trong: Tin, Bài, Ảnh, Video, Tư liệu, Số liệu",
        "Số lượng: “2,5” không phải là số nguyên",
        "Chuyên đề: không có chuyên đề “Khác” trong chuyên trang này",
        "Hạn gửi: ngày 30/06/2018 đã qua",
    ]
    assert rows[2].problems == [
        "Số lượng: ghi một số từ 1 đến 1000",
        "Nội dung đề nghị: chưa ghi",
        "Năm: ghi năm bằng bốn chữ số",
    ]


def test_the_head_may_stand_lower_and_must_be_there(db: None) -> None:
    book = Workbook()
    book.active.append(["KẾ HOẠCH ĐÓNG GÓP"])
    book.active.append([])
    book.active.append(["STT", *(name.upper() for name in COLUMNS)])
    book.active.append([1, *line(**{"Chuyên đề": "KINH TẾ", "Hạn gửi": LATER})])
    [row] = read(book)
    assert (row.number, row.problems, row.values["theme"]) == (4, [], 7)
    with pytest.raises(ColumnsMissing, match="“Hạn gửi”"):
        read(sheet(["x"], head=["Đơn vị", "Loại", "Số lượng", "Nội dung đề nghị"]))


def test_formulas_give_the_values_that_excel_kept(db: None) -> None:
    """openpyxl writes no kept value: such a cell is empty, and that is said."""

    def keep(part: bytes) -> bytes:
        return re.sub(rb"<f>1\+1</f><v\s*(/>|></v>)", b"<f>1+1</f><v>2</v>", part)

    content = with_sheet(keep, line(**{"Số lượng": "=1+1"}))
    table = read_table(io.BytesIO(content), len(content))
    assert table.rows[1][1][2] == 2
    [row] = read(sheet(line(**{"Số lượng": "=1+1"})))
    assert row.problems == ["Số lượng: chưa ghi"]


def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(saved(sheet(line()))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = parts()


def zip_bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in PARTS.items():
            large = b" " * (20 * 1024 * 1024) if name.endswith("sheet1.xml") else b""
            archive.writestr(name, part + large)
    return file.getvalue()


def with_sheet(change: Callable[[bytes], bytes], row: list[Any] | None = None) -> bytes:
    """A good file whose sheet is changed."""
    kept = io.BytesIO()
    with zipfile.ZipFile(saved(sheet(row or line()))) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name.endswith("sheet1.xml") else part)
    return kept.getvalue()


def merged_often(part: bytes) -> bytes:
    """The same cells over and over, in a spelling that a search for `ref="A1:` overlooks."""
    merged = b"</sheetData><mergeCells>" + b"<mergeCell ref = '$a$1:$xfd$9999'/>" * 9000
    merged += b"</mergeCells>"
    return part.replace(b"</sheetData>", merged)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (with_sheet(lambda part: part[: len(part) // 2]), "bị hỏng"),
        (with_sheet(merged_often), "vùng gộp ô quá lớn"),
        (b"khong phai Excel", "không phải là tệp Excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, r"\.xls"),
        (b"PK\x03\x04hong", "bị hỏng"),
        (zip_bomb(), "giải nén ra quá lớn"),
        (b"0" * (5 * 1024 * 1024 + 1), "nặng quá 5 MB"),
    ],
    ids=["cut", "merged", "text", "xls", "broken", "bomb", "large"],
)
def test_other_files_are_refused_with_a_sentence(
    client: Client, feature: FeaturePage, board: User, content: bytes, sentence: str
) -> None:
    with pytest.raises(FileRefused, match=sentence):
        read_table(io.BytesIO(content), len(content))
    client.force_login(board)
    address = reverse("campaign_import", args=[feature.pk])
    answer = client.post(address, {"file": SimpleUploadedFile("de-nghi.xlsx", content)})
    assert answer.status_code == 400
    assert re.search(sentence, answer.content.decode())


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("tho.txt", "Sông Hồng")
    with pytest.raises(FileRefused, match="không phải là tệp Excel"):
        read_table(file, len(file.getvalue()))


def upload(client: Client, feature: FeaturePage, book: Workbook) -> Any:
    content = saved(book).getvalue()
    address = reverse("campaign_import", args=[feature.pk])
    return client.post(address, {"file": SimpleUploadedFile("de-nghi.xlsx", content)})


def test_nothing_is_made_before_the_yes_and_twice_is_once(
    client: Client, feature: FeaturePage, theme: ThemePage, ward: Unit, board: User
) -> None:
    client.force_login(board)
    shown = upload(client, feature, sheet(line(**{"Chuyên đề": "Kinh tế", "Hạn gửi": SERIAL})))
    assert shown.status_code == 200
    assert "Gửi 1 đề nghị cho 1 đơn vị?" in shown.content.decode()
    assert "30/06/2090" in shown.content.decode()
    assert not ContributionRequest.objects.exists()
    address = reverse("campaign_import_confirm", args=[feature.pk])
    for _again in range(2):
        client.post(address, {"rows": shown.context["signed"]})
    made = ContributionRequest.objects.get()
    assert (made.unit, made.theme, made.count, made.due_on) == (ward, theme, 2, LATER)


def test_a_file_with_problems_makes_nothing(
    client: Client, feature: FeaturePage, ward: Unit, board: User
) -> None:
    client.force_login(board)
    answer = upload(client, feature, sheet(line(), line("Phường Lạ")))
    assert answer.status_code == 400
    assert "Dòng 3:" in answer.content.decode()
    assert not answer.context["signed"]


def test_what_is_hidden_is_not_asked_for_and_told_before_the_yes(
    client: Client, feature: FeaturePage, ward: Unit, board: User
) -> None:
    client.force_login(board)
    book = sheet(line(), line("Phường Đã Bỏ"))
    book.active.row_dimensions[3].hidden = True
    shown = upload(client, feature, book)
    assert shown.status_code == 200
    assert "Gửi 1 đề nghị cho 1 đơn vị?" in shown.content.decode()
    assert "Không đọc 1 dòng đang ẩn hoặc bị lọc (dòng 3)" in shown.content.decode()


def test_signed_rows_are_of_one_person_and_campaign(
    client: Client, feature: FeaturePage, ward: Unit, board: User, make_user: Any, district: Unit
) -> None:
    client.force_login(board)
    signed = upload(client, feature, sheet(line())).context["signed"]
    address = reverse("campaign_import_confirm", args=[feature.pk])
    for rows in ("", "x", signed[:-1] + "_", signed.replace(":", "::")):
        assert client.post(address, {"rows": rows}).status_code == 400
    client.force_login(make_user("nguoi-khac", (district, Role.EDITORIAL_BOARD)))
    assert client.post(address, {"rows": signed}).status_code == 400
    assert not ContributionRequest.objects.exists()


def test_the_files_are_the_boards(
    client: Client, feature: FeaturePage, contributor: User, leader: User
) -> None:
    for person in (contributor, leader):
        client.force_login(person)
        for name in ("campaign_import", "campaign_import_template"):
            assert client.get(reverse(name, args=[feature.pk])).status_code == 404
        address = reverse("campaign_import_confirm", args=[feature.pk])
        assert client.post(address, {"rows": "x"}).status_code == 404


def test_the_template_is_a_file_that_can_be_read_back(
    client: Client, feature: FeaturePage, theme: ThemePage, ward: Unit, board: User
) -> None:
    client.force_login(board)
    answer = client.get(reverse("campaign_import_template", args=[feature.pk]))
    content = b"".join(answer.streaming_content)
    rules = load_workbook(io.BytesIO(content)).worksheets[0].data_validations.dataValidation
    assert sorted(rule.type for rule in rules) == ["list", "list", "list", "whole"]
    table = read_table(io.BytesIO(content), len(content))
    [row] = parse(table.rows, table.epoch, known_of([ward], [theme]))
    assert (row.problems, row.values["theme"]) == ([], theme.pk)


def test_five_thousand_rows_take_a_bounded_number_of_statements(
    client: Client,
    feature: FeaturePage,
    make_unit: Any,
    board: User,
    django_assert_max_num_queries: Any,
) -> None:
    """The limit; one row more is refused with a sentence."""
    for at in range(3):
        make_unit(f"Phường Số {at}", UnitKind.WARD)
    rows = [line(f"Phường Số {n % 3}", **{"Nội dung đề nghị": f"Bài {n}"}) for n in range(5000)]
    client.force_login(board)
    with django_assert_max_num_queries(8):
        shown = upload(client, feature, sheet(*rows))
    assert shown.status_code == 200
    assert len(shown.content) < 1_000_000
    # Rows and their history go in by the hundred, five hundred at most in a statement.
    with django_assert_max_num_queries(140):
        client.post(
            reverse("campaign_import_confirm", args=[feature.pk]), {"rows": shown.context["signed"]}
        )
    assert ContributionRequest.objects.count() == 5000
    refused = upload(client, feature, sheet(*rows, line()))
    assert refused.status_code == 400
    assert "5.000 dòng" in refused.content.decode()
