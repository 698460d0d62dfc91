"""Who works in a school: the directory, its groups, and what one person holds there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.kinds import UnitKind
from portal.models import Membership, Unit, User
from portal.models.memberships import MembershipQuerySet
from portal.roles import Role
from portal.telephone import telephone
from school_intranet.readers import SCHOOL_ROLES, Reader
from school_intranet.selectors.words import holds, query_words

# As lists name them: who leads the school first.
ROLE_ORDER = (
    Role.PRINCIPAL,
    Role.DEPUTY_PRINCIPAL,
    Role.CLERK,
    Role.SUBJECT_HEAD,
    Role.TEACHER,
    Role.STAFF,
)


@dataclass
class Person:
    """A person with what is held in this school today, and nothing of what is held elsewhere."""

    user: User
    roles: set[Role] = field(default_factory=set)
    groups: list[Unit] = field(default_factory=list)

    @property
    def role_names(self) -> list[str]:
        return [str(role.label) for role in ROLE_ORDER if role in self.roles]

    @property
    def has_slip(self) -> bool:
        """Whether a first password was ever given."""
        return self.user.has_usable_password()


def memberships_in(school: Unit) -> MembershipQuerySet:
    """Of the school and its groups, whatever their dates."""
    own = Q(unit=school) | Q(unit__parent=school, unit__kind=UnitKind.SUBJECT_GROUP)
    return Membership.objects.filter(own, role__in=SCHOOL_ROLES)


def people_of(reader: Reader) -> list[Person]:
    """Everybody of the school today, by given name. One statement."""
    return _gather(_held_today(reader))


def person_of(reader: Reader, pk: int) -> Person | None:
    """One of them; None for somebody else. One statement."""
    return next(iter(_gather(_held_today(reader).filter(user_id=pk))), None)


def _held_today(reader: Reader) -> QuerySet[Membership]:
    return (
        memberships_in(reader.school)
        .active_on(timezone.localdate())
        .filter(user__is_active=True)
        .select_related("user", "unit")
        .order_by("user__sort_key", "user_id", "pk")
    )


def _gather(memberships: Iterable[Membership]) -> list[Person]:
    people: dict[int, Person] = {}
    for membership in memberships:
        person = people.setdefault(membership.user_id, Person(membership.user))
        person.roles.add(Role(membership.role))
        if membership.unit.kind == UnitKind.SUBJECT_GROUP and membership.unit not in person.groups:
            person.groups.append(membership.unit)
    return list(people.values())


def narrowed(
    people: list[Person], *, words: str = "", group: int | None = None, role: str = ""
) -> list[Person]:
    """Those whose name or telephone holds the words, of the group and with the role."""
    asked = query_words(telephone(words) or words)
    return [
        person
        for person in people
        if (not role or role in person.roles)
        and (group is None or any(each.pk == group for each in person.groups))
        and holds(f"{person.user} {person.user.phone} {telephone(person.user.phone)}", asked)
    ]


def groups_of(reader: Reader) -> QuerySet[Unit]:
    """The tổ chuyên môn of the school today."""
    return (
        Unit.objects.valid_on(timezone.localdate())
        .filter(parent=reader.school, kind=UnitKind.SUBJECT_GROUP)
        .order_by("order", "sort_key", "pk")
    )


def without_slip(reader: Reader) -> list[Person]:
    """Whose account has no password yet: the slip is still to be printed."""
    return [person for person in people_of(reader) if not person.has_slip]
