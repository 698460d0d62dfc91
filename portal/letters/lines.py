"""One case of a letter, as the app that asks for the letter gives it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class LetterLine:
    """`days_late` in working days, 0 for what is not late. `thumbnail` is a small picture in any
    format that Pillow reads; it stands in the document only. `url` is an address in full."""

    title: str
    place: str
    due_at: datetime | None
    days_late: int
    state: str
    thumbnail: bytes | None
    url: str

    def frozen(self) -> dict[str, Any]:
        """What is kept of the line in the database."""
        return {
            "title": self.title,
            "place": self.place,
            "due_at": self.due_at.isoformat() if self.due_at else None,
            "days_late": self.days_late,
            "state": self.state,
            "url": self.url,
        }
