"""A fair comparison of wards: what each would have reached with the district's own rates.

Indirect standardisation. A ward with many hard categories is not set against one with easy ones:
for every kind of case (category and severity) the district's share of cases on time is applied to
the ward's number of such cases, and the sum is what was to be expected. Pure arithmetic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from math import sqrt

LEAST_CASES = 10
"""With fewer a share says little, and no rank is given."""

# Beyond so many standard deviations a difference is more than chance: one in twenty.
CLEAR = 1.96


@dataclass(frozen=True)
class Stratum:
    """Cases of one ward and one kind: how many were decided, and how many of them in time."""

    ward: int
    kind: Hashable
    cases: int
    on_time: int


@dataclass(frozen=True)
class Fair:
    """`expected` is a number of cases; `share`, `expected_share` and `adjusted` are per cent.

    `adjusted` is what the ward would reach with the district's mix of cases; `rank` is None under
    LEAST_CASES. `clear` is 1 or -1 where the ward is above or below by more than chance, else 0.
    """

    cases: int
    on_time: int
    expected: float
    adjusted: float | None
    clear: int
    rank: int | None = None

    @property
    def share(self) -> float | None:
        return percent(self.on_time, self.cases)

    @property
    def expected_share(self) -> float | None:
        return percent(self.expected, self.cases)


def percent(part: float, whole: float) -> float | None:
    return part / whole * 100 if whole else None


def compare(strata: Iterable[Stratum], *, least: int = LEAST_CASES) -> dict[int, Fair]:
    """By ward. Wards of equal standing share a rank."""
    rows = list(strata)
    rates = _rates(rows)
    whole = sum(row.cases for row in rows)
    overall = percent(sum(row.on_time for row in rows), whole) or 0.0
    by_ward: dict[int, list[Stratum]] = defaultdict(list)
    for row in rows:
        by_ward[row.ward].append(row)
    found = {ward: _of_ward(part, rates, overall) for ward, part in by_ward.items()}
    return _ranked(found, least)


def _rates(rows: list[Stratum]) -> dict[Hashable, float]:
    cases: dict[Hashable, int] = defaultdict(int)
    on_time: dict[Hashable, int] = defaultdict(int)
    for row in rows:
        cases[row.kind] += row.cases
        on_time[row.kind] += row.on_time
    return {kind: on_time[kind] / number for kind, number in cases.items() if number}


def _of_ward(rows: list[Stratum], rates: dict[Hashable, float], overall: float) -> Fair:
    cases = sum(row.cases for row in rows)
    on_time = sum(row.on_time for row in rows)
    counted = [(row.cases, rates[row.kind]) for row in rows if row.cases]
    expected = sum(number * rate for number, rate in counted)
    spread = sqrt(sum(number * rate * (1 - rate) for number, rate in counted))
    apart = on_time - expected
    clear = 0 if abs(apart) <= CLEAR * spread else (1 if apart > 0 else -1)
    adjusted = min(100.0, on_time / expected * overall) if expected else None
    return Fair(cases, on_time, expected, adjusted, clear)


def _ranked(found: dict[int, Fair], least: int) -> dict[int, Fair]:
    standing = {
        ward: round(fair.on_time / fair.expected, 6)
        for ward, fair in found.items()
        if fair.cases >= least and fair.expected
    }
    better = {
        ward: sum(other > mine for other in standing.values()) for ward, mine in standing.items()
    }
    return {
        ward: Fair(
            fair.cases,
            fair.on_time,
            fair.expected,
            fair.adjusted,
            # Of a handful nothing is clear.
            fair.clear if ward in better else 0,
            better[ward] + 1 if ward in better else None,
        )
        for ward, fair in found.items()
    }
