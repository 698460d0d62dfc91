"""Every address of the project, from the URL configuration itself, so that a new view is crawled
without anyone naming it. A route with a part for which there is no example fails the suite."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern
from django.utils import timezone
from wagtail.models import get_page_models

from school_intranet import urls as school_urls
from school_intranet.services import reporting, tasks
from school_intranet.services.week import monday_of

PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
# Wagtail's own pages, crawled by their addresses; a view of Wagtail's that is made to fail.
SERVES = frozenset({"wagtail_serve", "wagtailadmin_error_test"})
# Routes that are written as regular expressions: what stands for each.
REGEX = {
    r"^pages/": "pages/",
    r"^documents/": "documents/",
    r"^images/": "images/",
    r"^.*/$": "khong-co/",
    r"^api/open311/v2/services\.(?P<form>json|xml)$": "api/open311/v2/services.json",
    r"^api/open311/v2/services/(?P<code>[-\w]+)\.(?P<form>json|xml)$": (
        "api/open311/v2/services/1.json"
    ),
    r"^api/open311/v2/requests\.(?P<form>json|xml)$": "api/open311/v2/requests.json",
    r"^api/open311/v2/requests/(?P<number>[-\w]+)\.(?P<form>json|xml)$": (
        "api/open311/v2/requests/2018-1.json"
    ),
}
COMPARE = "revisions/compare/"
# Parts that are words; each `int` part is a key, which the crawl chooses.
WORDS: dict[str, str] = {
    "action": "delete",
    "action_name": "publish",
    "app_label": "school_intranet",
    "app_name": "school_intranet",
    "batch": str(uuid.uuid4()),
    "code": "00139",
    "content_type_app_name": "school_intranet",
    "content_type_model_name": "schoolportalpage",
    "day": "2026-11-23",
    "filename": "tep.pdf",
    "filter_spec": "width-200",
    "key": str(uuid.uuid4()),
    "kind": "van-ban-den",
    "model_name": "schoolportalpage",
    "monday": monday_of(timezone.localdate()).isoformat(),
    "name": "start",
    "object_id": "{key}",
    "page_type": "school_intranet.SchoolPortalPage",
    "pk": "{key}",
    "section": "truong",
    "size": "nho",
    "slug": "tin-tuc",
    "step": "nhan",
    "token": "khong-co",
    "uidb64": "MQ",
}
# In a portal, where a word decides what is shown, each of them is asked for.
READABLE = ("thong-bao", "van-ban-den", "van-ban-cua-phong")
SEVERAL: dict[str, tuple[str, tuple[str, ...]]] = {
    "school_register": ("kind", ("den", "di")),
    "school_register_excel": ("kind", ("den", "di")),
    "school_receipts": ("kind", READABLE),
    "school_receipts_remind": ("kind", READABLE),
    "school_receipts_sheet": ("kind", READABLE),
    "school_receipts_enter": ("kind", READABLE),
    "school_task_step": ("name", tuple(tasks.STEPS)),
    "school_report_step": ("name", tuple(reporting.STEPS)),
    "school_picture": ("size", ("nho", "lon")),
}
# A campaign's addresses match only while there is one.
SKIPPED_PARTS = frozenset({"campaign"})


class NoExample(AssertionError):  # noqa: N818 - it names what is missing
    """A route has a part that `WORDS` does not know."""


@dataclass(frozen=True)
class Route:
    """`template` is an address with `{key}` wherever a key belongs."""

    name: str
    template: str

    def address(self, key: int) -> str:
        return self.template.replace("{key}", str(key))


def project_routes() -> list[Route]:
    """Of the whole project, the editor included."""
    found = [_route(parts, pattern) for parts, pattern in _walk(get_resolver())]
    return [route for route in found if route is not None]


def portal_routes() -> list[Route]:
    """Of one school's portal, relative to it."""
    return [route for route in _of_module(school_urls) if route is not None]


def routable_pages() -> list[str]:
    """Page types that bring addresses of their own; each must be crawled."""
    return [model.__name__ for model in get_page_models() if hasattr(model, "get_subpage_urls")]


def _of_module(module: ModuleType) -> Iterator[Route | None]:
    for pattern in module.urlpatterns:
        name, words = SEVERAL.get(pattern.name, ("", ("",)))
        for word in words:
            yield _route((pattern.pattern,), pattern, {**WORDS, name: word})


def _walk(
    resolver: URLResolver, before: tuple[Any, ...] = ()
) -> Iterator[tuple[tuple[Any, ...], URLPattern]]:
    for pattern in resolver.url_patterns:
        parts = (*before, pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, parts)
        else:
            yield parts, pattern


def _route(
    parts: tuple[Any, ...], pattern: URLPattern, words: dict[str, str] = WORDS
) -> Route | None:
    if pattern.name in SERVES:
        return None
    written = [_written(part, pattern, words) for part in parts]
    if any(word is None for word in written):
        return None
    return Route(str(pattern.name), "".join(word for word in written if word))


def _written(part: Any, pattern: URLPattern, words: dict[str, str]) -> str | None:
    text = str(part)
    if isinstance(part, RoutePattern):
        if SKIPPED_PARTS & set(part.converters):
            return None
        return PART.sub(lambda match: _example(match, text, words), text)
    if isinstance(part, RegexPattern):
        if text in ("", "^"):
            return ""
        if COMPARE in text:
            return "{key}/revisions/compare/earliest...latest/"
        if text not in REGEX:
            raise NoExample(f"{text} ({pattern.name}) has no example in REGEX.")
        return REGEX[text]
    return text


def _example(match: re.Match[str], route: str, words: dict[str, str]) -> str:
    kind, name = match["kind"] or "str", match["name"]
    if kind == "int":
        return "2026" if name == "year" else "1" if name == "width" else "{key}"
    if name not in words:
        raise NoExample(f"The part <{name}> of {route} has no example in WORDS.")
    return words[name]
