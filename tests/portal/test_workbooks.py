"""Excel files from outside: what is read, what is hidden, and what the worst of them cost."""

import datetime as dt
import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from portal.workbooks import ColumnsMissing, FileRefused, Table, find_columns, read_table
from tests.costs import WITHOUT_MODELS, costs_of, over

HEAD = ["Họ và tên", "Vai trò", "Điện thoại"]
SHEET = "xl/worksheets/sheet1.xml"


def book(*rows: list[Any]) -> Workbook:
    made = Workbook()
    for row in rows or ([HEAD], ["A", "B", "C"]):
        made.active.append(row)
    return made


def saved(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """Each part as `change` gives it; None leaves it out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            if (part := change(name, old.read(name))) is not None:
                new.writestr(name, part)
    return out.getvalue()


def with_sheet(body: str) -> bytes:
    """A file whose only sheet has `body` within its root."""
    sheet = f'<worksheet xmlns="{MAIN}">{body}</worksheet>'.encode()
    return rewritten(saved(book(["a"])), lambda name, part: sheet if name == SHEET else part)


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(data: bytes) -> Table:
    return read_table(io.BytesIO(data), len(data))


def shown(data: bytes) -> list[tuple[object, ...]]:
    return [cells for _number, cells in read(data).rows]


# --- What is read ---------------------------------------------------------------------------------


def test_values_are_what_openpyxl_gives() -> None:
    rows = [
        ["chữ", "  hai  dòng\nmột ô", "=1+1", "#N/A", "a_x000D_b"],
        [1, 2.5, True, False, -3e20],
        [dt.datetime(2018, 5, 30, 8, 15), dt.date(2018, 5, 30), dt.time(8, 15), None, "x"],
    ]
    data = saved(book(*rows))
    by_openpyxl = load_workbook(io.BytesIO(data), data_only=True, read_only=True).worksheets[0]
    ours = shown(data)
    for cells, expected in zip(ours, by_openpyxl.iter_rows(values_only=True), strict=True):
        given_ = [*cells, *[None] * (len(expected) - len(cells))]
        assert [str(v).replace("\r", "") for v in given_] == [
            str(v).replace("_x000D_", "").replace("\r", "") for v in expected
        ]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(-(10**12), 10**12),
                st.booleans(),
                st.dates(dt.date(1955, 1, 1), dt.date(2100, 1, 1)),
                st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"])).filter(
                    # Words of old fonts are converted: see below.
                    lambda text: not re.search(r"^=|_x|[\xa1-\xff]", text)
                ),
            ),
            max_size=8,
        ),
        max_size=12,
    )
)
def test_any_table_comes_back_as_it_was_written(rows: list[list[Any]]) -> None:
    found = dict(read(saved(book(*rows or [[]]))).rows)
    for number, row in enumerate(rows, start=1):
        cells = found.get(number, ())
        wanted = [None if value == "" else value for value in row]
        days = [v.date() if isinstance(v, dt.datetime) else v for v in cells]
        width = max(len(days), len(wanted))
        assert days + [None] * (width - len(days)) == wanted + [None] * (width - len(wanted))


def test_hidden_and_filtered_rows_and_columns_are_left_out_and_told() -> None:
    made = book(HEAD, ["An", "Giáo viên", "1"], ["Bình (đã nghỉ)", "Giáo viên", "2"], ["Chi"])
    made.active.row_dimensions[3].hidden = True
    made.active.row_dimensions[9].hidden = True
    made.active.column_dimensions["C"].hidden = True
    made.active.column_dimensions["F"].hidden = True
    table = read(saved(made))
    assert [cells[0] for _number, cells in table.rows] == ["Họ và tên", "An", "Chi"]
    assert (table.hidden_rows, table.hidden_columns) == ((3,), ("C",)), "empty ones are no loss"
    assert table.remarks == (
        "Không đọc 1 dòng đang ẩn hoặc bị lọc (dòng 3) và cột đang ẩn C. "
        "Nếu cần, hãy bỏ ẩn, bỏ lọc trong Excel rồi tải lên lại."
    )
    assert not read(saved(book(HEAD))).remarks


def test_the_first_sheet_that_is_shown_is_read() -> None:
    made = book(["ẩn"])
    made.active.sheet_state = "hidden"
    made.create_sheet("Hai").append(["hiện"])
    assert shown(saved(made)) == [("hiện",)]


def test_a_merged_cell_counts_for_each_that_it_covers_even_below_a_hidden_one() -> None:
    made = book(["Đơn vị", "Số"], ["A", 1], [None, 2], [None, 3])
    made.active.merge_cells("A2:A4")
    made.active.row_dimensions[2].hidden = True
    assert shown(saved(made)) == [("Đơn vị", "Số"), ("A", 2), ("A", 3)]


@pytest.mark.parametrize("spelt", ["a1:a1048576", "$A$1:$A$1048576", "A:A"])
def test_a_merged_column_ends_with_the_rows_in_use(spelt: str) -> None:
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row>'
        '<row r="3"><c r="B3"><v>1</v></c></row>'
    )
    data = with_sheet(
        f"<sheetData>{cells}</sheetData><mergeCells><mergeCell  ref = '{spelt}' /></mergeCells>"
    )
    assert read(data).rows == [(1, ("x",)), (2, ("x",)), (3, ("x", 1))]


def test_utf_16_is_read_like_any_other() -> None:
    text = (
        '<?xml version="1.0" encoding="UTF-16"?>'
        "<worksheet><sheetData><row><c><v>7</v></c></row></sheetData></worksheet>"
    )
    data = rewritten(
        saved(book(["a"])), lambda name, part: text.encode("utf-16") if name == SHEET else part
    )
    assert shown(data) == [(7,)]


def strict(name: str, part: bytes) -> bytes:
    for kind in (b"spreadsheetml/%smain", b"officeDocument/%srelationships"):
        old, new = kind % b"2006/", kind % b""
        part = part.replace(b"schemas.openxmlformats.org/" + old, b"purl.oclc.org/ooxml/" + new)
    return part


def odd_properties(name: str, part: bytes) -> bytes:
    return b"<khong phai XML" if name.startswith("docProps/") else part


def odd_styles(name: str, part: bytes) -> bytes:
    return part.replace(b"<fill>", b'<fill><la xmlns="urn:la"/>') if "styles" in name else part


@pytest.mark.parametrize("change", [strict, odd_properties, odd_styles])
def test_what_other_programs_write_is_read(change: Callable[[str, bytes], bytes]) -> None:
    day = dt.datetime(2018, 5, 30)
    assert shown(rewritten(saved(book(["Một", day])), change)) == [("Một", day)]


def test_a_name_with_other_strokes_and_capitals_is_found() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(book(["x"])))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name)
            info.filename = name.replace("xl/", "XL\\")
            new.writestr(info, old.read(name))
    assert shown(out.getvalue()) == [("x",)]


def test_shared_strings_and_formats_as_libreoffice_writes_them() -> None:
    data = as_libreoffice(
        "<si><t>Họ và tên</t></si><si><r><t>Nguyễn </t></r><r><rPr><b/></rPr><t>Văn A</t></r>"
        "<rPh><t>doc</t></rPh></si>",
        '<row r="1" customFormat="false" ht="12.8" hidden="false" outlineLevel="0"><c r="A1" s="0" '
        't="s"><v>0</v></c></row><row r="2" hidden="false"><c r="A2" s="0" t="s"><v>1</v></c>'
        '<c r="B2" s="1" t="n"><v>43250</v></c></row><row r="3" hidden="true"><c r="A3" t="s">'
        '<v>0</v></c></row><row r="1048576" hidden="true"/>',
    )
    table = read(data)
    assert [cells for _number, cells in table.rows] == [
        ("Họ và tên",),
        ("Nguyễn Văn A", dt.datetime(2018, 5, 30)),
    ]
    assert table.hidden_rows == (3,)


def as_libreoffice(strings: str, rows: str) -> bytes:
    out = io.BytesIO()
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = '<Relationship Id="{}" Type="' + office + '/{}" Target="{}"/>'
    parts = {
        "_rels/.rels": relation.format("rId1", "officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": relation.format("rId1", "styles", "styles.xml")
        + relation.format("rId2", "worksheet", "worksheets/sheet1.xml")
        + relation.format("rId3", "sharedStrings", "sharedStrings.xml"),
        "xl/workbook.xml": f'<sheets xmlns:r="{office}">'
        '<sheet name="Trang" sheetId="1" state="visible" r:id="rId2"/></sheets>',
        "xl/styles.xml": '<numFmts><numFmt numFmtId="165" formatCode="dd/mm/yyyy"/></numFmts>'
        '<cellXfs><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>',
        "xl/sharedStrings.xml": strings,
        SHEET: f"<sheetData>{rows}</sheetData>",
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, f'<?xml version="1.0" encoding="UTF-8"?><root>{text}</root>')
    return out.getvalue()


# --- The head -------------------------------------------------------------------------------------


def test_columns_are_found_by_their_names_wherever_the_head_stands() -> None:
    rows = [(1, ("DANH SÁCH",)), (4, ("STT", "họ  và TÊN *", None, "Dien thoai"))]
    assert find_columns(rows, HEAD, HEAD[:1]) == (1, {"Họ và tên": 1, "Điện thoại": 3})
    with pytest.raises(ColumnsMissing, match="thiếu cột “Vai trò”"):
        find_columns(rows, HEAD, HEAD)


# --- What is refused ------------------------------------------------------------------------------


def packed(method: int) -> bytes:
    out = io.BytesIO()
    data = saved(book(["x"]))
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    return out.getvalue()


DECLARED = b'<!DOCTYPE a [<!ENTITY b "c">]>'
REFUSED = {
    "nothing": (lambda: b"", "rỗng"),
    "bzip2": (lambda: packed(zipfile.ZIP_BZIP2), "bị hỏng"),
    "entities": (
        lambda: rewritten(
            saved(book(["x"])),
            lambda name, part: DECLARED * (name == SHEET) + re.sub(rb"^<\?.*?\?>", b"", part),
        ),
        "bị hỏng",
    ),
    "a string that is not there": (
        lambda: as_libreoffice("", '<row><c t="s"><v>3</v></c></row>'),
        "bị hỏng",
    ),
    "deep": (lambda: with_sheet("<a>" * 50 + "</a>" * 50), "bị hỏng"),
    "far below": (
        lambda: with_sheet('<sheetData><row r="1048576"><c><v>1</v></c></row></sheetData>'),
        "5.000 dòng",
    ),
    "merged over each other": (
        lambda: with_sheet(
            "<sheetData>"
            + "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(1, 5001))
            + "</sheetData><mergeCells>"
            + '<mergeCell ref="A1:Z5000"/>' * 1000
            + "</mergeCells>"
        ),
        "vùng gộp ô quá lớn",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_read_is_said(name: str) -> None:
    make, sentence = REFUSED[name]
    with pytest.raises(FileRefused, match=sentence):
        read(make())


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_with_a_sentence(data: st.DataObject) -> None:
    """Bytes of the ZIP and of its parts changed, cut and doubled."""
    whole = GOOD if data.draw(st.booleans()) else damaged_part(data)
    cut = bytearray(whole)
    for _time in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(cut) - 1))
        cut[at] = data.draw(st.integers(0, 255))
    if data.draw(st.booleans()):
        cut = cut[: data.draw(st.integers(0, len(cut)))]
    assert verdict(bytes(cut)).endswith(".")


def verdict(data: bytes) -> str:
    try:
        return f"{len(read(data).rows)} rows."
    except FileRefused as refusal:
        return str(refusal)


GOOD = saved(book(HEAD, ["An", 3, dt.date(2018, 5, 30)], [True, None, 2.5]))


def damaged_part(data: st.DataObject) -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        names = archive.namelist()
    wanted = data.draw(st.sampled_from(names))
    old = data.draw(st.sampled_from([b'"', b"<", b"1", b"r=", b"t=", b"s=", b"A", b"v>", b"Id"]))
    new = data.draw(st.sampled_from([b"", b"'", b"9" * 30, b"-1", b"&#xFFFE;", b"\xff", b"<x>"]))
    return rewritten(GOOD, lambda name, part: part.replace(old, new, 3) if name == wanted else part)


# --- What the worst cost --------------------------------------------------------------------------

SECONDS, MEGABYTES = 7, 100
"""Ten times what the dearest takes on two slow cores."""


def many_sheets() -> bytes:
    """Read-only mode of openpyxl looks through the same sheet for each of its names."""
    rows = "<row><c><v>1</v></c></row>" * 5000
    named = "".join(f'<sheet name="t{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, 20_000))
    one = re.compile(rb"<sheet [^>]*/>")
    made = rewritten(
        saved(book(["a"])),
        lambda name, part: (
            one.sub(named.replace("r:id", 'xmlns:r="http://x/relationships" r:id').encode(), part)
            if name == "xl/workbook.xml"
            else part
        ),
    )
    return rewritten(
        made,
        lambda name, part: (
            f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()
            if name == SHEET
            else part
        ),
    )


def strings(text: str) -> bytes:
    return as_libreoffice(text, "<row><c><v>1</v></c></row>")


def directory(count: int) -> bytes:
    """An archive that lists very many entries; they all are the same one."""
    data = saved(book(["a"]))
    end = data.rfind(b"PK\x05\x06")
    _count, _size, start = struct.unpack_from("<HLL", data, end + 10)
    # Of version 2.0, with a name of one sign.
    numbers = [20, 0, 20, *[0] * 8, 1, *[0] * 6]
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", *numbers) + b"x"
    listed = data[start:end] + entry * count
    return (
        data[:start]
        + listed
        + b"PK\x06\x06"
        + struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, 1, 1, len(listed), start)
        + b"PK\x06\x07"
        + struct.pack("<LQL", 0, start + len(listed), 1)
        + b"PK\x05\x06"
        + struct.pack("<4H2LH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    )


def cells(count: int, cell: str) -> str:
    row = "<row>" + cell * 30 + "</row>"
    return "<sheetData>" + row * (count // 30) + "</sheetData>"


def names(at: int, count: int) -> str:
    return " ".join(f"a{number}=''" for number in range(at * count, (at + 1) * count))


WORST: dict[str, Callable[[], bytes]] = {
    "merged columns, spelt otherwise": lambda: with_sheet(
        "<sheetData><row><c><v>1</v></c></row></sheetData><mergeCells>"
        + "<mergeCell ref ='$a$1:$xfd$1048576'/>" * 100_000
        + "</mergeCells>"
    ),
    "merged columns, from the last to the first": lambda: with_sheet(
        "<sheetData><row><c r='C1'><v>1</v></c></row><row><c r='A5200'><v>1</v></c></row>"
        "</sheetData><mergeCells>" + "<mergeCell ref='C1:A5200'/>" * 20_000 + "</mergeCells>"
    ),
    "names of attributes": lambda: with_sheet(
        "".join("<x " + names(at, 20_000) + "/>" for at in range(40))
    ),
    # Before each of its names expat would write it.
    "a long namespace": lambda: with_sheet(
        f"<x xmlns:a='{'u' * 300_000}'>"
        + "".join(f"<a:x{number}/>" for number in range(3_000))
        + "</x>"
    ),
    "validated ranges": lambda: with_sheet(
        "<sheetData/><dataValidations><dataValidation sqref='"
        + " ".join(f"A{n}" for n in range(1, 400_000))
        + "'/></dataValidations>"
    ),
    "sheets": many_sheets,
    "strings": lambda: strings("<si><t>a</t></si>" * 290_000),
    "rich strings": lambda: strings("<si><r><rPr><b/></rPr><t>a</t></r></si>" * 119_000),
    "styles": lambda: rewritten(
        saved(book(["a"])),
        lambda name, part: (
            (
                "<styleSheet><numFmts>"
                + "".join(
                    f'<numFmt numFmtId="{n}" formatCode="{"[" * 200}d"/>' for n in range(20_000)
                )
                + "</numFmts><cellXfs>"
                + "".join(f'<xf numFmtId="{n % 20_000}"/>' for n in range(200_000))
                + "</cellXfs></styleSheet>"
            ).encode()
            if "styles" in name
            else part
        ),
    ),
    "cells": lambda: with_sheet(cells(150_000, "<c t='inlineStr'><is><t>a</t></is></c>")),
    "empty cells": lambda: with_sheet(cells(2_000_000, "<c/>")),
    "one long attribute": lambda: with_sheet(f"<sheetData a='{'x' * 11_000_000}'/>"),
    "one long comment": lambda: with_sheet(f"<!--{'x' * 11_000_000}--><sheetData/>"),
    "one long text": lambda: with_sheet(
        f"<sheetData><row><c t='str'><v>{'&lt;' * 2_500_000}</v></c></row></sheetData>"
    ),
    "a hundred thousand entries": lambda: directory(100_000),
}


def test_the_worst_files_cost_little(tmp_path: Path) -> None:
    calls = {}
    for number, (name, make) in enumerate(WORST.items()):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(make())
        assert path.stat().st_size < 5 * 1024 * 1024
        calls[name] = f"len(read_table(open({str(path)!r}, 'rb'), 1).rows)"
    setup = f"{WITHOUT_MODELS}\nfrom portal.workbooks import read_table"
    costs = costs_of(calls, setup=setup)
    assert over(costs, seconds=SECONDS, megabytes=MEGABYTES) == {}
    odd = [c for c in costs.values() if not c.said.isdecimal() and "FileRefused: " not in c.said]
    assert odd == []


def test_names_in_old_fonts_are_converted_and_told() -> None:
    table = read(
        saved(
            book(
                ["Họ và tên", "Tổ"],
                ["NguyÔn V¨n Hïng", "Tæ V¨n"],
                ["Trần Thị Mỹ Hạnh", "Tổ Toán"],
                ["Hµ", "Tổ Toán"],
                ["Lan", ""],
            )
        )
    )
    names = [cells[0] for _number, cells in table.rows]
    assert names == ["Họ và tên", "Nguyễn Văn Hùng", "Trần Thị Mỹ Hạnh", "Hà", "Lan"]
    assert table.converted == (2, 4)
    assert table.remarks == (
        "2 dòng gõ bằng phông chữ cũ (TCVN3) đã chuyển sang Unicode: hãy đọc lại tên ở dòng 2, 4."
    )


def test_words_of_other_languages_stay() -> None:
    table = read(saved(book(["Café", "Müller"], ["Bà Lan", "Señor"])))
    assert [cells for _number, cells in table.rows] == [("Café", "Müller"), ("Bà Lan", "Señor")]
    assert (table.converted, table.remarks) == ((), "")
