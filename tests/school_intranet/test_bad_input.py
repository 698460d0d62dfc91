"""What nobody types by accident: it is answered with a sentence and a 4xx, never with an error of
the server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from portal.models import User
from portal.roles import Role
from school_intranet.models import SchoolPortalPage
from tests.school_intranet.doors import at, enter_as
from tests.school_intranet.isolation.addresses import portal_routes, project_routes
from tests.school_intranet.test_incoming import fields as incoming_fields

OFFICE = "dieu-hanh-noi-bo/phong-giao-duc/"
STRANGE = ("\x00", "9" * 30)
# What the forms of the app ask for, and what stands in addresses.
NAMES = frozenset(
    """q trang year month state urgency late whose group role show level purpose kind truoc action
    person text version title body lead helpers people groups due_on assignee day start end buoc
    luu them dung xong dong-TOTAL_FORMS chi-tieu-TOTAL_FORMS chi-tieu-INITIAL_FORMS audience
    schools batch photos photo_keys consent giver taker full_name phone""".split()  # noqa: SIM905
)


def crawl(client: Client, addresses: list[str], value: str) -> None:
    sent = dict.fromkeys(NAMES, value)
    for address in addresses:
        for answer in (client.get(address, sent), client.post(address, sent)):
            assert answer.status_code < 500, address


@pytest.mark.parametrize("value", STRANGE)
def test_strange_words_in_every_field_of_a_portal(
    portal_a: SchoolPortalPage, make_user: Callable[..., User], value: str
) -> None:
    both = make_user("ca-hai", (portal_a.school, Role.PRINCIPAL), (portal_a.school, Role.CLERK))
    keys = [route.address(1) for route in portal_routes()]
    crawl(enter_as(both), [at(portal_a, rest) for rest in keys], value)


@pytest.mark.parametrize("value", STRANGE)
def test_strange_words_in_every_field_of_the_office(
    portal_a: SchoolPortalPage, office: User, value: str
) -> None:
    routes = [route for route in project_routes() if route.template.startswith(OFFICE)]
    assert len(routes) > 20
    crawl(enter_as(office), [f"/{route.address(1)}" for route in routes], value)


@pytest.mark.parametrize("key", [0, 10**29])
def test_keys_that_no_row_has(portal_a: SchoolPortalPage, office: User, key: int) -> None:
    client = enter_as(office)
    for route in project_routes():
        if not route.template.startswith(OFFICE) or "{key}" not in route.template:
            continue
        address = f"/{route.address(key)}"
        for answer in (client.get(address), client.post(address, {"title": "x"})):
            assert answer.status_code in (404, 405), address


@pytest.mark.parametrize("charset", ["utf-7", "unicode_escape", "utf-16", "undefined"])
def test_another_charset(portal_a: SchoolPortalPage, teacher: User, charset: str) -> None:
    form = b'--B\r\nContent-Disposition: form-data; name="title"\r\n\r\n+2AA-\r\n--B--\r\n'
    answer = enter_as(teacher).generic(
        "POST",
        at(portal_a, "hoi-dap/moi/"),
        form,
        content_type=f"multipart/form-data; boundary=B; charset={charset}",
    )
    assert answer.status_code == 400
    assert "UTF-8" in answer.content.decode()


def test_a_year_in_which_no_register_was_kept(portal_a: SchoolPortalPage, clerk: User) -> None:
    client = enter_as(clerk)
    for rest, data in (
        ("van-ban-den/moi/", incoming_fields(arrived_on="01/01/0026")),
        ("van-ban-di/moi/", {"issued_on": "01/01/0026", "abstract": "x", "recipients": "x"}),
    ):
        answer = client.post(at(portal_a, rest), {"signer": "x", "copies": 1, **data})
        assert answer.status_code == 400
        assert "Xem lại năm." in answer.content.decode()
