"""A theme with what units gave to it, and albums."""

from collections.abc import Callable

from django.test import Client
from wagtail.models import PageViewRestriction

from campaigns.models import AlbumPage, ContributionPage, FeaturePage, ThemePage
from campaigns.selectors import reading
from portal import revision
from portal.models import Unit
from portal.renditions import make_renditions
from tests.factories.images import PortalImageFactory
from tests.factories.pages import add_page

Make = Callable[..., ContributionPage]
ADDRESS = "/chuyen-trang-mau/kinh-te/"


def titles(client: Client, address: str) -> list[str]:
    return [card.title for card in client.get(address).context["cards"]]


def test_a_theme_lists_what_is_public_newest_first(
    client: Client, make_contribution: Make, other_theme: ThemePage
) -> None:
    make_contribution("Bài cũ")
    make_contribution("Bài mới")
    make_contribution("Bài nháp", live=False)
    make_contribution("Bài chuyên đề khác", parent=other_theme)
    hidden = make_contribution("Bài hạn chế")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    revision._write()
    assert titles(client, ADDRESS) == ["Bài mới", "Bài cũ"]
    text = client.get(ADDRESS).content.decode()
    assert "/chuyen-trang-mau/ban-in/?chuyen-de=kinh-te" in text
    assert 'href="/chuyen-trang-mau/giao-duc/"' in text
    assert "Bài nháp" not in text
    assert "Bài hạn chế" not in text


def test_an_empty_theme_says_what_will_be_here(client: Client, theme: ThemePage) -> None:
    assert "Chưa có bài nào trong chuyên đề này" in client.get(ADDRESS).content.decode()


def test_a_list_is_paged_by_key_both_ways(
    client: Client, make_contribution: Make, theme: ThemePage, monkeypatch
) -> None:
    monkeypatch.setattr(reading, "PAGE_SIZE", 2)
    for number in range(5):
        make_contribution(f"Bài {number}")
    theme.body = [("paragraph", "<p>Lời mở đầu.</p>")]
    theme.save_revision().publish()
    first = client.get(ADDRESS)
    assert "Lời mở đầu." in first.content.decode()
    second = client.get(first.context["older_url"])
    assert [card.title for card in second.context["cards"]] == ["Bài 2", "Bài 1"]
    assert "Lời mở đầu." not in second.content.decode()
    last = client.get(second.context["older_url"])
    assert [card.title for card in last.context["cards"]] == ["Bài 0"]
    assert last.context["older_url"] is None
    assert titles(client, last.context["newer_url"]) == ["Bài 2", "Bài 1"]
    assert titles(client, second.context["newer_url"]) == ["Bài 4", "Bài 3"]


def test_nonsense_in_the_address_is_the_first_page(client: Client, make_contribution: Make) -> None:
    make_contribution("Bài mẫu")
    assert titles(client, f"{ADDRESS}?truoc=abc&sau=1-x") == ["Bài mẫu"]


def test_an_album_opens_and_names_year_and_credit(
    client: Client, feature: FeaturePage, department: Unit
) -> None:
    images = [PortalImageFactory(), PortalImageFactory()]
    for image in images:
        make_renditions(image_id=image.pk)
    photo = {"image": images[0], "caption": 'Chợ "cũ"', "year": 2005, "credit": "Phòng mẫu"}
    plain = {"image": images[1], "caption": "Không rõ năm", "year": None, "credit": "Phòng mẫu"}
    add_page(
        feature,
        AlbumPage(
            title="Album mẫu",
            slug="album-mau",
            unit=department,
            photos=[("photo", photo), ("photo", plain)],
        ),
    )
    response = client.get("/chuyen-trang-mau/album-mau/")
    text = response.content.decode()
    assert "Chợ &quot;cũ&quot; · 2005 · Ảnh: Phòng mẫu" in text
    assert "Không rõ năm · Ảnh: Phòng mẫu" in text
    assert "data-gallery" in text
    assert len(response.context["photos"]) == 2
    assert response.context["share_image_url"].startswith("http://testserver/media/")
    assert client.get(response.context["unit_url"]).status_code == 200


def test_an_empty_album_is_no_error(client: Client, feature: FeaturePage) -> None:
    add_page(feature, AlbumPage(title="Album trống", slug="album-trong"))
    text = client.get("/chuyen-trang-mau/album-trong/").content.decode()
    assert "Album chưa có ảnh" in text


def test_an_album_of_two_hundred_photos_costs_no_more_statements(
    client: Client, feature: FeaturePage, django_assert_max_num_queries: Callable
) -> None:
    image = PortalImageFactory(small=True)
    photo = {"image": image, "caption": "Ảnh", "year": 2005, "credit": "Mẫu"}
    add_page(
        feature,
        AlbumPage(title="Album lớn", slug="album-lon", photos=[("photo", photo)] * 200),
    )
    revision._write()
    client.get("/chuyen-trang-mau/don-vi/khong-co/")
    with django_assert_max_num_queries(4):
        assert client.get("/chuyen-trang-mau/album-lon/").status_code == 200
