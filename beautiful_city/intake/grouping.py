"""Which photos of a batch show one thing: taken within ten minutes and within fifty metres."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from beautiful_city.alarms import metres_between

NEAR_TIME = timedelta(minutes=10)
NEAR_METRES = 50


@dataclass(frozen=True)
class Shot:
    """A photo: when it was taken, and where (WGS 84), each None where the file does not say."""

    key: str
    taken_at: datetime | None = None
    point: tuple[float, float] | None = None


@dataclass
class _Group:
    shots: list[Shot] = field(default_factory=list)

    def takes(self, shot: Shot, most: int) -> bool:
        return len(self.shots) < most and self._in_time(shot) and self._in_place(shot)

    def _in_time(self, shot: Shot) -> bool:
        last = self.shots[-1].taken_at
        if shot.taken_at is None or last is None:
            # Without a time only the place can tell.
            return shot.taken_at is last and shot.point is not None
        return shot.taken_at - last <= NEAR_TIME

    def _in_place(self, shot: Shot) -> bool:
        places = [other.point for other in self.shots if other.point is not None]
        if shot.point is None or not places:
            return shot.taken_at is not None
        return all(metres_between(*shot.point, *place) <= NEAR_METRES for place in places)


def grouped(shots: Iterable[Shot], *, most: int) -> list[list[Shot]]:
    """In the order in which they were taken, those without a time last; `most` in a group.

    Where neither time nor place is known a photo stands alone: the clerk joins it.
    """
    ordered = sorted(shots, key=_moment)
    groups: list[_Group] = []
    for shot in ordered:
        # Two people photograph at once in two places: the latest group that fits.
        fitting = next((group for group in reversed(groups) if group.takes(shot, most)), None)
        if fitting is None:
            fitting = _Group()
            groups.append(fitting)
        fitting.shots.append(shot)
    return [group.shots for group in groups]


def _moment(shot: Shot) -> float:
    return shot.taken_at.timestamp() if shot.taken_at is not None else math.inf


def centre(points: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    """The middle of points that lie near each other."""
    if not points:
        return None
    return (
        sum(latitude for latitude, _ in points) / len(points),
        sum(longitude for _, longitude in points) / len(points),
    )
