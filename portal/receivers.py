"""What follows a change of the public site: its documents are open, and a new revision begins. A
draft that is saved is not among it.

`PortalConfig.ready` connects these after the receivers of the other apps that list themselves
above `portal` in INSTALLED_APPS: lists are up to date when the revision begins.
"""

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_migrate, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, ReferenceIndex, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from portal import revision
from portal.models import PortalDocument, PortalImage, PortalRendition, SiteSettings, Unit

# Shown on public pages as they stand, so that every change of one counts.
SHOWN = (PageViewRestriction, Redirect, Site, SiteSettings, Unit)
# A new file is on no page yet.
FILES = (PortalDocument, PortalImage)


def site_changed(sender: Any, **kwargs: Any) -> None:
    revision.bump()


def page_published_with_files(sender: Any, instance: Page, **kwargs: Any) -> None:
    """Its documents are everyone's (or no longer) when it is. Wagtail writes down who refers to
    what in a task, for which a worker with much to do has no time yet."""
    ReferenceIndex.create_or_update_for_object(instance)


def page_deleted(sender: Any, instance: Page, **kwargs: Any) -> None:
    if instance.live:
        revision.bump()


def file_saved(sender: Any, created: bool, **kwargs: Any) -> None:
    if not created:
        revision.bump()


def rendition_made(sender: Any, instance: PortalRendition, created: bool, **kwargs: Any) -> None:
    """A page that was kept before its pictures were ready shows them at once. Most are made right
    after the upload, when nothing refers to the image."""
    if created and ReferenceIndex.get_references_to(instance.image).exists():
        revision.bump()


def connect() -> None:
    page_published.connect(page_published_with_files, dispatch_uid="references")
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(site_changed, dispatch_uid="revision")
    for model in SHOWN:
        post_save.connect(site_changed, sender=model, dispatch_uid="revision")
        post_delete.connect(site_changed, sender=model, dispatch_uid="revision")
    for model in FILES:
        post_save.connect(file_saved, sender=model, dispatch_uid="revision")
        post_delete.connect(site_changed, sender=model, dispatch_uid="revision")
    post_save.connect(rendition_made, sender=PortalRendition, dispatch_uid="revision")
    post_delete.connect(page_deleted, sender=Page, dispatch_uid="revision")
    # A release brings templates that may differ; nginx keeps pages over a restart.
    post_migrate.connect(
        site_changed, sender=apps.get_app_config("portal"), dispatch_uid="revision"
    )
