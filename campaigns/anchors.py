"""Names by which an address opens a place within a page: readable, and each once on a page."""

from collections import Counter

from portal.text import slugify_vi


class Anchors:
    """Gives `nam-2003` to the first who asks for it, `nam-2003-2` to the second."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def give(self, text: str, *, prefix: str = "") -> str:
        name = slugify_vi(f"{prefix} {text}") or "muc"
        self._given[name] += 1
        number = self._given[name]
        return name if number == 1 else f"{name}-{number}"
