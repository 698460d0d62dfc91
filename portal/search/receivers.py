"""Signals of what the search may show; each receiver calls one service. They hold for the pages of
every app, so an app has only its sources to register."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from portal.after_commit import after_commit
from portal.models import Unit
from portal.search import services
from portal.search.tasks import refresh_unit_task


@receiver([page_published, page_unpublished])
def page_changed(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    services.index_object(instance)


@receiver([post_page_move, page_slug_changed])
def address_changed(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    services.refresh_places_below(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def restriction_changed(
    sender: type[PageViewRestriction], instance: PageViewRestriction, **kwargs: Any
) -> None:
    services.refresh_places_below(instance.page)


@receiver(post_delete, sender=Page)
def page_deleted(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    services.remove_object(content_type_id=instance.content_type_id, object_id=instance.pk)


@receiver(post_save, sender=Unit)
def unit_changed(sender: type[Unit], instance: Unit, created: bool, **kwargs: Any) -> None:
    """A new unit has nothing yet that is found; what lists units names it from the next night."""
    if not created:
        after_commit(refresh_unit_task.enqueue, instance.pk)
