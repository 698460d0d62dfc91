"""The board asks units, and changes what it has asked. Every change leaves a line of history.

PermissionDenied for who is not of the board; `Refused` for what breaks a rule.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import ContributionRequest, FeaturePage, Quota, RequestChange, ThemePage
from campaigns.permissions import runs_campaigns
from campaigns.services.core import Refused, facts_of, held, note_change
from campaigns.states import ChangeKind, ItemKind, RequestState
from portal.kinds import UnitKind
from portal.models import Unit, User


@dataclass(frozen=True)
class Wanted:
    """What one unit is asked for; `kind` is a value of `ItemKind`."""

    unit: Unit
    kind: str
    count: int
    topic: str
    due_on: date
    theme: ThemePage | None = None
    year: int | None = None
    note: str = ""
    quota: Quota | None = None


@transaction.atomic
def ask(
    *, feature: FeaturePage, wanted: Sequence[Wanted], by: User, batch: uuid.UUID | None = None
) -> list[ContributionRequest]:
    """Make a request of each; all or none. The same `batch` again makes nothing new.

    A bounded number of statements, however many units are asked.
    """
    _refuse_others(by)
    if feature.closed_on is not None and feature.closed_on <= timezone.localdate():
        raise Refused(_("Chuyên trang đã kết thúc, không đề nghị thêm."))
    # Of the same form sent twice the second waits, and finds the first.
    list(FeaturePage.objects.select_for_update(no_key=True, of=("self",)).filter(pk=feature.pk))
    if batch is not None:
        known = list(ContributionRequest.objects.filter(batch=batch).order_by("pk"))
        if known:
            return known
    for one in wanted:
        _check(feature, one)
    now = timezone.now()
    made = ContributionRequest.objects.bulk_create(
        [
            ContributionRequest(
                feature=feature,
                unit=one.unit,
                theme=one.theme,
                kind=one.kind,
                count=one.count,
                topic=one.topic,
                year=one.year,
                due_on=one.due_on,
                note=one.note,
                quota=one.quota,
                batch=batch,
                asked_by=by,
                asked_at=now,
            )
            for one in wanted
        ],
        batch_size=500,
    )
    RequestChange.objects.bulk_create(
        [
            RequestChange(
                request=request, kind=ChangeKind.CREATED, by=by, at=now, after=facts_of(request)
            )
            for request in made
        ],
        batch_size=500,
    )
    return made


def ask_quotas(*, feature: FeaturePage, by: User) -> list[ContributionRequest]:
    """Put the campaign's quotas into requests, for each unit of their kinds that has none yet."""
    wanted = wanted_by_quotas(feature)
    past = next((one for one in wanted if one.due_on < timezone.localdate()), None)
    if past is not None:
        raise Refused(
            _("Chỉ tiêu “%(quota)s” có hạn %(day)s đã qua. Sửa hạn trong trang quản trị trước.")
            % {"quota": past.quota, "day": f"{past.due_on:%d/%m/%Y}"}
        )
    return ask(feature=feature, wanted=wanted, by=by)


def wanted_by_quotas(feature: FeaturePage) -> list[Wanted]:
    """What the quotas would ask now, in their order. Three statements."""
    today = timezone.localdate()
    quotas = list(Quota.objects.filter(feature=feature).order_by("sort_order", "pk"))
    kinds = [UnitKind(quota.unit_kind) for quota in quotas]
    units = list(Unit.objects.valid_on(today).of_kind(*kinds).order_by("kind", "order", "sort_key"))
    asked = set(
        ContributionRequest.objects.filter(quota__in=quotas).values_list("quota_id", "unit_id")
    )
    return [
        Wanted(
            unit=unit,
            kind=quota.kind,
            count=quota.count,
            topic=_("Chỉ tiêu chung: %s") % ItemKind(quota.kind).label.lower(),
            due_on=quota.due_on,
            quota=quota,
        )
        for quota in quotas
        for unit in units
        if unit.kind == quota.unit_kind and (quota.pk, unit.pk) not in asked
    ]


@transaction.atomic
def amend(
    *,
    request: ContributionRequest,
    by: User,
    count: int,
    topic: str,
    theme: ThemePage | None,
    year: int | None,
    note: str,
    reason: str,
    kind: str | None = None,
) -> ContributionRequest:
    """Change what is asked. What was delivered before keeps counting: a request that asked for
    five and now asks for three is fulfilled by three."""
    _refuse_others(by)
    request = _open(request)
    if not reason.strip():
        raise Refused(_("Ghi lý do sửa để đơn vị biết."), field="reason")
    if count < 1:
        raise Refused(_("Số lượng ít nhất là 1."), field="count")
    _check_theme(request.feature, theme)
    before = facts_of(request)
    request.count, request.topic, request.theme = count, topic, theme
    request.year, request.note = year, note
    if kind is not None and kind != request.kind:
        if request.deliveries.exists():
            raise Refused(
                _("Đơn vị đã gửi theo đề nghị này: hãy rút và đề nghị lại loại khác."), field="kind"
            )
        request.kind = kind
    request.save()
    _note(request, ChangeKind.AMENDED, by, before, reason)
    return request


@transaction.atomic
def extend(
    *, request: ContributionRequest, due_on: date, by: User, reason: str
) -> ContributionRequest:
    """Give the unit more time. The ladder of reminders begins anew."""
    _refuse_others(by)
    request = _open(request)
    if due_on <= request.due_on:
        raise Refused(_("Hạn mới phải sau hạn cũ."), field="due_on")
    if not reason.strip():
        raise Refused(_("Ghi lý do gia hạn."), field="reason")
    before = facts_of(request)
    request.due_on = due_on
    request.revision += 1
    request.save(update_fields=["due_on", "revision"])
    _note(request, ChangeKind.EXTENDED, by, before, reason)
    return request


def waive(*, request: ContributionRequest, by: User, reason: str) -> ContributionRequest:
    """The unit owes it no more; what it has delivered stays counted."""
    return _close(request, RequestState.WAIVED, ChangeKind.WAIVED, by, reason)


def withdraw(*, request: ContributionRequest, by: User, reason: str) -> ContributionRequest:
    """It should not have been asked."""
    return _close(request, RequestState.WITHDRAWN, ChangeKind.WITHDRAWN, by, reason)


@transaction.atomic
def resume(*, request: ContributionRequest, by: User, reason: str = "") -> ContributionRequest:
    """Take a waiving or a withdrawal back."""
    _refuse_others(by)
    request = held(request)
    if request.state not in (RequestState.WAIVED, RequestState.WITHDRAWN):
        raise Refused(_("Đề nghị này đang còn hiệu lực hoặc đã chuyển đơn vị khác."))
    before = facts_of(request)
    request.state = RequestState.OPEN
    request.revision += 1
    request.save(update_fields=["state", "revision"])
    _note(request, ChangeKind.RESUMED, by, before, reason)
    return request


@transaction.atomic
def _close(
    request: ContributionRequest, state: RequestState, kind: ChangeKind, by: User, reason: str
) -> ContributionRequest:
    _refuse_others(by)
    request = _open(request)
    if not reason.strip():
        raise Refused(_("Ghi lý do để đơn vị biết."), field="reason")
    before = facts_of(request)
    request.state = state
    request.save(update_fields=["state"])
    _note(request, kind, by, before, reason)
    return request


def _refuse_others(user: User) -> None:
    if not runs_campaigns(user):
        raise PermissionDenied


def _open(request: ContributionRequest) -> ContributionRequest:
    request = held(request)
    if request.state != RequestState.OPEN:
        raise Refused(
            _("Đề nghị này nay ở trạng thái “%s”, không sửa được nữa.")
            % request.get_state_display()
        )
    return request


def _check(feature: FeaturePage, one: Wanted) -> None:
    _check_theme(feature, one.theme)
    if one.count < 1:
        raise Refused(_("Số lượng ít nhất là 1."), field="count")
    if not one.unit.is_valid_on(timezone.localdate()):
        raise Refused(_("“%s” nay không còn.") % one.unit, field="unit")


def _check_theme(feature: FeaturePage, theme: ThemePage | None) -> None:
    if theme is not None and not theme.path.startswith(feature.path):
        raise Refused(_("Chuyên đề không thuộc chuyên trang này."), field="theme")


def _note(
    request: ContributionRequest, kind: ChangeKind, by: User, before: dict, reason: str
) -> None:
    note_change(
        request,
        kind=kind,
        by=by,
        at=timezone.now(),
        before=before,
        after=facts_of(request),
        reason=reason.strip(),
    )
