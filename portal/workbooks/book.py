"""From the parts of an Excel file to the table on its first visible sheet."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from portal.archives import Archive, ArchiveFault
from portal.bounded_xml import Bounds, Reader, XmlFault, read_xml
from portal.legacy_text import convert_all
from portal.workbooks.refusals import FileRefused
from portal.workbooks.sheet import MAX_COLUMNS, Sheet
from portal.workbooks.values import Formats, Meanings, Strings

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 12 * 1024 * 1024
"""Bytes of the parts that are read: 5,000 full rows take about 5 MB. Pictures are not unpacked."""
MAX_PARTS = 2_000
MAX_ELEMENTS = 600_000
"""Of all parts that are read: 5,000 rows of 30 cells with a value and a text each."""
DEEPEST = 40
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"
NAMED = 20
MAIN = "xl/workbook.xml"

FAULTS = {
    "too_large": "unpacked",
    "too_many": "unpacked",
    "too_long": "unpacked",
    "locked": "old",
}
MALFORMED = (ValueError, IndexError, KeyError, OverflowError, TypeError)


@dataclass(frozen=True)
class Table:
    """Rows that are shown and not empty, with their number in the sheet, from 1; a merged cell's
    value in each row of it. `hidden_rows` are the numbers and `hidden_columns` the letters of what
    was left out: hidden by hand, or by a filter. `converted` are the numbers of rows with words
    that were typed in the fonts of before Unicode, `encoding` names how. `uncalculated` are
    addresses of cells whose formula was never worked out, `beside` of cells too far to the right.
    """

    rows: list[tuple[int, tuple[object, ...]]]
    epoch: datetime
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    converted: tuple[int, ...] = ()
    encoding: str = ""
    uncalculated: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def remarks(self) -> str:
        """What of the sheet is not taken as it stands, in sentences; empty where all is."""
        remarks = (self._left_out(), self._read_again(), self._unread())
        return " ".join(remark for remark in remarks if remark)

    def _unread(self) -> str:
        parts = []
        if self.uncalculated:
            parts.append(
                _(
                    "Ô %s có công thức chưa có kết quả nên để trống: hãy mở tệp bằng Excel, bấm "
                    "Lưu rồi tải lên lại."
                )
                % _named(self.uncalculated)
            )
        if self.beside:
            parts.append(
                _("Chỉ đọc %(count)d cột đầu: bỏ nội dung ở ô %(named)s.")
                % {"count": MAX_COLUMNS, "named": _named(self.beside)}
            )
        return " ".join(parts)

    def _read_again(self) -> str:
        if not self.converted:
            return ""
        return _(
            "%(count)d dòng gõ bằng phông chữ cũ (%(encoding)s) đã chuyển sang Unicode: hãy đọc "
            "lại tên ở dòng %(named)s."
        ) % {
            "count": len(self.converted),
            "encoding": self.encoding,
            "named": _named(self.converted),
        }

    def _left_out(self) -> str:
        parts = []
        if self.hidden_rows:
            parts.append(
                _("%(count)d dòng đang ẩn hoặc bị lọc (dòng %(named)s)")
                % {"count": len(self.hidden_rows), "named": _named(self.hidden_rows)}
            )
        if self.hidden_columns:
            named = ", ".join(self.hidden_columns)
            parts.append(_("cột đang ẩn %s") % named)
        if not parts:
            return ""
        return _("Không đọc %s. Nếu cần, hãy bỏ ẩn, bỏ lọc trong Excel rồi tải lên lại.") % (
            _(" và ").join(parts)
        )


def _named(places: Sequence[object]) -> str:
    return ", ".join(map(str, places[:NAMED])) + (", …" if len(places) > NAMED else "")


def read_table(file: IO[bytes], size: int) -> Table:
    """The first visible sheet; of formulas the values that Excel kept. Raises FileRefused."""
    if size > MAX_BYTES:
        raise FileRefused("too_large")
    file.seek(0)
    begins = file.read(len(OLD_EXCEL))
    if begins == OLD_EXCEL:
        raise FileRefused("old")
    try:
        with Archive(file, most=MAX_PARTS, most_bytes=MAX_UNPACKED) as archive:
            return _table(_Package(archive))
    except (ArchiveFault, XmlFault) as fault:
        raise FileRefused(FAULTS.get(fault.code) or _verdict(begins)) from fault
    except MALFORMED as error:
        raise FileRefused("damaged") from error


def _verdict(begins: bytes) -> str:
    """What is wrong with a file that could not be read to its end."""
    if not begins:
        return "empty"
    return "damaged" if begins == ZIP else "other_kind"


def _table(package: _Package) -> Table:
    root = package.relations("")
    main = next((path for kind, path in root.values() if kind == "officeDocument"), MAIN)
    if not package.has(main):
        raise FileRefused("other_kind")
    index = _Index()
    package.read(main, index)
    related = package.relations(main)
    meanings = Meanings(epoch=MAC_EPOCH if index.counts_from_1904 else WINDOWS_EPOCH)
    for kind, path in related.values():
        if kind == "sharedStrings":
            strings = Strings()
            package.read(path, strings)
            meanings.strings = strings.found
        elif kind == "styles" and package.has(path):
            formats = Formats()
            package.read(path, formats)
            meanings.dates = frozenset(formats.dates)
            meanings.durations = frozenset(formats.durations)
    sheet = Sheet(meanings)
    package.read(index.first_visible(related), sheet)
    sheet.finish()
    encoding, converted = _to_unicode(sheet.rows)
    return Table(
        rows=[(at, tuple(cells)) for at, cells in sorted(sheet.rows.items()) if _any(cells)],
        epoch=meanings.epoch,
        converted=converted,
        encoding=encoding,
        hidden_rows=tuple(sorted(sheet.hidden_rows)),
        hidden_columns=tuple(sheet.hidden_letters),
        uncalculated=tuple(sheet.uncalculated),
        beside=tuple(sheet.beside),
    )


def _to_unicode(rows: dict[int, list[object]]) -> tuple[str, tuple[int, ...]]:
    """Turns words in the fonts of before Unicode; how they were written, and in which rows."""
    places = [
        (row, at)
        for row, cells in rows.items()
        for at, cell in enumerate(cells)
        if isinstance(cell, str) and not cell.isascii()
    ]
    given = [str(rows[row][at]) for row, at in places]
    encoding, words = convert_all(given)
    found: set[int] = set()
    for (row, at), old, new in zip(places, given, words, strict=True):
        if new != old:
            rows[row][at] = new
            found.add(row)
    return str(encoding or ""), tuple(sorted(found))


def _any(cells: Iterable[object]) -> bool:
    return any(cell is not None for cell in cells)


class _Package:
    """Parts by name, as Office looks for them: capitals and the leading stroke do not count, and
    some programs write strokes the other way."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._parts = {_plain(entry.filename): entry for entry in archive.entries}
        self._bounds = Bounds(elements=MAX_ELEMENTS, depth=DEEPEST)

    def has(self, path: str) -> bool:
        return _plain(path) in self._parts

    def read(self, path: str, reader: Reader) -> None:
        """Raises KeyError where there is no such part."""
        part: zipfile.ZipInfo = self._parts[_plain(path)]
        read_xml(self._archive.chunks(part), self._bounds, reader)

    def relations(self, path: str) -> dict[str, tuple[str, str]]:
        """By its name, what the part at `path` refers to: the last word of its kind, and where."""
        folder, name = posixpath.split(path)
        at = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(at):
            return {}
        found = _Relations(folder)
        self.read(at, found)
        return found.found


def _plain(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


@dataclass
class _Relations:
    folder: str
    found: dict[str, tuple[str, str]] = field(default_factory=dict)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name != "Relationship" or attributes.get("TargetMode") == "External":
            return
        kind = attributes["Type"].rpartition("/")[2]
        target = attributes["Target"].replace("\\", "/")
        path = posixpath.normpath(posixpath.join("/", self.folder, target))
        self.found[attributes["Id"]] = (kind, path.lstrip("/"))

    def end(self, name: str, text: str) -> None:
        pass


@dataclass
class _Index:
    """The workbook's own part: its sheets, and from which day it counts."""

    counts_from_1904: bool = False
    sheets: list[tuple[str, bool]] = field(default_factory=list)
    """The name of each one's relation, and whether it is shown."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet":
            # The attribute `id` of another namespace; `sheetId` is a different thing.
            named = (v for key, v in attributes.items() if key.rpartition(":")[2] == "id")
            relation = next(named, "")
            self.sheets.append((relation, attributes.get("state", "visible") == "visible"))

    def end(self, name: str, text: str) -> None:
        pass

    def first_visible(self, related: dict[str, tuple[str, str]]) -> str:
        """Where the first sheet of cells is that is shown; where none is, the first. Raises
        IndexError where there is none at all."""
        found = [
            (related[relation][1], shown)
            for relation, shown in self.sheets
            if related.get(relation, ("", ""))[0] == "worksheet"
        ]
        return next((path for path, shown in found if shown), None) or found[0][0]
