"""Rich text as it is shown. Cells of tables."""

from datetime import date

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.templatetags.portal_tags import date_vi

register = template.Library()


@register.filter
def school_html(text: str) -> SafeString:
    """A field that holds clean HTML: every service that writes it has cleaned it (`html.py`)."""
    return mark_safe(text)  # noqa: S308


@register.filter
def cell_vi(value: object) -> str:
    """A cell of a sheet: a day as 30/05/2018, nothing as nothing."""
    if isinstance(value, date):
        return date_vi(value)
    return "" if value is None else str(value)
