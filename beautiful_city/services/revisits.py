"""Looking again 7 and 30 days after a case was put right: in order, or back again."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beautiful_city import permissions
from beautiful_city.models import Case, Revisit
from beautiful_city.services.core import Note, Refused, record
from beautiful_city.services.posting import claimed
from beautiful_city.services.sending import Place, send_report
from portal import revision
from portal.models import Photo, User
from portal.text import nfc
from portal.working_time import LOCAL_TIME


@transaction.atomic
def write_look(
    *,
    look: Revisit,
    by: User,
    relapsed: bool,
    note: str,
    batch: uuid.UUID | None = None,
    photos: Sequence[Photo] = (),
    now: datetime | None = None,
) -> Case | None:
    """Write down what was found, once. What is back again, with photos, becomes a new report, which
    is returned; statistics count the relapse either way.

    Raises PermissionDenied and Refused: not due yet, written already, or a relapse without a word.
    """
    if not permissions.is_district(by):
        raise PermissionDenied
    now = now or timezone.now()
    note = nfc(note).strip()
    if look.due_on > now.astimezone(LOCAL_TIME).date():
        raise Refused(_("Chưa đến ngày xem lại phản ánh này."))
    if relapsed and not note:
        raise Refused(_("Hãy ghi đã thấy gì, để người sau biết."), field="note")
    done = Revisit.objects.filter(pk=look.pk, done_at=None).update(
        done_at=now, done_by=by, relapsed=relapsed, note=note
    )
    if not done:
        raise Refused(_("Lần xem lại này vừa được người khác ghi kết quả."))
    label = (
        _("Quận xem lại sau %(days)s ngày: tái diễn")
        if relapsed
        else _("Quận xem lại sau %(days)s ngày: vẫn tốt")
    )
    record(
        look.case,
        "looked_again",
        str(label) % {"days": look.days},
        by=by,
        now=now,
        note=Note(text=note, data={"relapsed": relapsed}),
    )
    # The public numbers change.
    revision.bump()
    if not relapsed or not photos or batch is None:
        return None
    return _new_report(look.case, by, note, batch, photos, now)


def _new_report(
    case: Case, by: User, note: str, batch: uuid.UUID, photos: Sequence[Photo], now: datetime
) -> Case:
    """Of the same kind and place; each names the other in its history."""
    new = send_report(
        category=case.category,
        place=Place(case.latitude, case.longitude, case.place_text or case.title, case.ward),
        photos=claimed(batch=batch, photos=photos, owner=by),
        title=case.title,
        text=note,
        by=by,
        sending=batch,
        source="revisit",
        now=now,
    ).case
    for mine, other in ((case, new), (new, case)):
        record(
            mine,
            "relapse_linked",
            str(_("Tái diễn, liên quan phản ánh %s")) % other.code,
            by=by,
            now=now,
            note=Note(data={"case": other.code}),
            public=False,
        )
    return new
