"""A new installation without the demo, and what a second run leaves alone."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import Page, Site, WorkflowPage

from beautiful_city.models import Category, DeadlinePolicy, DutyNumber
from home.models import HomePage, StandardPage
from portal.models import CalendarDay, SiteSettings, Unit, User
from portal.provisioning import group_name
from portal.roles import EDITOR_ROLES

pytestmark = pytest.mark.usefixtures("indexes")

FIXED = ("/", "/tin-tuc/", "/van-ban/", "/gioi-thieu/", "/tim-kiem/", "/sitemap.xml", "/rss/")


@pytest.fixture
def migrated_alone(db: None) -> None:
    """What migrations leave, without what the tests begin with otherwise: Wagtail's site with its
    welcome page, no group of ours, no list of an installation."""
    Site.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        page.delete()
    root = Page.objects.get(depth=1)
    welcome = root.add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)
    for model in (Group, DeadlinePolicy, Category, DutyNumber):
        model.objects.all().delete()


@pytest.fixture
def installed(migrated_alone: None, settings: Any) -> str:
    """Sets up as production does; gives what was printed."""
    settings.SITE_URL = "https://testserver"
    settings.DEMO_ALLOWED = False
    out = StringIO()
    call_command("set_up", stdout=out)
    return out.getvalue()


def counts() -> dict[str, int]:
    models = (Page, Site, SiteSettings, Unit, CalendarDay, WorkflowPage)
    return {model.__name__: model.objects.count() for model in models}


def test_the_fixed_addresses_answer_and_no_account_was_made(installed: str, client: Client) -> None:
    assert "https://testserver/" in installed
    assert {url: client.get(url).status_code for url in FIXED} == dict.fromkeys(FIXED, 200)
    site = Site.objects.get()
    assert (site.hostname, site.port, site.is_default_site) == ("testserver", 443, True)
    assert list(Page.objects.filter(depth=2)) == list(Page.objects.type(HomePage))
    assert Unit.objects.exists()
    assert CalendarDay.objects.exists()
    assert WorkflowPage.objects.filter(page=site.root_page).exists()
    assert not User.objects.exists()
    assert Category.objects.exists()
    assert DeadlinePolicy.objects.exists()


def test_rights_are_given_without_a_further_command(installed: str, make_user: Any) -> None:
    district = Unit.objects.get(kind="district")
    for role in EDITOR_ROLES:
        user = make_user(role.value, (district, role))
        assert [group.name for group in user.groups.all()] == [group_name(role)]
        browser = Client()
        browser.force_login(user)
        assert browser.get("/quan-tri/").status_code == 200


def test_a_second_run_keeps_what_people_changed(installed: str, settings: Any) -> None:
    before = counts()
    about = StandardPage.objects.get(slug="gioi-thieu")
    about.title = "Giới thiệu quận"
    about.save_revision().publish()
    Site.objects.update(site_name="Tên đã đổi")
    SiteSettings.objects.update(office_name="Cơ quan đã đổi")
    Unit.objects.filter(kind="district").update(phone="0123")
    settings.SITE_URL = "http://example.org:8080"
    call_command("set_up", stdout=StringIO())
    assert counts() == before
    about.refresh_from_db()
    assert about.title == "Giới thiệu quận"
    site = Site.objects.get()
    assert (site.hostname, site.port, site.site_name) == ("example.org", 8080, "Tên đã đổi")
    assert SiteSettings.objects.get().office_name == "Cơ quan đã đổi"
    assert Unit.objects.get(kind="district").phone == "0123"


def test_a_wrong_data_file_makes_nothing(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> int:
        raise ValueError("units.csv:3: sai")

    monkeypatch.setattr("home.foundation.load_calendar_days", broken)
    before = counts()
    with pytest.raises(CommandError, match=r"units\.csv:3"):
        call_command("set_up")
    assert counts() == before
