"""Values of single cells, as people and Excel write them. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils.translation import gettext as _
from openpyxl.utils.datetime import from_excel

from portal.text import nfc

Value = object
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_WHOLE = re.compile(r"\d{1,9}")
# Serial numbers of days from 1955 to 2119; a smaller or greater number is no date.
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_ERROR = re.compile(r"#(REF|N/A|VALUE|DIV/0|NAME|NULL|NUM)[!?]?.*")


class CellError(Exception):
    """`str()` is the sentence that says what is wrong with the cell."""


def text_of(value: Value) -> str:
    """The words of a cell on one line; a whole number without the decimals that Excel adds."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    text = " ".join(nfc(str(value)).split())
    if _ERROR.fullmatch(text):
        raise CellError(_("ô có công thức lỗi (%s)") % text)
    return text


def day_of(value: Value, epoch: datetime) -> date:
    """A date: a real one, Excel's number of one (counted from `epoch`), or text such as
    30/6/2018, 30.06.2018, 30-6-2018, 2018-06-30. Raises CellError."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = text_of(value)
    number = float(text) if re.fullmatch(r"\d+(\.\d+)?", text) else None
    if number is not None and _FIRST_SERIAL <= number <= _LAST_SERIAL:
        found = from_excel(number, epoch)
        return found.date() if isinstance(found, datetime) else found
    parts = _DAY.fullmatch(text)
    iso = _ISO.fullmatch(text)
    try:
        if parts:
            day, month, year = map(int, parts.groups())
            return date(year, month, day)
        if iso:
            year, month, day = map(int, iso.groups())
            return date(year, month, day)
    except ValueError:
        pass
    raise CellError(_("“%s” không phải là ngày; ghi theo mẫu 30/06/2018") % text[:40])


def whole_number(value: Value) -> int:
    """A whole number from 0. Raises CellError."""
    text = text_of(value)
    if not _WHOLE.fullmatch(text) or isinstance(value, bool):
        raise CellError(_("“%s” không phải là số nguyên") % text[:40])
    return int(text)
