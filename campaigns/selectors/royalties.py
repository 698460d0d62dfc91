"""What the published items of a period are worth. Every sum is an exact decimal of whole đồng.

An amount is `coefficient × share × base_salary`, rounded once, for each item, to the đồng, a half
upwards; sums add rounded amounts, so that what is paid to people adds up to what is paid in all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from campaigns.models import Delivery, Royalty, RoyaltyRate, RoyaltyRule
from campaigns.states import DeliveryState
from portal.working_time import LOCAL_TIME

DONG = Decimal(1)
NOTHING = Decimal(0)


def amount_of(rule: RoyaltyRule, coefficient: Decimal) -> Decimal:
    """In whole đồng."""
    exact = coefficient * rule.share * rule.base_salary
    return exact.quantize(DONG, rounding=ROUND_HALF_UP)


def coefficient_words(coefficient: Decimal) -> str:
    """`1,25`, `10`: no zeros after the comma."""
    whole = f"{coefficient:f}"
    return (whole.rstrip("0").rstrip(".") if "." in whole else whole).replace(".", ",")


@dataclass(frozen=True)
class Period:
    """Local days, both included."""

    first: date
    last: date

    @property
    def starts(self) -> datetime:
        return datetime.combine(self.first, time.min, LOCAL_TIME)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return datetime.combine(self.last + timedelta(days=1), time.min, LOCAL_TIME)


class Rules:
    """All rules with their rates, in two statements."""

    def __init__(self) -> None:
        self._latest_first = list(
            RoyaltyRule.objects.order_by("-valid_from").prefetch_related("rates")
        )

    def on(self, day: date) -> RoyaltyRule | None:
        """The rule in force on `day`."""
        return next((rule for rule in self._latest_first if rule.valid_from <= day), None)


def published_on(item: Delivery) -> date:
    """The local day. ValueError for an item that was never published."""
    if item.published_at is None:
        raise ValueError("Only a published item has a day of publishing.")
    return item.published_at.astimezone(LOCAL_TIME).date()


def rate_of(rule: RoyaltyRule, kind: str) -> RoyaltyRate | None:
    return next((rate for rate in rule.rates.all() if rate.kind == kind), None)


@dataclass(frozen=True)
class Entry:
    """One published item. `royalty` is what the board has set, or None; `rule` and `rate` are of
    the day of publishing, None where there are none, and `why_not` then says so.

    `coefficient` and `amount` are those that were set, or else the usual ones of the kind; None and
    0 where there is nothing to reckon with.
    """

    item: Delivery
    royalty: Royalty | None
    rule: RoyaltyRule | None
    rate: RoyaltyRate | None
    coefficient: Decimal | None
    amount: Decimal
    why_not: str

    @property
    def most(self) -> Decimal | None:
        """The highest coefficient that the rule allows; None without one."""
        if self.rule is None or self.rate is None:
            return None
        return min(self.rate.ceiling, self.rule.overall_ceiling)

    @property
    def most_words(self) -> str:
        return "" if self.most is None else coefficient_words(self.most)

    @property
    def is_set(self) -> bool:
        return self.royalty is not None

    @property
    def author(self) -> str:
        return self.item.author_name.strip() or str(self.item.author or _("Chưa ghi tác giả"))


def entry_of(item: Delivery, rules: Rules) -> Entry:
    royalty: Royalty | None = getattr(item, "royalty", None)
    rule = rules.on(published_on(item))
    rate = rate_of(rule, item.kind) if rule else None
    why_not = ""
    if rule is None:
        why_not = _("Chưa có quy định nhuận bút áp dụng từ %s") % f"{published_on(item):%d/%m/%Y}"
    elif rate is None:
        why_not = _("Quy định từ %(day)s chưa ghi hệ số cho loại “%(kind)s”") % {
            "day": f"{rule.valid_from:%d/%m/%Y}",
            "kind": item.get_kind_display(),
        }
    if royalty is not None:
        amount = royalty.amount.quantize(DONG, rounding=ROUND_HALF_UP)
        return Entry(item, royalty, rule, rate, royalty.coefficient, amount, why_not)
    if rule is None or rate is None:
        return Entry(item, None, rule, rate, None, NOTHING, why_not)
    return Entry(item, None, rule, rate, rate.coefficient, amount_of(rule, rate.coefficient), "")


def entries(period: Period) -> list[Entry]:
    """The items published in the period that still are, of all campaigns, by unit and day. Three
    statements."""
    rules = Rules()
    items = (
        Delivery.objects.filter(
            state=DeliveryState.PUBLISHED,
            published_at__gte=period.starts,
            published_at__lt=period.ends,
        )
        .select_related("feature", "unit", "author", "royalty__rule", "page")
        .order_by("unit__kind", "unit__order", "unit__sort_key", "unit", "published_at", "pk")
    )
    return [entry_of(item, rules) for item in items]


@dataclass(frozen=True)
class Total:
    """`amount` in đồng; `set_amount` is the part that the board has set; `uncounted` are the items
    for which there is nothing to reckon with."""

    label: str
    note: str
    items: int
    coefficients: Decimal
    amount: Decimal
    set_amount: Decimal
    uncounted: int


def total_of(found: Iterable[Entry], label: str = "", note: str = "") -> Total:
    found = list(found)
    return Total(
        label=label,
        note=note,
        items=len(found),
        coefficients=sum((entry.coefficient or NOTHING for entry in found), NOTHING),
        amount=sum((entry.amount for entry in found), NOTHING),
        set_amount=sum((entry.amount for entry in found if entry.is_set), NOTHING),
        uncounted=sum(entry.coefficient is None for entry in found),
    )


def by_unit(found: Sequence[Entry]) -> list[Total]:
    """In the order of the entries."""
    return _grouped(found, lambda entry: (entry.item.unit.name, ""))


def by_author(found: Sequence[Entry]) -> list[Total]:
    """Two people of one name are told apart by their units, which `note` names."""
    return _grouped(found, lambda entry: (entry.author, entry.item.unit.name))


def _grouped(found: Sequence[Entry], names: Callable[[Entry], tuple[str, str]]) -> list[Total]:
    groups: dict[tuple[int, str, str], list[Entry]] = {}
    for entry in found:
        groups.setdefault((entry.item.unit_id, *names(entry)), []).append(entry)
    return [total_of(rows, label, note) for (_unit, label, note), rows in groups.items()]
