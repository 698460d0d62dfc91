"""What changes the public front: dates of publishing, and the rows that lists read."""

from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from home.models import ArticleListing, ArticlePage


def settle_publication_date(article: ArticlePage) -> None:
    """An article without a date of its own counts from its first publishing."""
    if article.published_at is None and article.first_published_at is not None:
        article.published_at = article.first_published_at
        ArticlePage.objects.filter(pk=article.pk).update(published_at=article.published_at)


def is_public(page: Page) -> bool:
    """Live, and neither it nor a page above it restricted to some readers."""
    restricted = PageViewRestriction.objects.filter(
        page__path__in=[page.path[:end] for end in range(4, len(page.path) + 1, 4)]
    )
    return page.live and not restricted.exists()


@transaction.atomic
def refresh_listing(article: ArticlePage) -> None:
    """Make the listing rows of `article` what its state says: one for each page above it."""
    ArticleListing.objects.filter(article=article).delete()
    if not is_public(article):
        return
    above = [article.path[:end] for end in range(8, len(article.path), 4)]
    sections = Page.objects.filter(path__in=above).values_list("pk", flat=True)
    ArticleListing.objects.bulk_create(
        ArticleListing(section_id=section, article=article, date=article.effective_date)
        for section in sections
    )


def refresh_listings_below(page: Page) -> None:
    """After a move or a change of restriction: the rows of every article at or below `page`."""
    for article in ArticlePage.objects.descendant_of(page, inclusive=True).iterator(chunk_size=200):
        refresh_listing(article)
