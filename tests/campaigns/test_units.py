"""Who has given, and the page of one unit."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from campaigns.models import AlbumPage, ContributionPage, FeaturePage, ThemePage
from campaigns.selectors import units
from campaigns.states import ItemKind
from portal import revision
from portal.kinds import UnitKind
from portal.models import Unit, UnitSuccession
from tests.factories.images import PortalImageFactory
from tests.factories.pages import add_page

Make = Callable[..., ContributionPage]
LIST = "/chuyen-trang-mau/don-vi/"
BUDGET = 10


@pytest.fixture
def giver(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phường Kể Chuyện", UnitKind.WARD, code="00999")


def tell(page: FeaturePage | ThemePage, unit: Unit, **fields: object) -> None:
    story = {"unit": unit.code, "text": "<p>Chuyện mẫu của phường.</p>", "figures": [], **fields}
    page.body = [("unit_years", story)]
    page.save_revision().publish()
    revision._write()


def test_the_list_is_empty_until_somebody_gives(client: Client, feature: FeaturePage) -> None:
    assert "Chưa có đơn vị nào đóng góp" in client.get(LIST).content.decode()


def test_the_list_says_how_many_of_each_kind(
    client: Client,
    feature: FeaturePage,
    make_contribution: Make,
    department: Unit,
    ward: Unit,
    other_department: Unit,
) -> None:
    for number in range(2):
        make_contribution(f"Bài {number}", unit=ward)
    make_contribution("Tin", unit=ward, kind=ItemKind.NEWS)
    make_contribution("Bài nháp", unit=other_department, live=False)
    add_page(feature, AlbumPage(title="Album", slug="album", unit=department))
    groups = client.get(LIST).context["groups"]
    found = {
        giver.unit.name: (giver.kinds, giver.albums) for group in groups for giver in group.givers
    }
    assert found == {
        "Phường Mẫu": ([("Tin", 1), ("Bài", 2)], 0),
        "Phòng Kinh tế mẫu": ([], 1),
    }
    assert [group.label for group in groups] == ["Phòng, ban chuyên môn", "Phường"]


def test_a_unit_page_shows_what_it_gave_by_theme_in_parts(
    client: Client,
    make_contribution: Make,
    other_theme: ThemePage,
    giver: Unit,
    ward: Unit,
    monkeypatch,
) -> None:
    monkeypatch.setattr(units, "PAGE_SIZE", 2)
    for number in range(3):
        make_contribution(f"Kinh tế {number}", unit=giver)
    make_contribution("Giáo dục 0", unit=giver, parent=other_theme)
    make_contribution("Của phường khác", unit=ward)

    def shown(response) -> list[tuple[str, int, list[str]]]:
        groups = response.context["gifts"].groups
        return [(g.title, g.total, [card.title for card in g.cards]) for g in groups]

    first = client.get(f"{LIST}00999/")
    assert shown(first) == [("Kinh tế", 3, ["Kinh tế 0", "Kinh tế 1"])]
    second = client.get(first.context["older_url"])
    assert shown(second) == [("Kinh tế", 3, ["Kinh tế 2"]), ("Giáo dục", 1, ["Giáo dục 0"])]
    assert second.context["older_url"] is None
    assert shown(client.get(second.context["newer_url"])) == shown(first)
    assert client.get(second.context["newer_url"]).context["newer_url"] is None


def test_only_who_gave_or_has_a_story_has_a_page(
    client: Client, feature: FeaturePage, theme: ThemePage, giver: Unit
) -> None:
    assert client.get(f"{LIST}00999/").status_code == 404
    assert client.get(f"{LIST}khong-co/").status_code == 404
    assert client.get(f"{LIST}a/b/").status_code == 404
    assert client.get("/khong-co/don-vi/00999/").status_code == 404
    tell(theme, giver)
    response = client.get(f"{LIST}00999/")
    assert response.status_code == 200
    text = response.content.decode()
    assert "Phường Kể Chuyện 15 năm" in text
    assert "Chuyện mẫu của phường." in text
    # Named once, by the title of the page.
    assert text.count("<h2>Phường Kể Chuyện") == 0
    assert [g.unit for group in client.get(LIST).context["groups"] for g in group.givers] == [giver]


def test_a_story_of_an_unpublished_theme_is_not_told(
    client: Client, theme: ThemePage, giver: Unit
) -> None:
    tell(theme, giver)
    theme.unpublish()
    revision._write()
    assert client.get(f"{LIST}00999/").status_code == 404


def test_what_a_unit_inherited_is_said_in_words(
    client: Client, make_contribution: Make, giver: Unit, make_unit: Callable, ward: Unit
) -> None:
    old = make_unit("Phường Cũ", UnitKind.WARD, code="00998", valid_to=date(2020, 1, 1))
    common = {"successor": giver, "date": date(2020, 1, 1), "decision": "Quyết định mẫu"}
    UnitSuccession.objects.create(predecessor=old, share=Decimal("0.625"), **common)
    UnitSuccession.objects.create(predecessor=ward, area_km2="0.73", population=13092, **common)
    UnitSuccession.objects.create(
        predecessor=giver, successor=make_unit("Phường Mới"), date=date(2999, 1, 1), decision="Mẫu"
    )
    make_contribution("Bài", unit=giver)
    make_contribution("Bài cũ", unit=old)
    text = " ".join(client.get(f"{LIST}00999/").content.decode().split())
    assert (
        'Kế thừa 62,5% phần của <a href="/chuyen-trang-mau/don-vi/00998/">Phường Cũ</a>'
        " từ ngày 01/01/2020" in text
    )
    assert "Kế thừa 0,73 km², 13.092 người của Phường Mẫu" in text
    assert "Phường Mới" not in text
    text = " ".join(client.get(f"{LIST}00998/").content.decode().split())
    assert "kế thừa 62,5% phần của Phường Cũ" in text


def test_statements_do_not_grow(
    client: Client, make_contribution: Make, theme: ThemePage, giver: Unit, ward: Unit
) -> None:
    image = PortalImageFactory(small=True)
    UnitSuccession.objects.create(
        predecessor=ward, successor=giver, date=date(2020, 1, 1), decision="Mẫu"
    )
    tell(theme, giver, image=image)
    make_contribution("Bài", unit=giver, image=image)

    def statements(path: str) -> int:
        revision._write()
        client.get(f"{LIST}khong-co/")
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as found:
            assert client.get(path).status_code == 200
        return len(found)

    few = [statements(LIST), statements(f"{LIST}00999/")]
    for number in range(30):
        make_contribution(f"Bài {number}", unit=giver, image=image)
        make_contribution(f"Bài {number}", unit=ward)
    assert [statements(LIST), statements(f"{LIST}00999/")] == few
    assert few[0] == 5
    assert few[1] <= BUDGET
