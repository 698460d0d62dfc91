"""The demo: loaded once, thrown away and loaded afresh, refused outside development.

Loading takes seconds, so few tests load it and each looks at much.
"""

from io import StringIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from wagtail.models import Page, Site

from home.demo.accounts import ACCOUNTS, PASSWORD
from home.management.commands import load_demo
from home.management.commands.load_demo import _is_behind
from home.models import ArticlePage, HomePage, OfficialDocumentPage
from portal.models import Membership, PortalDocument, PortalImage, Unit, User
from portal.roles import EDITOR_ROLES, Role
from school_intranet.models import SchoolPortalPage

# The demo is loaded where the portal is developed, which is on SQLite.
pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("indexes")]


def load(**options: bool) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def addresses(html: bytes) -> set[str]:
    """Where the links of a page lead to within the portal."""
    links = BeautifulSoup(html, "html.parser").select("a[href]")
    return {href for link in links if (href := str(link["href"])).startswith("/")}


def test_it_stands_and_is_loaded_once_and_again_when_asked(
    db: None, client: Client, settings: Any
) -> None:
    """One load for all: it takes long."""
    settings.SITE_URL = "http://testserver"
    said = load()
    with transaction.atomic():
        says_what_is_made_up(client)
        accounts_are_what_their_roles_say(said, client)
        transaction.set_rollback(True)
    a_second_run_changes_nothing_and_a_fresh_one_loads_all_again()


def says_what_is_made_up(client: Client) -> None:
    front = client.get("/")
    assert front.status_code == 200
    broken = {
        address: status
        for address in addresses(front.content)
        if (status := client.get(address, follow=True).status_code) != 200
    }
    assert broken == {}
    for page in Page.objects.live().filter(depth__gt=2).specific():
        # To a visitor a school's portal is no page at all.
        expected = 404 if isinstance(page, SchoolPortalPage) else 200
        assert client.get(page.url).status_code == expected, page.url
    item = ArticlePage.objects.get(title="Giao ban Ban chỉ đạo công nghệ thông tin")
    assert "Lượt xem: 613" in BeautifulSoup(client.get(item.url).content, "html.parser").get_text(
        " ", strip=True
    )
    assert HomePage.objects.get().lead_article == item
    made_up = ArticlePage.objects.exclude(pk=item.pk)
    assert not made_up.exclude(title__startswith="Tin mẫu: ").exists()
    assert not made_up.filter(published_at__gte=item.published_at).exists()
    assert not [
        document.title
        for document in OfficialDocumentPage.objects.all()
        if ("MAU" in document.number) != document.title.startswith("Văn bản mẫu")
    ]
    found = client.get("/tim-kiem/", {"q": "giao ban cong nghe thong tin"}).content.decode()
    assert item.url in found


def accounts_are_what_their_roles_say(demo: str, client: Client) -> None:
    for account in ACCOUNTS:
        assert account.username in demo
        signed_in = client.post("/dang-nhap/", {"username": account.username, "password": PASSWORD})
        assert signed_in.status_code == 302, account.username
        opens = client.get("/quan-tri/").status_code == 200
        assert opens == bool(EDITOR_ROLES & set(account.roles)), account.username
        client.logout()


def a_second_run_changes_nothing_and_a_fresh_one_loads_all_again() -> None:
    keeper = User.objects.create_user("nguoi-khac", full_name="Người Khác")
    unit = Unit.objects.get(code="phong-vhtt")
    Membership.objects.create(user=keeper, unit=unit, role=Role.CONTRIBUTOR, start="2018-05-30")
    counted = (Page, ArticlePage, PortalImage, PortalDocument, Unit, Site)
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in counted}
    people = User.objects.count()
    assert "đã có" in load()
    assert {model: set(model.objects.values_list("pk", flat=True)) for model in counted} == before
    ArticlePage.objects.filter(title__startswith="Tin mẫu")[0].delete()
    load(fresh=True)
    assert {model: model.objects.count() for model in counted} == {
        model: len(keys) for model, keys in before.items()
    }
    assert User.objects.filter(pk=keeper.pk).exists()
    assert User.objects.count() == people


def test_the_database_is_migrated_only_where_it_is_behind(db: None) -> None:
    assert not _is_behind()
    MigrationRecorder.Migration.objects.filter(app="home").latest("pk").delete()
    assert _is_behind()


@pytest.mark.parametrize(("behind", "migrations"), [(True, 1), (False, 0)])
def test_it_migrates_first_where_that_is_needed(
    db: None, monkeypatch: pytest.MonkeyPatch, behind: bool, migrations: int
) -> None:
    """As `make run` asks it to on a new machine."""
    called: list[str] = []
    monkeypatch.setattr(load_demo, "load", lambda: called.append("load"))
    monkeypatch.setattr(load_demo, "_is_behind", lambda: behind)
    monkeypatch.setattr(load_demo, "call_command", lambda name, **_: called.append(name))
    call_command("load_demo", migrate=True, stdout=StringIO())
    assert called == ["migrate"] * migrations + ["load"]


@pytest.mark.parametrize("fresh", [False, True])
def test_refused_where_the_demo_is_not_allowed(db: None, settings: Any, fresh: bool) -> None:
    settings.DEMO_ALLOWED = False
    before = Page.objects.count(), User.objects.count()
    with pytest.raises(CommandError, match="phát triển"):
        call_command("load_demo", fresh=fresh)
    assert (Page.objects.count(), User.objects.count()) == before
