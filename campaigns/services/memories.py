"""Góc ký ức: a citizen sends a picture, the board decides, the sender takes it back.

A picture is public only through `publish`, and every other step hides it at once: the public files
go when the transaction is committed, and with the new revision every page that was kept.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import FeaturePage, Memory
from campaigns.permissions import runs_campaigns
from campaigns.services.core import Refused
from campaigns.states import ChildrenShown, MemoryState
from portal import uploads
from portal.backup import note_withdrawal
from portal.models import Photo, User
from portal.text import nfc

FORGET_AFTER = timedelta(days=90)
# What nobody is to see (again): its original goes with the time.
NOT_SHOWN = (MemoryState.REFUSED, MemoryState.HIDDEN, MemoryState.WITHDRAWN)


class Overtaken(Refused):
    """Somebody else was quicker: what was asked for is not open any more."""


@dataclass(frozen=True)
class Told:
    """What the sender wrote. `consent_by` and `consent_on` say who agreed, and on what day, to
    showing the children of the picture."""

    title: str
    words: str = ""
    year: int | None = None
    place: str = ""
    sender_name: str = ""
    contact: str = ""
    owns_picture: bool = False
    people_agree: bool = False
    children: str = ""
    consent_by: str = ""
    consent_on: date | None = None


@dataclass(frozen=True)
class Sent:
    """`code` is the sender's secret, empty where somebody else asks; `again`: it was here."""

    memory: Memory
    code: str
    again: bool = False


def is_open(feature: FeaturePage, today: date | None = None) -> bool:
    """Whether the campaign takes memories: while the board lets it, to its last day."""
    closed = feature.closed_on is not None and (today or timezone.localdate()) > feature.closed_on
    return feature.memories_open and not closed


def arrived(*, key: uuid.UUID, code: str) -> Sent | None:
    """What this sending made before. Its code is given to whoever brings it along."""
    there = Memory.objects.filter(key=key).first()
    if there is None:
        return None
    mine = uploads.is_digest_of(there.code_digest, code)
    return Sent(there, code if mine else "", again=True)


def send(
    *,
    feature: FeaturePage,
    key: uuid.UUID,
    photos: Sequence[Photo],
    owner: User | None,
    told: Told,
    code: str,
    now: datetime | None = None,
) -> Sent:
    """Take a memory in, once for a sending (`key`, which is the batch of its photo) however often
    it arrives. Raises Refused: closed, not one picture, rights not stated, consent not named."""
    if there := arrived(key=key, code=code):
        return there
    _check(feature, photos, told)
    try:
        with transaction.atomic():
            [photo] = _claimed(key, photos, owner)
            memory = Memory.objects.create(
                key=key,
                feature=feature,
                photo=photo,
                title=nfc(told.title).strip(),
                words=nfc(told.words).strip(),
                year=told.year,
                place=nfc(told.place).strip(),
                sender_name=nfc(told.sender_name).strip(),
                contact=told.contact.strip(),
                owns_picture=told.owns_picture,
                people_agree=told.people_agree,
                children=told.children,
                **_consent(told),
                code_digest=uploads.digest(code),
                sent_at=now or timezone.now(),
            )
    except (IntegrityError, Refused):
        # Of two at once the other has taken the picture.
        if there := arrived(key=key, code=code):
            return there
        raise
    return Sent(memory, code)


@transaction.atomic
def publish(*, memory: Memory, by: User, now: datetime | None = None) -> Memory:
    """Put it on the wall. Raises PermissionDenied, Overtaken, and Refused before its pictures are
    made: nobody has seen them then."""
    memory = _held(memory, MemoryState.WAITING, by=by)
    if memory.photo.is_refused:
        raise Refused(_("Ảnh này bị hỏng, không mở được. Hãy chọn “Không đăng” và báo lý do."))
    if memory.photo.derivatives_made_at is None:
        raise Refused(_("Ảnh đang được xử lý. Hãy chờ vài giây, xem ảnh rồi đăng."))
    _decide(memory, MemoryState.PUBLISHED, by=by, now=now)
    uploads.publish(photos=[memory.photo])
    return memory


@transaction.atomic
def refuse(*, memory: Memory, by: User, reason: str, now: datetime | None = None) -> Memory:
    """Raises PermissionDenied, Overtaken, Refused without a reason."""
    memory = _held(memory, MemoryState.WAITING, by=by)
    return _decide(memory, MemoryState.REFUSED, by=by, reason=_given(reason), now=now)


@transaction.atomic
def hide(*, memory: Memory, by: User, reason: str, now: datetime | None = None) -> Memory:
    """Take a published one from the wall. Raises PermissionDenied, Overtaken, Refused."""
    memory = _held(memory, MemoryState.PUBLISHED, by=by)
    _decide(memory, MemoryState.HIDDEN, by=by, reason=_given(reason), now=now)
    uploads.hide(photos=[memory.photo])
    return memory


@transaction.atomic
def reconsider(*, memory: Memory, by: User) -> Memory:
    """Let what was refused or hidden wait again. Raises PermissionDenied, Overtaken."""
    memory = _held(memory, MemoryState.REFUSED, MemoryState.HIDDEN, by=by)
    memory.state = MemoryState.WAITING
    memory.reason, memory.decided_by, memory.decided_at = "", None, None
    memory.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    return memory


@transaction.atomic
def blur(*, memory: Memory, boxes: Sequence[Sequence[float]], by: User) -> None:
    """These boxes and no others, as fractions of the picture. Raises PermissionDenied, Overtaken
    and UploadRefused."""
    memory = _held(memory, MemoryState.WAITING, MemoryState.PUBLISHED, by=by)
    uploads.blur(photo=memory.photo, boxes=boxes, by=by)


@transaction.atomic
def withdraw(*, memory: Memory, now: datetime | None = None) -> Memory:
    """The sender, known by the code, takes it back, with the words to be reached by; once more is
    as good."""
    memory = _locked(memory)
    if memory.state == MemoryState.WITHDRAWN:
        return memory
    memory.state, memory.contact = MemoryState.WITHDRAWN, ""
    memory.reason, memory.decided_by = "", None
    memory.decided_at = now or timezone.now()
    memory.save(update_fields=["state", "contact", "reason", "decided_by", "decided_at"])
    uploads.hide(photos=[memory.photo])
    note_withdrawal("memory", memory.key)
    return memory


def forget() -> str:
    """90 days after the decision nobody needs to be reached, and what is not shown needs no
    original. A periodic job."""
    before = timezone.now() - FORGET_AFTER
    decided = Memory.objects.filter(decided_at__lt=before).exclude(state=MemoryState.WAITING)
    contacts = decided.exclude(contact="").update(contact="")
    gone = decided.filter(state__in=NOT_SHOWN)
    photos = list(Photo.objects.filter(pk__in=gone.values("photo_id"), original_deleted_at=None))
    uploads.delete_originals(photos=photos)
    return f"{contacts} · {len(photos)}"


def _check(feature: FeaturePage, photos: Sequence[Photo], told: Told) -> None:
    if not is_open(feature):
        raise Refused(_("Góc ký ức hiện không nhận ảnh."))
    if len(photos) != 1:
        raise Refused(_("Mỗi lần gửi một ảnh."), field="photos")
    if not told.owns_picture:
        raise Refused(_("Cần xác nhận quyền đối với ảnh."), field="owns_picture")
    if not told.people_agree:
        raise Refused(_("Cần xác nhận sự đồng ý của người trong ảnh."), field="people_agree")
    if told.children not in ChildrenShown.values:
        raise Refused(_("Hãy chọn ảnh có trẻ em hay không."), field="children")
    if told.children == ChildrenShown.CONSENT:
        if not told.consent_by.strip():
            raise Refused(_("Hãy ghi ai đã đồng ý cho đăng ảnh của trẻ."), field="consent_by")
        if told.consent_on is None or told.consent_on > timezone.localdate():
            raise Refused(_("Hãy ghi ngày đồng ý, không sau hôm nay."), field="consent_on")


def _consent(told: Told) -> dict[str, str | date | None]:
    if told.children == ChildrenShown.NONE:
        return {"consent_by": "", "consent_on": None}
    return {"consent_by": nfc(told.consent_by).strip(), "consent_on": told.consent_on}


def _claimed(key: uuid.UUID, photos: Sequence[Photo], owner: User | None) -> list[Photo]:
    taken = uploads.claim(batch=key, keys=[photo.key for photo in photos], owner=owner)
    if len(taken) != len(photos):
        raise Refused(_("Ảnh không còn trên máy chủ. Hãy chọn lại ảnh rồi gửi."), field="photos")
    return taken


def _locked(memory: Memory) -> Memory:
    rows = Memory.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("photo", "decided_by").get(pk=memory.pk)


def _held(memory: Memory, *states: MemoryState, by: User) -> Memory:
    """As it is now, kept from others until the transaction ends, if it is in one of `states`."""
    if not runs_campaigns(by):
        raise PermissionDenied
    memory = _locked(memory)
    if memory.state in states:
        return memory
    if memory.decided_by is not None:
        words = _("Không thực hiện được: %(who)s vừa xử lý, tình trạng hiện nay là “%(state)s”.")
        who = str(memory.decided_by)
    else:
        words, who = _("Không thực hiện được: tình trạng hiện nay là “%(state)s”."), ""
    raise Overtaken(words % {"who": who, "state": memory.get_state_display()})


def _decide(
    memory: Memory, state: MemoryState, *, by: User, reason: str = "", now: datetime | None = None
) -> Memory:
    memory.state, memory.reason = state, reason
    memory.decided_by, memory.decided_at = by, now or timezone.now()
    memory.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    return memory


def _given(reason: str) -> str:
    if reason := nfc(reason).strip():
        return reason
    raise Refused(_("Cần ghi lý do, người gửi đọc được khi tra cứu bằng mã."), field="reason")
