"""What the ground floor adds to Wagtail's editor. Each concept has a module of its own; this one
only registers."""

from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from portal.calendar_viewset import CalendarDayViewSet
from portal.editor import hooks as editor_hooks
from portal.page_permissions import PortalPagePermissionPolicy
from portal.registry_viewsets import RegistryViewSetGroup

register_permission_policy(Page, PortalPagePermissionPolicy())

hooks.register("construct_explorer_page_queryset", editor_hooks.hide_pages)
hooks.register("construct_page_chooser_queryset", editor_hooks.hide_pages_in_chooser)
hooks.register("before_create_page", editor_hooks.refuse_other_types)


@hooks.register("register_admin_viewset")
def register_registry() -> list:
    return [RegistryViewSetGroup(), CalendarDayViewSet()]
