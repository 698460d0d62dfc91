"""A campaign as the frame of the next: its page, its themes, its quotas, and nothing of what units
have given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from campaigns.models import FeaturePage, Quota, ThemePage
from campaigns.permissions import runs_campaigns
from campaigns.services.core import Refused
from portal.models import User
from portal.text import slugify_vi


@transaction.atomic
def copy_frame(
    *,
    feature: FeaturePage,
    title: str,
    slug: str,
    years: tuple[int, int],
    by: User,
    quota_dates: Mapping[int, date] | None = None,
) -> FeaturePage:
    """A draft of the campaign and of each of its themes, texts kept for rework.

    `years` are the first and the last that the new one looks back on. A quota is carried over where
    `quota_dates` gives its key a new date; one of the old dates would have passed. `Refused` for an
    address that is taken and for years out of order.
    """
    if not runs_campaigns(by):
        raise PermissionDenied
    parent = feature.get_parent()
    slug = slugify_vi(slug or title)
    if not slug or not Page._slug_is_available(slug, parent):
        raise Refused(_("Địa chỉ này đã có trang khác hoặc không viết được."), field="slug")
    first, last = years
    if last < first:
        raise Refused(_("“Đến năm” không được trước “Từ năm”."), field="end_year")
    try:
        new: FeaturePage = _bare_copy(
            feature,
            by,
            to=parent,
            title=title,
            draft_title=title,
            slug=slug,
            start_year=first,
            end_year=last,
            closed_on=None,
        )
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    _carry_quotas(feature, new, quota_dates or {})
    for theme in ThemePage.objects.child_of(feature):
        _bare_copy(theme, by, to=new)
    # Of the page as it now is, quotas included: the editor opens the latest revision.
    new = FeaturePage.objects.get(pk=new.pk)
    new.save_revision(user=by)
    return new


def _bare_copy(page: Any, by: User, *, to: Page, **attrs: Any) -> Any:
    return page.copy(
        to=Page.objects.get(pk=to.pk),
        update_attrs=attrs,
        exclude_fields=["quotas"],
        copy_revisions=False,
        keep_live=False,
        user=by,
    )


def _carry_quotas(old: FeaturePage, new: FeaturePage, dates: Mapping[int, date]) -> None:
    Quota.objects.bulk_create(
        Quota(
            feature=new,
            unit_kind=quota.unit_kind,
            kind=quota.kind,
            count=quota.count,
            due_on=dates[quota.pk],
            sort_order=quota.sort_order,
        )
        for quota in old.quotas.order_by("sort_order", "pk")
        if quota.pk in dates
    )
