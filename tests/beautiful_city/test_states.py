"""Every state can be reached by the services, with real photos."""

import pytest

from beautiful_city.models import CaseEvent
from tests.beautiful_city.conftest import PATHS, MakeCase


@pytest.mark.parametrize("state", PATHS)
def test_a_report_reaches_each_state(make_case: MakeCase, state: str) -> None:
    case = make_case(state)
    case.refresh_from_db()
    assert case.state == state
    assert CaseEvent.objects.filter(case=case).exists()
