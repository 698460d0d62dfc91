"""What the clock does by itself. Each is a periodic job, does all there is to do, and may be run
again at any time."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beautiful_city import clocks, effects
from beautiful_city.models import Case, CasePhoto, Contact, Follower
from beautiful_city.services.checking import REOPEN_DAYS
from beautiful_city.services.core import Note, Stale, fresh, make_move, record
from beautiful_city.services.timing import passing_on
from beautiful_city.services.triage import INFO_WORKING_DAYS
from beautiful_city.states import ENDED, WITH_UNIT, RejectionReason, State
from portal import uploads
from portal.models import Photo, UnitSuccession

FORGET_AFTER = timedelta(days=90)


def expire_info() -> str:
    """A question that its sender did not answer for five working days ends the case."""
    now = timezone.now()
    text = _("Không nhận được bổ sung sau %(days)s ngày làm việc.") % {"days": INFO_WORKING_DAYS}
    silent = Case.objects.filter(state=State.NEEDS_INFO, district_due_at__lt=now)
    # Who cannot be reached cannot be silent: these stay with the district, which looks on site.
    silent = silent.exclude(code_digest=None, reporter=None).exclude(source="open311", contact=None)
    return _count(
        _moved(
            case,
            "expire_info",
            note=Note(text=str(text)),
            rejection=RejectionReason.NO_ANSWER,
            closed_at=now,
            district_due_at=None,
        )
        for case in silent
    )


def close_verified() -> str:
    """Fifteen days after verification nothing can be reopened."""
    now = timezone.now()
    over = Case.objects.filter(
        state=State.VERIFIED, verified_at__lt=now - timedelta(days=REOPEN_DAYS)
    )
    return _count(_moved(case, "close", closed_at=now) for case in over)


def _moved(case: Case, move: str, **changes: object) -> bool:
    try:
        make_move(case, move, by=None, version=case.version, **changes)  # type: ignore[arg-type]
    except Stale:
        return False
    return True


def _count(results: object) -> str:
    return str(sum(results))  # type: ignore[call-overload]


def pass_on_cases() -> str:
    """Open cases of a unit that is no more: to its one successor, else the district names a unit.

    The history stays; the clock goes on in the successor's hands as it stood.
    """
    today = timezone.localdate()
    gone = Case.objects.filter(
        state__in=[*WITH_UNIT, State.WAITING_EXTERNAL, State.REMEDIATED, State.DISPUTED],
        unit__valid_to__lte=today,
    ).select_related("unit")
    return _count(_pass_on(case) for case in gone)


@transaction.atomic
def _pass_on(case: Case) -> bool:
    now = timezone.now()
    lines = UnitSuccession.objects.filter(predecessor_id=case.unit_id, successor__isnull=False)
    successors = list(lines.order_by("date", "pk").select_related("successor"))
    if len(successors) == 1 and successors[0].successor is not None:
        unit = successors[0].successor
        done = Case.objects.filter(pk=case.pk, version=case.version).update(
            unit=unit,
            version=case.version + 1,
            **passing_on(case, unit, now),
        )
        if done:
            text = f"{case.unit} → {unit} ({successors[0].decision})"
            record(case, "passed_on", _("Chuyển cho đơn vị kế thừa"), note=Note(public=text))
            effects.after_change(fresh(case.pk))
        return bool(done)
    if case.state in (State.REMEDIATED, State.DISPUTED):
        return False  # the district's turn already
    return _moved(
        case,
        "end_unit",
        note=Note(text=str(case.unit), public=str(case.unit)),
        district_due_at=clocks.after_working_days(now, 1),
        **(clocks.stopped(case, now) if case.clock_since else {}),
    )


def forget_contacts() -> str:
    """Addresses of senders and followers, and originals, go 90 days after the end of a case; for
    what is beautiful, 90 days after it was published."""
    before = timezone.now() - FORGET_AFTER
    ended = Case.objects.filter(
        Q(state__in=sorted(ENDED), closed_at__lt=before)
        | Q(state=State.PUBLISHED, public_at__lt=before)
    )
    contacts, _by_model = Contact.objects.filter(case__in=ended).delete()
    Follower.objects.filter(case__in=ended).delete()
    # Under complaint the originals prove how it was.
    settled = CasePhoto.objects.filter(case__in=ended, case__complaint_since=None)
    photos = Photo.objects.filter(pk__in=settled.values("photo_id"), original_deleted_at=None)
    rows = list(photos)
    uploads.delete_originals(photos=rows)
    return f"{contacts} · {len(rows)}"
