"""Tags of a portal's templates. Each reads the `reader` of the context."""

from django import template
from django.template.context import Context
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString

from school_intranet.navigation import lines_for
from school_intranet.services.sending import new_key
from school_intranet.views.sending import FIELD

register = template.Library()


@register.simple_tag(takes_context=True)
def school_url(context: Context, name: str, *args: object, **kwargs: object) -> str:
    """The path of a view of this portal: `{% school_url "announcement" item.pk %}`."""
    path: str = context["reader"].path(name, *args, **kwargs)
    return path


@register.simple_tag(takes_context=True)
def school_url_if_any(context: Context, name: str, *args: object) -> str:
    """As `school_url`; empty where the portal has no such page."""
    try:
        return school_url(context, name, *args)
    except NoReverseMatch:
        return ""


@register.simple_tag
def sending() -> SafeString:
    """For a form that makes something: sent twice, it makes it once (`views.sending`)."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())


@register.simple_tag(takes_context=True)
def school_menu(context: Context) -> list[dict[str, object]]:
    """The lines of the menu with their paths, and which one is open."""
    reader, here = context["reader"], context["request"].path
    return [
        {
            "label": line.label,
            "url": reader.path(line.url_name),
            "current": line.is_open(reader, here),
        }
        for line in lines_for(reader)
    ]
