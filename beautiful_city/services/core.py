"""The one way in which a report moves: a single UPDATE that asks for key, version and state.

Of two moves at once the row count lets one through; the other is told so. Every move writes its
line of history in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beautiful_city import effects, permissions
from beautiful_city.models import Case, CaseEvent
from beautiful_city.states import SHOWN, WITH_DISTRICT
from beautiful_city.workflow import MOVES, Actor, Move
from portal import revision
from portal.models import User


class Stale(Exception):  # noqa: N818 - an answer, not a fault
    """The case moved on since the person looked at it; `str()` says so in Vietnamese."""

    def __init__(self, case: Case) -> None:
        self.case = case
        super().__init__(case.pk)

    def __str__(self) -> str:
        return str(
            _(
                "Phản ánh này vừa được người khác xử lý, nay đang là “%(state)s”. "
                "Hãy xem lại rồi chọn bước tiếp theo; nội dung bạn viết vẫn còn."
            )
            % {"state": self.case.get_state_display()}
        )


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """What was asked does not meet a rule; `field` names the input, `str()` is the sentence."""

    def __init__(self, sentence: str | Promise, *, field: str = "") -> None:
        self.field = field
        super().__init__(str(sentence))


@dataclass(frozen=True)
class Note:
    """The words of a line of history: `text` for those who work on it, `public` for everybody."""

    text: str = ""
    public: str = ""
    data: dict[str, Any] = field(default_factory=dict)


NOTHING = Note()


def make_move(
    case: Case,
    name: str,
    *,
    by: User | None,
    version: int,
    note: Note = NOTHING,
    now: datetime | None = None,
    **changes: Any,
) -> Case:
    """Move `case` by the table. `version` is the one that the person saw.

    Raises PermissionDenied, Refused (a reason is missing) and Stale. A move of a reporter without
    an account is asked for with `by=None`; the view has checked the secret code by then. Returns
    the case, read afresh.
    """
    move = MOVES[name]
    _check(case, move, by=by, note=note)
    now = now or timezone.now()
    with transaction.atomic():
        _write(case, move, version=version, changes=changes)
        record(case, move.name, move.done, by=by, note=note, now=now, move=move)
        case = fresh(case.pk)
        effects.after_change(case)
    return case


def _check(case: Case, move: Move, *, by: User | None, note: Note) -> None:
    if by is None:
        if move.actor not in (Actor.REPORTER, Actor.SYSTEM):
            raise PermissionDenied
    elif case.state in move.sources and not permissions.can_make(by, case, move):
        raise PermissionDenied
    if move.reason and not note.text.strip() and not note.public.strip():
        raise Refused(
            _("Cần ghi lý do hoặc nội dung để người nhận biết phải làm gì."), field="text"
        )


def _write(case: Case, move: Move, *, version: int, changes: dict[str, Any]) -> None:
    public_at = changes.get("public_at", case.public_at)
    shown = move.target in SHOWN and public_at is not None and case.hidden_at is None
    moved = Case.objects.filter(pk=case.pk, version=version, state__in=move.sources).update(
        state=move.target, version=F("version") + 1, is_public=shown, **changes
    )
    if not moved:
        raise Stale(fresh(case.pk))


def record(
    case: Case,
    name: str,
    label: str | Promise,
    *,
    by: User | None = None,
    note: Note = NOTHING,
    now: datetime | None = None,
    move: Move | None = None,
    public: bool = True,
) -> CaseEvent:
    """Add a line to the history; with `move`, the states it led from and to."""
    unit = _acting_unit_id(case, by)
    now = now or timezone.now()
    event: CaseEvent = CaseEvent.objects.create(
        case=case,
        at=now,
        name=name,
        from_state=case.state if move else "",
        to_state=move.target if move else "",
        label=str(label),
        text=note.text,
        public_text=note.public,
        is_public=move.public if move else public,
        unit_id=unit,
        actor=by,
        data=note.data,
        in_time=_in_time(case, move, now),
    )
    effects.after_event(event)
    if event.is_public and move is None:
        # A move begins a new revision by itself; a line without one changes the page as well.
        revision.bump()
    return event


def _in_time(case: Case, move: Move | None, now: datetime) -> bool | None:
    """Whether a move ends the district's turn within its time; None where it was not its turn."""
    if move is None or move.actor is not Actor.DISTRICT or case.state not in WITH_DISTRICT:
        return None
    return None if case.district_due_at is None else now <= case.district_due_at


def _acting_unit_id(case: Case, by: User | None) -> int | None:
    """The unit that a timeline names: the one in whose name the person acts."""
    if by is None:
        return None
    if permissions.answers_for(by, case):
        return case.unit_id
    memberships = permissions.active_memberships(by)
    return memberships[0].unit_id if memberships else None


def fresh(pk: int) -> Case:
    """The case as it stands now, with what services and effects read."""
    return Case.objects.select_related("category", "unit", "ward", "policy").get(pk=pk)


def touch(case: Case, *, version: int, **changes: Any) -> None:
    """Change fields without a move, and only if nobody moved it meanwhile. Raises Stale."""
    done = Case.objects.filter(pk=case.pk, version=version).update(
        version=F("version") + 1, **changes
    )
    if not done:
        raise Stale(fresh(case.pk))
