"""The public site's tree of standing pages and sections, kept in memory for one revision.

Menu, breadcrumbs, the section of a card and the address of a page are read from here, so that no
view asks the database for them. Articles and documents are not in it; their number has no bound.
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageViewRestriction, Site, get_page_models

from portal.kept import kept


@dataclass(frozen=True)
class Node:
    pk: int
    path: str
    title: str
    url: str
    in_menu: bool
    model: type[Page]
    # Reached by slugs alone: neither it nor a page above it is an alias or routes by itself.
    plain: bool


@dataclass(frozen=True)
class Tree:
    root_pk: int = 0
    root_path: str = ""
    root_url_path: str = "/"
    site: Site | None = None
    nodes: dict[str, Node] = field(default_factory=dict)
    by_url: dict[str, Node] = field(default_factory=dict)
    children: dict[str, list[Node]] = field(default_factory=dict)
    # Keys of all restricted pages, those too that are not in the tree.
    restricted: frozenset[int] = frozenset()


def tree() -> Tree:
    """The tree of the revision in force: no statement, or four when the revision is new."""
    return kept("site-tree", _read)


def _read() -> Tree:
    sites = list(Site.objects.select_related("root_page"))
    site = next((site for site in sites if site.is_default_site), None)
    if site is None:
        return Tree()
    root = site.root_page
    models = [model for model in get_page_models() if getattr(model, "is_structural", False)]
    types: dict[int, Any] = {
        kind.pk: model for model, kind in ContentType.objects.get_for_models(*models).items()
    }
    restricted = dict(PageViewRestriction.objects.values_list("page", "page__path"))
    closed = tuple(restricted.values()) or ("\0",)
    pages = (
        Page.objects.descendant_of(root, inclusive=True)
        .live()
        .filter(content_type__in=types)
        .order_by("path")
        .values_list("pk", "path", "title", "url_path", "show_in_menus", "content_type", "alias_of")
    )
    nodes: dict[str, Node] = {}
    children: dict[str, list[Node]] = {}
    for pk, path, title, url_path, in_menu, content_type, alias_of in pages:
        if path.startswith(closed):
            continue
        parent = nodes.get(path[: -Page.steplen])
        model = types[content_type]
        plain = (
            len(sites) == 1
            and alias_of is None
            and model.route is Page.route
            and (path == root.path or (parent is not None and parent.plain))
        )
        address = _address(url_path, root.url_path)
        nodes[path] = Node(pk, path, title, address, in_menu, model, plain)
        children.setdefault(path[: -Page.steplen], []).append(nodes[path])
    by_url = {node.url: node for node in nodes.values()}
    return Tree(
        root.pk,
        root.path,
        root.url_path,
        site,
        nodes,
        by_url,
        children,
        restricted=frozenset(restricted),
    )


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
    return [
        {"title": node.title, "url": node.url, "children": _in_menu(node.path)}
        for node in _in_menu(tree().root_path)
    ]


def _in_menu(path: str) -> list[Node]:
    return [node for node in children_of(path) if node.in_menu]


def children_of(path: str) -> list[Node]:
    """Standing pages and sections directly below `path`, shown in menus or not."""
    return list(tree().children.get(path, []))
