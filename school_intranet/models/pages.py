"""The two pages of the app: the door at `/dieu-hanh-noi-bo/`, and the shell of one school's portal.

The tree holds nothing confidential: a shell has the school's name, a welcome and settings. Whether
a person may pass is asked here, in the door's `route()`, before any child is looked up: Wagtail
would load the child first, and the number of statements would tell that it is there.
"""

from __future__ import annotations

from http import HTTPMethod
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import resolve
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from portal.kinds import UnitKind
from portal.models import Unit
from portal.pages import BasePage
from school_intranet.addresses import RESERVED
from school_intranet.readers import enter
from school_intranet.sessions import mark
from school_intranet.states import PortalState

PORTAL_URLS = "school_intranet.urls"
# What a portal still has once its school has moved: where to, the export, and the consents that it
# rests on, since who takes one back need not ask where the school is now.
MOVED_PATH = "/da-chuyen/"
LEFT_OPEN = frozenset(
    {"school_moved", "school_export", "school_consents", "school_consent_withdraw"}
)


class SchoolPortalIndexPage(BasePage):
    """The door. It says where to sign in, and nothing of any school."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["school_intranet.SchoolPortalPage"]
    max_count = 1
    is_listed = False
    can_be_locked = False
    template = "school_intranet/door.html"
    allowed_http_methods = (HTTPMethod.GET, HTTPMethod.HEAD)

    class Meta:
        verbose_name = _("cổng điều hành nội bộ các trường")
        verbose_name_plural = _("cổng điều hành nội bộ các trường")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """The view of the rest of the address, for a member of the school that it names.

        404 for everybody else, with the same statements as for a school that there is not: none
        for an anonymous visitor, one for a person who is signed in.
        """
        if not path_components:
            return RouteResult(self)
        slug, *rest = path_components
        reader = enter(request.user, slug)
        if reader is None:
            raise Http404
        match = resolve("/" + "".join(f"{part}/" for part in rest), urlconf=PORTAL_URLS)
        if reader.portal.state == PortalState.MOVED and match.url_name not in LEFT_OPEN:
            match = resolve(MOVED_PATH, urlconf=PORTAL_URLS)
        return RouteResult(reader.portal, args=(match.func, reader), kwargs=match.kwargs)


class SchoolPortalPage(BasePage):
    """The shell of one school's portal. Its title is the school's name, which is no secret; that
    there is a portal is one."""

    school = models.OneToOneField(
        Unit,
        verbose_name=_("Trường"),
        on_delete=models.PROTECT,
        related_name="school_portal",
        limit_choices_to={"kind": UnitKind.SCHOOL},
    )
    welcome = RichTextField(_("Lời chào"), features=["bold", "italic", "ul"], blank=True)
    state = models.CharField(
        _("Trạng thái"), max_length=10, choices=PortalState.choices, default=PortalState.OPEN
    )
    new_address = models.URLField(_("Địa chỉ mới"), blank=True)
    opened_at = models.DateTimeField(null=True, editable=False)

    parent_page_types = ["school_intranet.SchoolPortalIndexPage"]
    subpage_types: list[str] = []
    # By the office's one step alone, which makes all that belongs to it.
    is_creatable = False
    is_structural = False
    is_listed = False
    can_be_locked = False
    allowed_http_methods = (HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.POST)

    content_panels = [*BasePage.content_panels[:1], FieldPanel("welcome")]

    class Meta:
        verbose_name = _("cổng điều hành nội bộ của trường")
        verbose_name_plural = _("cổng điều hành nội bộ của trường")

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED:
            raise ValidationError({"slug": _("Địa chỉ này đã dùng cho mục khác.")})

    def can_move_to(self, parent: Page) -> bool:
        """A portal stays where it is: below another page nothing would ask for membership."""
        return False

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The view that the door has found. Reached by another way, there is no page here."""
        if not args:
            raise Http404
        view, reader = args
        mark(request)
        response: HttpResponseBase = view(request, reader, **kwargs)
        response.headers.setdefault("Cache-Control", "private, no-store")
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
