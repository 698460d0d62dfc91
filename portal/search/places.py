"""The place of pages in the search. It changes for whole branches of the tree at a time, while the
pages' own text stays as it is."""

from collections.abc import Sequence

from wagtail.models import Page, PageViewRestriction

from portal import site_tree
from portal.search.registry import Place

STEP = Page.steplen


def places_of(pages: Sequence[Page]) -> dict[int, Place]:
    """The place of each page by its key. Two statements for all of them; read from the database
    and not from the kept tree, which is a revision behind while a change is being saved."""
    restricted = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    parents = dict(
        Page.objects.filter(path__in={page.path[:-STEP] for page in pages}).values_list(
            "path", "pk"
        )
    )
    return {
        page.pk: Place(
            url=site_tree.page_url(page.url_path),
            section_id=parents.get(page.path[:-STEP]),
            public=page.live and not _below(page.path, restricted),
        )
        for page in pages
    }


def _below(path: str, restricted: tuple[str, ...]) -> bool:
    # Paths are of steps of one length, so a prefix of a path is always a page above it or itself.
    return path.startswith(restricted)
