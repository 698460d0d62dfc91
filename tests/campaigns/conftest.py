"""A campaign with themes, units with their people, and requests brought to any state by the real
services."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.models import ContributionPage, ContributionRequest, FeaturePage, ThemePage
from campaigns.services import asking
from campaigns.states import ItemKind
from home.models import HomePage
from portal import revision
from portal.kinds import UnitKind
from portal.models import Unit, User
from portal.roles import Role
from portal.workflow_setup import ensure_workflow
from tests.factories.pages import ContributionFactory, add_page

MakeRequest = Callable[..., ContributionRequest]
MakeContribution = Callable[..., ContributionPage]


@pytest.fixture
def feature(site: HomePage) -> FeaturePage:
    """The campaign “Chuyên trang mẫu”, public at `/chuyen-trang-mau/`, with the workflow set up."""
    ensure_workflow()
    page: FeaturePage = add_page(
        site,
        FeaturePage(
            title="Chuyên trang mẫu", slug="chuyen-trang-mau", start_year=2003, end_year=2018
        ),
    )
    revision._write()
    return page


@pytest.fixture
def theme(feature: FeaturePage) -> ThemePage:
    page: ThemePage = add_page(feature, ThemePage(title="Kinh tế", slug="kinh-te"))
    revision._write()
    return page


@pytest.fixture
def other_theme(feature: FeaturePage, theme: ThemePage) -> ThemePage:
    page: ThemePage = add_page(feature, ThemePage(title="Giáo dục", slug="giao-duc"))
    revision._write()
    return page


@pytest.fixture
def department(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phòng Kinh tế mẫu")


@pytest.fixture
def other_department(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phòng Khác mẫu")


@pytest.fixture
def ward(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phường Mẫu", UnitKind.WARD)


@pytest.fixture
def contributor(make_user: Callable[..., User], department: Unit) -> User:
    return make_user("cong-tac-vien", (department, Role.CONTRIBUTOR))


@pytest.fixture
def head(make_user: Callable[..., User], department: Unit) -> User:
    return make_user("truong-phong", (department, Role.HEAD_OF_UNIT))


@pytest.fixture
def stranger(make_user: Callable[..., User], other_department: Unit) -> User:
    """A contributor of another unit."""
    return make_user("nguoi-khac", (other_department, Role.CONTRIBUTOR))


@pytest.fixture
def ward_officer(make_user: Callable[..., User], ward: Unit) -> User:
    return make_user("can-bo", (ward, Role.WARD_OFFICER))


@pytest.fixture
def board(make_user: Callable[..., User], district: Unit) -> User:
    return make_user("ban-bien-tap", (district, Role.EDITORIAL_BOARD))


@pytest.fixture
def leader(make_user: Callable[..., User], district: Unit) -> User:
    return make_user("lanh-dao", (district, Role.LEADERSHIP))


@pytest.fixture
def make_request(
    feature: FeaturePage, theme: ThemePage, department: Unit, board: User
) -> MakeRequest:
    """Ask a unit by the real service: `make_request(count=2, due_in=-3)`; `due_in` in days."""

    def make(*, due_in: int = 10, due_on: date | None = None, **fields: Any) -> ContributionRequest:
        wanted = {
            "unit": department,
            "kind": ItemKind.ARTICLE,
            "count": 1,
            "topic": "Bài mẫu về kinh tế",
            "theme": theme,
            "due_on": due_on or timezone.localdate() + timedelta(days=due_in),
        }
        [request] = asking.ask(
            feature=fields.pop("feature", feature),
            wanted=[asking.Wanted(**{**wanted, **fields})],
            by=board,
        )
        return request

    return make


@pytest.fixture
def make_contribution(theme: ThemePage, department: Unit) -> MakeContribution:
    """A contribution as the editor makes one: a draft, published where `live`."""

    def make(
        title: str = "Bài mẫu của đơn vị", *, parent: ThemePage | None = None, **fields: Any
    ) -> ContributionPage:
        fields.setdefault("unit", department)
        page: ContributionPage = ContributionFactory(title=title, parent=parent or theme, **fields)
        return page

    return make
