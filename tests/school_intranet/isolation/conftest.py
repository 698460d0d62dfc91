"""Three schools full of words, and the eight people who look for them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import sites

from portal.accounts import give_role
from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.provisioning import end_membership
from portal.roles import Role
from school_intranet.models import SchoolPortalPage
from tests.factories.organisation import UnitFactory, UserFactory
from tests.factories.schools import make_door, make_office, make_portal
from tests.school_intranet.doors import enter_as
from tests.school_intranet.isolation.filling import Filler
from tests.shared import MakeRows

CANARY = "canaryb7x"
SHELL = "vobocb7x"
"""What stands on the page of B's portal in the tree, which the education office may see there."""
OWN = "cuatruonga"
KEY_A, KEY_B = 8001, 9001
"""The keys of all that belongs to a school: its rows, a person, a group."""
ACTORS = (
    "anonymous",
    "nobody",  # signed in, of no school
    "teacher of A",
    "principal of A",
    "member of A and C",
    "former member of A",
    "of another kind of unit",
    "education office",
)
# Whom the door does not let into A.
STRANGERS_TO_A = frozenset(
    {"anonymous", "nobody", "former member of A", "of another kind of unit", "education office"}
)


@dataclass(frozen=True)
class World:
    """`a`, `b`, `c` are portals; `filled_a` and `filled_b` what stands in two of them."""

    a: SchoolPortalPage
    b: SchoolPortalPage
    c: SchoolPortalPage
    filled_a: Filler
    filled_b: Filler
    people: dict[str, User | None]

    def client(self, actor: str) -> Client:
        user = self.people[actor]
        return enter_as(user) if user else Client()


def make_world() -> World:
    make_door()
    office = make_office()
    a, b, c = (make_portal(f"Trường Tiểu học Mẫu {number}", by=office) for number in (1, 2, 3))
    since = timezone.localdate()
    filled = {}
    for portal, word, key in ((a, OWN, KEY_A), (b, CANARY, KEY_B)):
        group = UnitFactory(
            name=f"Tổ {word}", kind=UnitKind.SUBJECT_GROUP, pk=key, parent=portal.school
        )
        person = User.objects.create(
            pk=key, username=f"{word}-nguoi", full_name=f"Người {word}", email=f"{word}@example.vn"
        )
        give_role(user=person, unit=portal.school, role=Role.PRINCIPAL, start=since)
        give_role(user=person, unit=group, role=Role.SUBJECT_HEAD, start=since)
        filler = Filler(school=portal.school, user=person, word=word, key=key)
        filler.fill()
        filled[portal.pk] = filler
    b.title, b.draft_title, b.seo_title, b.search_description = (SHELL,) * 4
    b.welcome = f"<p>{SHELL}</p>"
    b.save_revision().publish()
    ward = UnitFactory(name="Phường mẫu", ward=True)
    former = make_person("roi-a", (a.school, Role.TEACHER))
    end_membership(former.memberships.get(), last_day=since - timedelta(days=1))
    both = ((a.school, Role.CLERK), (c.school, Role.PRINCIPAL))
    people: dict[str, User | None] = {
        "anonymous": None,
        "nobody": make_person("khong-dau"),
        "teacher of A": make_person("giao-vien", (a.school, Role.TEACHER)),
        "principal of A": make_person(
            "hieu-truong", (a.school, Role.PRINCIPAL), (a.school, Role.CLERK)
        ),
        "member of A and C": make_person("a-va-c", *both),
        "former member of A": former,
        "of another kind of unit": make_person("phuong", (ward, Role.WARD_OFFICER)),
        "education office": office,
    }
    return World(a, b, c, filled[a.pk], filled[b.pk], people)


def make_person(username: str, *roles: tuple[Unit, Role]) -> User:
    user: User = UserFactory(username=username, roles=roles)
    return user


@pytest.fixture(scope="module")
def world_of_module(module_rows: MakeRows) -> World:
    return module_rows(make_world)


@pytest.fixture(autouse=True)
def _what_is_not_asked_about(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nearly half the statements of fifteen thousand requests would be those of the session and of
    the site, of which there is one."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    monkeypatch.setattr(sites, "get_site_for_hostname", cache(sites.get_site_for_hostname))


@pytest.fixture
def world(world_of_module: World, db: None) -> World:
    return deepcopy(world_of_module)


@pytest.fixture
def bare_editor(make_user: Callable[..., User]) -> User:
    """Somebody with `access_admin` and nothing else."""
    user = make_user("chi-vao-duoc")
    group = Group.objects.create(name="Chỉ vào được")
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    user.groups.add(group)
    return user
