"""The public site's tree of standing pages and sections, kept in memory for one revision.

Menu, breadcrumbs, the section of a card and the address of a page are read from here, so that no
view asks the database for them. Articles and documents are not in it; their number has no bound.
"""

from dataclasses import dataclass, field

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
    # Keys of the pages above it and its own, from the top of Wagtail's tree.
    line: tuple[int, ...]


@dataclass(frozen=True)
class Tree:
    root_pk: int = 0
    root_path: str = ""
    root_url_path: str = "/"
    site: Site | None = None
    nodes: dict[str, Node] = field(default_factory=dict)
    by_url: dict[str, Node] = field(default_factory=dict)
    children: dict[str, list[Node]] = field(default_factory=dict)


def tree() -> Tree:
    """The tree of the revision in force: no statement, or five when the revision is new."""
    return kept("site-tree", _read)


def _read() -> Tree:
    sites = list(Site.objects.select_related("root_page"))
    site = next((site for site in sites if site.is_default_site), None)
    if site is None:
        return Tree()
    root = site.root_page
    models = [model for model in get_page_models() if getattr(model, "is_structural", False)]
    types = {kind.pk: model for model, kind in ContentType.objects.get_for_models(*models).items()}
    restricted = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    pages = (
        Page.objects.descendant_of(root, inclusive=True)
        .live()
        .filter(content_type__in=types)
        .order_by("path")
        .values_list("pk", "path", "title", "url_path", "show_in_menus", "content_type", "alias_of")
    )
    above_root = tuple(root.get_ancestors().values_list("pk", flat=True))
    nodes: dict[str, Node] = {}
    children: dict[str, list[Node]] = {}
    for pk, path, title, url_path, in_menu, content_type, alias_of in pages:
        if path.startswith(restricted or ("\0",)):
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
        line = (*(parent.line if parent else above_root), pk)
        nodes[path] = Node(pk, path, title, address, in_menu, model, plain, line)
        children.setdefault(path[: -Page.steplen], []).append(nodes[path])
    by_url = {node.url: node for node in nodes.values()}
    return Tree(root.pk, root.path, root.url_path, site, nodes, by_url, children)


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
