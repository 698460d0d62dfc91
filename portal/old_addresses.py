"""Addresses of the old portal, and of pages that have moved, lead on.

Wagtail's own middleware knows an address only letter by letter. People come by addresses on which
Facebook, Zalo and others have hung their own parameters, and the old portal's server (`.aspx`) did
not tell capitals from small letters.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db.models import F
from django.db.models.functions import Lower
from django.http import (
    HttpRequest,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from portal.page_cache import is_tracking

LONGEST = 255
"""Of an old path as it is kept; no longer one is asked for."""


class OldAddressMiddleware(MiddlewareMixin):
    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if response.status_code != 404:
            return response
        found = redirect_for(Site.find_for_request(request), request.get_full_path())
        if found is None or found.link is None:
            return response
        kind = HttpResponsePermanentRedirect if found.is_permanent else HttpResponseRedirect
        return kind(found.link)


def redirect_for(site: Site | None, address: str) -> Redirect | None:
    """Where an address leads: as it stands, without what others have hung on it, without its
    query; then the same whatever its capitals, if these lead to one place. Two statements."""
    paths = _forms_of(address)
    if not paths:
        return None
    rows = Redirect.get_for_site(site).select_related("redirect_page")
    # Of two for one path that of this site counts.
    exact_rows = rows.filter(old_path__in=paths).order_by(F("site").asc(nulls_first=True))
    exact = {row.old_path: row for row in exact_rows}
    for path in paths:
        if path in exact:
            return exact[path]
    folded = list(dict.fromkeys(path.lower() for path in paths))
    alike: dict[str, list[Redirect]] = {}
    for row in rows.alias(folded=Lower("old_path")).filter(folded__in=folded)[: 2 * len(folded)]:
        alike.setdefault(row.old_path.lower(), []).append(row)
    for path in folded:
        if path in alike:
            places = {(row.redirect_page_id, row.redirect_link) for row in alike[path]}
            return alike[path][0] if len(places) == 1 else None
    return None


def _forms_of(address: str) -> list[str]:
    """The forms in which an old path may be kept, the closest first."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return []
    pairs = [pair for pair in parts.query.split("&") if pair]
    own = [pair for pair in pairs if not is_tracking(pair.partition("=")[0])]
    queries = ("&".join(pairs), "&".join(own), "")
    forms = []
    for query in queries:
        raw = Redirect.normalise_path(
            f"{parts.path}?{query}" if query else parts.path, decode_unicode=False
        )
        forms += [uri_to_iri(raw), raw]
    return [form for form in dict.fromkeys(forms) if "\0" not in form and len(form) <= LONGEST]
