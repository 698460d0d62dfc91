"""What the education office sends to schools. Its readers are frozen when it is sent.

PermissionDenied for who is not of the office; `Refused` for what breaks a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.after_commit import after_commit
from portal.models import Unit, User
from school_intranet.html import clean_html
from school_intranet.models import Broadcast, BroadcastDelivery, BroadcastFile, Receipt
from school_intranet.permissions import ANSWERS_FOR_SCHOOL, is_education_office
from school_intranet.readers import Member, members_in
from school_intranet.selectors.portals import schools_for
from school_intranet.services.core import Refused, Stale, log_access_in, require
from school_intranet.services.files import check_file
from school_intranet.services.mails import queue_news, queue_reminders
from school_intranet.services.reading import BATCH, new_receipts
from school_intranet.services.reporting import open_submissions
from school_intranet.states import Audience, Urgency


@dataclass(frozen=True)
class Words:
    """What the office writes. `body` is HTML of the editor."""

    title: str
    audience: str
    symbol: str = ""
    issued_on: date | None = None
    form: str = ""
    body: str = ""
    urgency: str = Urgency.NORMAL
    due_on: date | None = None
    asks_receipt: bool = True
    level: str = ""


@transaction.atomic
def write(
    *,
    by: User,
    words: Words,
    schools: Iterable[Unit] = (),
    files: Sequence[UploadedFile] = (),
    broadcast: Broadcast | None = None,
) -> Broadcast:
    """Keep a draft; nobody of a school sees it before it is sent."""
    require(is_education_office(by))
    if broadcast is None:
        item = Broadcast(by=by, created_at=timezone.now())
    else:
        item = _held(broadcast)
        if item.sent_at is not None:
            raise Refused(_("Văn bản đã gửi; soạn bản mới thay thế."))
    _write(item, words)
    chosen = list(schools) if words.audience == Audience.CHOSEN else []
    allowed = {school.pk for school in schools_for(Audience.ALL)}
    if any(school.pk not in allowed for school in chosen):
        raise Refused(_("Có trường chưa mở cổng điều hành nội bộ."), field="schools")
    if words.audience == Audience.CHOSEN and not chosen:
        raise Refused(_("Chọn ít nhất một trường."), field="schools")
    item.schools.set(chosen)
    _store(item, files)
    return item


@transaction.atomic
def drop_file(*, file: BroadcastFile, by: User) -> None:
    """From a draft alone."""
    require(is_education_office(by))
    require(_held(file.broadcast).sent_at is None)
    stored = file.file
    file.delete()
    after_commit(stored.storage.delete, str(stored.name))


@transaction.atomic
def send(*, broadcast: Broadcast, by: User) -> Broadcast:
    """To all who work today in the schools that it is for, by a bounded number of statements. It
    cannot be taken back. Twice is once."""
    require(is_education_office(by))
    item = _held(broadcast)
    if item.sent_at is not None:
        return item
    schools = schools_for(item.audience, level=item.level, chosen=item.schools.all())
    if not schools:
        raise Refused(_("Chưa có trường nào nhận: chọn trường khác, hoặc mở cổng cho các trường."))
    now = timezone.now()
    item.sent_at = now
    item.save(update_fields=["sent_at"])
    members = members_in([school.pk for school in schools])
    deliveries = BroadcastDelivery.objects.bulk_create(
        BroadcastDelivery(
            school=school,
            broadcast=item,
            delivered_at=now,
            staff_count=len(members[school.pk]),
        )
        for school in schools
    )
    _ask_to_read(item, deliveries, members, now)
    open_submissions(broadcast=item, schools=schools)
    log_access_in(schools=schools, user=by, action="receive_broadcast")
    return item


@transaction.atomic
def send_again(
    *,
    broadcast: Broadcast,
    by: User,
    version: int,
    words: Words,
    files: Sequence[UploadedFile] = (),
    dropped: Iterable[BroadcastFile] = (),
) -> Broadcast:
    """A new version, without the files of `dropped`, to the same schools: who was asked and still
    works there is asked again. `Stale` where another sent a version since `version` was shown."""
    require(is_education_office(by))
    item = _held(broadcast)
    if item.sent_at is None:
        raise Refused(_("Văn bản chưa gửi."))
    if item.version != version:
        raise Stale(item)
    item.version += 1
    _write(item, words, audience=item.audience, level=item.level)
    item.files.filter(pk__in=[file.pk for file in dropped]).update(dropped_in=item.version)
    _store(item, files)
    now = timezone.now()
    # A school that has moved or was merged since reads nothing here any more.
    schools = schools_for(Audience.ALL)
    still_here = item.deliveries.filter(school__in=schools)
    deliveries = list(still_here.select_related("school"))
    still_here.update(version=item.version, delivered_at=now, reminded_on=None)
    had = set(
        Receipt.objects.filter(delivery__broadcast=item, version=version, expected=True)
        .order_by()
        .values_list("school_id", "user_id")
    )
    members = members_in([delivery.school_id for delivery in deliveries])
    still = {
        school: [member for member in people if (school, member.user_id) in had]
        for school, people in members.items()
    }
    for delivery in deliveries:
        delivery.version = item.version
    _ask_to_read(item, deliveries, still, now)
    log_access_in(
        schools=[delivery.school for delivery in deliveries], user=by, action="receive_broadcast"
    )
    return item


@transaction.atomic
def remind_schools(*, broadcast: Broadcast, by: User) -> int:
    """Remind the heads and văn thư of schools where nobody of them has answered, at most once a
    day; returns how many schools."""
    require(is_education_office(by))
    item = _held(broadcast)
    today = timezone.localdate()
    waiting = (
        silent_deliveries(item)
        .filter(Q(reminded_on=None) | Q(reminded_on__lt=today))
        .values_list("pk", "school_id")
    )
    schools = dict(waiting)
    if not schools:
        return 0
    BroadcastDelivery.objects.filter(pk__in=list(schools)).update(reminded_on=today)
    answering = members_in(schools.values(), roles=ANSWERS_FOR_SCHOOL)
    keys = {member.user_id for people in answering.values() for member in people}
    Receipt.objects.filter(delivery__in=list(schools), user__in=keys, version=item.version).update(
        reminded_on=today
    )
    queue_reminders(f"broadcast:{item.pk}:{item.version}", answering)
    return len(schools)


def silent_deliveries(broadcast: Broadcast) -> QuerySet[BroadcastDelivery]:
    """Of schools where none of those to whom it was sent has acknowledged it (or, where nothing is
    asked, opened it)."""
    read = Receipt.objects.filter(
        delivery=OuterRef("pk"), version=OuterRef("version"), expected=True
    )
    answered = (
        read.filter(acknowledged_at__isnull=False)
        if broadcast.asks_receipt
        else read.filter(opened_at__isnull=False)
    )
    return broadcast.deliveries.filter(~Exists(answered)).order_by("school__sort_key", "pk")


def _ask_to_read(
    item: Broadcast,
    deliveries: Iterable[BroadcastDelivery],
    members: dict[int, list[Member]],
    now: datetime,
) -> None:
    receipts = [
        receipt
        for delivery in deliveries
        for receipt in new_receipts(
            delivery, [member.user_id for member in members[delivery.school_id]], now
        )
    ]
    Receipt.objects.bulk_create(receipts, batch_size=BATCH, ignore_conflicts=True)
    queue_news(f"{item.pk}:{item.version}", members)


def _write(item: Broadcast, words: Words, **kept: str) -> None:
    for name, value in {**asdict(words), **kept}.items():
        setattr(item, name, value)
    item.body = clean_html(words.body)
    if item.due_on is not None and item.due_on < timezone.localdate():
        raise Refused(_("Hạn đã qua."), field="due_on")
    if item.audience == Audience.LEVEL and not item.level:
        raise Refused(_("Chọn cấp học."), field="level")
    item.full_clean(exclude=["sent_at", "schools", "issued_on"])
    item.save()


def _store(item: Broadcast, files: Sequence[UploadedFile]) -> None:
    for checked in [check_file(file) for file in files]:
        kept = BroadcastFile(
            broadcast=item,
            name=checked.name,
            content_type=checked.content_type,
            size=checked.size,
            digest=checked.digest,
        )
        kept.file.save(checked.name, checked.content, save=False)
        kept.save()


def _held(broadcast: Broadcast) -> Broadcast:
    """As it is now, kept from others until the transaction ends."""
    return Broadcast.objects.select_for_update(no_key=True, of=("self",)).get(pk=broadcast.pk)
