"""A run that begins around midnight."""

from datetime import datetime

import pytest
from django.utils import timezone

from tests.clock import BEGAN, away_from_midnight

TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("began", "tests_begin"),
    [
        (datetime(2026, 12, 31, 12), datetime(2026, 12, 31, 12)),
        (datetime(2026, 12, 31, 23, 57), datetime(2026, 12, 31, 23, 57)),
        (datetime(2026, 12, 31, 23, 59, 59), datetime(2026, 12, 31, 23, 57)),
        (datetime(2027, 1, 1, 0, 1), datetime(2026, 12, 31, 23, 57)),
        (datetime(2027, 1, 1, 0, 2), datetime(2027, 1, 1, 0, 2)),
    ],
)
def test_tests_begin_away_from_midnight(began: datetime, tests_begin: datetime) -> None:
    assert away_from_midnight(began) == tests_begin


def test_what_a_module_worked_out_is_still_so() -> None:
    assert timezone.localdate() == TODAY == BEGAN.date()
    assert 0 <= (timezone.now() - BEGAN).total_seconds() < 60
