"""The groups of schools are named nowhere in the editor's lists of units."""

from collections.abc import Callable

from django.urls import reverse

from home.models import SectionPage
from portal.kinds import UnitKind
from portal.models import Unit
from tests.editor import People, sign_in


def test_the_board_is_offered_no_group_of_a_school(
    people: People, news: SectionPage, make_unit: Callable[..., Unit]
) -> None:
    school = make_unit("Trường Tiểu học Mẫu 1", UnitKind.SCHOOL)
    make_unit("Tổ Canary", UnitKind.SUBJECT_GROUP, parent=school)
    address = reverse("wagtailadmin_pages:add", args=("home", "articlepage", news.pk))
    page = sign_in(people.board).get(address).content.decode()
    assert people.unit.name in page
    assert "Tổ Canary" not in page
