"""The public search: what it finds, in which order, what it never shows, and what it costs."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.models import ArticlePage, HomePage, SectionPage, StandardPage, StructurePage
from portal.jobs import rebuild_search
from portal.models import PortalDocument, SearchEntry, Unit, User
from portal.provisioning import save_unit
from portal.search.services import rebuild, refresh_unit
from tests.devices import with_device

pytestmark = pytest.mark.usefixtures("indexes")

Make = Callable[..., ArticlePage]
OLD_ITEM = Path(__file__).parents[2] / "home" / "demo" / "tin-bai-2018-05-30.txt"


def day(n: int) -> datetime:
    return timezone.make_aware(datetime(2018, 5, 1)) + timedelta(days=n)


def titles(client: Client, query: str, **filters: object) -> list[str]:
    """The titles found, in order; their marks are taken away."""
    response = client.get("/tim-kiem/", {"q": query, **filters})
    assert response.status_code == 200
    assert not response.cookies
    found = [str(result.title_html) for result in response.context["results"]]
    return [title.replace("<mark>", "").replace("</mark>", "") for title in found]


def paragraphs(*texts: str) -> list[tuple[str, str]]:
    return [("paragraph", f"<p>{text}</p>") for text in texts]


@pytest.fixture
def old_item(make_article: Make) -> ArticlePage:
    """The real item of the old portal."""
    lines = [line.strip() for line in OLD_ITEM.read_text("utf-8").splitlines() if line.strip()]
    return make_article(
        lines[1],
        published_at=timezone.make_aware(datetime(2018, 5, 30, 22, 45)),
        body=paragraphs(*lines[3:]),
    )


@pytest.mark.parametrize(
    "query",
    [
        "giao ban cong nghe thong tin",
        "Giao ban Ban chỉ đạo công nghệ thông tin",
        "GIAO BAN",
        "467-TB/QU",
        "long bien dep chua dep",
        "quận uỷ",
        "man hinh led",
    ],
)
def test_the_item_of_2018_is_found(
    client: Client, old_item: ArticlePage, make_article: Make, query: str
) -> None:
    make_article("Tin mẫu về cây xanh", body=paragraphs("Không có gì chung với tin kia."))
    assert titles(client, query) == [old_item.title]


def test_words_without_accents_find_all_accents(client: Client, make_article: Make) -> None:
    for title in ("Đỗ xe đúng chỗ", "Trật tự đô thị", "Mức độ 3", "Hoa ở Ngọc Lâm"):
        make_article(title)
    assert set(titles(client, "do")) == {"Đỗ xe đúng chỗ", "Trật tự đô thị", "Mức độ 3"}
    assert titles(client, "duong") == []


def test_exact_accents_come_first_and_titles_before_texts(
    client: Client, make_article: Make
) -> None:
    make_article("Đỗ xe", published_at=day(1))
    make_article("Bãi đỗ", published_at=day(2))
    make_article("Đô thị", published_at=day(3))
    make_article("Văn bản", published_at=day(4), body=paragraphs("Nơi đỗ."))
    make_article("Chợ hoa", published_at=day(5), body=paragraphs("Mức độ."))
    assert titles(client, "đỗ") == ["Bãi đỗ", "Đỗ xe", "Đô thị", "Văn bản", "Chợ hoa"]
    assert titles(client, "đô") == ["Đô thị", "Bãi đỗ", "Đỗ xe", "Chợ hoa", "Văn bản"]


def test_words_that_stand_together_come_before_words_that_do_not(
    client: Client, make_article: Make
) -> None:
    make_article("Giao ban", published_at=day(1))
    make_article("Ban quản lý giao thông", published_at=day(2))
    make_article("Tin một", published_at=day(3), body=paragraphs("Họp giao ban."))
    make_article("Tin hai", published_at=day(4), body=paragraphs("Ban được giao việc."))
    assert titles(client, "giao ban") == [
        "Giao ban",
        "Ban quản lý giao thông",
        "Tin một",
        "Tin hai",
    ]


def test_all_words_must_be_there(client: Client, make_article: Make) -> None:
    make_article("Cây xanh bên sông")
    make_article("Cây cầu")
    assert titles(client, "cây sông") == ["Cây xanh bên sông"]
    assert titles(client, "cây biển") == []


def test_hidden_pages_are_never_found(
    client: Client, news: SectionPage, make_article: Make
) -> None:
    make_article("Cầu mẫu nháp", live=False)
    gone = make_article("Cầu mẫu gỡ")
    restricted = make_article("Cầu mẫu hạn chế")
    inner = news.add_child(instance=SectionPage(title="Nội bộ", slug="noi-bo"))
    make_article("Cầu mẫu nội bộ", section=inner)
    deleted = make_article("Cầu mẫu xóa")
    kept = make_article("Cầu mẫu còn")
    assert len(titles(client, "cầu mẫu")) == 5

    gone.unpublish()
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    below = PageViewRestriction.objects.create(page=inner, restriction_type="groups")
    deleted.delete()
    assert titles(client, "cầu mẫu") == [kept.title]
    suggested = client.get("/tim-kiem/goi-y/", {"q": "cầu mẫu"}).json()["suggestions"]
    assert [row["title"] for row in suggested] == [kept.title]

    below.delete()
    assert set(titles(client, "cầu mẫu")) == {kept.title, "Cầu mẫu nội bộ"}
    gone.save_revision().publish()
    assert "Cầu mẫu gỡ" in titles(client, "cầu mẫu")


def test_a_draft_change_of_a_public_page_is_not_found(client: Client, make_article: Make) -> None:
    article = make_article("Tin cũ")
    article.title = "Tin bí mật"
    article.save_revision()
    assert titles(client, "bí mật") == []
    article.get_latest_revision().publish()
    assert titles(client, "bí mật") == ["Tin bí mật"]
    assert titles(client, "tin cũ") == []


@pytest.mark.parametrize("unpublished_first", [False, True])
def test_addresses_follow_a_move_and_a_new_slug(
    client: Client,
    site: HomePage,
    news: SectionPage,
    make_article: Make,
    django_capture_on_commit_callbacks: Callable[..., object],
    unpublished_first: bool,
) -> None:
    inner = news.add_child(instance=SectionPage(title="Văn hóa", slug="van-hoa"))
    article = make_article("Lễ hội mẫu", section=inner)
    if unpublished_first:
        article.unpublish()
    inner.move(site, pos="last-child")
    with django_capture_on_commit_callbacks(execute=True):
        inner = SectionPage.objects.get(pk=inner.pk)
        inner.slug = "van-hoa-moi"
        inner.save_revision().publish()
    if unpublished_first:
        ArticlePage.objects.get(pk=article.pk).save_revision().publish()
    entry = SearchEntry.objects.get(title="Lễ hội mẫu")
    assert entry.url == "/van-hoa-moi/le-hoi-mau/"
    assert client.get(entry.url).status_code == 200


def test_filters(
    client: Client,
    site: HomePage,
    news: SectionPage,
    make_article: Make,
    make_unit: Callable[..., Unit],
) -> None:
    culture, other = make_unit("Phòng Văn hóa"), make_unit("Phòng khác")
    inner = news.add_child(instance=SectionPage(title="Giáo dục", slug="giao-duc"))
    page = site.add_child(instance=StandardPage(title="Cây mẫu trang", slug="cay", live=False))
    page.save_revision().publish()
    make_article("Cây mẫu 1", published_at=day(1), unit=culture)
    make_article("Cây mẫu 2", published_at=day(2), unit=other)
    make_article("Cây mẫu 3", published_at=day(3), section=inner)
    assert len(titles(client, "cây")) == 4
    assert titles(client, "cây", loai="page") == ["Cây mẫu trang"]
    assert titles(client, "cây", don_vi=culture.pk) == ["Cây mẫu 1"]
    assert titles(client, "cây", chuyen_muc=inner.pk) == ["Cây mẫu 3"]
    assert len(titles(client, "cây", chuyen_muc=news.pk)) == 3
    assert titles(client, "cây", tu_ngay="02/05/2018", den_ngay="03/05/2018") == [
        "Cây mẫu 2",
        "Cây mẫu 1",
    ]
    assert titles(client, "cây", tu_ngay="2018-05-03", den_ngay="03/05/2018") == ["Cây mẫu 2"]


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"tu_ngay": "31/02/2018"}, "Ghi ngày theo mẫu 30/05/2018."),
        ({"den_ngay": "31/12/9999"}, "Ghi một ngày từ năm 1900 đến năm 2200."),
        (
            {"tu_ngay": "02/05/2018", "den_ngay": "01/05/2018"},
            "“Đến ngày” không được trước “Từ ngày”.",
        ),
        ({"don_vi": "1' OR 1=1"}, "Chọn một mục trong danh sách."),
        ({"chuyen_muc": "999999"}, "Chọn một mục trong danh sách."),
        ({"loai": "secret"}, "Chọn một mục trong danh sách."),
        ({"q": "a" * 201}, "Ghi tối đa 200 ký tự"),
        ({"q": "a\0b"}, "Ô này có ký tự không đọc được."),
    ],
)
def test_a_wrong_filter_is_refused_in_words(
    client: Client, make_article: Make, filters: dict[str, str], said: str
) -> None:
    make_article("Cây mẫu")
    response = client.get("/tim-kiem/", {"q": "cây", **filters})
    assert response.status_code == 400
    assert said in response.content.decode()
    assert "results" not in response.context


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "*",
        '"cây',
        "cây*",
        "NEAR(cây xanh)",
        "-cây",
        "title:cây",
        "cây AND",
        "cây OR OR",
        "NOT cây",
        "^cây",
        "{title}: cây",
        "cây' --",
        "'cây':*",
        "cây & | ! <->",
        "\\",
        "=cây _ = *",
        "%00 %s {0}",
        "𝒜 ☃ עברית",
        "a " * 100,
    ],
)
def test_operators_are_only_characters(client: Client, make_article: Make, query: str) -> None:
    make_article("Cây mẫu")
    for address in ("/tim-kiem/", "/tim-kiem/goi-y/"):
        assert client.get(address, {"q": query}).status_code == 200


def test_nothing_asked_nothing_searched(client: Client, site: HomePage) -> None:
    for address in ("/tim-kiem/", "/tim-kiem/?q=", "/tim-kiem/?q=%20"):
        page = client.get(address).content.decode()
        assert "Ghi điều cần tìm vào ô trên" in page
    assert "Không tìm thấy kết quả nào" in client.get("/tim-kiem/?q=...").content.decode()
    assert client.post("/tim-kiem/", {"q": "cây"}).status_code == 405


def test_hits_are_marked_and_everything_else_is_escaped(client: Client, make_article: Make) -> None:
    long = "Mở đầu. " * 60
    make_article(
        "Cây <script>alert(1)</script> xanh",
        summary=f"{long} Trồng cây xanh & <b>hoa</b> bên sông. {long}",
    )
    response = client.get("/tim-kiem/", {"q": "cay xanh <script>"})
    page = response.content.decode()
    assert "<script>alert" not in page
    [result] = client.get("/tim-kiem/", {"q": "cay xanh"}).context["results"]
    assert result.title_html.startswith("<mark>Cây</mark> &lt;script&gt;")
    assert "Trồng <mark>cây xanh</mark> &amp; &lt;b&gt;hoa&lt;/b&gt; bên sông." in (
        result.excerpt_html
    )
    assert result.excerpt_html.startswith("… ")
    assert result.excerpt_html.endswith(" …")
    assert len(result.excerpt_html) < 300


def test_suggestions_complete_the_last_word(client: Client, make_article: Make) -> None:
    make_article("Giao ban công nghệ")
    make_article("Giáo dục")
    make_article("Tin khác", summary="Giao ban")

    def suggested(typed: str) -> list[str]:
        return [
            r["title"] for r in client.get("/tim-kiem/goi-y/", {"q": typed}).json()["suggestions"]
        ]

    assert suggested("gia") == ["Giáo dục", "Giao ban công nghệ"]
    assert suggested("giá") == ["Giáo dục", "Giao ban công nghệ"]
    assert suggested("giao b") == ["Giao ban công nghệ"]
    assert suggested("iao") == []
    assert suggested("g") == []
    assert suggested("") == []


def test_pages_of_results_keep_the_question(client: Client, make_article: Make) -> None:
    for n in range(45):
        make_article(f"Cây mẫu {n}", published_at=day(n))
    first = client.get("/tim-kiem/?q=c%C3%A2y&loai=article")
    assert first.context["total"] == 45
    assert first.context["previous_url"] is None
    second = client.get(first.context["next_url"])
    third = client.get(second.context["next_url"])
    found = [r.url for page in (first, second, third) for r in page.context["results"]]
    assert len(set(found)) == 45
    assert third.context["next_url"] is None
    assert "loai=article" in third.context["previous_url"]
    for wild in ("999", "-1", "x", "²", "9" * 30):
        assert client.get("/tim-kiem/", {"q": "cây", "trang": wild}).status_code == 200


def test_the_statements_of_a_search_do_not_grow(
    client: Client,
    make_article: Make,
    make_unit: Callable[..., Unit],
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    unit = make_unit("Phòng mẫu")
    for volume in (1, 30):
        for n in range(volume):
            make_article(f"Cây mẫu {n}", unit=unit)
        client.get("/tim-kiem/", {"q": "cây"})  # reads the tree of the new revision
        for query in ("cây mẫu", "cây", "mau cay"):
            with django_assert_num_queries(3):
                client.get("/tim-kiem/", {"q": query})
        with django_assert_num_queries(2):
            client.get("/tim-kiem/goi-y/", {"q": "cây m"})


def test_rebuilding_puts_right_what_went_past_the_editor(
    client: Client, news: SectionPage, make_article: Make
) -> None:
    news.add_child(instance=ArticlePage(title="Cây mẫu nạp thẳng", slug="nap-thang"))
    hidden = make_article("Cây mẫu ẩn")
    make_article("Cây mẫu nháp", live=False)
    ArticlePage.objects.filter(pk=hidden.pk).update(live=False)
    SearchEntry.objects.filter(title="Cây mẫu ẩn").update(title="Cây mẫu sai")
    call_command("rebuild_search", verbosity=0)
    call_command("rebuild_search", verbosity=0)
    assert titles(client, "cây mẫu") == ["Cây mẫu nạp thẳng"]


def test_a_rebuild_by_night_never_empties_the_search(client: Client, make_article: Make) -> None:
    for n in range(3):
        make_article(f"Tin mẫu trồng cây {n}")
    entries = set(SearchEntry.objects.values_list("pk", flat=True))
    seen = [len(titles(client, "trong cay")) for _batch in rebuild()]
    assert seen
    assert set(seen) == {3}
    assert set(SearchEntry.objects.values_list("pk", flat=True)) >= entries
    assert int(rebuild_search()) == SearchEntry.objects.count()


def test_a_unit_that_is_renamed_is_found_by_its_new_name(
    client: Client,
    make_article: Make,
    make_unit: Callable[..., Unit],
    site: HomePage,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager],
) -> None:
    unit, other = make_unit("Phòng Tên Cũ"), make_unit("Phòng Khác")
    make_article("Tin của phòng", unit=unit)
    make_article("Tin của phòng khác", unit=other)
    structure = site.add_child(instance=StructurePage(title="Cơ cấu", slug="co-cau", live=False))
    structure.save_revision().publish()
    assert set(titles(client, "ten cu")) == {"Tin của phòng", "Cơ cấu"}
    unit.name = "Phòng Gọi Là Mới"
    with django_capture_on_commit_callbacks(execute=True):
        save_unit(unit)
    assert set(titles(client, "goi la moi")) == {"Tin của phòng", "Cơ cấu"}
    assert titles(client, "ten cu") == []
    assert set(titles(client, "phong khac")) == {"Tin của phòng khác", "Cơ cấu"}


def test_refreshing_a_unit_leaves_others_alone(
    make_article: Make, make_unit: Callable[..., Unit]
) -> None:
    unit, other = make_unit("Phòng A"), make_unit("Phòng B")
    shown = make_article("Tin của A", unit=unit)
    make_article("Tin chưa đăng", unit=unit, live=False)
    make_article("Tin của B", unit=other)
    assert refresh_unit(unit.pk) == 1
    assert SearchEntry.objects.filter(unit=unit).get().object_id == shown.pk


@pytest.mark.parametrize("typed", ["giao ban", "GIAO BÀN", "giáo", "ong do", "đo", '"ông đỗ"'])
def test_the_editor_finds_pages_and_files_with_accents_or_without(
    client: Client, make_article: Make, typed: str
) -> None:
    title = "Giao bàn cho ông Đỗ"
    make_article(title)
    PortalDocument.objects.create(title=title, file=ContentFile(b"%PDF-", "giao-ban.pdf"))
    client.force_login(User.objects.create_superuser("quan", password="mat-khau-thu"))
    # The page search alone reads quotation marks as a phrase.
    phrase = typed.startswith('"')
    for address in ("pages/search/", "documents/")[: 1 if phrase else 2]:
        found = client.get(f"/quan-tri/{address}", {"q": typed})
        assert title in found.content.decode(), address
        nothing = client.get(f"/quan-tri/{address}", {"q": "khong co"})
        assert title not in nothing.content.decode(), address


@pytest.mark.usefixtures("still_clock")
def test_a_script_that_asks_too_often_is_slowed(client: Client, news: SectionPage) -> None:
    with_device(client)
    answers = [client.get("/tim-kiem/?q=tin").status_code for _ in range(61)]
    assert answers[:60] == [200] * 60
    assert answers[60] == 429
    # Others behind the same address go on, and what was asked is one tap away.
    assert Client().get("/tim-kiem/?q=tin").status_code == 200
    assert 'href="/tim-kiem/?q=tin"' in client.get("/tim-kiem/?q=tin").content.decode()
