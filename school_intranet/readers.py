"""A person within one school. There is one way to make a `Reader`: to have a membership there.

Everything that a portal shows is asked for with a reader, so that the school comes from the address
*and* the membership, never from what a form says.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, F, Q, When
from django.utils import timezone

from portal.kinds import UnitKind
from portal.models import Membership, Unit, User
from portal.roles import Role
from school_intranet.addresses import portal_path

if TYPE_CHECKING:
    from school_intranet.models import SchoolPortalPage

SCHOOL_ROLES = frozenset(
    {
        Role.PRINCIPAL,
        Role.DEPUTY_PRINCIPAL,
        Role.CLERK,
        Role.SUBJECT_HEAD,
        Role.TEACHER,
        Role.STAFF,
    }
)


@dataclass(frozen=True)
class Reader:
    """`roles` are those held today in the school or its groups; `groups` are the keys of the tổ
    chuyên môn that the person belongs to, `led` those that the person heads."""

    user: User
    school: Unit
    portal: SchoolPortalPage
    roles: frozenset[Role]
    groups: frozenset[int] = field(default_factory=frozenset)
    led: frozenset[int] = field(default_factory=frozenset)

    def path(self, name: str, *args: object, **kwargs: object) -> str:
        """The path of a view of this portal."""
        return portal_path(self.portal.slug, name, *args, **kwargs)


def enter(user: User | AnonymousUser, slug: str) -> Reader | None:
    """The person within the school whose portal has this slug, or None: no such portal, or no
    membership today. One statement; none for an anonymous visitor."""
    if not isinstance(user, User) or not user.is_active:
        return None
    own = Q(unit__school_portal__slug=slug) | Q(
        unit__kind=UnitKind.SUBJECT_GROUP, unit__parent__school_portal__slug=slug
    )
    memberships = list(
        Membership.objects.active_on(timezone.localdate())
        .filter(own, user_id=user.pk, role__in=SCHOOL_ROLES)
        .select_related("unit__school_portal", "unit__parent__school_portal")
        .order_by("pk")
    )
    if not memberships:
        return None
    schools = [_school_of(membership.unit) for membership in memberships]
    portal = schools[0].school_portal
    if not portal.live or not schools[0].is_valid_on(timezone.localdate()):
        return None
    return Reader(
        user=user,
        school=schools[0],
        portal=portal,
        roles=frozenset(Role(membership.role) for membership in memberships),
        groups=frozenset(m.unit_id for m in memberships if m.unit.kind == UnitKind.SUBJECT_GROUP),
        led=frozenset(m.unit_id for m in memberships if m.role == Role.SUBJECT_HEAD),
    )


def in_school(school: Any) -> Q:
    """Memberships in a school, given as it is, by its key or as an expression, or in one of its tổ
    chuyên môn."""
    return Q(unit=school) | Q(unit__parent=school, unit__kind=UnitKind.SUBJECT_GROUP)


def _school_of(unit: Unit) -> Unit:
    if unit.kind == UnitKind.SUBJECT_GROUP and unit.parent is not None:
        return unit.parent
    return unit


def staff_of(school: Unit) -> list[User]:
    """Who works in the school today, by given name. One statement."""
    held = Membership.objects.active_on(timezone.localdate()).filter(
        in_school(school), role__in=SCHOOL_ROLES
    )
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")))


class Member(NamedTuple):
    """Somebody of a school, as far as sending needs it."""

    user_id: int
    email: str


def members_in(
    schools: Iterable[int], *, roles: frozenset[Role] = SCHOOL_ROLES
) -> dict[int, list[Member]]:
    """Who works today in each of these schools, given by their keys, with one of these roles. One
    statement."""
    keys = list(schools)
    held = (
        Membership.objects.active_on(timezone.localdate())
        .filter(
            Q(unit__in=keys) | Q(unit__parent__in=keys, unit__kind=UnitKind.SUBJECT_GROUP),
            role__in=roles,
            user__is_active=True,
        )
        .annotate(
            school=Case(
                When(unit__kind=UnitKind.SUBJECT_GROUP, then=F("unit__parent")), default=F("unit")
            )
        )
        .order_by()
        .values_list("school", "user_id", "user__email")
        .distinct()
    )
    found: dict[int, list[Member]] = {key: [] for key in keys}
    for school, user, email in held:
        found[school].append(Member(user, email or ""))
    return found


def members_of(*groups: Unit | int) -> list[User]:
    """Who belongs to one of these tổ chuyên môn today, by given name. One statement."""
    held = Membership.objects.active_on(timezone.localdate()).filter(
        unit__in=groups, role__in=SCHOOL_ROLES
    )
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")))
