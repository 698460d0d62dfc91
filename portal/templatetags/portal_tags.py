"""What every template of the public site may ask: menu, contact, dates and numbers."""

from datetime import date, datetime

from django import template
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Site

from portal import revision, site_tree
from portal.models import SiteSettings

register = template.Library()


@register.simple_tag
def site_chrome_menu() -> list[dict]:
    return site_tree.menu()


@register.simple_tag
def site_contact() -> SiteSettings:
    """The head and foot's facts, kept for one revision of the site."""
    key = f"site-contact:{revision.current()}"
    kept: SiteSettings | None = cache.get(key)
    if kept is None:
        site = Site.objects.filter(is_default_site=True).first()
        kept = SiteSettings.for_site(site) if site else SiteSettings()
        cache.set(key, kept, 3600)
    return kept


@register.filter
def datetime_vi(value: datetime | None) -> str:
    """`30/05/2018 | 22:45`, in the portal's time zone."""
    return f"{timezone.localtime(value):%d/%m/%Y | %H:%M}" if value else ""


@register.filter
def date_vi(value: date | None) -> str:
    """`30/05/2018`."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"{value:%d/%m/%Y}" if value else ""


@register.filter
def number_vi(value: int | None) -> str:
    """`1.234`: a dot for thousands."""
    return "" if value is None else f"{value:,}".replace(",", ".")
