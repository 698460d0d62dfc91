"""Who may do what with a report. Deny first; a refusal of existence is the view's 404."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from beautiful_city.models import Case, CasePhoto
from beautiful_city.states import Kind
from beautiful_city.workflow import Actor, Move, moves_from
from portal.models import Membership, Photo, User
from portal.permissions import active_memberships, has_role, is_superuser
from portal.roles import Role

Person = User | AnonymousUser

# Who answers for a unit: in a ward its officers and leaders, in a department its writers and head.
ANSWERING = frozenset(
    {
        Role.WARD_OFFICER,
        Role.WARD_LEADERSHIP,
        Role.HEAD_OF_UNIT,
        Role.DISTRICT_OFFICER,
        Role.CONTRIBUTOR,
    }
)


def is_district(user: Person) -> bool:
    """Receives, assigns, checks: the district's side of every case."""
    return has_role(user, Role.DISTRICT_OFFICER, Role.ADMINISTRATOR) or is_superuser(user)


def sees_dashboard(user: Person) -> bool:
    return is_district(user) or has_role(user, Role.LEADERSHIP)


def answering_unit_ids(user: Person) -> set[int]:
    """The units for which the user puts things right."""
    return {m.unit_id for m in active_memberships(user) if m.role in ANSWERING}


def answers_for_a_unit(user: Person) -> bool:
    return bool(answering_unit_ids(user))


def people_of(unit_id: int) -> QuerySet[User]:
    """Who answers for a unit today: any of them may be in charge of its cases."""
    held = Membership.objects.active_on(timezone.localdate()).with_role(*ANSWERING)
    return User.objects.filter(
        pk__in=held.filter(unit_id=unit_id).values("user_id"), is_active=True
    ).order_by("username")


def answers_for(user: Person, case: Case) -> bool:
    return (
        case.kind == Kind.BAD
        and case.assigned_at is not None
        and case.unit_id in answering_unit_ids(user)
    )


def can_see_case(user: Person, case: Case) -> bool:
    """Behind sign-in: the district and its leadership all, a unit its own, a sender their own."""
    if not user.is_authenticated:
        return False
    return sees_dashboard(user) or answers_for(user, case) or reported(user, case)


def reported(user: Person, case: Case) -> bool:
    """The case was sent by the user or by a unit of theirs."""
    if not user.is_authenticated:
        return False
    own = case.reporter_id is not None and case.reporter_id == user.pk
    return own or (
        case.reporter_unit_id is not None and case.reporter_unit_id in answering_unit_ids(user)
    )


def can_see_contact(user: Person) -> bool:
    """Contact data is the district's alone."""
    return is_district(user)


def can_make(user: Person, case: Case, move: Move) -> bool:
    """Whether the user may make this move now. The system's moves are nobody's."""
    if case.state not in move.sources or not user.is_authenticated:
        return False
    if move.actor is Actor.DISTRICT:
        if not is_district(user):
            return False
        # Whoever reported it as done does not check it.
        return move.name != "verify" or case.remediated_by_id != user.pk
    if move.actor is Actor.UNIT:
        return answers_for(user, case)
    if move.actor is Actor.REPORTER:
        return reported(user, case)
    return False


def moves_of(user: Person, case: Case) -> list[Move]:
    """What the user may do with the case now, in the order of the table."""
    return [move for move in moves_from(case.state) if can_make(user, case, move)]


def can_report(user: Person) -> bool:
    """Sends reports from the work front, for a unit."""
    return bool(answering_unit_ids(user)) or is_district(user)


def can_see_case_photo(user: User, photo: Photo) -> bool:
    """Registered with the upload path: the pictures of a report that are not public."""
    row = CasePhoto.objects.filter(photo=photo).select_related("case").first()
    return row is not None and can_see_case(user, row.case)


def can_open_case_original(user: User, photo: Photo) -> bool:
    """An original may show faces and plates: the district only, and each opening is logged."""
    return is_district(user) and CasePhoto.objects.filter(photo=photo).exists()
