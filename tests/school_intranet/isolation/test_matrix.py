"""The matrix: eight people, every address, GET, HEAD, POST. No word of school B may come out, and
nothing of B may change. The names of the tests are its rows; `test_editor` has the editor's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import models
from django.test import Client

from portal.accounts import give_role
from portal.models import Photo
from portal.roles import Role
from school_intranet.models import CalendarToken, SchoolPortalPage
from school_intranet.services.calendars import digest_of_token
from tests.outbox import posted
from tests.school_intranet.doors import at, enter_as
from tests.school_intranet.isolation.addresses import (
    Route,
    portal_routes,
    project_routes,
    routable_pages,
)
from tests.school_intranet.isolation.asking import (
    ROOT,
    asked,
    content_of,
    forms_of,
    keys_for,
    shape,
    snapshot,
    still_in,
    strangers_in,
    tells,
)
from tests.school_intranet.isolation.conftest import (
    ACTORS,
    CANARY,
    KEY_A,
    KEY_B,
    OWN,
    STRANGERS_TO_A,
    World,
)

pytestmark = pytest.mark.usefixtures("indexes")

NONE = "truong-khong-co"
METHODS = ("GET", "HEAD", "POST")


def test_every_route_has_an_example() -> None:
    assert len(project_routes()) > 300
    assert len(portal_routes()) > 50
    assert routable_pages() == [], "their addresses must be crawled too"


def test_the_crawl_would_see_it(world: World) -> None:
    """A person of B finds the word on pages of B: a crawl that never finds it proves nothing."""
    client = enter_as(world.filled_b.user)
    found = {
        route.name
        for route in portal_routes()
        for key in keys_for(route, KEY_B)
        if tells(client.get(at(world.b, route.address(key))))
    }
    assert len(found) > 15, found


# What nobody reaches in the filled school, and why: an address that is only ever answered with 404
# would prove nothing.
NOT_REACHED = {
    "school_picture": "the photos of the filling have no smaller pictures yet",
    "school_moved": "only of a school that is on its way, or has moved",
}


def test_the_own_people_reach_every_address(world: World) -> None:
    """What is 404 for strangers is there for those of the school."""
    person, since = world.filled_b.user, date(2018, 1, 1)
    give_role(user=person, unit=world.b.school, role=Role.CLERK, start=since)
    client = enter_as(person)
    reached, missed = set(), set()
    for route in portal_routes():
        for key in keys_for(route, KEY_B):
            answer = client.get(at(world.b, route.address(key)))
            (missed if answer.status_code == 404 else reached).add(route.name)
    assert missed - reached == set(NOT_REACHED)


@pytest.mark.one_database
@pytest.mark.parametrize("actor", ACTORS)
def test_a_school_of_others_is_like_none(world: World, actor: str) -> None:
    """Each address of B's portal, by GET, HEAD and POST: the same 404 as for a school that there
    is not, in body length, headers and statements."""
    client, before = world.client(actor), snapshot(world.filled_b)
    # As long as the other, so that an echo of the address would have the same length.
    none = NONE.ljust(len(world.b.slug), "x")[: len(world.b.slug)]
    for method in METHODS:
        client.generic(method, f"{ROOT}{none}/")
        # One answer stands for all: whatever is asked of a school that is not there is the same.
        not_there, count = asked(client, method, f"{ROOT}{none}/van-ban-den/{KEY_B}/")
        for route in portal_routes():
            there, there_count = asked(client, method, at(world.b, route.address(KEY_B)))
            assert there.status_code == 404, (method, route)
            assert shape(there) == shape(not_there), (method, route)
            assert there_count == count, (method, route)
            assert not tells(there), (method, route)
    assert snapshot(world.filled_b) == before


@pytest.mark.one_database
@pytest.mark.parametrize("actor", sorted(STRANGERS_TO_A))
def test_who_is_no_member_is_not_let_in(world: World, actor: str) -> None:
    client = world.client(actor)
    for route in portal_routes():
        answer = client.get(at(world.a, route.address(KEY_A)))
        assert answer.status_code == 404, route
        assert not tells(answer, OWN), route


@pytest.mark.one_database
@pytest.mark.parametrize("actor", sorted(set(ACTORS) - STRANGERS_TO_A))
def test_keys_of_b_in_the_addresses_of_a(world: World, actor: str) -> None:
    """Whatever key of B stands in an address of A, nothing of B comes out and nothing of B changes;
    no answer is an error of the server. The referer is a page of B."""
    client, before = world.client(actor), snapshot(world.filled_b)
    for method in METHODS:
        for route in portal_routes():
            for key in keys_for(route, KEY_B):
                rest = route.address(key)
                answer = client.generic(method, at(world.a, rest), HTTP_REFERER=at(world.b, rest))
                assert answer.status_code < 500, (method, route)
                assert not tells(answer), (method, route)
                client = still_in(client, world, actor)
    assert snapshot(world.filled_b) == before
    assert not any(CANARY in str(message.__dict__) for message in posted())


@pytest.mark.one_database
@pytest.mark.parametrize("actor", ["principal of A", "teacher of A"])
def test_keys_of_b_in_every_field_of_a(world: World, actor: str) -> None:
    """Every form that a page of A shows is sent with keys of B in each of its fields."""
    client, before = world.client(actor), snapshot(world.filled_b)
    sent = 0
    for route in portal_routes():
        for key in keys_for(route, KEY_A)[:1]:
            address = at(world.a, route.address(key))
            page = client.get(address)
            content = content_of(page)
            if page.status_code != 200 or b"<form" not in content:
                continue
            for target, data in forms_of(content, address, [KEY_B, world.b.school_id]):
                answer = client.post(target, data)
                sent += 1
                assert answer.status_code < 500, (target, data)
                assert not tells(answer), (target, data)
                client = still_in(client, world, actor)
    assert sent >= (4 if actor == "teacher of A" else 20), "there are forms"
    assert snapshot(world.filled_b) == before
    known = {user.pk for user in world.people.values() if user}
    assert strangers_in(world.a.school, known=known) == []


@pytest.mark.one_database
@pytest.mark.parametrize("actor", ACTORS)
def test_every_address_of_the_project(world: World, actor: str) -> None:
    """The public site, the work front, the editor, the files: by GET and (but for the editor,
    which has rows of its own) HEAD and POST, with the keys of B's shell, people and rows."""
    client = world.client(actor)
    for route in project_routes():
        keyed = "{key}" in route.template
        ways = [("GET", world.b.pk), ("GET", KEY_B)] if keyed else [("GET", 0)]
        if not route.template.startswith("quan-tri/"):
            ways += [("HEAD", world.b.pk), ("POST", KEY_B)]
        for method, key in ways:
            answer = client.generic(method, "/" + route.address(key))
            if route.name != "healthz":  # no worker runs here
                assert answer.status_code < 500, (method, route)
            # What the office has from a school it has by its role, and that is logged.
            if actor != "education office":
                assert not tells(answer), (method, route)
            elif not _is_offices(route):
                assert not tells(answer, CANARY), (method, route)
            client = still_in(client, world, actor)


def _is_offices(route: Route) -> bool:
    return route.template.startswith(f"{ROOT[1:]}phong-giao-duc/")


def test_the_office_sees_what_it_sent_and_what_was_handed_in(world: World) -> None:
    """Its own pages: never what a school keeps to itself."""
    client = world.client("education office")
    kept = ("Announcement", "IncomingDocument", "OutgoingDocument", "Task", "Question", "Answer")
    for route in project_routes():
        if _is_offices(route):
            for key in keys_for(route, KEY_B):
                answer = client.get("/" + route.address(key))
                words = [f"{CANARY} {name}".lower() for name in kept]
                assert not tells(answer, *words), route


def test_public_search_feeds_sitemap_and_kept_pages(world: World, client: Client) -> None:
    addresses = ("/", f"/tim-kiem/?q={CANARY[:-2]}", "/sitemap.xml", "/robots.txt", "/tin-moi.rss")
    for address in addresses:
        for _kept_by_the_page_cache in range(2):
            answer = client.get(address)
            assert not tells(answer), address
            assert world.b.slug not in content_of(answer).decode(), address


def test_an_old_token_of_a_calendar(world: World, client: Client) -> None:
    token = "mot-dia-chi-that-dai-cua-truong-b"
    CalendarToken.objects.filter(school=world.b.school).update(digest=digest_of_token(token))
    live = client.get(f"{ROOT}lich/{token}.ics")
    assert live.status_code == 200, "a control: the address is a live one"
    CalendarToken.objects.update(revoked_at="2020-01-01T00:00:00Z")
    client.get(f"{ROOT}lich/khong-co.ics")
    old, old_count = asked(client, "GET", f"{ROOT}lich/{token}.ics")
    none, none_count = asked(client, "GET", f"{ROOT}lich/{'x' * len(token)}.ics")
    assert shape(old) == shape(none)
    assert old_count == none_count


def test_no_file_of_a_school_has_an_address_under_media(world: World, client: Client) -> None:
    media = Path(settings.MEDIA_ROOT)
    assert not [path for path in media.rglob("*") if CANARY in path.name]
    names = [
        getattr(row, field.name).name
        for made in world.filled_b.made.values()
        for row in made
        for field in row._meta.concrete_fields
        if isinstance(field, models.FileField)
    ]
    names += [photo.original.name for photo in Photo.objects.all()]
    assert len(names) > 6
    for name in names:
        assert client.get(f"{settings.MEDIA_URL}{name}").status_code == 404
        assert not (media / name).exists()


def test_two_schools_of_one_person_stay_apart(world: World) -> None:
    """Who belongs to A and C finds nothing of A on the pages of C."""
    client = world.client("member of A and C")
    for route in portal_routes():
        if "{key}" not in route.template:
            answer = client.get(at(world.c, route.template))
            assert answer.status_code in (200, 302, 404, 405), route
            assert not tells(answer, OWN), route


def test_a_posted_reference_to_the_shell_is_of_no_use(world: World) -> None:
    """Wagtail's way to a draft of a page, beside its address."""
    for actor in ACTORS:
        answer = world.client(actor).get(f"/quan-tri/pages/{world.b.pk}/view_draft/")
        assert not tells(answer, CANARY), actor
    assert SchoolPortalPage.objects.filter(pk=world.b.pk).exists()
