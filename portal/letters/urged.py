"""What was urged by a letter already: found again by the keys of a letter's lines."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import Letter, Unit

PAUSE = timedelta(days=7)
"""For so long after a letter the same thing is not put into another by itself."""


@dataclass(frozen=True)
class Urged:
    """A letter that told of a thing; `number` is empty and `issued_on` None until the clerk gave
    them. `made_on` is a local day."""

    letter: int
    number: str
    issued_on: date | None
    made_on: date

    def __str__(self) -> str:
        if self.issued_on is None:
            return _("đã lập công văn ngày %s, chưa ghi số") % f"{self.made_on:%d/%m/%Y}"
        return _("đã đôn đốc bằng Công văn số %(number)s ngày %(day)s") % {
            "number": self.number,
            "day": f"{self.issued_on:%d/%m/%Y}",
        }

    def is_recent(self, today: date) -> bool:
        return today - (self.issued_on or self.made_on) < PAUSE


def last_urged(unit: Unit) -> dict[str, Urged]:
    """By key, the latest letter to the unit that told of each thing. One statement."""
    found: dict[str, Urged] = {}
    for urged, keys in _letters_to(unit.pk):
        found.update(dict.fromkeys(keys, urged))
    return found


def letters_about(key: str, unit_id: int) -> list[Urged]:
    """The letters to the unit that told of this thing, the first made first. One statement."""
    return [urged for urged, keys in _letters_to(unit_id) if key in keys]


def _letters_to(unit_id: int) -> list[tuple[Urged, set[str]]]:
    rows = Letter.objects.filter(unit_id=unit_id).order_by("created_at", "pk")
    return [
        (
            Urged(pk, number, issued_on, timezone.localtime(created_at).date()),
            {line["key"] for line in lines if "key" in line},
        )
        for pk, number, issued_on, created_at, lines in rows.values_list(
            "pk", "number", "issued_on", "created_at", "lines"
        )
    ]
