"""A page found by one statement, then served by Wagtail.

Wagtail walks to a page level by level, two statements for each, asks for the site and twice more
for restrictions. The tree of sections and the restrictions are in memory, so one statement finds
the page with its relations. Whatever is unusual (restricted, an alias, below an unpublished page,
more than one site, a page type with a route of its own) is left to Wagtail.
"""

import functools

from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult
from wagtail.views import serve as wagtail_serve

from portal import site_tree
from portal.page_cache import mark_public


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    """The view of every page. Wagtail's own `serve` runs, with all its hooks."""
    page = find_page(path)
    if page is not None:
        # Where Wagtail looks for, and leaves, what a request leads to.
        vars(request).update(
            _wagtail_site=site_tree.tree().site, _wagtail_route_for_request=RouteResult(page)
        )
    response: HttpResponseBase = wagtail_serve(request, path)
    if page is not None:
        mark_public(request)
    return response


def find_page(path: str) -> Page | None:
    """The live, unrestricted page at `path` (`tin-tuc/mot-bai/`), or None where Wagtail is to
    look for itself. One statement, none where there is nothing to ask."""
    tree = site_tree.tree()
    query = _at(tree, path)
    if query is None:
        return None
    for page in query.select_related(*getattr(query.model, "select_on_serve", ())):
        if not page.live or page.alias_of_id is not None or page.pk in tree.restricted:
            return None
        # Answered by the tree, which holds no page below a restricted one; Wagtail's hook would
        # ask twice more.
        page.get_view_restrictions = _no_restrictions
        return page
    return None


@functools.cache
def _no_restrictions() -> QuerySet:
    """An empty queryset that has been asked already: even asking for nothing takes its time."""
    nothing = PageViewRestriction.objects.none()
    bool(nothing)
    return nothing


def _at(tree: site_tree.Tree, path: str) -> QuerySet | None:
    """The query of what stands at `path`, where it is reached by slugs alone."""
    node = tree.by_url.get(f"/{path}")
    if node is not None:
        return node.model.objects.filter(pk=node.pk) if node.plain else None
    above, _, slug = path.rstrip("/").rpartition("/")
    parent = tree.by_url.get(f"/{above}/" if above else "/")
    model = _leaf_model(parent.model) if parent and parent.plain else None  # type: ignore[arg-type]
    if parent is None or model is None:
        return None
    # The slug has an index, the path has not.
    return model.objects.filter(slug=slug, url_path=f"{tree.root_url_path}{path}").order_by()


@functools.cache
def _leaf_model(parent: type[Page]) -> type[Page] | None:
    """The page type below `parent` that is not in the tree, where there is exactly one."""
    leaves = [
        model
        for model in parent.clean_subpage_models()
        if not getattr(model, "is_structural", False)
    ]
    return leaves[0] if len(leaves) == 1 and leaves[0].route is Page.route else None
