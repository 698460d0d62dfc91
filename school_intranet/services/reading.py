"""Receipts: who is given something to read, who opens it, who acknowledges it.

Everything may be called twice: a double tap, a lost line or two tabs write one receipt.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from portal.models import User
from school_intranet.models import (
    Announcement,
    BroadcastDelivery,
    IncomingDocument,
    Receipt,
)
from school_intranet.permissions import keeps_registers, may_write
from school_intranet.readers import Reader
from school_intranet.services.core import Stale, log_access, require, require_writable

Readable = Announcement | IncomingDocument | BroadcastDelivery
FIELDS: dict[type, str] = {
    Announcement: "announcement",
    IncomingDocument: "document",
    BroadcastDelivery: "delivery",
}
BATCH = 1000


def asks(item: Readable) -> bool:
    """Whether readers are asked to acknowledge it."""
    return item.broadcast.asks_receipt if isinstance(item, BroadcastDelivery) else item.asks_receipt


def new_receipts(item: Readable, users: Iterable[int], at: datetime) -> list[Receipt]:
    """Receipts, not yet stored, of the present version for these people, given by their keys."""
    return [
        Receipt(
            school_id=item.school_id,
            user_id=user,
            version=item.version,
            asks=asks(item),
            delivered_at=at,
            **{FIELDS[type(item)]: item},
        )
        for user in users
    ]


def deliver(*, item: Readable, users: Iterable[User]) -> None:
    """Ask these people to read the present version. Who was asked already is left as it is; who
    had looked at it unasked is asked from now on, and counts."""
    keys = [user.pk for user in users]
    of_item = Receipt.objects.filter(**{FIELDS[type(item)]: item}, version=item.version)
    of_item.filter(user__in=keys, expected=False).update(expected=True, asks=asks(item))
    Receipt.objects.bulk_create(
        new_receipts(item, keys, timezone.now()), batch_size=BATCH, ignore_conflicts=True
    )


def carry_over(*, item: Readable, version: int) -> None:
    """Receipts of the version before, which stand for the present one: nothing was changed that
    must be read again. Whether they ask follows the item."""
    Receipt.objects.filter(**{FIELDS[type(item)]: item}, version=version).update(
        version=item.version,
        asks=Case(When(expected=True, then=Value(asks(item))), default=Value(value=False)),
    )


@transaction.atomic
def open_item(*, item: Readable, reader: Reader) -> Receipt | None:
    """The reader has the item before them. The first opening counts; who was not among those to
    whom it was sent gets a receipt that does not count. None where nothing is written any more and
    there was none."""
    require(item.school_id == reader.school.pk)
    if not may_write(reader):
        # A portal that is read only: its ledger is written, and nothing is added to it.
        return _receipts(item, reader).first()
    receipt = _receipt(item, reader.user)
    if receipt.opened_at is None:
        now = timezone.now()
        Receipt.objects.filter(pk=receipt.pk, opened_at=None).update(opened_at=now)
        receipt.opened_at = now
        _behind(item, [reader.user.pk]).filter(opened_at=None).update(opened_at=now)
        log_access(school=reader.school, user=reader.user, action="open", item=item)
    return receipt


@transaction.atomic
def acknowledge(*, item: Readable, reader: Reader, version: int | None = None) -> Receipt:
    """The reader says to have taken it in: “Xác nhận đã tiếp nhận”. `Stale` where the page that
    said so showed another `version` than the present one."""
    require_writable(reader)
    require(type(item)._default_manager.visible_to(reader).filter(pk=item.pk).exists())
    if version not in (None, item.version):
        raise Stale(item)
    receipt = _receipt(item, reader.user)
    now = timezone.now()
    changed = Receipt.objects.filter(pk=receipt.pk, acknowledged_at=None).update(
        acknowledged_at=now, opened_at=Coalesce("opened_at", now)
    )
    if changed:
        _behind(item, [reader.user.pk]).filter(acknowledged_at=None).update(
            acknowledged_at=now, opened_at=Coalesce("opened_at", now)
        )
        log_access(school=reader.school, user=reader.user, action="acknowledge", item=item)
    receipt.refresh_from_db()
    return receipt


@transaction.atomic
def enter_signatures(*, item: Readable, users: Iterable[User], by: Reader) -> int:
    """Văn thư enters the signatures of a printed sheet; returns how many were new."""
    require(keeps_registers(by))
    require(item.school_id == by.school.pk)
    now = timezone.now()
    keys = [user.pk for user in users]
    signed = {
        "acknowledged_at": now,
        "opened_at": Coalesce("opened_at", now),
        "entered_by": by.user,
    }
    receipts = Receipt.objects.visible_to(by).filter(
        **{FIELDS[type(item)]: item}, version=item.version, user__in=keys
    )
    changed = receipts.filter(acknowledged_at=None).update(**signed)
    if changed:
        _behind(item, keys).filter(acknowledged_at=None).update(**signed)
        log_access(school=by.school, user=by.user, action="enter_signatures", item=item)
    return changed


def _behind(item: Readable, users: Iterable[int]) -> QuerySet[Receipt]:
    """These people's receipts of what the office sent, where the item is the school's own line for
    it: the document shows the office's words and files, so nobody has to say twice to have them.
    None where the office has sent a new version since."""
    none = Receipt.objects.none()
    if not isinstance(item, IncomingDocument) or item.delivery is None:
        return none
    delivery = item.delivery
    if item.sent_version != delivery.version:
        return none
    return Receipt.objects.filter(
        delivery=delivery, school=item.school_id, version=delivery.version, user__in=list(users)
    )


def _receipts(item: Readable, reader: Reader) -> QuerySet[Receipt]:
    """The reader's receipt of the present version, if there is one."""
    return Receipt.objects.visible_to(reader).filter(
        **{FIELDS[type(item)]: item}, user=reader.user, version=item.version
    )


def _receipt(item: Readable, user: User) -> Receipt:
    receipt, _made = Receipt.objects.get_or_create(
        **{FIELDS[type(item)]: item},
        user=user,
        version=item.version,
        defaults={
            "school_id": item.school_id,
            "asks": False,
            "expected": False,
            "delivered_at": timezone.now(),
        },
    )
    return receipt
