"""The feature page: what it shows, what it costs, what its editor may publish; the map of works."""

import gzip
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from campaigns.models import (
    AlbumPage,
    ContributionListing,
    ContributionPage,
    FeaturePage,
    ThemePage,
)
from campaigns.parts import parts_of
from campaigns.states import ItemKind
from portal import revision
from portal.body_images import read_images
from portal.models import PortalImage, Unit, User
from portal.renditions import make_renditions
from tests.campaigns.bodies import SOURCE, event, full_body, timeline, work, works
from tests.campaigns.conftest import MakeContribution, MakeRequest
from tests.editor import edit_url
from tests.factories.images import PortalImageFactory
from tests.factories.pages import add_page

PATH = "/chuyen-trang-mau/"
BUDGET = 14


def tell(page: FeaturePage | ThemePage, *body: tuple[str, Any]) -> None:
    page.body = list(body)
    page.save_revision().publish()
    revision._write()


def html(client: Client, path: str = PATH) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def images(db: None) -> list[PortalImage]:
    found = [PortalImageFactory(small=True) for _ in range(7)]
    for image in (found[0], *found[5:]):
        make_renditions(image_id=image.pk)
    return found


@pytest.fixture
def full(
    feature: FeaturePage, theme: ThemePage, ward: Unit, images: list[PortalImage]
) -> FeaturePage:
    feature.hero_image = images[0]
    feature.summary = "Một câu mở đầu mẫu."
    theme.image = images[1]
    theme.save_revision().publish()
    photo = {"image": images[2], "caption": "Ảnh", "credit": SOURCE}
    add_page(feature, AlbumPage(title="Album mẫu", photos=[("photo", photo)] * 3))
    tell(feature, *full_body(images, ward.code))
    return feature


def fill(theme: ThemePage, feature: FeaturePage, unit: Unit, image: PortalImage, n: int) -> None:
    """Rows as publishing makes them, without the editor's work for each."""
    page = ContributionPage(title="Bài mẫu", unit=unit, image=image, published_at=timezone.now())
    theme.add_child(instance=page)
    start = theme.get_children().count()
    for number in range(n):
        copy = ContributionPage(
            title=f"Bài mẫu {number}",
            slug=f"bai-{start}-{number}",
            unit=unit,
            image=image,
            published_at=timezone.now(),
            path=Page._get_path(theme.path, theme.depth + 1, start + number + 1),
            depth=theme.depth + 1,
            content_type=page.content_type,
            locale=page.locale,
            url_path=f"{theme.url_path}bai-{start}-{number}/",
        )
        copy.save()
        ContributionListing.objects.create(
            contribution=copy,
            feature=feature,
            theme=theme,
            unit=unit,
            kind=ItemKind.ARTICLE,
            path=copy.path,
            date=timezone.now() - timedelta(minutes=number),
        )


def statements(client: Client) -> list[str]:
    """Of the page itself, after another has made what all pages share."""
    revision._write()
    client.get("/chuyen-trang-mau/kinh-te/")
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as found:
        html(client)
    return [query["sql"] for query in found]


def test_statements_are_few_and_the_same_for_many(
    client: Client,
    full: FeaturePage,
    theme: ThemePage,
    department: Unit,
    images: list[PortalImage],
    make_request: MakeRequest,
) -> None:
    make_request(count=3)
    fill(theme, full, department, images[3], 10)
    few = statements(client)
    assert len(few) <= BUDGET, "\n".join(few)
    assert [sql for sql in few if not sql.startswith("SELECT")] == []
    fill(theme, full, department, images[3], 190)
    assert len(statements(client)) == len(few)


def test_all_images_of_a_body_are_one_statement(
    full: FeaturePage, images: list[PortalImage]
) -> None:
    page = FeaturePage.objects.get(pk=full.pk)
    with CaptureQueriesContext(connection) as found:
        fetched = read_images(page.body)
        pair = next(block.value for block in page.body if block.block_type == "photo_pair")
    assert len(found) == 1, [query["sql"] for query in found]
    assert set(fetched) == {image.pk for image in images}
    assert pair["after"] == images[6]


def test_the_page_is_light(client: Client, full: FeaturePage) -> None:
    shown = html(client)
    assert shown.count('<li class="era__event') == 40
    assert len(gzip.compress(shown.encode())) < 60_000
    assert shown.count('fetchpriority="high"') == 1
    assert shown.index('class="hero') < shown.index("then-now")


def test_nothing_inline(client: Client, full: FeaturePage) -> None:
    shown = html(client)
    assert " style=" not in shown
    assert "<style" not in shown
    assert "onclick" not in shown


def test_what_it_shows(
    client: Client,
    full: FeaturePage,
    theme: ThemePage,
    department: Unit,
    make_contribution: MakeContribution,
    make_request: MakeRequest,
) -> None:
    make_request(count=3)
    make_contribution("Bài của phòng", parent=theme)
    make_contribution("Bản nháp chưa đăng", live=False)
    shown = html(client)
    assert "Một câu mở đầu mẫu." in shown
    assert "gấp 28 lần" in shown
    assert 'id="nam-2003-2"' in shown
    assert 'href="#nam-2004"' in shown
    assert "Xưa · 2003" in shown
    assert "1 bài · mới nhất" in shown
    assert department.name in shown
    assert "3 ảnh" in shown
    assert "Ban Biên tập đã đề nghị" in shown
    assert f"{PATH}goc-ky-uc/gui/" in shown
    assert "Bản nháp chưa đăng" not in shown


def test_an_empty_campaign_says_what_will_be_here(client: Client, feature: FeaturePage) -> None:
    assert "Chuyên trang đang được xây dựng" in html(client)
    tell(feature, *((name, {"title": name}) for name in ("themes", "albums", "progress")))
    shown = html(client)
    assert "Các chuyên đề sẽ hiện ở đây." in shown
    assert "Chưa có album nào." in shown


def test_a_campaign_that_is_over_takes_no_pictures(client: Client, feature: FeaturePage) -> None:
    feature.closed_on = timezone.localdate() - timedelta(days=1)
    tell(feature, ("memories", {"title": "Góc ký ức"}))
    assert "/gui/" not in html(client)


def test_neighbours_that_belong_together_are_one_part(full: FeaturePage) -> None:
    parts = parts_of(FeaturePage.objects.get(pk=full.pk).body)
    assert [part.kind for part in parts][:4] == ["then_now", "story", "photo_pair", "timeline"]
    assert parts[1].anchor == "phan-muoi-lam-nam"
    assert len(parts[1].blocks) == 5
    names = [part.anchor for part in parts if part.anchor]
    assert len(names) == len(set(names))


# --- The editor --------------------------------------------------------------------------------


def stored_event(**changes: str) -> dict[str, str]:
    fields = ("date", "text", "image", "image_credit", "source_url")
    return {"year": "2003", "title": "Sự kiện", **dict.fromkeys(fields, ""), **changes}


def form(page: FeaturePage, body: list[tuple[str, dict]], **changes: Any) -> dict[str, Any]:
    blank = ("summary", "hero_image", "hero_credit", "seo_title", "search_description", "closed_on")
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "start_year": "2003",
            "end_year": "2018",
            "body": streamfield(body),
            "quotas": inline_formset([]),
            "comments": inline_formset([]),
            **dict.fromkeys(blank, ""),
            **changes,
        }
    )


def listed(name: str, rows: list[dict]) -> dict[str, Any]:
    """A ListBlock as the browser sends it."""
    items = {str(n): {"value": row, "order": str(n), "deleted": ""} for n, row in enumerate(rows)}
    return {name: {"count": str(len(rows)), **items}}


@pytest.fixture
def without_source() -> list[tuple[str, dict]]:
    figures = listed(
        "values",
        [
            {"year": "2004", "value": "237", "as_of": "31/12/2004"},
            {"year": "2017", "value": "6673", "as_of": "31/12/2017"},
        ],
    )
    item = {"label": "Thu ngân sách", "unit": "tỷ đồng", "source": "", "source_url": "", **figures}
    return [
        ("then_now", {"title": "Xưa và nay", **listed("items", [item])}),
        ("timeline", {"title": "Mẫu", **listed("events", [stored_event(source="")])}),
    ]


@pytest.mark.parametrize("block", [0, 1], ids=["figure", "event"])
def test_what_has_no_source_is_saved_as_a_draft_but_never_published(
    client: Client,
    feature: FeaturePage,
    board: User,
    without_source: list[tuple[str, dict]],
    block: int,
) -> None:
    client.force_login(board)
    data = form(feature, [without_source[block]])
    saved = client.post(edit_url(feature), data)
    assert saved.status_code == 302
    feature.refresh_from_db()
    assert len(feature.get_latest_revision_as_object().body) == 1
    refused = client.post(edit_url(feature), {**data, "action-publish": "action-publish"})
    assert refused.status_code == 200
    feature.refresh_from_db()
    assert len(feature.body) == 0


def test_with_its_source_it_is_published(client: Client, feature: FeaturePage, board: User) -> None:
    client.force_login(board)
    body = [("timeline", {"title": "Mẫu", **listed("events", [stored_event(source=SOURCE)])})]
    data = form(feature, body) | {"action-publish": "action-publish"}
    assert client.post(edit_url(feature), data).status_code == 302
    feature.refresh_from_db()
    assert len(feature.body) == 1


def test_a_preview_of_a_campaign_that_was_never_saved(rf: Any, site: Page) -> None:
    page = FeaturePage(title="Mới", slug="moi", start_year=2003, end_year=2018)
    page.path, page.depth, page.url_path = f"{site.path}0001", site.depth + 1, "/trang-chu/moi/"
    page.body = [timeline(event(2003)), ("themes", {"title": "Các chuyên đề"})]
    context = page.get_context(rf.get("/"))
    assert context["lists"].themes == []
    assert len(context["parts"]) == 2


# --- The map of works --------------------------------------------------------------------------


def test_the_map_holds_the_works_of_the_page_and_of_its_themes(
    client: Client, feature: FeaturePage, theme: ThemePage, django_assert_num_queries: Callable
) -> None:
    address = f"{PATH}cong-trinh/"
    assert "Chưa có công trình nào" in html(client, address)
    tell(feature, works(work("Cầu Mẫu", year=2010), work("Cầu Mẫu", place="Bến Mẫu")))
    tell(theme, works(work("Chợ Mẫu")))
    client.get("/")
    caches["pages"].clear()
    with django_assert_num_queries(2):
        shown = html(client, address)
    assert "Phố Mẫu · 2010" in shown
    assert f'href="{PATH}#cong-trinh-cau-mau-2"' in shown
    assert f'href="{PATH}kinh-te/#cong-trinh-cho-mau"' in shown
    assert 'id="cong-trinh-cau-mau-2"' in html(client)


def test_the_map_goes_with_its_campaign(client: Client, feature: FeaturePage) -> None:
    assert client.get("/khong-co/cong-trinh/").status_code == 404
    feature.unpublish()
    revision._write()
    assert client.get(f"{PATH}cong-trinh/").status_code == 404
    assert client.post(f"{PATH}cong-trinh/").status_code in (404, 405)
