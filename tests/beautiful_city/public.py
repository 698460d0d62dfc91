"""Thousands of public reports made at once, for what has to cost the same at any number."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from beautiful_city.models import Case, Category
from beautiful_city.states import FIXED, Kind, State
from portal import revision
from portal.models import Unit
from portal.working_time import forget_calendar

MakeCase = Callable[..., Case]
GALLERY = "/long-bien-dep-chua-dep/"
STATES = (State.ASSIGNED, State.IN_PROGRESS, State.VERIFIED, State.CLOSED, State.REMEDIATED)


def committing(make_case: MakeCase, commits: Any) -> MakeCase:
    """`make_case` with what follows a commit done as well: photos are public, the search knows."""

    def make(*args: Any, **fields: Any) -> Case:
        with commits(execute=True):
            return make_case(*args, **fields)

    return make


def many_cases(number: int, wards: list[Unit], *, first: int = 10_000) -> None:
    """Bare rows, without photos: assigned, in progress, remediated, verified and closed ones."""
    bad = list(Category.objects.of_kind(Kind.BAD))
    now = timezone.now()
    Case.objects.bulk_create(
        [
            Case(
                year=2018,
                number=first + at,
                kind=Kind.BAD,
                state=STATES[at % len(STATES)],
                category=bad[at % len(bad)],
                title=f"Phản ánh {at}",
                ward=wards[at % len(wards)],
                unit=wards[at % len(wards)],
                submitted_at=now - timedelta(days=9, seconds=at),
                public_at=now - timedelta(days=8, seconds=at),
                is_public=True,
                clock_since=now - timedelta(days=8),
                deadline_at=now + timedelta(days=1 if at % 7 else -1),
                verified_at=now if STATES[at % len(STATES)] in FIXED else None,
                public_latitude=21.0 + (at * 37 % 800) / 10_000,
                public_longitude=105.86 + (at * 53 % 800) / 10_000,
            )
            for at in range(number)
        ],
        batch_size=500,
    )


def statements(client: Client, path: str) -> list[str]:
    """Of a page that is in no memory, after another page made what all pages share."""
    revision._write()
    client.get("/khong-co-trang-nay/")
    caches["pages"].clear()
    forget_calendar()  # kept for a second
    with CaptureQueriesContext(connection) as found:
        response = client.get(path)
        if response.streaming:
            list(response.streaming_content)
    assert response.status_code == 200, path
    return [query["sql"] for query in found]
