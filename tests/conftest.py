"""Fixtures that every test may use."""

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker, Settings
from wagtail.models import Page, Site

from beautiful_city.registry import load_registry
from home.models import ArticlePage, HomePage, SectionPage
from portal import revision
from portal.counts import counts
from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.provisioning import provision_groups
from portal.roles import Role
from portal.working_time import forget_calendar
from tests.clock import BEGAN
from tests.databases import database_of_tests
from tests.editor import people  # noqa: F401 - a fixture
from tests.factories.organisation import DistrictFactory, UnitFactory, UserFactory
from tests.factories.pages import ArticleFactory, make_news
from tests.indexes import indexes, stop_indexes  # noqa: F401 - a fixture
from tests.shared import module_rows  # noqa: F401 - a fixture

pytest_plugins = ["tests.clock", "tests.pictures", "tests.programs"]
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On the second database what asks a database is run again, but for what one shows for both."""
    if not os.environ.get("ONLY_DATABASE_TESTS"):
        return
    asking, others = [], []
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        asks = bool(fixtures & DATABASE_FIXTURES or item.get_closest_marker("django_db"))
        asks = asks and not item.get_closest_marker("one_database")
        (asking if asks else others).append(item)
    config.hook.pytest_deselected(items=others)
    items[:] = asking


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is loaded by now stays loaded: looking through it for garbage again and again would take
    a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(autouse=True)
def _fresh_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process keeps in memory must not pass from one test to the next; and the calendar's
    second does not end within a test, or what a page asks would hang on the machine's speed."""
    monkeypatch.setattr("portal.working_time.clock", SimpleNamespace(monotonic=lambda: 0.0))
    for memory in (caches[name] for name in settings.CACHES):
        memory.clear()
    counts().clear()
    forget_calendar()
    with monkeypatch.context() as patch:
        # The revisions of the tests before are of use to nobody, and looking through them costs.
        patch.setattr("portal.revision.KEPT_SECONDS", float("-inf"))
        revision._write()


@pytest.fixture(autouse=True)
def _test_is_no_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test with `db` runs within transactions that Django marks as the test's own; code that asks
    whether it runs within one means others."""

    def within_transaction() -> bool:
        return not all(block._from_testcase for block in connection.atomic_blocks)

    monkeypatch.setattr("portal.kept._within_transaction", within_transaction)


@pytest.fixture
def still_clock() -> Iterator[None]:
    """Rate limits count within a window of the clock; a test must not straddle two."""
    with time_machine.travel(BEGAN, tick=False):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_modify_db_settings: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """In place of pytest-django's, which migrates in each worker."""
    stop_indexes()
    with django_db_blocker.unblock():
        database = database_of_tests()
        database.begin(lay_site)
    original = TransactionTestCase._fixture_teardown
    # Real transactions are not rolled back, and Django's flush would empty what the site stands on.
    TransactionTestCase._fixture_teardown = lambda _: database.return_to_first_state()
    yield
    TransactionTestCase._fixture_teardown = original
    with django_db_blocker.unblock():
        database.end()


def lay_site() -> None:
    """The first state: a site with a front page, the editor's groups and the lists that each
    installation begins with; no content, no units, nobody."""
    Site.objects.all().delete()
    root = Page.objects.get(depth=1)
    for page in root.get_children():
        page.delete()
    root = Page.objects.get(depth=1)
    home = root.add_child(instance=HomePage(title="Trang chủ", slug="trang-chu"))
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    provision_groups()
    load_registry()


@pytest.fixture
def own_folders(settings: Settings, tmp_path: Path) -> None:
    """Nothing in the folders of files but what the test puts there."""
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "media", tmp_path / "private"


@pytest.fixture
def site(db: None) -> HomePage:
    """The front page of a site without content."""
    return HomePage.objects.get()


@pytest.fixture
def news(site: HomePage) -> SectionPage:
    return make_news(site)


@pytest.fixture
def make_article(news: SectionPage) -> Callable[..., ArticlePage]:
    """An article in the news: `make_article("Tin mẫu", section=another, live=False)`."""

    def make(
        title: str = "Tin mẫu", *, section: SectionPage | None = None, **fields: Any
    ) -> ArticlePage:
        article: ArticlePage = ArticleFactory(title=title, parent=section or news, **fields)
        return article

    return make


@pytest.fixture
def district(db: None) -> Unit:
    return DistrictFactory()


@pytest.fixture
def make_unit(district: Unit) -> Callable[..., Unit]:
    """A unit of the district: `make_unit("Phường Mẫu", UnitKind.WARD)`."""

    def make(name: str, kind: UnitKind = UnitKind.DEPARTMENT, **fields: object) -> Unit:
        return UnitFactory(name=name, kind=kind, **{"parent": district, **fields})

    return make


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """A person with memberships: `make_user("an", (unit, Role.CONTRIBUTOR))`."""

    def make(username: str, *roles: tuple[Unit, Role], **fields: object) -> User:
        return UserFactory(username=username, roles=roles, **fields)

    return make
