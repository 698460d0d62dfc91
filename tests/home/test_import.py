"""The old portal's items come in once, whole, and at their old place and date."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from home.importing import Outcome, Places, Refused, Target, import_file, parse
from home.importing.redirects import old_path
from home.importing.summary import beginning
from home.models import ArticleListing, ArticlePage, ImportedArticle, SectionPage
from home.selectors import section_slice
from portal.models import SearchEntry, Unit, User
from portal.views_count import total

ITEM = Path(__file__).parents[2] / "home" / "demo" / "tin-bai-2018-05-30.txt"
DATE = "Ngày đăng 30/05/2018 | 22:45  | Lượt xem: 1.613"


def text(*groups: str) -> bytes:
    return "\n\n".join(groups).encode()


def write(file: Path, *groups: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text(*groups))
    return file


def run(*paths: Path, fails: bool = False, **options: object) -> str:
    """What the command reports. `fails`: it ends with an error, as it must where a file was
    refused."""
    out = StringIO()
    if fails:
        with pytest.raises(CommandError):
            call_command("import_articles", *paths, stdout=out, **options)
    else:
        call_command("import_articles", *paths, stdout=out, **options)
    return out.getvalue()


# --- One file --------------------------------------------------------------------------------


def test_the_real_item(news: SectionPage, client: Client) -> None:
    imported = import_file(ITEM, Target(news))
    article = imported.article
    assert imported.outcome == Outcome.ADDED
    assert article.live
    assert article.title == "Giao ban Ban chỉ đạo công nghệ thông tin"
    for moment in (
        article.published_at,
        article.first_published_at,
        article.last_published_at,
    ):
        assert f"{timezone.localtime(moment):%d/%m/%Y %H:%M}" == "30/05/2018 22:45"
    assert total(article) == 613
    headings = [block.value["text"] for block in article.body if block.block_type == "heading"]
    assert headings == [
        "1. Về hạ tầng trang thiết bị",
        "2. Về Cổng thông tin điện tử",
        "3. Về hệ thống dịch vụ công trực tuyến mức độ 3, 4",
    ]
    assert article.source_text == ITEM.read_text()
    page = client.get("/tin-tuc/giao-ban-ban-chi-dao-cong-nghe-thong-tin/").content.decode()
    assert "30/05/2018 | 22:45" in page
    assert '"description": "Ngày 30/5/2018, Ban chỉ đạo' in page
    shown = page.partition("<main")[2]
    for line in ITEM.read_text().splitlines()[2:]:
        if line and not line.startswith("Ngày đăng"):
            assert line in shown, "nothing of the text is lost"
    assert shown.count("tổ chức họp giao ban định kỳ") == 1, "the beginning stands there once"


def test_lists_search_and_the_editor_know_the_item(news: SectionPage, client: Client) -> None:
    article = import_file(ITEM, Target(news)).article
    [card] = section_slice(news).rows
    assert card.summary.startswith("Ngày 30/5/2018, Ban chỉ đạo")
    assert card.summary.endswith("Công an quận.")
    assert SearchEntry.objects.get(object_id=article.pk).public
    assert article.title in client.get("/tin-tuc/").content.decode()
    assert article.title in client.get("/rss/").content.decode()
    draft = article.get_latest_revision_as_object()
    assert draft.published_at == article.published_at
    assert not article.has_unpublished_changes


def test_a_run_again_makes_no_doubles(news: SectionPage, tmp_path: Path) -> None:
    file = write(tmp_path / "tin.txt", "Tin", DATE, "Một.")
    assert import_file(file, Target(news)).outcome == Outcome.ADDED
    assert import_file(file, Target(news)).outcome == Outcome.KNOWN
    renamed = write(tmp_path / "ten-khac.txt", "Tin", DATE, "Một.")
    assert import_file(renamed, Target(news)).outcome == Outcome.KNOWN
    assert ImportedArticle.objects.count() == ArticlePage.objects.count() == 1


def test_a_changed_file_waits_for_update(news: SectionPage, tmp_path: Path) -> None:
    file = write(tmp_path / "tin.txt", "Tin", DATE, "Một.")
    import_file(file, Target(news))
    write(file, "Tin", DATE.replace("2018", "2017").replace("613", "999"), "Hai.")
    assert import_file(file, Target(news)).outcome == Outcome.CHANGED
    assert "Một." in str(ArticlePage.objects.get().body)
    assert import_file(file, Target(news), update=True).outcome == Outcome.UPDATED
    article = ArticlePage.objects.get()
    assert "Hai." in str(article.body)
    assert article.first_published_at.year == article.last_published_at.year == 2017
    assert ArticleListing.objects.filter(article=article, date__year=2017).exists()
    assert total(article) == 1613, "views counted since are not taken back"
    assert import_file(file, Target(news)).outcome == Outcome.KNOWN


def test_update_leaves_what_people_did_alone(
    news: SectionPage, tmp_path: Path, make_user: Callable[..., User]
) -> None:
    taken_down = write(tmp_path / "a.txt", "Tin A", DATE, "Một.")
    import_file(taken_down, Target(news)).article.unpublish()
    edited = write(tmp_path / "b.txt", "Tin B", DATE, "Hai.")
    article = import_file(edited, Target(news)).article
    article.save_revision(user=make_user("an"))
    for file, word in ((taken_down, "gỡ"), (edited, "sửa")):
        write(file, "Tin mới", DATE, "Ba.")
        with pytest.raises(Refused, match=word):
            import_file(file, Target(news), update=True)
    assert not ArticlePage.objects.filter(title="Tin mới").exists()
    assert ArticlePage.objects.live().count() == 1


def test_items_of_one_title_get_addresses_of_their_own(news: SectionPage, tmp_path: Path) -> None:
    for number in range(3):
        file = write(tmp_path / f"{number}.txt", "Lịch công tác tuần", DATE, f"Tuần {number}")
        # As it was before the first: its count of children is behind.
        import_file(file, Target(SectionPage(pk=news.pk)))
    assert set(ArticlePage.objects.values_list("slug", flat=True)) == {
        "lich-cong-tac-tuan",
        "lich-cong-tac-tuan-1",
        "lich-cong-tac-tuan-2",
    }
    assert Page.find_problems() == ([], [], [], [], [])


@pytest.mark.parametrize("data", [b"", text("Tin", DATE)])
def test_a_refused_file_leaves_nothing(news: SectionPage, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "tin.txt"
    file.write_bytes(data)
    with pytest.raises(Refused):
        import_file(file, Target(news))
    with pytest.raises(Refused, match="không có tệp"):
        import_file(tmp_path / "khong-co.txt", Target(news))
    assert not ArticlePage.objects.exists()


# --- The form of a file ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "line", "word"),
    [
        (b"", 1, "Ngày đăng"),
        (text("Tin", "Một."), 1, "Ngày đăng"),
        (text("Ngày đăng ký hiến máu", "Một."), 1, "Ngày đăng"),
        (text(DATE, "Một."), 1, "tiêu đề"),
        (text("Tin", DATE, " \n "), 3, "nội dung"),
        (text("Tin", DATE.replace("30/05", "31/02"), "Một."), 3, "31/02/2018"),
        (text("Tin", DATE.replace("22:45", "24:45"), "Một."), 3, "24:45"),
        (text("Tin", DATE.replace("2018", "0001"), "Một."), 3, "1990"),
        (text("Tin", DATE.replace("2018", "9999"), "Một."), 3, "đến nay"),
        (text("Tin", "Ngày đăng 30/05/2018", "Một."), 3, "dạng"),
        (text("Tin", DATE + "99999999999", "Một."), 3, "dạng"),
        (text("T" * 256, DATE, "Một."), 1, "255"),
        ("Tin\n\nđ".encode("utf-16"), 1, "UTF-8"),
        ("Tin".encode("utf-16-le"), 1, "UTF-8"),
        (text("Tin", DATE) + b"\n\n\xe9", 5, "UTF-8"),
        (text("a", "b", "c", DATE, "Một."), 5, "nhãn danh sách"),
    ],
)
def test_what_is_refused_and_where(data: bytes, line: int, word: str) -> None:
    with pytest.raises(Refused, match=word) as refused:
        parse(data)
    assert refused.value.line == line


@pytest.mark.parametrize(
    "line",
    [
        "Ngày đăng 1/5/2018|8:05|Lượt xem:1.613",
        "  NGÀY ĐĂNG :  01/05/2018  |  08:05  |  Lượt  xem :  1613 ",
        "Nga\u0300y đa\u0306ng 01/05/2018 |\u00a008:05 | Lượt xem: 1613",
    ],
)
def test_the_date_line_may_be_spaced_and_composed_in_any_way(line: str) -> None:
    item = parse(text("Tin", line, "Một."))
    assert f"{item.published_at:%d/%m/%Y %H:%M %z}" == "01/05/2018 08:05 +0700"
    assert item.views == 1613


def test_bom_line_ends_and_a_title_of_two_lines() -> None:
    lines = ["nhãn", "", "Một tiêu đề", "dài", DATE, "Đoạn", "một.", "", "Đoạn hai."]
    item = parse(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())
    assert item.title == "Một tiêu đề dài"
    assert item.blocks == (("paragraph", "Đoạn một."), ("paragraph", "Đoạn hai."))
    assert item.source_text.startswith("nhãn")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("1. Về hạ tầng", "heading"),
        ("12.Về hạ tầng:", "heading"),
        ("1. Đây là một câu.", "paragraph"),
        ("1. Một mục của danh sách;", "paragraph"),
        ("1.500 người dự", "paragraph"),
        ("1. " + "dài " * 40, "paragraph"),
    ],
)
def test_headings_are_short_numbered_lines(line: str, kind: str) -> None:
    assert parse(text("Tin", DATE, line)).blocks == ((kind, line.strip()),)


def test_html_becomes_plain_text(news: SectionPage, tmp_path: Path, client: Client) -> None:
    body = "<p>Một <b>đậm</b> &amp; hai<script>alert(1)</script></p><p onclick='x'>Ba</p>"
    item = parse(text("<h1>Tin &quot;mẫu&quot;</h1>", f"<p>{DATE}</p>", body))
    assert item.title == 'Tin "mẫu"'
    assert item.blocks == (("paragraph", "Một đậm & hai"), ("paragraph", "Ba"))
    file = write(tmp_path / "tin.txt", "Tin", DATE, "&lt;script&gt;alert(1)&lt;/script&gt;")
    import_file(file, Target(news))
    page = client.get("/tin-tuc/tin/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_signs_that_are_no_html_stay() -> None:
    line = "Nếu a < b thì <Nguồn: báo> R&D"
    assert parse(text("Tin", DATE, line)).blocks == (("paragraph", line),)


def test_control_characters_do_not_reach_a_feed(
    news: SectionPage, tmp_path: Path, client: Client
) -> None:
    import_file(write(tmp_path / "tin.txt", "Tin\x0bmẫu", DATE, "Một\x01 hai."), Target(news))
    feed = client.get("/rss/")
    assert feed.status_code == 200
    assert "Tin mẫu" in feed.content.decode()


def test_the_beginning_ends_with_a_sentence() -> None:
    first, second = "Một câu ở TP. Hà Nội.", "Câu hai."
    assert beginning((("heading", "1. A"), ("paragraph", f"{first} {second}"))) == (
        f"{first} {second}"
    )
    assert beginning((("paragraph", f"{first} {'dài ' * 100}."),)) == first
    cut = beginning((("paragraph", "dài " * 100),))
    assert cut.endswith("dài…")
    assert len(cut) <= 301
    assert beginning((("heading", "1. A"),)) == "1. A"


# --- Folders ---------------------------------------------------------------------------------


def test_a_folder_with_its_contents(
    news: SectionPage, make_unit: Callable[..., Unit], tmp_path: Path, client: Client
) -> None:
    unit = make_unit("Phòng Mẫu")
    inner = news.add_child(instance=SectionPage(title="Đô thị", slug="do-thi"))
    write(tmp_path / "a.txt", "Tin A", DATE, "Một.")
    write(tmp_path / "thang-5" / "a.TXT", "Tin B", DATE, "Hai.")
    write(tmp_path / "c.txt", "Tin C", "Ba.")
    write(tmp_path / "d.txt", "Tin D", DATE, "Bốn.")
    write(tmp_path / "e.txt", "Tin E", DATE, "Năm.")
    table = tmp_path / "muc-luc.csv"
    table.write_text(
        "file,section,unit,old address\n"
        f"a.txt,tin-tuc,{unit.code},https://cu.example/tin.aspx?id=7&b=1\n"
        "thang-5\\a.TXT,/tin-tuc/do-thi/,,\n"
        "d.txt,khong-co,,\n"
        "mat.txt,,,\n",
        encoding="utf-8-sig",
    )
    report = run(tmp_path, section="tin-tuc", fails=True)
    assert "3 tệp thêm mới" in report
    assert f"{tmp_path}/c.txt:1: không có dòng" in report
    assert f"{table}:4: không có chuyên mục “khong-co”" in report
    assert f"{table}:5: không có tệp “mat.txt”" in report
    article = ArticlePage.objects.get(title="Tin A")
    assert article.unit == unit
    assert ArticlePage.objects.get(title="Tin B").get_parent().pk == inner.pk
    moved = client.get("/tin.aspx?b=1&id=7")
    assert moved.status_code == 301
    assert moved.url.endswith("/tin-tuc/tin-a/")
    again = run(tmp_path, section="tin-tuc", fails=True)
    assert "3 tệp đã có" in again
    assert Redirect.objects.count() == 1
    assert Page.find_problems() == ([], [], [], [], [])


def test_an_old_address_belongs_to_one_item(news: SectionPage, tmp_path: Path) -> None:
    first = write(tmp_path / "a.txt", "Tin A", DATE, "Một.")
    import_file(first, Target(news))
    # A table of contents that came later still brings the redirect.
    assert import_file(first, Target(news, None, "/cu/1")).outcome == Outcome.KNOWN
    second = write(tmp_path / "b.txt", "Tin B", DATE, "Hai.")
    for dry_run in (True, False):
        with pytest.raises(Refused, match="đã dẫn đến trang khác"):
            import_file(second, Target(news, None, "/cu/1"), dry_run=dry_run)
    assert not ArticlePage.objects.filter(title="Tin B").exists()


@pytest.mark.parametrize(
    "address", ["tin.aspx", "javascript:alert(1)", "https://a", "/", "http://["]
)
def test_what_is_no_old_address(address: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        old_path(address)
    assert old_path(" https://cu.example/a/?b=2&a=1 ") == "/a?a=1&b=2"


@pytest.mark.parametrize(
    ("table", "line", "word"),
    [
        (b"tep;chuyen muc\n", 1, "các cột phải là"),
        (b"", 1, "các cột phải là"),
        ("file\nđ\n".encode("utf-16"), 1, "UTF-8"),
        (b"file,section\na.txt,tin-tuc\na.txt,tin-tuc\n", 3, "hai dòng"),
        (b"file,section\na.txt,tin-tuc,thua\n", 2, "thừa ô"),
        (b"file;section\na.txt;\n", 2, "chưa ghi chuyên mục"),
        (b"file;section;unit\na.txt;tin-tuc;X\n", 2, "không có đơn vị mã “X”"),
        (b"file,section,old address\na.txt,tin-tuc,tin.aspx\n", 2, "địa chỉ cũ"),
    ],
)
def test_a_wrong_table_of_contents_is_refused_with_its_line(
    news: SectionPage, tmp_path: Path, table: bytes, line: int, word: str
) -> None:
    write(tmp_path / "a.txt", "Tin A", DATE, "Một.")
    (tmp_path / "muc-luc.csv").write_bytes(table)
    report = run(tmp_path, fails=True)
    assert f"muc-luc.csv:{line}: " in report
    assert word in report
    assert not ArticlePage.objects.exists()


def test_files_of_one_name_in_two_folders_are_two(news: SectionPage, tmp_path: Path) -> None:
    one = write(tmp_path / "thang-4" / "1.txt", "Tin A", DATE, "Một.")
    write(tmp_path / "thang-5" / "1.txt", "Tin B", DATE, "Hai.")
    report = run(tmp_path / "thang-4", tmp_path / "thang-5", section="tin-tuc")
    assert "2 tệp thêm mới" in report
    write(one, "Tin A", DATE, "Ba.")
    changed = run(one, section="tin-tuc")
    assert "1 tệp đã đổi" in changed
    assert f"  {one}" in changed
    assert "1 tệp cập nhật" in run(one, section="tin-tuc", update=True)


def test_a_dry_run_writes_nothing(news: SectionPage, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Tin A", DATE, "Một.")
    write(tmp_path / "b.txt", "Tin B", "Hai.")
    report = run(tmp_path, section="tin-tuc", dry_run=True, fails=True)
    assert "1 tệp thêm mới" in report
    assert "b.txt:1: không có dòng" in report
    assert not ArticlePage.objects.exists()
    assert not ImportedArticle.objects.exists()


def test_places_are_named_in_several_ways_but_never_guessed(news: SectionPage) -> None:
    inner = news.add_child(instance=SectionPage(title="Đô thị", slug="do-thi"))
    other = news.add_child(instance=SectionPage(title="Khác", slug="khac"))
    places = Places()
    for name in (
        "do-thi",
        "tin-tuc/do-thi",
        "/tin-tuc/do-thi/",
        "http://testserver/tin-tuc/do-thi",
    ):
        assert places.section(name) == inner
    twin = other.add_child(instance=SectionPage(title="Tin tức", slug="tin-tuc"))
    places = Places()
    assert places.section("khac/tin-tuc") == twin
    assert places.section("/tin-tuc/") == news, "the whole address comes before an end of one"
    other.add_child(instance=SectionPage(title="Đô thị", slug="do-thi"))
    places = Places()
    for name in ("do-thi", "khong-co", ""):
        with pytest.raises(ValueError, match="chuyên mục"):
            places.section(name)


def test_without_a_known_place_nothing_is_imported(news: SectionPage, tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", "Tin A", DATE, "Một.")
    assert "a.txt:1: chưa biết chuyên mục" in run(file, fails=True)
    run(file, section="khong-co", fails=True)
    run(file, section="tin-tuc", unit="khong-co", fails=True)
    run(file, unit="khong-co", fails=True)
    assert not ArticlePage.objects.exists()


def test_an_old_date_comes_below_newer_items(news: SectionPage, tmp_path: Path) -> None:
    for name, day in (("a", "01/02/2015"), ("b", "01/02/2017"), ("c", "01/02/2016")):
        line = f"Ngày đăng {day} | 08:00 | Lượt xem: 1"
        write(tmp_path / f"{name}.txt", f"Tin {name}", line, "Một.")
    run(tmp_path, section="/tin-tuc/")
    assert [row.title for row in section_slice(news).rows] == ["Tin b", "Tin c", "Tin a"]
