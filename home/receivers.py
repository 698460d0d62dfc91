"""Wagtail's signals that change what lists show; each receiver calls one service."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from home import services
from home.models import ArticlePage


@receiver(page_published, sender=ArticlePage)
def article_published(sender: type[Page], instance: ArticlePage, **kwargs: Any) -> None:
    services.settle_publication_date(instance)
    services.refresh_listing(instance)


@receiver(page_unpublished, sender=ArticlePage)
def article_unpublished(sender: type[Page], instance: ArticlePage, **kwargs: Any) -> None:
    services.refresh_listing(instance)


@receiver(post_page_move)
def page_moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    services.refresh_listings_below(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restriction_changed(
    sender: type[PageViewRestriction],
    instance: PageViewRestriction,
    origin: Any = None,
    **kwargs: Any,
) -> None:
    """A restriction that goes with its page opens nothing: the page's articles are going too."""
    if isinstance(origin, Page) or getattr(origin, "model", sender) is not sender:
        return
    services.refresh_listings_below(instance.page)
