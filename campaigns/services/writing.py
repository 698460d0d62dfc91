"""A unit begins an item from its request, so that the page is linked from the first word."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import ContributionPage, ContributionRequest, Delivery, ThemePage
from campaigns.services.core import Refused, held
from campaigns.states import DeliveryState, RequestState
from portal.models import User
from portal.permissions import can_write_for


def may_write(user: User, request: ContributionRequest) -> bool:
    """Whether the person writes pages for this unit in the editor."""
    return can_write_for(user, unit_id=request.unit_id) and user.has_perm(
        "wagtailadmin.access_admin"
    )


@transaction.atomic
def begin_page(
    *, request: ContributionRequest, theme: ThemePage | None, by: User
) -> ContributionPage:
    """A draft below `theme` for the request; the empty draft of this person, where there is one
    already, so that pressing twice begins one page.

    PermissionDenied for who does not write for the unit; `Refused` for a closed request or a theme
    that is none of the campaign.
    """
    if not may_write(by, request):
        raise PermissionDenied
    request = held(request)
    if request.state != RequestState.OPEN:
        raise Refused(
            _("Đề nghị này nay ở trạng thái “%s”, không viết thêm.") % request.get_state_display()
        )
    if theme is None or not theme.path.startswith(request.feature.path):
        raise Refused(_("Chọn chuyên đề của bài."), field="theme")
    if not theme.permissions_for_user(by).can_add_subpage():
        raise PermissionDenied
    begun = _empty_draft(request, by)
    if begun is not None:
        return begun
    page = ContributionPage(
        title=request.topic,
        live=False,
        owner=by,
        unit=request.unit,
        request=request,
        kind=request.kind,
        author_name=str(by)[:120],
    )
    theme.add_child(instance=page)
    page.save_revision(user=by)
    return page


def _empty_draft(request: ContributionRequest, by: User) -> ContributionPage | None:
    drafts = Delivery.objects.filter(
        request=request, author=by, state=DeliveryState.DRAFT, page__isnull=False
    )
    for page in ContributionPage.objects.filter(pk__in=drafts.values("page")):
        if not page.get_latest_revision_as_object().body:
            return page
    return None
