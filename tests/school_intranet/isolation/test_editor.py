"""The editor's rows of the matrix: for whoever is not of the education office there is no portal,
in no list, dialog, report or answer of the editor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.roles import Role
from school_intranet.models import SchoolPortalIndexPage, SchoolPortalPage
from tests.school_intranet.doors import enter_as
from tests.school_intranet.isolation.addresses import project_routes
from tests.school_intranet.isolation.asking import tells
from tests.school_intranet.isolation.conftest import SHELL, World

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("indexes")]

EDITORS = ("board", "contributor", "head", "bare editor")


@pytest.fixture
def editors(
    world: World,
    district: Unit,
    make_unit: Callable[..., Unit],
    make_user: Callable[..., User],
    bare_editor: User,
) -> dict[str, User]:
    """People of the editor without the education office's role. The shell is locked and edited
    lately, so that it would stand in every report; by an administrator's hand in the database."""
    unit = make_unit("Phòng mẫu", UnitKind.DEPARTMENT)
    board = make_user("ban-bien-tap", (district, Role.EDITORIAL_BOARD))
    world.b.refresh_from_db()
    keeper = world.people["education office"]
    world.b.locked, world.b.locked_by, world.b.locked_at = True, keeper, timezone.now()
    world.b.save()
    world.b.save_revision(user=keeper, log_action=True)
    return {
        "board": board,
        "contributor": make_user("viet-tin", (unit, Role.CONTRIBUTOR)),
        "head": make_user("truong-phong", (unit, Role.HEAD_OF_UNIT)),
        "bare editor": bare_editor,
    }


@pytest.mark.parametrize("who", EDITORS)
def test_no_view_of_the_editor_speaks_of_a_portal(
    world: World, editors: dict[str, User], who: str
) -> None:
    """Explorer, search, choosers, tags, reports, usage, history, workflow lists, privacy, users:
    every address of the editor, with the shell's key wherever one belongs."""
    client = enter_as(editors[who])
    routes = [route for route in project_routes() if route.template.startswith("quan-tri/")]
    assert len(routes) > 200
    for route in routes:
        if "logout" in route.name:
            continue
        answer = client.get("/" + route.address(world.b.pk))
        assert answer.status_code < 500, route
        assert not tells(answer), (route, answer.status_code)


@pytest.mark.parametrize("who", EDITORS)
def test_questions_that_name_it(world: World, editors: dict[str, User], who: str) -> None:
    """What lists and choosers take beside their address."""
    client = enter_as(editors[who])
    shell, home = world.b.pk, Page.objects.get(depth=2).pk
    for address in (
        f"/quan-tri/pages/search/?q={SHELL[:-2]}",
        f"/quan-tri/pages/search/results/?q={SHELL[:-2]}",
        f"/quan-tri/choose-page/search/?q={SHELL[:-2]}",
        f"/quan-tri/choose-page/chosen-multiple/?id={shell}",
        f"/quan-tri/choose-page/{home}/?page_type=school_intranet.schoolportalpage",
        f"/quan-tri/choose-page/external-link/?link_url=/dieu-hanh-noi-bo/{world.b.slug}/",
        f"/quan-tri/api/main/pages/?id={shell}",
        f"/quan-tri/api/main/pages/?child_of={world.b.get_parent().pk}",
        f"/quan-tri/api/main/pages/?search={SHELL[:-2]}",
        f"/quan-tri/api/main/pages/find/?html_path=/dieu-hanh-noi-bo/{world.b.slug}/",
        f"/quan-tri/bulk/wagtailcore/page/delete/?id={shell}&next=/quan-tri/",
        f"/quan-tri/bulk/wagtailcore/page/move/?id={shell}&next=/quan-tri/",
        f"/quan-tri/pages/{home}/?ordering=-latest_revision_created_at",
    ):
        answer = client.get(address)
        assert answer.status_code < 500, address
        assert not tells(answer), address


def test_the_office_finds_the_shell_and_nothing_in_it(
    world: World, editors: dict[str, User]
) -> None:
    """A control: the crawl would see the word, and the tree holds no other."""
    client = world.client("education office")
    door = SchoolPortalIndexPage.objects.get()
    answer = client.get(reverse("wagtailadmin_explore", args=[door.pk]))
    assert tells(answer, SHELL)


@pytest.mark.parametrize("what", ["copy", "move", "alias", "lock"])
def test_a_portal_is_neither_copied_nor_moved_nor_aliased_nor_locked(
    world: World, make_user: Callable[..., User], what: str
) -> None:
    """By nobody: below another page nothing would ask for membership."""
    keeper = make_user("quan-tri-vien")
    User.objects.filter(pk=keeper.pk).update(is_superuser=True)
    client = enter_as(User.objects.get(pk=keeper.pk))
    home, before = Page.objects.get(depth=2), Page.objects.count()
    if what == "copy":
        data = {"new_title": "x", "new_slug": "x", "new_parent_page": home.pk}
        client.post(reverse("wagtailadmin_pages:copy", args=[world.b.pk]), data)
    elif what == "move":
        address = reverse("wagtailadmin_pages:move_confirm", args=[world.b.pk, home.pk])
        client.post(address)
    elif what == "lock":
        client.post(reverse("wagtailadmin_pages:lock", args=[world.b.pk]))
    else:
        data = {"new_title": "x", "new_slug": "x", "new_parent_page": home.pk, "alias": "on"}
        client.post(reverse("wagtailadmin_pages:copy", args=[world.b.pk]), data)
        for action in ("create_alias", "copy"):
            client.post(
                f"/quan-tri/api/main/pages/{world.b.pk}/action/{action}/",
                {"destination_page_id": home.pk},
                content_type="application/json",
            )
    assert Page.objects.count() == before
    kept = SchoolPortalPage.objects.get(pk=world.b.pk)
    assert kept.get_parent().specific_class is SchoolPortalIndexPage
    assert not kept.locked


def test_no_api_of_pages_is_public(world: World) -> None:
    client = world.client("anonymous")
    for address in ("/api/v2/pages/", "/api/v3/pages/", "/api/v3/openapi.json", "/api/main/pages/"):
        assert client.get(address).status_code == 404
