"""From a filled-in form to a report: its photos are claimed and it is made in one transaction."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beautiful_city import permissions
from beautiful_city.models import Case, Category, Contact
from beautiful_city.services.core import Refused, fresh, make_move, record, touch
from beautiful_city.services.reporter import ask_reopen, give_info
from beautiful_city.services.sending import (
    Place,
    Reach,
    Sent,
    arrived,
    send_report,
    triage_due,
)
from beautiful_city.states import State
from portal import uploads
from portal.backup import note_withdrawal
from portal.models import Photo, Unit, User
from portal.text import nfc

ANSWERS = {"give_info": give_info, "ask_reopen": ask_reopen}
"""What a sender may do later, by the name of the move."""


@transaction.atomic
def post_report(
    *,
    batch: uuid.UUID,
    photos: Sequence[Photo],
    owner: User | None,
    category: Category,
    place: Place,
    text: str,
    title: str = "",
    reach: Reach | None = None,
    by: User | None = None,
    unit: Unit | None = None,
    code: str = "",
    source: str = "web",
    draft: bool = False,
) -> Sent:
    """Make one report of a batch, however often it is sent; `owner` is who sent the photos.

    Raises Refused, as `send_report` does, and where a photo is gone.
    """
    if there := arrived(sending=batch, code=code):
        return there
    try:
        taken = claimed(batch=batch, photos=photos, owner=owner)
    except Refused:
        # A retry on the heels of the first, which has just taken the photos.
        if there := arrived(sending=batch, code=code):
            return there
        raise
    sent = send_report(
        category=category,
        place=place,
        photos=taken,
        text=text,
        title=title,
        reach=reach,
        by=by,
        unit=unit,
        sending=batch,
        code=code,
        source=source,
        draft=draft,
    )
    if sent.again:
        # Another request was quicker: what was claimed here is nobody's, and goes within a day.
        transaction.set_rollback(True)
    return sent


def claimed(*, batch: uuid.UUID, photos: Sequence[Photo], owner: User | None) -> list[Photo]:
    """The photos of a form, taken for it. Raises Refused where another form was quicker."""
    if not photos:
        return []
    taken = uploads.claim(batch=batch, keys=[photo.key for photo in photos], owner=owner)
    if len(taken) < len(photos):
        raise Refused(_("Có ảnh không còn trên máy chủ. Hãy chọn lại ảnh rồi gửi."), field="photos")
    return taken


@transaction.atomic
def answer(
    move: str,
    *,
    case: Case,
    version: int,
    text: str,
    batch: uuid.UUID,
    photos: Sequence[Photo],
    owner: User | None,
    by: User | None = None,
) -> Case:
    """The sender, known by the code or signed in (`by`), gives information or asks to reopen.

    The same words for the same move are one answer, however often they arrive. Raises Refused and
    Stale.
    """
    if is_answered(case, move, text):
        return case
    return ANSWERS[move](
        case=case,
        version=version,
        text=nfc(text).strip(),
        photos=claimed(batch=batch, photos=photos, owner=owner),
        by=by,
    )


def is_answered(case: Case, move: str, text: str) -> bool:
    """Whether the last move of the report was this one, with these words."""
    last = case.events.exclude(to_state="").last()
    return last is not None and last.name == move and last.text == nfc(text).strip()


@transaction.atomic
def remove_contact(*, case: Case) -> None:
    """The sender takes the own contact data back; none there is as good."""
    deleted, _by_model = Contact.objects.filter(case=case).delete()
    if deleted:
        record(case, "contact_removed", _("Người gửi đã xóa thông tin liên hệ"), public=False)
        note_withdrawal("contact", case.pk)


@transaction.atomic
def edit_draft(
    *,
    case: Case,
    by: User,
    version: int,
    category: Category,
    place: Place,
    text: str,
    title: str,
) -> Case:
    """Change the words and the place of a draft. Raises PermissionDenied, Refused, Stale."""
    if case.state != State.DRAFT or not permissions.reported(by, case):
        raise PermissionDenied
    if category.kind != case.kind:
        raise Refused(_("Hãy chọn một lĩnh vực của mục Đẹp."), field="category")
    if not place.is_given:
        raise Refused(_("Hãy chọn vị trí trên bản đồ hoặc ghi địa điểm."), field="place_text")
    touch(
        case,
        version=version,
        category=category,
        title=nfc(title).strip() or case.title,
        text=nfc(text).strip(),
        place_text=nfc(place.text).strip(),
        ward=place.ward,
        latitude=place.latitude,
        longitude=place.longitude,
    )
    return fresh(case.pk)


def send_draft(*, case: Case, by: User, version: int) -> Case:
    """Give a draft to the district, whose time begins now. Raises PermissionDenied, Stale."""
    now = timezone.now()
    return make_move(
        case,
        "send_good",
        by=by,
        version=version,
        now=now,
        submitted_at=now,
        district_due_at=triage_due(case.category, now),
    )
