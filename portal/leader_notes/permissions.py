"""Who writes, who answers, who may know. Deny first; a refusal of existence is the view's 404."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from portal.leader_notes.states import Move, Side
from portal.leader_notes.subjects import kind_of
from portal.models import LeaderNote, User
from portal.permissions import active_memberships, has_role
from portal.roles import Role

Person = User | AnonymousUser

# Who answers for a unit, and is told of what is late.
ANSWERING = frozenset(
    {
        Role.CONTRIBUTOR,
        Role.HEAD_OF_UNIT,
        Role.DISTRICT_OFFICER,
        Role.EDUCATION_OFFICE,
        Role.WARD_OFFICER,
        Role.WARD_LEADERSHIP,
    }
)


def writes_notes(user: Person) -> bool:
    """The district's leaders; nobody writes in their name, not even an administrator."""
    return has_role(user, Role.LEADERSHIP)


def can_write_about(user: Person, subject: Model) -> bool:
    return writes_notes(user) and kind_of(subject).can_see(user, subject)


def answering_unit_ids(user: Person) -> set[int]:
    """The units in whose name the user answers."""
    return {m.unit_id for m in active_memberships(user) if m.role in ANSWERING}


def uses_notes(user: Person) -> bool:
    """Whether there is a list of notes for this person."""
    return writes_notes(user) or bool(answering_unit_ids(user))


def can_see_note(user: Person, note: LeaderNote) -> bool:
    return writes_notes(user) or note.unit_id in answering_unit_ids(user)


def can_make(user: Person, note: LeaderNote, move: Move) -> bool:
    """Whether the user may make this move from where the note is."""
    if note.state != move.source:
        return False
    if move.side is Side.LEADER:
        return writes_notes(user)
    if move.side is Side.UNIT:
        return note.unit_id in answering_unit_ids(user)
    return False
