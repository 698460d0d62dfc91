"""The screens of requests, for the unit and for the board."""

import pytest
from django.test import Client

from portal.models import User
from tests.campaigns.conftest import MakeRequest

pytestmark = pytest.mark.django_db


def test_a_request_is_seen_by_its_unit_and_the_board_alone(
    client: Client,
    make_request: MakeRequest,
    contributor: User,
    board: User,
    leader: User,
    stranger: User,
) -> None:
    asked = make_request()
    seen = {}
    for person in (contributor, board, leader, stranger):
        client.force_login(person)
        seen[person.username] = client.get(asked.work_url).status_code
    assert seen == {
        "cong-tac-vien": 200,
        "ban-bien-tap": 200,
        "lanh-dao": 200,
        "nguoi-khac": 404,
    }
