"""Units and the people who work in them."""

from __future__ import annotations

from datetime import date
from typing import Any

import factory

from portal.kinds import UnitKind
from portal.models import Membership, Unit, User
from portal.provisioning import provision_user
from portal.roles import Role

SINCE = date(2018, 1, 1)
PASSWORD = "mat-khau-thu"


class DistrictFactory(factory.django.DjangoModelFactory):
    """The one district."""

    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    kind = UnitKind.DISTRICT
    code = "Q"
    name = "Quận Mẫu"


class UnitFactory(factory.django.DjangoModelFactory):
    """A department below the district. Traits: `ward`, `school`."""

    class Meta:
        model = Unit

    class Params:
        ward = factory.Trait(kind=UnitKind.WARD)
        school = factory.Trait(kind=UnitKind.SCHOOL)

    kind = UnitKind.DEPARTMENT
    name = factory.Sequence(lambda number: f"Phòng Mẫu {number}")
    code = factory.SelfAttribute("name")
    parent = factory.SubFactory(DistrictFactory)


class UserFactory(factory.django.DjangoModelFactory):
    """A person who can sign in with `PASSWORD`: `UserFactory(roles=[(unit, Role.CONTRIBUTOR)])`.

    The rights are worked out once from all the memberships; `save_membership`, which does so for
    each, has tests of its own. ValidationError for a role that the kind of unit does not have.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"nguoi-{number}")
    full_name = factory.LazyAttribute(lambda it: it.username.title())
    password = PASSWORD

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **values: Any) -> User:
        user: User = model_class.objects.create_user(*args, **values)
        return user

    @factory.post_generation
    def roles(self: User, create: bool, given: list[tuple[Unit, Role]] | None, **_: Any) -> None:
        if given:
            held = [
                Membership(user=self, unit=unit, role=role, start=SINCE) for unit, role in given
            ]
            for membership in held:
                membership.clean()
            Membership.objects.bulk_create(held)
            provision_user(self)
            self.refresh_from_db()
