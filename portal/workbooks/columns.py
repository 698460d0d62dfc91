"""Where the head of a table stands, and which column is which."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from portal.text import fold

HEAD_WITHIN = 10


class ColumnsMissing(Exception):  # noqa: N818 - an answer, not a fault
    """`str()` says which columns the sheet lacks."""


def find_columns(
    rows: Sequence[tuple[int, tuple[object, ...]]], names: Sequence[str], needed: Sequence[str]
) -> tuple[int, dict[str, int]]:
    """The place of the head among `rows`, and the place of each column of `names` that is there.
    Marks, capitals and a star for “needed” do not count. Raises ColumnsMissing."""
    wanted = {fold(name): name for name in names}
    best: dict[str, int] = {}
    for at, (_number, cells) in enumerate(rows[:HEAD_WITHIN]):
        places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            name = wanted.get(fold(str(cell or "")).rstrip(" *"))
            if name and name not in places:
                places[name] = place
        if all(name in places for name in needed):
            return at, places
        best = max(best, places, key=len)
    missing = ", ".join(f"“{name}”" for name in needed if name not in best)
    raise ColumnsMissing(
        _("Trang tính đầu tiên thiếu cột %s. Hãy dùng tệp mẫu, giữ nguyên dòng tên cột.") % missing
    )
