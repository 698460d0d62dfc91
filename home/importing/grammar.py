"""The text form of the old portal's items.

[list label]                                  kept in the source text, not taken for a section

title
Ngày đăng 30/05/2018 | 22:45 | Lượt xem: 613

paragraphs, parted by empty lines; a short line "n. …" is a heading
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.utils import timezone

from home.importing.plain import one_line, plain
from portal.text import nfc

LOCAL_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
EARLIEST = datetime(1990, 1, 1, tzinfo=LOCAL_TIME)
LONGEST_HEADING = 120
LONGEST_TITLE = 255

_LINE_END = re.compile(r"\r\n|\r|\n")
_MEANT_AS_DATE = re.compile(r"ngày đăng\s*:?\s*\d", re.IGNORECASE)
_DATE_LINE = re.compile(
    r"ngày đăng\s*:?\s*(?P<day>\d{1,2}/\d{1,2}/\d{4})"
    r"\s*\|\s*(?P<time>\d{1,2}:\d{2})"
    r"(?:\s*\|\s*lượt xem\s*:?\s*(?P<views>\d{1,3}(?:\.\d{3}){1,2}|\d{1,9}))?",
    re.IGNORECASE,
)
_HEADING = re.compile(r"\d{1,3}\.\s*[^\W\d]")
_NO_HEADING = (".", ";", ",")
_FORM = "“Ngày đăng dd/mm/yyyy | hh:mm | Lượt xem: n”"


class Refused(Exception):  # noqa: N818 - says what happened to the file
    """A file that cannot be brought in. `line` counts from 1; `reason` is for the person who
    started the import."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class OldItem:
    """An item as the file has it. `blocks`: ("heading" or "paragraph", plain text) in order."""

    title: str
    published_at: datetime
    views: int
    blocks: tuple[tuple[str, str], ...]
    source_text: str


def parse(data: bytes) -> OldItem:
    """Read one file. Raises Refused with the line and what is wrong with it."""
    text = _decode(data)
    lines = _LINE_END.split(text)
    head = [one_line(line) for line in lines]
    number = next((n for n, line in enumerate(head) if _MEANT_AS_DATE.match(line)), None)
    if number is None:
        raise Refused(1, f"không có dòng {_FORM}")
    match = _DATE_LINE.fullmatch(head[number])
    if match is None:
        raise Refused(number + 1, f"dòng ngày đăng phải có dạng {_FORM}")
    title = _title(head[:number])
    published_at = _moment(match["day"], match["time"], number + 1)
    blocks = tuple(_blocks(plain("\n".join(lines[number + 1 :]))))
    if not blocks:
        raise Refused(number + 1, "không có nội dung ở dưới dòng ngày đăng")
    return OldItem(
        title=title,
        published_at=published_at,
        views=int((match["views"] or "0").replace(".", "")),
        blocks=blocks,
        source_text=text,
    )


def _decode(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(
            line, "tệp không phải bảng mã UTF-8; mở tệp, lưu lại với bảng mã UTF-8 rồi nhập lại"
        ) from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise Refused(line, "tệp không phải văn bản UTF-8 (có ký tự rỗng)")
    return nfc(text)


def _title(above: list[str]) -> str:
    """The last of one or two groups of lines above the date line; the other is the list label."""
    numbered = enumerate(above, start=1)
    groups = [list(lines) for filled, lines in groupby(numbered, lambda x: bool(x[1])) if filled]
    if not groups:
        raise Refused(len(above) + 1, "không có tiêu đề ở trên dòng ngày đăng")
    if len(groups) > 2:
        line = groups[2][0][0]
        raise Refused(line, "trên dòng ngày đăng chỉ được có nhãn danh sách và tiêu đề")
    title = " ".join(text for _, text in groups[-1])
    if len(title) > LONGEST_TITLE:
        raise Refused(groups[-1][0][0], f"tiêu đề dài hơn {LONGEST_TITLE} ký tự")
    return title


def _moment(day: str, time: str, line: int) -> datetime:
    try:
        moment = datetime.strptime(f"{day} {time}", "%d/%m/%Y %H:%M").replace(tzinfo=LOCAL_TIME)
    except ValueError as error:
        raise Refused(line, f"không có ngày giờ {day} {time}") from error
    if not EARLIEST <= moment <= timezone.now():
        raise Refused(line, f"ngày đăng {day} {time} không nằm trong khoảng từ năm 1990 đến nay")
    return moment


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Paragraphs are parted by empty lines; a heading stands alone on its line."""
    paragraph: list[str] = []
    for raw in [*text.split("\n"), ""]:
        line = raw.strip()
        heading = is_heading(line)
        if paragraph and (heading or not line):
            yield "paragraph", " ".join(paragraph)
            paragraph = []
        if heading:
            yield "heading", line
        elif line:
            paragraph.append(line)


def is_heading(line: str) -> bool:
    """`1. Về hạ tầng`, but no numbered sentence or entry of a list: those are long or end with a
    mark."""
    return (
        _HEADING.match(line) is not None
        and len(line) <= LONGEST_HEADING
        and not line.endswith(_NO_HEADING)
    )
