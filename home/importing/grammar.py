"""The text form of the old portal's items.

[list label]                                  kept as source text, not taken for a section
title
Ngày đăng 30/05/2018 | 22:45 | Lượt xem: 613
paragraphs, parted by empty lines; a short line "n. …" is a heading
"""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.text import nfc

LOCAL_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
LONGEST_HEADING = 120
LONGEST_TITLE = 255
DATE_LINE = re.compile(
    r"^Ngày đăng\s+(?P<date>\d{1,2}/\d{1,2}/\d{4})\s*\|\s*(?P<time>\d{1,2}:\d{2})"
    r"(?:\s*\|\s*Lượt xem:\s*(?P<views>[\d.]+))?\s*$",
    re.IGNORECASE,
)
HEADING = re.compile(r"^\d{1,2}\.\s+\S")


class Refused(Exception):  # noqa: N818 - says what happened to the file
    """A file that is not in the old portal's form. `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class OldItem:
    """An item as the file has it. `blocks`: ("heading" or "paragraph", plain text) in order."""

    label: str
    title: str
    published_at: datetime
    views: int
    blocks: tuple[tuple[str, str], ...]
    source_text: str


def parse(data: bytes) -> OldItem:
    """Read one file. Raises Refused with the line and what is wrong with it."""
    text = _decode(data)
    lines = text.splitlines()
    number = next((n for n, line in enumerate(lines) if DATE_LINE.match(line.strip())), None)
    if number is None:
        raise Refused(_suspect(lines), "không có dòng “Ngày đăng dd/mm/yyyy | hh:mm | Lượt xem: …”")
    above = [(n, line.strip()) for n, line in enumerate(lines[:number], 1) if line.strip()]
    if not above:
        raise Refused(number + 1, "không có tiêu đề ở trên dòng ngày đăng")
    if len(above) > 2:
        raise Refused(above[2][0], "trên dòng ngày đăng chỉ được có nhãn danh sách và tiêu đề")
    title_line, title = above[-1]
    if len(title) > LONGEST_TITLE:
        raise Refused(title_line, f"tiêu đề dài hơn {LONGEST_TITLE} ký tự")
    match = DATE_LINE.match(lines[number].strip())
    assert match is not None  # noqa: S101 - the line was found by this very pattern
    blocks = tuple(_blocks(lines[number + 1 :]))
    if not blocks:
        raise Refused(number + 1, "không có nội dung ở dưới dòng ngày đăng")
    return OldItem(
        label=above[0][1] if len(above) == 2 else "",
        title=title,
        published_at=_moment(match["date"], match["time"], number + 1),
        views=int((match["views"] or "0").replace(".", "") or 0),
        blocks=blocks,
        source_text=text,
    )


def _decode(data: bytes) -> str:
    try:
        text = nfc(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(line, "tệp không phải UTF-8; lưu lại với bảng mã UTF-8") from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise Refused(line, "tệp có ký tự rỗng, không phải văn bản")
    return text


def _suspect(lines: list[str]) -> int:
    """The line that was meant to be the date line, or the first."""
    meant = (n for n, line in enumerate(lines, 1) if line.strip().lower().startswith("ngày đăng"))
    return next(meant, 1)


def _moment(day: str, time: str, line: int) -> datetime:
    try:
        moment = datetime.strptime(f"{day} {time}", "%d/%m/%Y %H:%M")
    except ValueError as error:
        raise Refused(line, f"không có ngày giờ {day} {time}") from error
    return moment.replace(tzinfo=LOCAL_TIME)


def _blocks(lines: list[str]) -> list[tuple[str, str]]:
    """Paragraphs are parted by empty lines; a heading stands alone on its line."""
    blocks: list[tuple[str, str]] = []
    paragraph: list[str] = []
    for line in [*lines, ""]:
        text = line.strip()
        heading = is_heading(text)
        if (not text or heading) and paragraph:
            blocks.append(("paragraph", " ".join(paragraph)))
            paragraph = []
        if heading:
            blocks.append(("heading", text))
        elif text:
            paragraph.append(text)
    return blocks


def is_heading(text: str) -> bool:
    """`1. Về hạ tầng`, but not a numbered sentence, which is long or ends with a stop."""
    short = len(text) <= LONGEST_HEADING and not text.endswith((".", ";", ":", ","))
    return bool(HEADING.match(text)) and short
