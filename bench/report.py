"""The one table at the end."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One figure. `at_least`, `at_most`: what is to be reached, where something is."""

    what: str
    value: float
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None
    note: str = ""

    def target(self) -> str:
        if self.at_least is not None:
            return f">= {self.at_least:g}"
        return f"<= {self.at_most:g}" if self.at_most is not None else ""

    def verdict(self) -> str:
        if self.at_least is not None:
            return "reached" if self.value >= self.at_least else "MISSED"
        if self.at_most is not None:
            return "reached" if self.value <= self.at_most else "MISSED"
        return ""

    def number(self) -> str:
        digits = 0 if self.value >= 100 or self.value == int(self.value) else 3
        return f"{self.value:,.{digits}f} {self.unit}".rstrip()


def show(lines: list[Line]) -> None:
    rows = [("what", "value", "to reach", "", "")] + [
        (line.what, line.number(), line.target(), line.verdict(), line.note) for line in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
