"""What the head of the work front asks: whose it is, and where this person may go."""

from django import template
from django.template.context import Context

from portal.inbox import WorkLink, units_of, work_links
from portal.models import Unit
from portal.permissions import has_role, is_superuser
from portal.roles import EDITOR_ROLES

register = template.Library()


@register.simple_tag(takes_context=True)
def work_menu(context: Context) -> list[WorkLink]:
    return work_links(context["request"].user)


@register.simple_tag(takes_context=True)
def opens_editor(context: Context) -> bool:
    """Whether the person's roles open the editor: asked of the memberships, which are at hand."""
    user = context["request"].user
    return has_role(user, *EDITOR_ROLES) or is_superuser(user)


@register.simple_tag(takes_context=True)
def work_units(context: Context) -> list[Unit]:
    return units_of(context["request"].user)
