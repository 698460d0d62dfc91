"""A form changes a request only as the person saw it: each change leaves a line of history, so the
latest line tells whether another came between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Max

from campaigns.models import ContributionRequest, RequestChange
from campaigns.services.core import held


class Changed(Exception):  # noqa: N818 - an answer, not a fault
    """`changes` are the lines that the form did not know of."""

    def __init__(self, changes: list[RequestChange]) -> None:
        self.changes = changes
        super().__init__()


def latest_line(request: ContributionRequest) -> int:
    """What a form has to bring back; 0 where there is no history."""
    found: int | None = request.changes.aggregate(latest=Max("pk"))["latest"]
    return found or 0


@contextmanager
def as_seen(request: ContributionRequest, seen: int) -> Iterator[None]:
    """Hold the request and do what stands within. Raises `Changed` where it is another by now."""
    with transaction.atomic():
        held(request)
        newer = list(request.changes.filter(pk__gt=seen).select_related("by"))
        if newer:
            raise Changed(newer)
        yield
