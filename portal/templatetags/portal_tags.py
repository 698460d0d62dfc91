"""What every template of the public site may ask: menu, contact, dates and numbers."""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils import timezone

from portal import site_tree
from portal.kept import kept
from portal.models import SiteSettings

register = template.Library()

_SWAPPED = str.maketrans(",.", ".,")


@register.simple_tag
def site_chrome_menu() -> list[dict]:
    return site_tree.menu()


@register.simple_tag
def site_contact() -> SiteSettings:
    """The head and foot's facts; empty ones until somebody has filled them in."""
    return kept(
        "site-contact",
        lambda: SiteSettings.objects.filter(site__is_default_site=True).first() or SiteSettings(),
    )


@register.simple_tag(takes_context=True)
def site_head(context: Context) -> str:
    """The head of every page, rendered once for each item of the menu that one can be in."""
    path = context["request"].path if "request" in context else ""
    here = next((item["url"] for item in site_tree.menu() if path.startswith(item["url"])), "")
    return kept(
        ("site-head", here),
        lambda: render_to_string("components/site_header.html", {"here": here}),
    )


@register.simple_tag
def site_foot() -> str:
    """The foot of every page, rendered once."""
    return kept("site-foot", lambda: render_to_string("components/site_footer.html"))


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
def number_vi(value: int | Decimal | None) -> str:
    """`1.234,5`: a dot for thousands, a comma for decimals."""
    return "" if value is None else f"{value:,}".translate(_SWAPPED)
