"""The public site's tree of standing pages and sections, kept in memory for one revision.

Menu, breadcrumbs, the section of a card and the address of a page are read from here, so that no
view asks the database for them. Articles and documents are not in it; their number has no bound.
"""

from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from wagtail.models import Page, PageViewRestriction, Site, get_page_models

from portal import revision


@dataclass(frozen=True)
class Node:
    pk: int
    path: str
    title: str
    url: str
    in_menu: bool


@dataclass(frozen=True)
class Tree:
    root_pk: int = 0
    root_path: str = ""
    root_url_path: str = "/"
    nodes: dict[str, Node] = field(default_factory=dict)


def tree() -> Tree:
    """The tree of the revision in force: no statement, or four when the revision is new."""
    key = f"site-tree:{revision.current()}"
    kept: Tree | None = cache.get(key)
    if kept is None:
        kept = _read()
        cache.set(key, kept, 3600)
    return kept


def _read() -> Tree:
    site = Site.objects.select_related("root_page").filter(is_default_site=True).first()
    if site is None:
        return Tree()
    root = site.root_page
    types = ContentType.objects.get_for_models(
        *(model for model in get_page_models() if getattr(model, "is_structural", False))
    )
    restricted = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    pages = (
        Page.objects.descendant_of(root, inclusive=True)
        .live()
        .filter(content_type__in=types.values())
        .order_by("path")
        .values_list("pk", "path", "title", "url_path", "show_in_menus")
    )
    nodes = {
        path: Node(pk, path, title, _address(url_path, root.url_path), in_menu)
        for pk, path, title, url_path, in_menu in pages
        if not path.startswith(restricted or ("\0",))
    }
    return Tree(root.pk, root.path, root.url_path, nodes)


def _address(url_path: str, root_url_path: str) -> str:
    return "/" + url_path.removeprefix(root_url_path)


def page_url(url_path: str) -> str:
    """The address of a page within the portal, from Wagtail's stored `url_path`."""
    return _address(url_path, tree().root_url_path)


def sections_by_path() -> dict[str, Node]:
    """Every standing page and section by its tree path."""
    return tree().nodes


def menu() -> list[dict]:
    """The main menu: live children of the front page that are shown in menus, with theirs."""
    kept = tree()
    return [
        {"title": node.title, "url": node.url, "children": _children(kept, node.path)}
        for node in _children(kept, kept.root_path)
    ]


def _children(kept: Tree, path: str) -> list[Node]:
    return [node for node in kept.nodes.values() if node.in_menu and node.path[:-4] == path]


def children_of(path: str) -> list[Node]:
    """Standing pages and sections directly below `path`, shown in menus or not."""
    return [node for node in tree().nodes.values() if node.path[:-4] == path]
