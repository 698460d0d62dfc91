"""Who may do what: role × address × method, every cell asked for through the real views.

An answer is one of: `ok` (a page, or a redirect after something was done), `in` (sent to sign in),
`no` (refused: 403, 404, or the editor's "no permission" redirect with nothing done).
"""

from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from beautiful_city.foundation import lay
from beautiful_city.models import Case, Category, DeadlinePolicy
from beautiful_city.states import State
from campaigns.models import FeaturePage, ThemePage
from campaigns.services import asking
from campaigns.states import ItemKind
from home.models import ArticlePage, HomePage
from portal import revision
from portal.models import Unit, User
from portal.roles import Role
from school_intranet.services.portals import ensure_door
from tests.factories.organisation import DistrictFactory, UnitFactory, UserFactory
from tests.factories.pages import ArticleFactory, add_page, make_news
from tests.shared import MakeRows

pytestmark = pytest.mark.usefixtures("indexes")

BACKEND = "django.contrib.auth.backends.ModelBackend"
OK, IN, NO = "ok", "in", "no"

ACTORS = (
    "anonymous",
    "outsider",  # an account without a membership
    "contributor",
    "head",
    "other_contributor",
    "board",
    "district_officer",
    "education",
    "ward_officer",
    "ward_leadership",
    "principal",
    "clerk",
    "teacher",
    "leadership",
    "administrator",
)
EDITORS = {
    "contributor",
    "head",
    "other_contributor",
    "board",
    "district_officer",
    "education",
    "administrator",
}
BOARD = {"board", "administrator"}
OWN_UNIT = {"contributor", "head"} | BOARD
ADMIN = {"administrator"}
EVERYBODY = set(ACTORS)
DISTRICT = {"district_officer", "administrator"}
LEADERS = {"leadership"}
WARD = {"ward_officer", "ward_leadership"}
PROGRESS = BOARD | LEADERS
DELIVERING = WARD | {"contributor", "head", "other_contributor", "district_officer", "education"}
ANSWERING = WARD | DISTRICT | {"contributor", "head", "other_contributor"}
SIGNED_IN = EVERYBODY - {"anonymous"}


@dataclass(frozen=True)
class Row:
    """One address and method, and the actors who are let through."""

    name: str
    method: str
    address: str
    allowed: frozenset[str]


def row(name: str, method: str, address: str, allowed: set[str]) -> Row:
    return Row(name, method, address, frozenset(allowed))


ROWS = (
    row("front page", "GET", "/", EVERYBODY),
    row("section", "GET", "/tin-tuc/", EVERYBODY),
    row("public article", "GET", "/tin-tuc/tin-da-dang/", EVERYBODY),
    row("draft by its address", "GET", "/tin-tuc/tin-nhap/", set()),
    row("sign-in", "GET", "/dang-nhap/", EVERYBODY),
    row("change of password", "GET", "/doi-mat-khau/", SIGNED_IN),
    row("health", "GET", "/healthz", EVERYBODY),
    row("sitemap", "GET", "/sitemap.xml", EVERYBODY),
    row("editor", "GET", "/quan-tri/", EDITORS),
    row("explorer of a section", "GET", "/quan-tri/pages/{section}/", EDITORS),
    row("new article", "GET", "/quan-tri/pages/add/home/articlepage/{section}/", EDITORS),
    row("new section", "GET", "/quan-tri/pages/add/home/sectionpage/{section}/", BOARD),
    row("new page at the front", "GET", "/quan-tri/pages/add/home/standardpage/{home}/", BOARD),
    row("own unit's draft", "GET", "/quan-tri/pages/{draft}/edit/", OWN_UNIT),
    row("another's draft", "GET", "/quan-tri/pages/{foreign}/edit/", {"other_contributor"} | BOARD),
    row("published item", "GET", "/quan-tri/pages/{live}/edit/", BOARD),
    row("front page in the editor", "GET", "/quan-tri/pages/{home}/edit/", BOARD),
    # Wagtail's own way asks for no reason, so it is closed to everybody.
    row("take down without a reason", "POST", "/quan-tri/pages/{live}/unpublish/", set()),
    row("ask for a correction", "GET", "/quan-tri/de-nghi/{live}/dinh-chinh/", OWN_UNIT),
    row("write", "GET", "/quan-tri/viet-tin-bai/", EDITORS),
    row("delete another's draft", "POST", "/quan-tri/pages/{foreign}/delete/", BOARD),
    row("view restrictions", "GET", "/quan-tri/pages/{live}/privacy/", BOARD),
    row("accounts", "GET", "/quan-tri/users/", ADMIN),
    row("new account", "GET", "/quan-tri/users/new/", ADMIN),
    row("slip", "POST", "/quan-tri/tai-khoan/{person}/phieu/", ADMIN),
    row("groups", "GET", "/quan-tri/groups/", ADMIN),
    row("units", "GET", "/quan-tri/don-vi/", ADMIN),
    row("memberships", "GET", "/quan-tri/vai-tro/", ADMIN),
    row("new membership", "GET", "/quan-tri/vai-tro/new/", ADMIN),
    row("working calendar", "GET", "/quan-tri/lich-lam-viec/", ADMIN),
    row("templates of letters", "GET", "/quan-tri/mau-cong-van/", BOARD),
    row("work", "GET", "/viec/", SIGNED_IN),
    row("letters", "GET", "/viec/cong-van/", {"district_officer"} | BOARD),
    row("gallery", "GET", "/long-bien-dep-chua-dep/", EVERYBODY),
    row("public report", "GET", "/long-bien-dep-chua-dep/{shown}/", EVERYBODY),
    row("report not yet public", "GET", "/long-bien-dep-chua-dep/{new}/", set()),
    row("map", "GET", "/long-bien-dep-chua-dep/ban-do/", EVERYBODY),
    row("board of wards", "GET", "/long-bien-dep-chua-dep/bang-phuong/", EVERYBODY),
    row("feed of reports", "GET", "/long-bien-dep-chua-dep/rss/", EVERYBODY),
    row("public data", "GET", "/long-bien-dep-chua-dep/du-lieu.csv", EVERYBODY),
    row("follow by mail", "GET", "/long-bien-dep-chua-dep/theo-doi/{shown}/", EVERYBODY),
    row("send photos", "GET", "/long-bien-dep-chua-dep/gui-anh/", EVERYBODY),
    row("follow a report", "GET", "/long-bien-dep-chua-dep/tra-cuu/", EVERYBODY),
    row("numbers of wards", "GET", "/long-bien-dep-chua-dep/thong-ke/", EVERYBODY),
    row("Open311 services", "GET", "/api/open311/v2/services.json", EVERYBODY),
    row("report for a unit", "GET", "/viec/gui-anh/", ANSWERING),
    row("the ward's report", "GET", "/viec/phan-anh/{shown}/", DISTRICT | LEADERS | WARD),
    row(
        "another unit's report",
        "GET",
        "/viec/phan-anh/{foreign_case}/",
        DISTRICT | LEADERS | {"other_contributor"},
    ),
    row("report to receive", "GET", "/viec/phan-anh/{new}/", DISTRICT | LEADERS),
    row("triage", "GET", "/viec/tiep-nhan/", DISTRICT),
    row("checking", "GET", "/viec/xac-nhan/", DISTRICT),
    row("looking again", "GET", "/viec/xem-lai/", DISTRICT),
    row("pauses", "GET", "/viec/tam-dung/", DISTRICT),
    row("batch intake", "GET", "/viec/nhap-hang-loat/", DISTRICT),
    row("joining", "GET", "/viec/phan-anh/{new}/trung/", DISTRICT),
    row("summary", "GET", "/viec/tong-hop/", DISTRICT | LEADERS),
    row("summary to Excel", "GET", "/viec/tong-hop/bang.xlsx", DISTRICT | LEADERS),
    row("make a letter", "GET", "/viec/cong-van/lap/", {"district_officer"} | BOARD),
    row("take a report on", "POST", "/viec/phan-anh/{shown}/don-vi/nhan-viec/", WARD),
    row("categories", "GET", "/quan-tri/dep-chua-dep/linh-vuc/", DISTRICT),
    row("campaign", "GET", "/chuyen-trang-mau/", EVERYBODY),
    row("theme", "GET", "/chuyen-trang-mau/kinh-te/", EVERYBODY),
    row("units that gave", "GET", "/chuyen-trang-mau/don-vi/", EVERYBODY),
    row("print book", "GET", "/chuyen-trang-mau/ban-in/", EVERYBODY),
    row("wall of memories", "GET", "/chuyen-trang-mau/goc-ky-uc/", EVERYBODY),
    row("send a memory", "GET", "/chuyen-trang-mau/goc-ky-uc/gui/", EVERYBODY),
    row("campaigns at work", "GET", "/viec/chuyen-trang/", PROGRESS),
    row("requests", "GET", "/viec/chuyen-trang/{feature}/de-nghi/", PROGRESS),
    row("ask units", "GET", "/viec/chuyen-trang/{feature}/de-nghi/moi/", BOARD),
    row("ask from Excel", "GET", "/viec/chuyen-trang/{feature}/de-nghi/nhap/", BOARD),
    row("quotas", "GET", "/viec/chuyen-trang/{feature}/de-nghi/chi-tieu/", BOARD),
    row("the unit's request", "GET", "/viec/de-nghi/{asked}/", PROGRESS | {"contributor", "head"}),
    row("amend a request", "GET", "/viec/de-nghi/{asked}/sua/", BOARD),
    row("send material", "GET", "/viec/de-nghi/{asked}/gui-tu-lieu/", {"contributor", "head"}),
    row("own requests", "GET", "/viec/de-nghi/", DELIVERING),
    row("progress", "GET", "/viec/chuyen-trang/{feature}/tien-do/", PROGRESS),
    row("royalties", "GET", "/viec/nhuan-but/", BOARD),
    row("memories to look at", "GET", "/viec/chuyen-trang/{feature}/goc-ky-uc/", BOARD),
    row("notes", "GET", "/viec/chi-dao/", LEADERS | WARD | DELIVERING),
    row("note about a unit", "GET", "/viec/chi-dao/ghi/don-vi/{unit}/", LEADERS),
    row("giao ban", "GET", "/viec/giao-ban/", LEADERS | BOARD | {"district_officer"}),
    row("ready sentences", "GET", "/quan-tri/cau-chi-dao/", ADMIN),
    row("memory by its code", "GET", "/chuyen-trang-mau/goc-ky-uc/tra-cuu/", EVERYBODY),
    row("door of the schools", "GET", "/dieu-hanh-noi-bo/", EVERYBODY),
    row("a portal that there is not", "GET", "/dieu-hanh-noi-bo/truong-khong-co/", set()),
    row("state of the system", "GET", "/quan-tri/tinh-trang-he-thong/", ADMIN),
    row("mail again", "POST", "/quan-tri/tinh-trang-he-thong/gui-lai/", ADMIN),
    row("mail put aside", "POST", "/quan-tri/tinh-trang-he-thong/thoi-gui/", ADMIN),
    row("sites", "GET", "/quan-tri/sites/", ADMIN),
    row("workflows", "GET", "/quan-tri/workflows/list/", ADMIN),
)


@dataclass
class World:
    people: dict[str, User]
    keys: dict[str, int | str]


def make_world() -> World:
    site, district = HomePage.objects.get(), DistrictFactory()
    news = make_news(site)
    unit, other = UnitFactory(name="Phòng Một"), UnitFactory(name="Phòng Hai")
    ward = UnitFactory(name="Phường Mẫu", ward=True)
    school = UnitFactory(name="Trường Tiểu học Mẫu 1", school=True)
    roles: dict[str, tuple[Unit, Role]] = {
        "contributor": (unit, Role.CONTRIBUTOR),
        "head": (unit, Role.HEAD_OF_UNIT),
        "other_contributor": (other, Role.CONTRIBUTOR),
        "board": (district, Role.EDITORIAL_BOARD),
        "district_officer": (UnitFactory(name="Phòng Ba"), Role.DISTRICT_OFFICER),
        "education": (UnitFactory(name="Phòng Bốn"), Role.EDUCATION_OFFICE),
        "ward_officer": (ward, Role.WARD_OFFICER),
        "ward_leadership": (ward, Role.WARD_LEADERSHIP),
        "principal": (school, Role.PRINCIPAL),
        "clerk": (school, Role.CLERK),
        "teacher": (school, Role.TEACHER),
        "leadership": (district, Role.LEADERSHIP),
        "administrator": (district, Role.ADMINISTRATOR),
    }
    people = {name: UserFactory(username=name, roles=[held]) for name, held in roles.items()}
    people["outsider"] = UserFactory(username="outsider")
    pages = {
        "live": ArticleFactory(title="Tin đã đăng", parent=news, unit=unit),
        "draft": ArticleFactory(title="Tin nháp", parent=news, unit=unit, live=False),
        "foreign": ArticleFactory(title="Tin nháp khác", parent=news, unit=other, live=False),
    }
    keys: dict[str, int | str] = {name: page.pk for name, page in pages.items()}
    keys |= reports(site, ward, other)
    keys |= campaign(site, unit, people["board"]) | {"unit": unit.pk}
    ensure_door(site)
    keys |= {"section": news.pk, "home": site.pk, "person": people["teacher"].pk}
    return World(people, keys)


@pytest.fixture(scope="module")
def world_of_module(module_rows: MakeRows) -> World:
    return module_rows(make_world)


@pytest.fixture
def world(world_of_module: World, db: None) -> World:
    return deepcopy(world_of_module)


def reports(site: HomePage, ward: Unit, other: Unit) -> dict[str, str]:
    """A report of the ward, one of another unit, and one that nobody has received yet."""
    lay(site)
    now = timezone.now()
    category = Category.objects.get(code="rac-thai")
    policy = DeadlinePolicy.objects.filter(severity="normal").get()
    given = {
        "state": State.ASSIGNED,
        "policy": policy,
        "allowed_hours": 24,
        "clock_since": now,
        "deadline_at": now + timedelta(days=3),
        "assigned_at": now,
        "public_at": now,
        "is_public": True,
    }
    cases: dict[str, dict[str, Any]] = {
        "shown": {"unit": ward, **given},
        "foreign_case": {"unit": other, **given},
        "new": {"state": State.SUBMITTED},
    }
    return {
        name: Case.objects.create(
            year=2018,
            number=number,
            kind=category.kind,
            category=category,
            title=f"Phản ánh mẫu {number}",
            submitted_at=now,
            **fields,
        ).code
        for number, (name, fields) in enumerate(cases.items(), start=1)
    }


def campaign(site: HomePage, unit: Unit, board: User) -> dict[str, int]:
    """A campaign with a theme, and a request of the unit."""
    feature = add_page(
        site,
        FeaturePage(
            title="Chuyên trang mẫu", slug="chuyen-trang-mau", start_year=2003, end_year=2018
        ),
    )
    theme = add_page(feature, ThemePage(title="Kinh tế", slug="kinh-te"))
    revision._write()
    wanted = asking.Wanted(
        unit=unit,
        kind=ItemKind.ARTICLE,
        count=1,
        topic="Bài mẫu",
        due_on=timezone.localdate() + timedelta(days=5),
        theme=theme,
    )
    [request] = asking.ask(feature=feature, wanted=[wanted], by=board)
    return {"feature": feature.pk, "asked": request.pk}


def answer(response: Any) -> str:
    """`ok`, `in` or `no`, from the status and, for a redirect, where it leads."""
    if response.status_code in (403, 404):
        return NO
    if response.status_code == 302:
        target = response.url
        if "/dang-nhap/" in target:
            return IN
        # The editor answers a refusal with a redirect to its home page.
        return NO if target in ("/quan-tri/", "/") else OK
    # The health report is open to everybody, also when it is bad news; an empty form that is
    # answered with its own sentences (400) was let through.
    assert response.status_code in (200, 400, 503), response.status_code
    return OK


# The administrator sees most: that one asks both databases.
@pytest.mark.parametrize(
    "actor",
    [
        actor if actor == "administrator" else pytest.param(actor, marks=pytest.mark.one_database)
        for actor in ACTORS
    ],
)
def test_what_an_actor_may_do(world: World, actor: str) -> None:
    wrong = []
    client = Client()
    if actor != "anonymous":
        client.force_login(world.people[actor], backend=BACKEND)
    for case in ROWS:
        if case.name == "sign-in" and actor != "anonymous":
            continue  # sends a person who is signed in on to the work
        if case.method == "POST":
            continue  # asked for below, each in a world of its own
        got = answer(client.get(case.address.format(**world.keys)))
        if (got == OK) is not (actor in case.allowed):
            wrong.append(f"{case.name}: {actor} got {got}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "case", [case for case in ROWS if case.method == "POST"], ids=lambda case: case.name
)
def test_who_may_post(world: World, case: Row) -> None:
    """Those who are refused come first, so that nothing is done before the allowed one asks."""
    address = case.address.format(**world.keys)
    for actor in ACTORS:
        if actor in case.allowed:
            continue
        client = Client()
        if actor != "anonymous":
            client.force_login(world.people[actor], backend=BACKEND)
        assert answer(client.post(address)) != OK, actor
    assert ArticlePage.objects.get(pk=world.keys["live"]).live
    assert ArticlePage.objects.filter(pk=world.keys["foreign"]).exists()
    for actor in sorted(case.allowed)[:1]:
        client = Client()
        client.force_login(world.people[actor], backend=BACKEND)
        assert answer(client.post(address)) == OK


@pytest.mark.parametrize("actor", sorted(EDITORS - OWN_UNIT))
def test_a_unit_may_not_be_taken_by_its_number(world: World, actor: str) -> None:
    """A page's unit that is not the writer's own is refused, whatever the form carried."""
    client = Client()
    client.force_login(world.people[actor], backend=BACKEND)
    foreign_unit = ArticlePage.objects.get(pk=world.keys["draft"]).unit_id
    client.post(
        f"/quan-tri/pages/add/home/articlepage/{world.keys['section']}/",
        {
            "title": "Tin mạo danh",
            "slug": "tin-mao-danh",
            "summary": "",
            "unit": foreign_unit,
            "body-count": "0",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        },
    )
    assert not ArticlePage.objects.filter(title="Tin mạo danh", unit_id=foreign_unit).exists()
