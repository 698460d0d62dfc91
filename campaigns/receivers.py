"""Wagtail's signals that concern a campaign; each receiver calls services."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    page_unpublished,
    post_page_move,
    task_approved,
    task_cancelled,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from campaigns.models import ContributionPage
from campaigns.services import delivering, listing
from portal.models import Refusal


def contribution_saved(
    sender: Any, instance: ContributionPage, created: bool, **kwargs: Any
) -> None:
    if created:
        delivering.sync_page(instance, continues=instance.continues)


def contribution_published(sender: Any, instance: ContributionPage, **kwargs: Any) -> None:
    listing.settle_publication_date(instance)
    listing.refresh_listing(instance)
    delivering.sync_page(instance)


def contribution_unpublished(sender: Any, instance: ContributionPage, **kwargs: Any) -> None:
    listing.refresh_listing(instance)
    delivering.take_down(instance)


def contribution_deleted(sender: Any, instance: ContributionPage, **kwargs: Any) -> None:
    delivering.forget_page(instance.pk)


def step_taken(sender: Any, instance: WorkflowState | TaskState, **kwargs: Any) -> None:
    """A step of the workflow: `instance` is the state of the whole or of one task."""
    workflow = instance.workflow_state if isinstance(instance, TaskState) else instance
    page = workflow.content_object
    if isinstance(page, Page) and page.specific_class is ContributionPage:
        delivering.sync_page(page)


def page_refused(sender: Any, instance: Refusal, **kwargs: Any) -> None:
    if instance.page.specific_class is ContributionPage:
        delivering.sync_page(instance.page)


def page_moved(sender: Any, instance: Page, **kwargs: Any) -> None:
    """What stands behind its new place was pushed on: those places in the tree changed too."""
    listing.refresh_listings_below(instance.get_parent())


def restriction_changed(
    sender: Any, instance: PageViewRestriction, origin: Any = None, **kwargs: Any
) -> None:
    """A restriction that goes with its page opens nothing: what lies below is going too."""
    if isinstance(origin, Page) or getattr(origin, "model", sender) is not sender:
        return
    listing.refresh_listings_below(instance.page)


def connect() -> None:
    """From `AppConfig.ready`."""
    uid = "campaigns"
    post_save.connect(contribution_saved, sender=ContributionPage, dispatch_uid=uid)
    pre_delete.connect(contribution_deleted, sender=ContributionPage, dispatch_uid=uid)
    page_published.connect(contribution_published, sender=ContributionPage, dispatch_uid=uid)
    page_unpublished.connect(contribution_unpublished, sender=ContributionPage, dispatch_uid=uid)
    for signal in (workflow_submitted, workflow_approved, workflow_rejected, workflow_cancelled):
        signal.connect(step_taken, dispatch_uid=uid)
    for signal in (task_submitted, task_approved, task_rejected, task_cancelled):
        signal.connect(step_taken, dispatch_uid=uid)
    post_save.connect(page_refused, sender=Refusal, dispatch_uid=uid)
    post_page_move.connect(page_moved, dispatch_uid=uid)
    for change in (post_save, post_delete):
        change.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid=uid)
