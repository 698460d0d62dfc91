"""`muc-luc.csv`, the table of contents of a folder of old items.

Columns `file`, `section`, `unit`, `old address`, of which only the first must be there. An empty
cell, or a file without a line, goes where the command says. Commas or semicolons part the cells,
as Excel saves either.
"""

import csv
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from home.importing.grammar import Refused
from home.importing.places import Places
from home.importing.redirects import old_path
from home.importing.service import Target
from portal.text import nfc

NAME = "muc-luc.csv"
COLUMNS = ("file", "section", "unit", "old address")


@dataclass(frozen=True)
class Line:
    """What a line says of its file: where it goes, or why that cannot be."""

    number: int
    target: Target | None
    refused: str = ""


def read_contents(path: Path, places: Places, default: Target | None) -> dict[str, Line]:
    """The lines by the names of their files within the folder (`thang-5/tin.txt`). Raises Refused
    where the table as a whole cannot be used."""
    reader = _reader(path)
    lines: dict[str, Line] = {}
    try:
        for row in reader:
            name = nfc(row["file"] or "").strip().replace("\\", "/")
            number = reader.line_num
            if name in lines:
                raise Refused(number, f"tệp “{name}” có hai dòng")
            try:
                lines[name] = Line(number, _target(row, places, default))
            except ValueError as error:
                lines[name] = Line(number, None, str(error))
    except csv.Error as error:
        raise Refused(reader.line_num, "dòng không phải dạng CSV") from error
    return lines


def _reader(path: Path) -> csv.DictReader:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(1, "tệp không phải bảng mã UTF-8") from error
    head = text.partition("\n")[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter)
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or []]
    if "file" not in reader.fieldnames or set(reader.fieldnames) - set(COLUMNS):
        raise Refused(1, f"các cột phải là {', '.join(COLUMNS)}")
    return reader


def _target(row: dict[str | None, str], places: Places, default: Target | None) -> Target:
    if None in row:
        raise ValueError("thừa ô; ô có dấu phẩy phải ở trong dấu ngoặc kép")
    if row.get("section"):
        section = places.section(row["section"])
    elif default:
        section = default.section
    else:
        raise ValueError("chưa ghi chuyên mục")
    unit = default.unit if default else None
    if row.get("unit"):
        unit = places.unit(row["unit"])
    return Target(section, unit, old_path(row.get("old address") or ""))
