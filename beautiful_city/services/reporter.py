"""The sender comes back: with more information, or because it is not in order after all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beautiful_city import clocks
from beautiful_city.models import Case
from beautiful_city.services.checking import REOPEN_DAYS
from beautiful_city.services.core import Note, Refused, make_move
from beautiful_city.services.sending import MOST_PHOTOS, add_photos
from beautiful_city.states import PhotoRole
from portal.models import Photo, User


@transaction.atomic
def give_info(
    *, case: Case, version: int, text: str, photos: Sequence[Photo] = (), by: User | None = None
) -> Case:
    """Answer the district's question; `photos` have been claimed in the caller's transaction."""
    if len(photos) > MOST_PHOTOS:
        raise Refused(_("Hãy gửi nhiều nhất 5 ảnh."), field="photos")
    add_photos(case, photos, role=PhotoRole.BEFORE)
    now = timezone.now()
    return make_move(
        case,
        "give_info",
        by=by,
        version=version,
        note=Note(text=text),
        now=now,
        district_due_at=clocks.after_hours(now, clocks.WORKING_DAY_HOURS),
    )


@transaction.atomic
def ask_reopen(
    *, case: Case, version: int, text: str, photos: Sequence[Photo], by: User | None = None
) -> Case:
    """Within 15 days of verification, with a new photo and a reason."""
    now = timezone.now()
    if not photos:
        raise Refused(_("Hãy gửi kèm ít nhất một ảnh mới chụp."), field="photos")
    if len(photos) > MOST_PHOTOS:
        raise Refused(_("Hãy gửi nhiều nhất 5 ảnh."), field="photos")
    if case.verified_at is None or now > case.verified_at + timedelta(days=REOPEN_DAYS):
        raise Refused(_("Đã quá 15 ngày từ khi xác nhận khắc phục. Hãy gửi một phản ánh mới."))
    add_photos(case, photos, role=PhotoRole.REOPEN)
    return make_move(
        case,
        "ask_reopen",
        by=by,
        version=version,
        note=Note(text=text),
        now=now,
        district_due_at=clocks.after_working_days(now, 1),
    )
