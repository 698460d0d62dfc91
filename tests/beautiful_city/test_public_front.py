"""What the rest of the portal takes from the app: search, sitemap, the front page's pair, and the
editor's chooser."""

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.core.cache import caches
from django.test import Client

from beautiful_city.models import Case, CasePhoto, FeaturedPair, GalleryPage
from beautiful_city.selectors.filters import DONE, CaseFilter
from beautiful_city.selectors.front import latest_pair
from beautiful_city.services import hiding
from beautiful_city.services.sending import Place
from beautiful_city.states import PhotoRole
from portal import revision
from portal.models import SearchEntry, Unit, User
from portal.roles import Role
from portal.search.services import rebuild
from tests.beautiful_city.public import MakeCase, committing, many_cases, statements

CHOOSER = "/quan-tri/chon-phan-anh/"


@pytest.fixture
def make_case(make_case: MakeCase, django_capture_on_commit_callbacks: Any) -> MakeCase:
    return committing(make_case, django_capture_on_commit_callbacks)


def hide(case: Case, by: User, commits: Any) -> None:
    with commits(execute=True):
        hiding.hide_case(case=case, by=by, version=case.version, reason="Có mặt người")


def found_in_search(client: Client, words: str) -> list[str]:
    results = client.get("/tim-kiem/", {"q": words, "loai": "case"}).context["results"]
    return [result.url for result in results]


def test_search_finds_public_reports(
    client: Client, make_case: MakeCase, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    case = make_case("assigned", title="Nắp cống vỡ")
    assert found_in_search(client, "nap cong vo") == [case.get_absolute_url()]
    assert found_in_search(client, "phuong mau") == [case.get_absolute_url()]
    hide(case, clerk, django_capture_on_commit_callbacks)
    assert found_in_search(client, "nap cong vo") == []


def test_search_holds_no_word_that_nobody_moderated(make_case: MakeCase) -> None:
    make_case("submitted", title="Chưa duyệt", text="Gọi tôi")
    make_case(
        "assigned", title="Đã duyệt", text="Gọi tôi", near_home=True, place=Place(text="Số nhà 7")
    )
    list(rebuild())
    stored = " ".join(
        f"{entry.title} {entry.text}" for entry in SearchEntry.objects.filter(kind="case")
    )
    assert "Đã duyệt" in stored
    for secret in ("Chưa duyệt", "Gọi tôi", "Số nhà 7"):
        assert secret not in stored


def test_the_sitemap_lists_public_reports(client: Client, make_case: MakeCase, clerk: User) -> None:
    shown, other = make_case("verified"), make_case("submitted")
    response = client.get("/sitemap-phan-anh.xml")
    addresses = [e.text for e in ET.fromstring(response.content).iter() if e.tag.endswith("loc")]
    assert addresses == [f"http://testserver{shown.get_absolute_url()}"]
    assert other.get_absolute_url() not in response.content.decode()


def test_the_sitemap_does_not_read_every_report(client: Client, city: object, ward: Unit) -> None:
    many_cases(20, [ward])
    statements(client, "/sitemap.xml")  # a process learns the types of pages once
    few = [len(statements(client, p)) for p in ("/sitemap.xml", "/sitemap-phan-anh.xml")]
    many_cases(1_500, [ward], first=20_000)
    assert [len(statements(client, p)) for p in ("/sitemap.xml", "/sitemap-phan-anh.xml")] == few


def test_the_front_page_shows_the_newest_pair(client: Client, make_case: MakeCase) -> None:
    make_case("verified", title="Xong trước")
    make_case("assigned", title="Chưa xong")
    newest = make_case("verified", title="Xong sau cùng")
    revision._write()
    text = client.get("/").content.decode()
    assert "data-compare" in text
    assert f'href="{newest.get_absolute_url()}"' in text
    assert "Xong trước" not in text


def test_without_a_pair_the_front_page_has_no_door(client: Client, make_case: MakeCase) -> None:
    make_case("remediated")
    revision._write()
    assert "data-compare" not in client.get("/").content.decode()


def test_a_pair_with_a_hidden_photo_gives_way(
    make_case: MakeCase, clerk: User, django_capture_on_commit_callbacks: Any
) -> None:
    older, newest = make_case("verified", title="Cũ hơn"), make_case("verified", title="Mới hơn")
    row = CasePhoto.objects.get(case=newest, role=PhotoRole.AFTER)
    with django_capture_on_commit_callbacks(execute=True):
        hiding.hide_photo(row=row, by=clerk, version=newest.version, reason="Có mặt người")
    pair = latest_pair()
    assert pair is not None
    assert pair.url == older.get_absolute_url()


def test_the_pair_costs_three_statements(
    make_case: MakeCase, ward: Unit, django_assert_num_queries: Any
) -> None:
    make_case("verified")
    with django_assert_num_queries(3):
        assert latest_pair() is not None


def test_the_front_page_keeps_its_budget(client: Client, make_case: MakeCase) -> None:
    make_case("verified")
    assert len(statements(client, "/")) <= 12


def test_pages_are_kept_and_end_with_a_change(
    client: Client,
    make_case: MakeCase,
    clerk: User,
    settings: Any,
    django_capture_on_commit_callbacks: Any,
    django_assert_num_queries: Any,
) -> None:
    settings.PAGE_CACHE_SECONDS = 300
    caches["pages"].clear()
    case = make_case("verified")
    paths = (case.get_absolute_url(), CaseFilter(tab=DONE, ward=case.ward).address())
    for path in paths:
        assert client.get(path).status_code == 200
        with django_assert_num_queries(0):
            assert client.get(path).status_code == 200
    hide(case, clerk, django_capture_on_commit_callbacks)
    assert client.get(paths[0]).status_code == 404
    assert case.title not in client.get(paths[1]).content.decode()


@pytest.fixture
def editor(client: Client, make_user: Any, district: Unit) -> Client:
    client.force_login(
        make_user("ban-bien-tap", (district, Role.EDITORIAL_BOARD)),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    return client


def test_the_chooser_offers_public_pairs_only(editor: Client, make_case: MakeCase) -> None:
    make_case("verified", title="Đã xong")
    make_case("assigned", title="Đang làm")
    make_case("submitted", title="Mới gửi")
    text = editor.get(CHOOSER).json()["html"]
    assert "Đã xong" in text
    assert "Đang làm" not in text
    assert "Mới gửi" not in text


def test_the_chooser_searches_without_accents(editor: Client, make_case: MakeCase) -> None:
    make_case("verified", title="Hồ sạch")
    make_case("verified", title="Ngõ sạch")
    text = editor.get(f"{CHOOSER}results/", {"q": "ho sach"}).content.decode()
    assert "Hồ sạch" in text
    assert "Ngõ sạch" not in text
    assert "Hồ sạch" not in editor.get(f"{CHOOSER}results/", {"q": "???"}).content.decode()


def test_the_chooser_is_the_editors(client: Client, city: object) -> None:
    assert client.get(CHOOSER).status_code == 302


def test_the_gallery_is_edited_with_the_chooser(
    editor: Client, make_case: MakeCase, city: GalleryPage
) -> None:
    FeaturedPair.objects.create(page=city, case=make_case("verified", title="Cặp nổi bật"))
    text = editor.get(f"/quan-tri/pages/{city.pk}/edit/").content.decode()
    assert "Chọn phản ánh" in text
    assert "Cặp nổi bật" in text
