"""The district checks what was put right: confirms it, sends it back, opens it again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beautiful_city import clocks
from beautiful_city.models import Case, CaseEvent, CasePhoto, Revisit
from beautiful_city.services import praising
from beautiful_city.services.core import Note, Refused, make_move
from beautiful_city.services.timing import frozen_policy, is_on_duty, new_clock, was_over
from beautiful_city.states import PhotoRole
from portal.models import Photo, User
from portal.working_time import LOCAL_TIME

REOPEN_DAYS = 15
LOOK_AGAIN_AFTER = (7, 30)


@transaction.atomic
def verify(
    *,
    case: Case,
    by: User,
    version: int,
    before: int,
    after: int,
    checked_photos: Collection[int],
    text: str = "",
    nominate: bool = False,
    now: datetime | None = None,
) -> Case:
    """Confirm that it was put right. `before` and `after` are the keys of the chosen pair, and
    `checked_photos` those after photos that passed the check of faces, plates, house numbers. The
    photo before has passed it earlier: one that was hidden is not made public by the way.
    `nominate` proposes the pair for what is beautiful.

    Raises Refused, PermissionDenied (the one who reported it as done does not check it), Stale.
    """
    now = now or timezone.now()
    photos = CasePhoto.objects.filter(case=case, photo__state=Photo.State.READY)
    pair = (
        photos.filter(pk=before, role=PhotoRole.BEFORE),
        photos.filter(pk=after, role=PhotoRole.AFTER),
    )
    if not all(part.exists() for part in pair):
        raise Refused(_("Hãy chọn một ảnh trước và một ảnh sau."), field="pair")
    if not pair[0].filter(checked=True).exists():
        raise Refused(
            _(
                "Ảnh trước được chọn chưa được hiện công khai. "
                "Hãy dùng “Hiện một ảnh chưa công khai” trước."
            ),
            field="before",
        )
    if after not in checked_photos:
        raise Refused(
            _("Ảnh sau được chọn phải qua kiểm tra mặt người, biển số, số nhà."), field="photos"
        )
    photos.update(chosen=False)
    photos.filter(pk__in=(before, after)).update(chosen=True)
    photos.filter(pk__in=checked_photos, role=PhotoRole.AFTER).update(checked=True)
    _look_again(case, now)
    verified = make_move(
        case,
        "verify",
        by=by,
        version=version,
        now=now,
        note=Note(text=text, public=_public_words(case, text)),
        verified_at=now,
        district_due_at=None,
        on_time=not case.was_late and not was_over(case),
        taken_hours=round((case.earlier_seconds + case.spent_seconds) / clocks.HOUR, 2),
    )
    if nominate:
        return praising.nominate(case=verified, by=by, version=verified.version)
    return verified


def _look_again(case: Case, now: datetime) -> None:
    """Set the looks after 7 and 30 days; those due after an earlier verification have nothing left
    to look at."""
    today = now.astimezone(LOCAL_TIME).date()
    Revisit.objects.filter(case=case, done_at=None).delete()
    Revisit.objects.bulk_create(
        [
            Revisit(case=case, days=days, due_on=today + timedelta(days=days))
            for days in LOOK_AGAIN_AFTER
        ],
        ignore_conflicts=True,
    )


def _public_words(case: Case, text: str) -> str:
    """What the unit wrote becomes public now, with the words of the district below it."""
    answer = CaseEvent.objects.filter(case=case, name="remediate").order_by("pk").last()
    return "\n".join(part for part in (answer.text if answer else "", text.strip()) if part)


def ask_rework(
    *, case: Case, by: User, version: int, text: str, now: datetime | None = None
) -> Case:
    """Half of the first time, at least eight working hours (urgent: four), from now."""
    now = now or timezone.now()
    policy = frozen_policy(case)
    least = float(policy.rework_least_hours)
    hours = max(float(policy.finish_hours) / 2, least)
    on_duty = case.unit is not None and is_on_duty(case, case.unit, now)
    # What this round took counts on, before its clock is set anew.
    earlier = {
        "earlier_seconds": case.earlier_seconds + case.spent_seconds,
        "was_late": case.was_late or was_over(case),
    }
    return make_move(
        case,
        "ask_rework",
        by=by,
        version=version,
        note=Note(text=text, public=text),
        now=now,
        district_due_at=None,
        rework_count=case.rework_count + 1,
        **earlier,
        **new_clock(case, hours, now, around_the_clock=on_duty),
    )


def reopen(*, case: Case, by: User, version: int, text: str, now: datetime | None = None) -> Case:
    """Begin again with a new full deadline."""
    now = now or timezone.now()
    return make_move(
        case,
        "reopen",
        by=by,
        version=version,
        note=Note(text=text, public=text),
        now=now,
        district_due_at=None,
        on_time=None,
        reopened_count=case.reopened_count + 1,
        nominated_at=None,
        praised_at=None,
        extended=False,
        earlier_seconds=0,
        was_late=False,
        **new_clock(case, float(frozen_policy(case).finish_hours), now),
    )


def keep_verified(*, case: Case, by: User, version: int, text: str) -> Case:
    return make_move(
        case,
        "keep_verified",
        by=by,
        version=version,
        note=Note(text=text, public=text),
        district_due_at=None,
    )
