"""An address that asks too often is told so; another address is not."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory, override_settings

from portal.client import client_address
from portal.rate_limit import rate_limited


@rate_limited("thu", limit=3, seconds=3600)
def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("được")


@pytest.mark.usefixtures("still_clock")
def test_the_fourth_request_is_refused_for_one_address_only(rf: RequestFactory, db: None) -> None:
    answers = [view(rf.get("/", REMOTE_ADDR="10.0.0.1")).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert view(rf.get("/", REMOTE_ADDR="10.0.0.2")).status_code == 200


@pytest.mark.usefixtures("still_clock")
def test_a_refusal_says_when_to_come_back(rf: RequestFactory, db: None) -> None:
    for _ in range(4):
        response = view(rf.get("/", REMOTE_ADDR="10.0.0.3"))
    assert response["Retry-After"] == "3600"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.2.3.4", "10.0.0.9"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.8", "1.2.3.4"),
        (1, "", "10.0.0.9"),
    ],
)
def test_only_our_own_proxies_are_believed(
    rf: RequestFactory, proxies: int, forwarded: str, expected: str
) -> None:
    request = rf.get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(TRUSTED_PROXIES=proxies):
        assert client_address(request) == expected
