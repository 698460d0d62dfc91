"""A report as what the district's leaders write about: the unit in charge answers."""

from beautiful_city import permissions
from beautiful_city.models import Case
from beautiful_city.states import Kind
from portal.leader_notes.subjects import register_note_subject
from portal.models import Unit


def register() -> None:
    register_note_subject(
        Case,
        name="phan-anh",
        label=lambda case: f"{case.code} · {case.title}",
        url=lambda case: case.work_url,
        unit=_unit,
        can_see=permissions.can_see_case,
    )


def _unit(case: Case) -> Unit | None:
    """Nobody answers for a nice picture, nor for what is not yet given to a unit."""
    return case.unit if case.kind == Kind.BAD and case.assigned_at is not None else None
