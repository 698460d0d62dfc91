"""Whether everybody may see a page: live, and neither it nor a page above it restricted."""

from wagtail.models import Page, PageViewRestriction


def is_public(page: Page) -> bool:
    """One statement for a live page."""
    restricted = PageViewRestriction.objects.filter(
        page__path__in=[page.path[:end] for end in range(4, len(page.path) + 1, 4)]
    )
    return page.live and not restricted.exists()


def closed_paths() -> tuple[str, ...]:
    """The tree paths of all restricted pages: what begins with one of them is not public."""
    return tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
