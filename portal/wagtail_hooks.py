"""What the ground floor adds to Wagtail's editor. Each concept has a module of its own; this one
only registers."""

from wagtail import hooks

from portal.calendar_viewset import CalendarDayViewSet
from portal.registry_viewsets import RegistryViewSetGroup


@hooks.register("register_admin_viewset")
def register_registry() -> list:
    return [RegistryViewSetGroup(), CalendarDayViewSet()]
