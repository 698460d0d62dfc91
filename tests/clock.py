"""Every test begins at one moment, when the run began, and its clock goes on from there.

So what a module worked out when it was loaded (“today”) is still so in its last test, also where a
run goes on over midnight. `TEST_CLOCK=2028-02-29T23:59` runs the tests at another moment of the
local time. Tests of another program (nginx, a browser) keep the real clock, as that program does.
"""

import os
from collections.abc import Generator
from datetime import datetime, timedelta

import pytest
import time_machine

from portal.working_time import LOCAL_TIME


def away_from_midnight(moment: datetime) -> datetime:
    """A test that lasts a minute, and what was made a minute before it, are of the same day."""
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    if moment - midnight < timedelta(minutes=2):
        return midnight - timedelta(minutes=3)
    return min(moment, midnight + timedelta(hours=23, minutes=57))


# Of the whole run: the processes of a parallel one inherit it.
BEGAN = datetime.fromisoformat(
    os.environ.setdefault(
        "TEST_CLOCK",
        away_from_midnight(datetime.now(LOCAL_TIME).replace(tzinfo=None)).isoformat("T", "seconds"),
    )
).replace(tzinfo=LOCAL_TIME)


def travel() -> time_machine.travel:
    return time_machine.travel(BEGAN)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    with travel():
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    if item.get_closest_marker("program"):
        return (yield)
    with travel():
        return (yield)
