"""A unit that ends: what it was asked and has not answered passes to those that succeed it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.leader_notes.services import held, record, shift
from portal.leader_notes.states import INHERITED, MOVES, NoteState
from portal.models import LeaderNote, Unit, UnitSuccession


def pass_on_notes() -> str:
    """A periodic job; returns how many notes were passed on."""
    now = timezone.now()
    ended = LeaderNote.objects.waiting().filter(unit__valid_to__lte=timezone.localdate(now))
    return str(sum(pass_on(note, now) for note in ended.order_by("pk")))


@transaction.atomic
def pass_on(note: LeaderNote, now: datetime) -> bool:
    """Every successor is asked the same; False where there is none, and then a leader decides.

    The old note stays with its history; the new ones name it.
    """
    note = held(note.pk)
    if note.state != NoteState.WAITING:
        return False
    heirs = successors_of(note.unit)
    if not heirs:
        return False
    names = _("Đơn vị kế thừa: %s") % ", ".join(str(unit) for unit in heirs)
    shift(note, MOVES["pass_on"], by=None, now=now, text=names)
    for unit in heirs:
        new = LeaderNote.objects.create(
            key=uuid.uuid4(),
            subject_type_id=note.subject_type_id,
            subject_id=note.subject_id,
            unit=unit,
            text=note.text,
            due_on=note.due_on,
            written_by_id=note.written_by_id,
            written_at=note.written_at,
            passed_from=note,
        )
        words = _("Kế thừa từ %s") % note.unit
        record(new, name="inherit", label=INHERITED, before="", by=None, text=words, now=now)
    return True


def successors_of(unit: Unit) -> list[Unit]:
    """Who follows the unit on the day on which it ends, each once."""
    if unit.valid_to is None:
        return []
    rows = UnitSuccession.objects.filter(
        predecessor=unit, successor__isnull=False, date=unit.valid_to
    ).select_related("successor")
    return [row.successor for row in rows.order_by("pk") if row.successor is not None]
