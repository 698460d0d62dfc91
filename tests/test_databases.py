"""The kept database of the tests: a changed migration is noticed, a broken file heals, and a test
with real transactions leaves nothing behind."""

import sqlite3
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Page

from home.models import HomePage
from portal.models import Unit
from tests import databases
from tests.databases import current_key, database_of_tests, kept_file, key_of


@pytest.fixture
def migrations(tmp_path: Path) -> Path:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001_initial.py").write_text("operations = []")
    return folder


def test_the_key_follows_migrations_and_facts(migrations: Path) -> None:
    key = key_of([migrations], "Wagtail 8")
    assert key == key_of([migrations], "Wagtail 8")
    assert key != key_of([migrations], "Wagtail 9")
    (migrations / "0001_initial.py").write_text("operations = [1]")
    changed = key_of([migrations], "Wagtail 8")
    (migrations / "0002_more.py").write_text("operations = []")
    more = key_of([migrations], "Wagtail 8")
    (migrations / "0002_more.py").rename(migrations / "0002_other.py")
    assert len({key, changed, more, key_of([migrations], "Wagtail 8")}) == 4


def test_the_key_hangs_on_the_installed_apps_and_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = current_key("18")
    assert key == current_key("18")
    assert key != current_key("19")
    fewer = SimpleNamespace(INSTALLED_APPS=settings.INSTALLED_APPS[:-1])
    monkeypatch.setattr(databases, "settings", fewer)
    assert key != current_key("18")


class Maker:
    """Writes a small database, and counts how often it was asked to."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, path: Path) -> None:
        self.times += 1
        with sqlite3.connect(path) as file:
            file.execute("CREATE TABLE kept (number)")
            file.execute("INSERT INTO kept VALUES (?)", [self.times])
        file.close()


def number_in(path: Path) -> int:
    file = sqlite3.connect(path)
    (number,) = file.execute("SELECT number FROM kept").fetchone()
    file.close()
    return int(number)


def test_a_file_is_made_once_for_a_key_and_others_go(tmp_path: Path) -> None:
    make = Maker()
    first = kept_file(tmp_path, "a", make)
    assert kept_file(tmp_path, "a", make) == first
    assert make.times == 1
    second = kept_file(tmp_path, "b", make)
    assert number_in(second) == 2
    assert not first.exists()


@pytest.mark.parametrize("broken", [b"", b"half of it"])
def test_a_broken_file_heals(tmp_path: Path, broken: bytes) -> None:
    make = Maker()
    kept_file(tmp_path, "a", make).write_bytes(broken)
    assert number_in(kept_file(tmp_path, "a", make)) == 2


def test_one_that_was_given_up_in_the_middle_is_made_again(tmp_path: Path) -> None:
    def give_up(path: Path) -> None:
        Maker()(path)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        kept_file(tmp_path, "a", give_up)
    assert number_in(kept_file(tmp_path, "a", Maker())) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_real_transactions_leave_nothing_behind(time: int) -> None:
    """Whichever comes first finds the first state, and so does the second."""
    assert not Unit.objects.exists()
    assert list(Page.objects.filter(depth=2)) == list(Page.objects.type(HomePage))
    assert Group.objects.exists()
    Page.objects.get(depth=2).delete()
    Group.objects.all().delete()
    Unit.objects.create(code=f"m{time}", name="Đơn vị mẫu", kind="department")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_not_migrated_to_the_end_is_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """PostgreSQL: one without the mark is thrown away. Here under another key, and with little to
    migrate."""
    if connection.vendor != "postgresql":
        pytest.skip("a half-made file of SQLite is tried above")
    made: list[str] = []
    monkeypatch.setattr(databases, "current_key", lambda server: "thu")
    monkeypatch.setattr(databases, "PREFIX", "portal_tried_")
    monkeypatch.setattr(
        databases, "migrate", lambda: made.append(str(connection.settings_dict["NAME"]))
    )
    database = database_of_tests()
    name = str(connection.settings_dict["NAME"])
    try:
        with database._server() as server:
            server.execute("DROP DATABASE IF EXISTS portal_tried_thu")
            server.execute("CREATE DATABASE portal_tried_thu")
            assert database._kept(server) == "portal_tried_thu"
            assert database._kept(server) == "portal_tried_thu"
            assert made == ["portal_tried_thu"]
            server.execute("DROP DATABASE portal_tried_thu")
    finally:
        databases._point_to(name)
