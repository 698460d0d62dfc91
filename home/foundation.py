"""What stands before anybody writes: the site with its front page, the pages of the fixed
addresses, the registry of units, the calendar, groups and the workflow.

Safe to run again: what is there is kept as it is, except for the site's address, which is that of
`SITE_URL`.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Page, Site

from home.models import DocumentIndexPage, HomePage, SectionPage, StandardPage
from portal import revision
from portal.calendar_days import load_calendar_days
from portal.foundation import lay_foundations_of_apps
from portal.models import SiteSettings
from portal.provisioning import provision_groups
from portal.registry import load_registry
from portal.workflow_setup import ensure_workflow

OFFICE = "Ủy ban nhân dân quận Long Biên"


@transaction.atomic
def lay_foundation() -> HomePage:
    """Make what a migrated database lacks; returns the front page.

    ValueError where a data file is wrong, and then nothing is made.
    """
    load_registry()
    load_calendar_days()
    home = _front_page()
    _site(home)
    for page in _standing_pages():
        if not home.get_children().filter(slug=page.slug).exists():
            publish(home, page)
    lay_foundations_of_apps(home)
    provision_groups()
    ensure_workflow()
    revision.bump()
    return home


def publish(parent: Page, page: Any) -> Any:
    """Add `page` and publish it as the editor does: a revision, then its publishing."""
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _front_page() -> HomePage:
    home = HomePage.objects.first()
    if home is not None:
        return home
    page: HomePage = publish(
        Page.objects.get(depth=1),
        HomePage(
            title="Cổng thông tin điện tử quận Long Biên",
            slug="trang-chu",
            summary="Tin tức, văn bản và dịch vụ của quận Long Biên, thành phố Hà Nội.",
        ),
    )
    return page


def _site(home: HomePage) -> None:
    address = urlsplit(settings.SITE_URL)
    place = {
        "hostname": address.hostname or "localhost",
        "port": address.port or (443 if address.scheme == "https" else 80),
        "root_page": home,
    }
    site, _ = Site.objects.update_or_create(is_default_site=True, defaults=place)
    if not site.site_name:
        site.site_name = settings.WAGTAIL_SITE_NAME
        site.save()
    SiteSettings.objects.get_or_create(site=site, defaults={"office_name": OFFICE})
    # What Wagtail's first migration greets with: the one page of no type of ours.
    plain = ContentType.objects.get_for_model(Page)
    for welcome in Page.objects.filter(depth=2, numchild=0, content_type=plain):
        welcome.delete()


def _standing_pages() -> list[Page]:
    """The pages whose addresses are fixed."""
    return [
        SectionPage(
            title="Tin tức", slug="tin-tuc", show_in_menus=True, summary="Tin hoạt động của quận."
        ),
        DocumentIndexPage(
            title="Văn bản",
            slug="van-ban",
            show_in_menus=True,
            summary="Văn bản chỉ đạo điều hành và văn bản liên quan đến quận.",
        ),
        StandardPage(
            title="Giới thiệu",
            slug="gioi-thieu",
            show_in_menus=True,
            summary="Quận Long Biên, thành phố Hà Nội.",
        ),
    ]
