"""What must not happen to the pages of a campaign in the editor: deleting what units are asked for
or have given, and copying what counts for a unit."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from campaigns.models import ContributionPage, ContributionRequest, Delivery, FeaturePage, Memory


def held_by(page: Page) -> str:
    """What keeps `page` and all below it from being deleted, in words; empty where nothing does.

    An item of a unit may go: its delivery is kept by `delivering.forget_page`.
    """
    if page.specific_class is ContributionPage:
        return ""
    below = page.path
    of_pages = Q(feature__path__startswith=below) | Q(theme__path__startswith=below)
    requests = ContributionRequest.objects.filter(of_pages).count()
    deliveries = Delivery.objects.filter(of_pages).count()
    memories = Memory.objects.filter(feature__path__startswith=below).count()
    found = (
        (requests, _("%d đề nghị")),
        (deliveries, _("%d bài, tư liệu của đơn vị")),
        (memories, _("%d ảnh Góc ký ức")),
    )
    return ", ".join(words % number for number, words in found if number)


def refuse_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    """`before_delete_page`"""
    return _kept(request, [page])


def refuse_bulk_deletion(
    request: HttpRequest, action_type: str, objects: Sequence[object], action: object
) -> HttpResponse | None:
    """`before_bulk_action`"""
    if action_type != "delete":
        return None
    return _kept(request, [each for each in objects if isinstance(each, Page)])


def _kept(request: HttpRequest, pages: Sequence[Page]) -> HttpResponse | None:
    for page in pages:
        why = held_by(page)
        if why:
            messages.error(
                request,
                _(
                    "Không xóa được “%(page)s”: còn %(why)s. Hãy gỡ đăng trang, "
                    "hoặc ghi ngày kết thúc chuyên trang."
                )
                % {"page": page.get_admin_display_title(), "why": why},
            )
            parent = page.get_parent()
            return redirect("wagtailadmin_explore", (parent or page).pk)
    return None


def refuse_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """`before_copy_page`: a copied contribution would count for its unit and request once more, so
    a campaign is copied as a frame, and contributions not at all."""
    if page.specific_class is FeaturePage:
        return redirect("campaign_copy", page.pk)
    with_all_below = request.method == "POST" and "copy_subpages" in request.POST
    reached = ContributionPage.objects.descendant_of(page, inclusive=True)
    if page.specific_class is ContributionPage or (with_all_below and reached.exists()):
        messages.error(
            request, _("Bài của đơn vị không sao chép được: bản sao sẽ tính thêm cho đơn vị.")
        )
        parent = page.get_parent()
        return redirect("wagtailadmin_explore", (parent or page).pk)
    return None
