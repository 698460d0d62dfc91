"""What changes the public front: dates of publishing, and the rows that lists read."""

import itertools

from django.db import transaction
from wagtail.models import Page

from home.models import ArticleListing, ArticlePage
from portal.publicity import closed_paths, is_public


def settle_publication_date(article: ArticlePage) -> None:
    """An article without a date of its own counts from its first publishing."""
    if article.published_at is None and article.first_published_at is not None:
        article.published_at = article.first_published_at
        ArticlePage.objects.filter(pk=article.pk).update(published_at=article.published_at)


@transaction.atomic
def refresh_listing(article: ArticlePage) -> None:
    """Make the listing rows of `article` what its state says: one for each page above it."""
    ArticleListing.objects.filter(article=article).delete()
    if not is_public(article):
        return
    sections = Page.objects.filter(path__in=_paths_above(article)).values_list("pk", flat=True)
    ArticleListing.objects.bulk_create(
        ArticleListing(section_id=section, article=article, date=article.effective_date)
        for section in sections
    )


@transaction.atomic
def refresh_listings_below(page: Page) -> None:
    """After a move or a change of restriction: the rows of every article at or below `page`, all
    of them or none. The number of statements grows by one for each thousand articles."""
    below = ArticlePage.objects.descendant_of(page, inclusive=True)
    ArticleListing.objects.filter(article__in=below.values("pk")).delete()
    closed = closed_paths()
    above = dict(Page.objects.filter(numchild__gt=0).values_list("path", "pk"))
    articles = below.live().only("path", "published_at", "first_published_at")
    rows = (
        ArticleListing(section_id=above[path], article=article, date=article.effective_date)
        for article in articles.iterator(chunk_size=1000)
        if not (closed and article.path.startswith(closed))
        for path in _paths_above(article)
    )
    while batch := list(itertools.islice(rows, 1000)):
        ArticleListing.objects.bulk_create(batch)


def _paths_above(page: Page) -> list[str]:
    """The tree paths of the pages above, from the front page down."""
    step: int = Page.steplen
    return [page.path[:end] for end in range(2 * step, len(page.path), step)]
