"""The groups of schools are named nowhere in the editor's lists of units."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from home.models import SectionPage
from portal.kinds import UnitKind
from portal.models import Unit, User
from school_intranet.models import SchoolPortalPage
from tests.editor import People, sign_in
from tests.school_intranet.doors import enter_as

pytestmark = pytest.mark.usefixtures("indexes")


def test_the_board_is_offered_no_group_of_a_school(
    people: People, news: SectionPage, make_unit: Callable[..., Unit]
) -> None:
    school = make_unit("Trường Tiểu học Mẫu 1", UnitKind.SCHOOL)
    make_unit("Tổ Canary", UnitKind.SUBJECT_GROUP, parent=school)
    address = reverse("wagtailadmin_pages:add", args=("home", "articlepage", news.pk))
    page = sign_in(people.board).get(address).content.decode()
    assert people.unit.name in page
    assert "Tổ Canary" not in page


def test_a_portal_is_neither_made_nor_deleted_in_the_editor(
    portal_a: SchoolPortalPage, make_user: Callable[..., User]
) -> None:
    admin = make_user("quan-tri")
    User.objects.filter(pk=admin.pk).update(is_superuser=True)
    client = enter_as(User.objects.get(pk=admin.pk))
    door = portal_a.get_parent()
    make = reverse("wagtailadmin_pages:add", args=("school_intranet", "schoolportalpage", door.pk))
    assert client.get(make).status_code in (302, 403, 404)
    for page in (portal_a, door):
        delete = reverse("wagtailadmin_pages:delete", args=[page.pk])
        assert client.post(delete).status_code == 404
    assert SchoolPortalPage.objects.filter(pk=portal_a.pk).exists()
