"""A unit that is merged half way: what it owes follows the shares."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from campaigns.models import ContributionRequest
from campaigns.services.succession import pass_on_requests, split
from campaigns.states import RequestState
from portal.kinds import UnitKind
from portal.models import Unit, UnitSuccession
from tests.campaigns.conftest import MakeContribution, MakeRequest


@pytest.mark.parametrize(
    ("count", "shares", "parts"),
    [
        (3, ["0.6", "0.4"], [2, 1]),
        (5, ["0.5", "0.5"], [3, 2]),
        (1, ["0.3", "0.7"], [0, 1]),
        (4, [None, None, None], [2, 1, 1]),
        (4, ["0.9", None], [2, 2]),
        (0, ["1"], [0]),
        (3, ["0.5"], [3]),
    ],
)
def test_shares(count: int, shares: list[str | None], parts: list[int]) -> None:
    assert split(count, [None if s is None else Decimal(s) for s in shares]) == parts


def test_what_is_owed_follows_the_shares_and_history_stays(
    make_request: MakeRequest,
    make_contribution: MakeContribution,
    make_unit: Callable[..., Unit],
) -> None:
    ward = make_unit("Phường Cũ", UnitKind.WARD)
    request = make_request(unit=ward, count=4)
    make_contribution(request=request, unit=ward)
    first, second = make_unit("Phường A", UnitKind.WARD), make_unit("Phường B", UnitKind.WARD)
    today = timezone.localdate()
    for heir, share in ((first, "0.7"), (second, "0.3")):
        UnitSuccession.objects.create(
            predecessor=ward, successor=heir, date=today, decision="Mẫu", share=Decimal(share)
        )
    assert pass_on_requests() == "0", "the unit is still there"
    ward.valid_to = today
    ward.save()
    assert pass_on_requests() == "1"
    assert pass_on_requests() == "0"
    request.refresh_from_db()
    assert (request.state, request.count) == (RequestState.PASSED_ON, 4)
    assert ContributionRequest.objects.with_counts().get(pk=request.pk).taken == 1
    heirs = ContributionRequest.objects.filter(passed_from=request).order_by("pk")
    assert [(r.unit.name, r.count) for r in heirs] == [("Phường A", 2), ("Phường B", 1)]
    assert "Kế thừa từ Phường Cũ" in heirs[0].changes.get().reason


def test_a_unit_without_a_successor_keeps_its_request(
    make_request: MakeRequest, make_unit: Callable[..., Unit]
) -> None:
    ward = make_unit("Phường Cũ", UnitKind.WARD)
    request = make_request(unit=ward)
    ward.valid_to = timezone.localdate() - timedelta(days=1)
    ward.save()
    assert pass_on_requests() == "0"
    request.refresh_from_db()
    assert request.state == RequestState.OPEN
