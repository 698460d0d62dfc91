"""Throws the demo away: everything that `home.demo.load` builds, and what was written on top of it.

Accounts that are not the demo's stay, without their roles. What Wagtail's own migrations made (the
root of the page tree, the root collection, the language) must stay, so the database is not flushed.
"""

from django.contrib.sessions.models import Session
from django.db import transaction
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Site

from beautiful_city import demo as cases
from campaigns import demo as campaigns
from home.demo.accounts import ACCOUNTS, refuse_outside_development
from portal.models import (
    ApprovalDelegation,
    Briefing,
    BriefingPlan,
    LeaderNote,
    Membership,
    PortalDocument,
    PortalImage,
    Unit,
    UnitSuccession,
    User,
)
from school_intranet import demo as schools


@transaction.atomic
def throw_away() -> None:
    """Delete all content, files, units and memberships, and the demo's accounts.

    PermissionDenied outside development.
    """
    refuse_outside_development()
    Session.objects.all().delete()
    Site.objects.all().delete()
    schools.throw_away()
    campaigns.throw_away()
    cases.throw_away()
    LeaderNote.objects.update(passed_from=None)
    for model in (LeaderNote, Briefing, BriefingPlan):
        model.objects.all().delete()
    for page in Page.objects.filter(depth=2):
        page.delete()
    # What pages hold on to can go only now.
    PortalImage.objects.all().delete()
    PortalDocument.objects.all().delete()
    ApprovalDelegation.objects.all().delete()
    Membership.objects.all().delete()
    UnitSuccession.objects.all().delete()
    Unit.objects.update(parent=None)
    Unit.objects.all().delete()
    names = [account.username for account in ACCOUNTS]
    names += [name for school in schools.WITH_PORTAL for name in schools.more_usernames(school)]
    User.objects.filter(username__in=names).delete()
    PageLogEntry.objects.all().delete()
    ModelLogEntry.objects.all().delete()
