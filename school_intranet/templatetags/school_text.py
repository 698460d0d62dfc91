"""Rich text as it is shown: cleaned once more, whatever stands in the database. Cells of tables."""

from datetime import date

from django import template
from django.utils.safestring import SafeString, mark_safe

from portal.templatetags.portal_tags import date_vi
from school_intranet.html import clean_html

register = template.Library()


@register.filter
def school_html(text: str) -> SafeString:
    return mark_safe(clean_html(text))  # noqa: S308 - nothing but the allowed marks is left


@register.filter
def cell_vi(value: object) -> str:
    """A cell of a sheet: a day as 30/05/2018, nothing as nothing."""
    if isinstance(value, date):
        return date_vi(value)
    return "" if value is None else str(value)
