"""Ways into a portal for the tests."""

from django.test import Client

from portal.models import User
from school_intranet.models import SchoolPortalPage

BACKEND = "django.contrib.auth.backends.ModelBackend"


def enter_as(user: User) -> Client:
    """The browser of a person who has signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def at(portal: SchoolPortalPage, rest: str = "") -> str:
    """The address of a page of the portal."""
    return f"/dieu-hanh-noi-bo/{portal.slug}/{rest}"
