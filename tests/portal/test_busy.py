"""What takes too long is stopped and told in Vietnamese; what is broken stays a fault."""

import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client

from portal.models import User
from portal.settings import base
from tests.factories.organisation import UserFactory
from tests.portal.slow_urls import FOREVER

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.portal.slow_urls")]

LIMITS = {"statement_timeout": 15, "lock_timeout": 5, "idle_in_transaction_session_timeout": 60}


def on(vendor: str) -> None:
    if connection.vendor != vendor:
        pytest.skip(f"about {vendor}")


@pytest.fixture
def short_limit(settings) -> None:
    settings.DATABASE_LIMITS = {**settings.DATABASE_LIMITS, "statement_timeout": 0.05}


def test_a_statement_that_takes_too_long_is_503_and_says_what_to_do(
    client: Client, short_limit: None
) -> None:
    response = client.get("/cham/?q=tat-ca")
    assert response.status_code == 503
    text = response.content.decode()
    assert "Yêu cầu này mất quá nhiều thời gian" in text
    assert "Hãy thu hẹp điều kiện" in text
    assert 'href="/cham/?q=tat-ca"' in text
    assert response["Retry-After"]
    assert "no-store" in response["Cache-Control"]
    assert client.get("/tim-kiem/").status_code == 200, "the connection is of use again"


def test_what_was_typed_stays(client: Client, short_limit: None) -> None:
    text = client.post("/cham/", {"noi_dung": "Ổ gà to", "password": "bi-mat"}).content.decode()
    assert '<input type="hidden" name="noi_dung" value="Ổ gà to">' in text
    assert "bi-mat" not in text


def test_a_list_that_is_left_half_read_keeps_nothing_open_at_the_server() -> None:
    """Closed by Python's collector in the midst of a statement, it would wait for itself."""
    on("postgresql")
    UserFactory.create_batch(3)
    rows = User.objects.iterator(chunk_size=1)
    next(rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors")
        assert cursor.fetchone() == (0,)


def test_the_page_asks_the_database_nothing(client: Client, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        response = client.get("/ban/")
    assert response.status_code == 503
    assert "Hệ thống đang bận" in response.content.decode()


def test_a_fault_stays_a_fault(client: Client) -> None:
    with pytest.raises(OperationalError):
        client.get("/hong/")


def test_a_log_names_no_address_and_no_person(
    client: Client, short_limit: None, caplog: pytest.LogCaptureFixture
) -> None:
    client.get("/cham/?q=Nguyen")
    [line] = [record.getMessage() for record in caplog.records if record.name == "portal.busy"]
    assert "Nguyen" not in line
    assert "cham/" in line


def test_rows_that_another_holds_are_503(client: Client) -> None:
    on("postgresql")
    parameters = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname")
    known = {name: parameters[name] for name in names if parameters.get(name)}
    with psycopg.connect(**known) as other:
        other.execute("SELECT pg_advisory_xact_lock(20180530)")
        response = client.get("/khoa/")
    assert response.status_code == 503
    assert "Hệ thống đang bận" in response.content.decode()


@pytest.mark.parametrize("name", LIMITS)
def test_every_connection_has_its_limits(name: str) -> None:
    on("postgresql")
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::int, unit FROM pg_settings WHERE name = %s", [name])
        assert cursor.fetchone() == (LIMITS[name] * 1000, "ms")


def test_a_statement_that_is_read_slowly_is_none_that_takes_long(short_limit: None) -> None:
    on("sqlite")
    with connection.cursor() as cursor:
        with pytest.raises(OperationalError):
            cursor.execute(FOREVER)
        # Each has its own time.
        for _ in range(30):
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)


def test_a_command_may_take_longer_than_a_page() -> None:
    assert settings.DATABASE_LIMITS == LIMITS
    assert base.LIMITS_OF["command"]["statement_timeout"] >= 3600
