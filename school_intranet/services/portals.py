"""Opening a school's portal, in one step that can be run again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, PageViewRestriction

from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.text import slugify_vi
from school_intranet.addresses import RESERVED, ROOT
from school_intranet.models import SchoolPortalIndexPage, SchoolPortalPage
from school_intranet.permissions import is_education_office
from school_intranet.services.core import Refused, log_access, require


@transaction.atomic
def ensure_door(front_page: Page) -> SchoolPortalIndexPage:
    """The page at `/dieu-hanh-noi-bo/`. Safe to run again."""
    door = SchoolPortalIndexPage.objects.first()
    if door is None:
        door = SchoolPortalIndexPage(
            title=_("Điều hành nội bộ các trường"), slug=ROOT, live=False, show_in_menus=False
        )
        front_page.add_child(instance=door)
        door.save_revision().publish()
        door.refresh_from_db()
    return door


@transaction.atomic
def open_portal(*, school: Unit, by: User) -> SchoolPortalPage:
    """Make the portal of a school that is not on the e-school model, or mend what it lacks.

    `Refused` for a unit that is no school today, or is on the e-school model.
    """
    require(is_education_office(by))
    today = timezone.localdate()
    # Of two people who open one school at once the second waits, and finds the portal.
    school = Unit.objects.select_for_update(no_key=True, of=("self",)).get(pk=school.pk)
    if school.kind != UnitKind.SCHOOL or not school.is_valid_on(today):
        raise Refused(_("“%s” không phải là trường đang hoạt động.") % school)
    if school.is_e_school_on(today):
        raise Refused(_("“%s” đã theo mô hình Trường học điện tử.") % school)
    portal = SchoolPortalPage.objects.filter(school=school).first()
    if portal is None:
        door = SchoolPortalIndexPage.objects.get()
        portal = SchoolPortalPage(
            title=school.name,
            slug=_free_slug(door, school),
            school=school,
            live=False,
            opened_at=timezone.now(),
        )
        door.add_child(instance=portal)
        log_access(school=school, user=by, action="open_portal")
    if not portal.live:
        portal.save_revision().publish()
        portal.refresh_from_db()
    # A second wall behind the door: whatever asks Wagtail for public pages does not get this one.
    PageViewRestriction.objects.get_or_create(
        page=portal, defaults={"restriction_type": PageViewRestriction.LOGIN}
    )
    return portal


def lay_foundation(front_page: Page) -> None:
    """For `portal.foundation`: the door, which is the same for every district."""
    ensure_door(front_page)


def _free_slug(door: SchoolPortalIndexPage, school: Unit) -> str:
    slug = slugify_vi(school.name)
    taken = set(door.get_children().values_list("slug", flat=True)) | RESERVED
    free, number = slug, 1
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    return free
