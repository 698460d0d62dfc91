"""Who may do what in a campaign. Deny first; a refusal of existence is the view's 404."""

from django.contrib.auth.models import AnonymousUser

from campaigns.models import ContributionRequest, Delivery, MaterialPhoto, Memory
from campaigns.states import MemoryState
from portal.models import Photo, User
from portal.permissions import active_memberships, has_role, is_board
from portal.roles import Role

Person = User | AnonymousUser

# Who delivers for a unit: those who write in the editor, and in a ward its officers and leaders.
CONTRIBUTING = frozenset(
    {
        Role.CONTRIBUTOR,
        Role.HEAD_OF_UNIT,
        Role.DISTRICT_OFFICER,
        Role.EDUCATION_OFFICE,
        Role.WARD_OFFICER,
        Role.WARD_LEADERSHIP,
    }
)
HEADS = frozenset({Role.HEAD_OF_UNIT, Role.WARD_LEADERSHIP})


def runs_campaigns(user: Person) -> bool:
    """Asks units, receives, extends, waives, moderates: the editorial board."""
    return is_board(user)


def sees_progress(user: Person) -> bool:
    return runs_campaigns(user) or has_role(user, Role.LEADERSHIP)


def contributing_unit_ids(user: Person) -> set[int]:
    """The units for which the user delivers."""
    return {m.unit_id for m in active_memberships(user) if m.role in CONTRIBUTING}


def contributes(user: Person) -> bool:
    return bool(contributing_unit_ids(user))


def delivers_for(user: Person, unit_id: int) -> bool:
    return unit_id in contributing_unit_ids(user)


def can_see_request(user: Person, request: ContributionRequest) -> bool:
    return sees_progress(user) or delivers_for(user, request.unit_id)


def can_see_delivery(user: Person, delivery: Delivery) -> bool:
    return sees_progress(user) or delivers_for(user, delivery.unit_id)


def sees_material(user: Person, delivery: Delivery) -> bool:
    """Raw material is between the unit that sent it and the board: leaders see its progress."""
    return runs_campaigns(user) or delivers_for(user, delivery.unit_id)


def sees_materials(user: Person) -> bool:
    return runs_campaigns(user) or contributes(user)


def sees_material_photo(user: Person, photo: Photo) -> bool:
    """The pictures and the original alike: both are what the unit handed to the board."""
    held = MaterialPhoto.objects.filter(photo=photo).select_related("material__delivery").first()
    return held is not None and sees_material(user, held.material.delivery)


def can_see_memory_photo(user: Person, photo: Photo) -> bool:
    """Of Góc ký ức the board alone sees what is not on the wall, and nobody what its sender took
    back."""
    if not runs_campaigns(user):
        return False
    there = Memory.objects.filter(photo=photo).exclude(state=MemoryState.WITHDRAWN)
    return there.exists()
