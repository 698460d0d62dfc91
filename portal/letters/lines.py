"""One line of a letter, and the table of the annex in which it stands, as an app gives them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

GENERAL_SERIES = "don-doc-chung"
"""The templates whose words fit whatever a unit owes."""


@dataclass(frozen=True)
class LineGroup:
    """A table of the annex. Groups stand by `order`, then by `name`, which is the table's title.

    `thing` and `due` head columns; `missing` heads that of `LetterLine.missing`, which stands only
    where it is named, as that of the pictures only where `pictured`. `series` is that of the
    templates whose words fit a letter of this group alone.
    """

    name: str
    order: int
    thing: str
    due: str
    missing: str = ""
    pictured: bool = False
    series: str = GENERAL_SERIES


@dataclass(frozen=True)
class LetterLine:
    """`key` is its name in forms ("case-12"), by which later letters know it again. `days_late` in
    working days, 0 for what is not late. `thumbnail` is a small picture in any format that Pillow
    reads; it stands in the document only. `url` is an address in full."""

    key: str
    group: LineGroup
    title: str
    place: str
    due_at: datetime | None
    days_late: int
    state: str
    url: str
    missing: str = ""
    thumbnail: bytes | None = None

    def frozen(self) -> dict[str, Any]:
        """What is kept of the line in the database."""
        return {
            "key": self.key,
            "group": self.group.name,
            "title": self.title,
            "place": self.place,
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "days_late": self.days_late,
            "missing": self.missing,
            "state": self.state,
            "url": self.url,
        }
