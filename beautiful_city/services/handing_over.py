"""A unit hands a case to a residential group by a link that works once and for 72 hours.

The link is worth no more than the person who gave it: it ends when that person answers for the
case no longer, or when the case has moved on. What comes back is material; the unit signs off.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beautiful_city import effects, permissions
from beautiful_city.models import Case, CasePhoto, HandOver
from beautiful_city.services.core import Note, Refused, fresh, record
from beautiful_city.services.sending import add_photos
from beautiful_city.states import WITH_UNIT, PhotoRole
from portal import uploads
from portal.models import User

LIFE = timedelta(hours=72)
MOST_OPEN = 5


class Ended(Exception):  # noqa: N818 - an answer, not a fault
    """The link is used, revoked, expired, or its case has moved on; `hand_over` says more."""

    def __init__(self, hand_over: HandOver) -> None:
        self.hand_over = hand_over
        super().__init__(hand_over.pk)


def code_of(sending: uuid.UUID) -> str:
    """The link's secret, as random as `sending` is (122 bits, kept to 80). Asked for again with
    the same `sending` it is the same, so that a lost reply makes no second link."""
    return uploads.code_for(f"hand-over {sending}")


def batch_of(hand_over: HandOver) -> uuid.UUID:
    """The one batch in which the photos of a link arrive."""
    return uuid.UUID(hex=hand_over.digest[:32])


def may_hand_over(user: User, case: Case) -> bool:
    return case.state in WITH_UNIT and permissions.answers_for(user, case)


@transaction.atomic
def hand_over(
    *, case: Case, by: User, sending: uuid.UUID, group_name: str, now: datetime | None = None
) -> tuple[HandOver, str]:
    """Make a link; its secret is given back here and stored nowhere.

    Raises PermissionDenied, and Refused where five links of the case are open.
    """
    if not may_hand_over(by, case):
        raise PermissionDenied
    now = now or timezone.now()
    code = code_of(sending)
    there = HandOver.objects.filter(digest__in=uploads.digests(code)).first()
    if there is not None:
        if there.case_id != case.pk or there.created_by_id != by.pk:
            raise PermissionDenied
        return there, code
    open_ones = case.hand_overs.filter(used_at=None, revoked_at=None, expires_at__gt=now)
    if open_ones.count() >= MOST_OPEN:
        raise Refused(_("Đã có 5 đường dẫn đang mở. Hãy thu hồi bớt rồi giao tiếp."))
    made = HandOver.objects.create(
        case=case,
        digest=uploads.digest(code),
        group_name=group_name,
        created_by=by,
        created_at=now,
        expires_at=now + LIFE,
    )
    record(
        case,
        "handed_over",
        _("Giao tổ dân phố"),
        by=by,
        note=Note(text=group_name),
        now=now,
        public=False,
    )
    return made, code


def revoke(*, hand_over: HandOver, by: User) -> None:
    """End a link. One that is used or ended stays as it is. Raises PermissionDenied."""
    if not permissions.answers_for(by, hand_over.case):
        raise PermissionDenied
    with transaction.atomic():
        ended = HandOver.objects.filter(pk=hand_over.pk, used_at=None, revoked_at=None)
        if ended.update(revoked_at=timezone.now()):
            record(
                hand_over.case,
                "hand_over_revoked",
                _("Thu hồi đường dẫn giao tổ dân phố"),
                by=by,
                note=Note(text=hand_over.group_name),
                public=False,
            )


def opened(code: str, now: datetime) -> HandOver | None:
    """The link of this secret; None where there never was one. Raises Ended."""
    links = HandOver.objects.select_related("case__category", "case__unit", "created_by")
    link = links.filter(digest__in=uploads.digests(code)).first()
    if link is not None and not _is_open(link, now):
        raise Ended(link)
    return link


def _is_open(link: HandOver, now: datetime) -> bool:
    return (
        link.used_at is None
        and link.revoked_at is None
        and now < link.expires_at
        and link.created_by.is_active
        and may_hand_over(link.created_by, link.case)
    )


@transaction.atomic
def reply(
    *,
    hand_over: HandOver,
    keys: Sequence[uuid.UUID],
    note: str,
    owner: User | None = None,
    now: datetime | None = None,
) -> None:
    """Take in what the group sends; the link is used up by it. `owner` is who sent the photos, if
    that browser happens to be signed in. Raises Ended and Refused."""
    now = now or timezone.now()
    used = HandOver.objects.filter(
        pk=hand_over.pk, used_at=None, revoked_at=None, expires_at__gt=now
    ).update(used_at=now, note=note)
    if not used:
        raise Ended(HandOver.objects.get(pk=hand_over.pk))
    photos = uploads.claim(batch=batch_of(hand_over), keys=keys, owner=owner)
    if not photos:
        raise Refused(_("Cần ít nhất 1 ảnh. Hãy chụp hoặc chọn ảnh."))
    case = fresh(hand_over.case_id)
    add_photos(case, photos, role=PhotoRole.OTHER)
    record(
        case,
        "hand_over_answered",
        _("Tổ dân phố gửi ảnh cho đơn vị"),
        note=Note(text=f"{hand_over.group_name}: {note}" if note else hand_over.group_name),
        now=now,
        public=False,
    )
    effects.after_change(case)


def photos_from_groups(case: Case) -> list[CasePhoto]:
    """What residential groups sent for this case and no answer has used yet."""
    links = [link for link in case.hand_overs.all() if link.used_at]
    if not links:
        return []
    rows = CasePhoto.objects.filter(
        case=case, role=PhotoRole.OTHER, photo__batch__in=[batch_of(link) for link in links]
    )
    return list(rows.select_related("photo"))
