"""What the public templates are given; selectors do the reading."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beautiful_city.addresses import GALLERY
from beautiful_city.forms.filtering import FilterForm
from beautiful_city.models import GalleryPage
from beautiful_city.selectors import choices
from beautiful_city.selectors.case_page import CasePage
from beautiful_city.selectors.exports import public_place
from beautiful_city.selectors.filters import TABS, CaseFilter
from beautiful_city.selectors.lists import gallery_lists
from portal.cursor import Asked, Cursor
from portal.page_cache import keep_until
from portal.page_context import context_of
from portal.templatetags.portal_tags import number_vi

HOME = {"title": gettext_lazy("Trang chủ"), "url": "/"}
NAME = gettext_lazy("Long Biên đẹp - chưa đẹp")


def points_path() -> str:
    return reverse("case_points")


@context_of(GalleryPage)
def gallery_context(page: GalleryPage, request: HttpRequest) -> dict[str, Any]:
    """The list. Nine statements: two of choices, counts, pauses, five of lists."""
    context = view_context(FilterForm(request.GET), "list")
    asked: CaseFilter = context["asked"]
    place = Asked.parse(request.GET)
    lists = gallery_lists(page, asked, place, context["now"])
    if lists.page.changes_at:
        keep_until(request, lists.page.changes_at)
    plain = place.is_first and not asked.parameters()
    return context | {
        "cards": lists.page.cards,
        "featured": lists.featured if plain else [],
        "newer_url": _neighbour(asked, "sau", lists.page.newer),
        "older_url": _neighbour(asked, "truoc", lists.page.older),
        "pauses": choices.pauses_in_force(),
        "http_status": 200 if context["form"].is_valid() else 400,
        "breadcrumbs": [HOME],
        "canonical_url": f"{settings.SITE_URL}{GALLERY}",
        "share_image_url": _share_image(lists.featured[0].after if lists.featured else None),
    }


def view_context(form: FilterForm, view: str) -> dict[str, Any]:
    """What list, map and board have in common. Three statements: two of choices, and counts."""
    now = timezone.now()
    asked = form.asked()
    counts = asked.counts(now)
    paths = {"list": GALLERY, "map": reverse("case_map"), "board": reverse("ward_board")}
    path = paths[view]
    return {
        "now": now,
        "form": form,
        "asked": asked,
        "view": view,
        "tabs": [
            {
                "label": tab.label,
                "count": counts[tab.code],
                "url": asked.on(tab).address(path),
                "current": tab == asked.tab,
            }
            for tab in TABS
        ],
        "total": counts[asked.tab.code],
        "count": _("%s phản ánh") % number_vi(counts[asked.tab.code]),
        "filters_on": asked.words(),
        "clear_url": CaseFilter(tab=asked.tab).address(path),
        "view_urls": {name: asked.address(address) for name, address in paths.items()},
        "feed_url": asked.address(reverse("case_feed")),
        "csv_url": asked.address(reverse("cases_csv")),
        "xlsx_url": asked.address(reverse("cases_xlsx")),
        "gallery_url": GALLERY,
        "breadcrumbs": [HOME, {"title": NAME, "url": GALLERY}],
    }


def case_context(found: CasePage) -> dict[str, Any]:
    case = found.case
    return {
        "found": found,
        "case": case,
        "place": public_place(case),
        "gallery_url": GALLERY,
        "breadcrumbs": [HOME, {"title": NAME, "url": GALLERY}],
        "canonical_url": f"{settings.SITE_URL}{case.get_absolute_url()}",
        "share_image_url": _share_image(found.pair[1] if found.pair else found.first),
        # What the head of every page reads for those who share it.
        "page": {"title": case.title, "summary": ", ".join([str(found.badge.word), *found.line])},
    }


def _neighbour(asked: CaseFilter, name: str, cursor: Cursor | None) -> str | None:
    return asked.address(**{name: str(cursor)}) if cursor else None


def _share_image(picture: Any) -> str:
    return f"{settings.SITE_URL}{picture.src}" if picture else ""
