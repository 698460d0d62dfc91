"""The board sets what published items are worth. An amount, once set, is kept as it was set.

PermissionDenied for who is not of the board; `NotSet` for what breaks a rule, and then nothing is
saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Delivery, Royalty
from campaigns.permissions import runs_campaigns
from campaigns.selectors.royalties import Entry, Rules, amount_of, coefficient_words, entry_of
from campaigns.services.core import Refused
from campaigns.states import DeliveryState
from portal.models import User


@dataclass(frozen=True)
class Worth:
    """What the board wants of one item. `seen` is `mark_of` the entry that it was shown."""

    item_id: int
    coefficient: Decimal
    note: str
    seen: str


class NotSet(Exception):  # noqa: N818 - an answer, not a fault
    """`refusals` by item: each names the input, or the row where it names none."""

    def __init__(self, refusals: dict[int, Refused]) -> None:
        self.refusals = refusals
        super().__init__("; ".join(str(refusal) for refusal in refusals.values()))


def mark_of(entry: Entry) -> str:
    """Tells whether an entry is still as it was when a form showed it."""
    if entry.royalty is not None:
        return f"{entry.royalty.pk}:{entry.royalty.set_at.isoformat()}"
    return f"rule:{entry.rule.pk}:{entry.rule.base_salary}:{entry.rule.share}" if entry.rule else ""


@transaction.atomic
def set_worth(*, wanted: Sequence[Worth], by: User) -> int:
    """Set the coefficients of published items, all or none; returns how many were set.

    A bounded number of statements. The rule is that of the day of publishing, as it is now.
    """
    if not runs_campaigns(by):
        raise PermissionDenied
    keys = sorted(worth.item_id for worth in wanted)
    # Of two who save the same items at once the second waits, and is told what the first has set.
    list(
        Delivery.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=keys)
        .order_by("pk")
        .values_list("pk")
    )
    items = Delivery.objects.filter(pk__in=keys, state=DeliveryState.PUBLISHED)
    there = {item.pk: item for item in items.select_related("royalty__set_by")}
    rules = Rules()
    refusals: dict[int, Refused] = {}
    made: list[Royalty] = []
    for worth in wanted:
        item = there.get(worth.item_id)
        try:
            made.append(_royalty(item, worth, rules, by))
        except Refused as refused:
            refusals[worth.item_id] = refused
    if refusals:
        raise NotSet(refusals)
    Royalty.objects.bulk_create(
        made,
        update_conflicts=True,
        unique_fields=["delivery"],
        update_fields=["rule", "coefficient", "amount", "note", "set_by", "set_at"],
    )
    return len(made)


def _royalty(item: Delivery | None, worth: Worth, rules: Rules, by: User) -> Royalty:
    """As it is to be saved. `Refused` for what breaks a rule."""
    if item is None:
        raise Refused(_("Bài này nay không còn đăng, không tính nhuận bút."))
    entry = entry_of(item, rules)
    if worth.seen != mark_of(entry):
        raise Refused(_changed_since(entry))
    if entry.rule is None or entry.most is None:
        raise Refused(f"{entry.why_not}.", field="coefficient")
    if worth.coefficient < 0:
        raise Refused(_("Hệ số không được âm."), field="coefficient")
    if worth.coefficient > entry.most:
        raise Refused(
            _("Hệ số của loại “%(kind)s” tối đa là %(most)s.")
            % {"kind": item.get_kind_display(), "most": coefficient_words(entry.most)},
            field="coefficient",
        )
    return Royalty(
        delivery=item,
        rule=entry.rule,
        coefficient=worth.coefficient,
        amount=amount_of(entry.rule, worth.coefficient),
        note=worth.note.strip(),
        set_by=by,
        set_at=timezone.now(),
    )


def _changed_since(entry: Entry) -> str:
    if entry.royalty is None:
        return _("Quy định nhuận bút vừa thay đổi. Xem lại hệ số rồi lưu lần nữa.")
    return _("%(who)s vừa ghi hệ số %(coefficient)s cho bài này. Xem lại rồi lưu lần nữa.") % {
        "who": entry.royalty.set_by,
        "coefficient": coefficient_words(entry.royalty.coefficient),
    }
