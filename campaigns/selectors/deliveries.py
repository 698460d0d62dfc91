"""The deliveries of a campaign as lists, each behind a number of the progress table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.deadlines import deadline_of
from campaigns.models import Delivery
from campaigns.selectors.scope import Scope
from campaigns.states import WITH_UNIT, DeliveryState

Deliveries = QuerySet[Delivery]


def sent_late(rows: Deliveries) -> Deliveries:
    """Handed in after the deadline of the request. One statement more, for the dates asked for:
    a deadline is reckoned with the calendar, which the database does not know."""
    rows = rows.filter(pk__in=Delivery.objects.handed_in().filter(request__isnull=False))
    dates = rows.order_by().values_list("request__due_on", flat=True).distinct()
    late = Q(pk__in=[])
    for due_on in dates:
        late |= Q(request__due_on=due_on, sent_at__gt=deadline_of(due_on))
    return rows.filter(late)


@dataclass(frozen=True)
class Measure:
    """A word of the address (`tinh-trang=`), what it is called, and what it leaves of a list."""

    word: str
    label: str | Promise
    keep: Callable[[Deliveries], Deliveries]


def _in(*states: DeliveryState) -> Callable[[Deliveries], Deliveries]:
    return lambda rows: rows.filter(state__in=states)


HANDED_IN = "da-gui"
TAKEN = "da-nhan"
PUBLISHED = "da-dang"
SENT_LATE = "gui-muon"
UNASKED = "ngoai-de-nghi"
MEASURES = (
    Measure(HANDED_IN, _("Đã gửi"), lambda rows: rows.handed_in()),  # type: ignore[attr-defined]
    Measure(TAKEN, _("Đã nhận"), lambda rows: rows.taken()),  # type: ignore[attr-defined]
    Measure(PUBLISHED, _("Đã đăng"), _in(DeliveryState.PUBLISHED)),
    Measure(SENT_LATE, _("Gửi muộn"), sent_late),
    Measure(
        UNASKED,
        _("Gửi ngoài đề nghị"),
        lambda rows: rows.handed_in().filter(request=None),  # type: ignore[attr-defined]
    ),
    Measure("dang-lam", _("Đơn vị đang làm"), _in(*WITH_UNIT)),
    Measure("tu-choi", _("Bị từ chối"), _in(DeliveryState.REFUSED)),
    Measure("da-go", _("Đã gỡ"), _in(DeliveryState.TAKEN_DOWN)),
)
BY_WORD = {measure.word: measure for measure in MEASURES}


def deliveries(scope: Scope, word: str = "") -> Deliveries:
    """Latest first, with what a row of a list shows. `word` is one of `BY_WORD`, or empty."""
    rows = scope.narrow(
        Delivery.objects.select_related(
            "unit", "theme", "request", "page", "author", "material"
        ).order_by("-sent_at", "-begun_at", "-pk")
    )
    return BY_WORD[word].keep(rows) if word else rows
