"""Writing a note and moving it. Each move holds the row, asks the table, and adds its line of
history in the same transaction; of two at once one is let through and the other is told."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.deadlines import deadline_of
from portal.leader_notes import permissions
from portal.leader_notes.states import MOVES, WRITTEN, Move, NoteState, Side
from portal.leader_notes.subjects import kind_of, type_of
from portal.models import LeaderNote, LeaderNoteMove, Unit, User
from portal.text import nfc

MOST_WORDS, MOST_ANSWER = 2000, 4000
LATEST = timedelta(days=366)


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """What was asked does not meet a rule; `field` names the input, `str()` is the sentence."""

    def __init__(self, sentence: str | Promise, *, field: str = "") -> None:
        self.field = field
        super().__init__(str(sentence))


class Stale(Exception):  # noqa: N818 - an answer, not a fault
    """The note moved on since the person looked at it; `str()` says so in Vietnamese."""

    def __init__(self, note: LeaderNote) -> None:
        self.note = note
        super().__init__(note.pk)

    def __str__(self) -> str:
        return _(
            "Ý kiến này vừa được người khác xử lý, nay đang là “%(state)s”. Hãy xem lại rồi chọn "
            "bước tiếp theo; nội dung bạn viết vẫn còn."
        ) % {"state": self.note.get_state_display()}


def write_note(
    *,
    subject: Model,
    text: str,
    due_on: date,
    by: User,
    key: uuid.UUID,
    now: datetime | None = None,
) -> LeaderNote:
    """Write to the unit that has to answer for `subject`. The same `key` again gives the note that
    is there already. Raises PermissionDenied and Refused."""
    if not permissions.can_write_about(by, subject):
        raise PermissionDenied
    now = now or timezone.now()
    known = LeaderNote.objects.filter(key=key, written_by=by).first()
    if known is not None:
        return known
    unit = kind_of(subject).unit(subject)
    if unit is None:
        raise Refused(_("Việc này chưa giao cho đơn vị nào, nên chưa có đơn vị trả lời."))
    _check_unit(unit, now)
    words = _words(text, most=MOST_WORDS, missing=_("Hãy ghi ý kiến, hoặc chọn một câu có sẵn."))
    _check_due(due_on, now)
    try:
        with transaction.atomic():
            note = LeaderNote.objects.create(
                key=key,
                subject_type=type_of(subject),
                subject_id=subject.pk,
                unit=unit,
                text=words,
                due_on=due_on,
                written_by=by,
                written_at=now,
            )
            record(note, name="write", label=WRITTEN, before="", by=by, text=words, now=now)
    except IntegrityError:
        # The same form, sent twice at once. Another person's key is nobody's business.
        sent = LeaderNote.objects.filter(key=key, written_by=by).first()
        if sent is None:
            raise PermissionDenied from None
        return sent
    return note


def answer(
    *, note: LeaderNote, by: User, version: int, text: str, now: datetime | None = None
) -> LeaderNote:
    now = now or timezone.now()
    words = _words(text, most=MOST_ANSWER, missing=_("Hãy ghi nội dung trả lời."))
    changes = {"answer": words, "answered_by": by, "answered_at": now}
    return _move(note, MOVES["answer"], by=by, version=version, now=now, text=words, **changes)


def accept(*, note: LeaderNote, by: User, version: int, now: datetime | None = None) -> LeaderNote:
    now = now or timezone.now()
    return _move(
        note, MOVES["accept"], by=by, version=version, now=now, closed_by=by, closed_at=now
    )


def send_back(
    *,
    note: LeaderNote,
    by: User,
    version: int,
    text: str,
    due_on: date,
    now: datetime | None = None,
) -> LeaderNote:
    """“Chưa đạt”, with what is missing and a new deadline. The answer stays in the history."""
    now = now or timezone.now()
    words = _words(text, most=MOST_WORDS, missing=_("Hãy ghi rõ điều chưa đạt."))
    _check_due(due_on, now)
    return _move(
        note,
        MOVES["send_back"],
        by=by,
        version=version,
        now=now,
        text=words,
        due_on=due_on,
        revision=note.revision + 1,
        answer="",
        answered_by=None,
        answered_at=None,
    )


def withdraw(
    *, note: LeaderNote, by: User, version: int, now: datetime | None = None
) -> LeaderNote:
    now = now or timezone.now()
    return _move(note, MOVES["withdraw"], by=by, version=version, now=now, withdrawn_at=now)


def hand_over(
    *, note: LeaderNote, by: User, version: int, unit: Unit, now: datetime | None = None
) -> LeaderNote:
    """To another unit, which has to answer from now on by the same deadline."""
    now = now or timezone.now()
    if unit.pk == note.unit_id:
        raise Refused(_("Đơn vị này đang được giao trả lời."), field="unit")
    _check_unit(unit, now, field="unit")
    words = _("Từ %(old)s sang %(new)s") % {"old": note.unit, "new": unit}
    return _move(
        note,
        MOVES["hand_over"],
        by=by,
        version=version,
        now=now,
        text=words,
        unit=unit,
        revision=note.revision + 1,
    )


def _move(
    note: LeaderNote,
    move: Move,
    *,
    by: User,
    version: int,
    now: datetime,
    text: str = "",
    **changes: Any,
) -> LeaderNote:
    """Raises PermissionDenied and Stale; returns the note as it is now."""
    if not permissions.can_see_note(by, note) or not _on_side(by, note, move):
        raise PermissionDenied
    with transaction.atomic():
        note = held(note.pk)
        if note.version != version or note.state != move.source:
            raise Stale(note)
        if not permissions.can_make(by, note, move):
            raise PermissionDenied
        shift(note, move, by=by, now=now, text=text, **changes)
    return note


def _on_side(by: User, note: LeaderNote, move: Move) -> bool:
    """Whether the person makes moves of this kind at all, wherever the note is."""
    if move.side is Side.LEADER:
        return permissions.writes_notes(by)
    return note.unit_id in permissions.answering_unit_ids(by)


def held(pk: int) -> LeaderNote:
    """The note as it is now, kept from others until the transaction ends."""
    rows = LeaderNote.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("unit").get(pk=pk)


def shift(
    note: LeaderNote, move: Move, *, by: User | None, now: datetime, text: str = "", **changes: Any
) -> None:
    """Write a move of a held note, whoever may make it having been asked before."""
    before = note.state
    for name, value in changes.items():
        setattr(note, name, value)
    note.state = move.target
    note.version += 1
    note.save(update_fields=[*changes, "state", "version"])
    record(note, name=move.name, label=move.done, before=before, by=by, text=text, now=now)


def record(
    note: LeaderNote,
    *,
    name: str,
    label: str | Promise,
    before: str,
    by: User | None,
    text: str,
    now: datetime,
) -> None:
    LeaderNoteMove.objects.create(
        note=note,
        name=name,
        label=str(label),
        from_state=before,
        to_state=note.state if before else NoteState.WAITING,
        text=text,
        due_on=note.due_on,
        unit=note.unit,
        by=by,
        at=now,
    )


def _words(text: str, *, most: int, missing: str) -> str:
    words = nfc(text).strip()
    if not words:
        raise Refused(missing, field="text")
    if len(words) > most:
        raise Refused(
            _("Nội dung dài quá %(most)d ký tự. Hãy rút gọn.") % {"most": most}, field="text"
        )
    return words


def _check_due(due_on: date, now: datetime) -> None:
    if due_on > timezone.localdate(now) + LATEST:
        raise Refused(_("Hạn trả lời không quá một năm."), field="due_on")
    if deadline_of(due_on) <= now:
        raise Refused(_("Hạn trả lời đã qua. Hãy chọn hạn khác."), field="due_on")


def _check_unit(unit: Unit, now: datetime, *, field: str = "") -> None:
    if not unit.is_valid_on(timezone.localdate(now)):
        raise Refused(
            _("%(unit)s không còn hoạt động. Hãy chọn đơn vị kế thừa.") % {"unit": unit},
            field=field,
        )
