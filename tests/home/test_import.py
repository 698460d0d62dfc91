"""The old portal's items come in once, whole, and at their old place and date."""

from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from home.importing import Outcome, Refused, Target, import_file, parse
from home.models import ArticlePage, ImportedArticle, SectionPage
from home.selectors import section_slice
from portal.models import Unit
from portal.views_count import total

ITEM = Path(__file__).parents[2] / "home" / "demo" / "tin-bai-2018-05-30.txt"
DATE = "Ngày đăng 30/05/2018 | 22:45  | Lượt xem: 1.613"


def text(*lines: str) -> bytes:
    return "\n\n".join(lines).encode()


def test_the_real_item(news: SectionPage, client: Client) -> None:
    imported = import_file(ITEM, Target(news))
    article = ArticlePage.objects.get(pk=imported.article.pk)
    assert imported.outcome == Outcome.ADDED
    assert article.live
    assert article.title == "Giao ban Ban chỉ đạo công nghệ thông tin"
    assert timezone.localtime(article.published_at).strftime("%d/%m/%Y %H:%M") == "30/05/2018 22:45"
    assert total(article) == 613
    headings = [block.value["text"] for block in article.body if block.block_type == "heading"]
    assert headings == [
        "1. Về hạ tầng trang thiết bị",
        "2. Về Cổng thông tin điện tử",
        "3. Về hệ thống dịch vụ công trực tuyến mức độ 3, 4",
    ]
    assert len([b for b in article.body if b.block_type == "paragraph"]) == 11
    assert article.source_text.startswith("tin hoạt động khác")
    [card] = section_slice(news).rows
    assert card.summary.startswith("Ngày 30/5/2018, Ban chỉ đạo")
    page = client.get("/tin-tuc/giao-ban-ban-chi-dao-cong-nghe-thong-tin/").content.decode()
    assert "30/05/2018 | 22:45" in page
    shown = page.partition("<main")[2]
    assert shown.count("tổ chức họp giao ban định kỳ") == 1, "the beginning stands there once"


def test_a_run_again_makes_no_doubles(news: SectionPage, tmp_path: Path) -> None:
    file = tmp_path / "tin.txt"
    file.write_bytes(text("Tin", DATE, "Một."))
    assert import_file(file, Target(news)).outcome == Outcome.ADDED
    assert import_file(file, Target(news)).outcome == Outcome.KNOWN
    renamed = tmp_path / "ten-khac.txt"
    renamed.write_bytes(file.read_bytes())
    assert import_file(renamed, Target(news)).outcome == Outcome.KNOWN
    file.write_bytes(text("Tin", DATE, "Hai."))
    assert import_file(file, Target(news)).outcome == Outcome.CHANGED
    assert "Một." in str(ArticlePage.objects.get().body)
    assert import_file(file, Target(news), update=True).outcome == Outcome.UPDATED
    assert "Hai." in str(ArticlePage.objects.get().body)
    assert ImportedArticle.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "line", "word"),
    [
        (b"", 1, "Ngày đăng"),
        (text("Tin", "Một."), 1, "Ngày đăng"),
        (text(DATE, "Một."), 1, "tiêu đề"),
        (text("Tin", DATE), 3, "nội dung"),
        (text("Tin", DATE.replace("30/05", "31/02"), "Một."), 3, "31/02/2018"),
        (text("Tin", "Ngày đăng hôm qua", "Một."), 3, "Ngày đăng"),
        ("Tin\n\nđ".encode("utf-16"), 1, "UTF-8"),
        (text("Tin", DATE) + b"\n\n\xe9", 5, "UTF-8"),
        (text("a", "b", "c", DATE, "Một."), 5, "nhãn danh sách"),
    ],
)
def test_what_is_refused_and_where(data: bytes, line: int, word: str) -> None:
    with pytest.raises(Refused) as refused:
        parse(data)
    assert refused.value.line == line
    assert word in refused.value.reason


def test_a_numbered_sentence_is_no_heading() -> None:
    item = parse(text("Tin", DATE, "1. Về hạ tầng", "2. Đây là một câu có dấu chấm.", "Hết"))
    assert [kind for kind, _ in item.blocks] == ["heading", "paragraph", "paragraph"]
    assert item.views == 1613


def test_html_from_outside_is_text(news: SectionPage, tmp_path: Path, client: Client) -> None:
    file = tmp_path / "tin.txt"
    file.write_bytes(text("Tin", DATE, "<script>alert(1)</script> và <b>đậm</b>"))
    import_file(file, Target(news))
    page = client.get("/tin-tuc/tin/").content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def folder(path: Path, news: SectionPage, unit: Unit) -> Path:
    (path / "a.txt").write_bytes(text("Tin A", DATE, "Một."))
    (path / "b.txt").write_bytes(text("Tin B", DATE, "Hai."))
    (path / "c.txt").write_bytes(text("Tin C", "Ba."))
    (path / "muc-luc.csv").write_text(
        "file,section,unit,old address\n"
        f"a.txt,tin-tuc,{unit.code},/cu/tin.aspx?id=7\n"
        "b.txt,khong-co,,\n"
    )
    return path


def test_a_folder_with_its_contents(
    news: SectionPage, make_unit: object, tmp_path: Path, client: Client
) -> None:
    unit = make_unit("Phòng Mẫu")  # type: ignore[operator]
    folder(tmp_path, news, unit)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_articles", tmp_path, section="tin-tuc", stdout=out)
    assert "1 thêm mới" in out.getvalue()
    assert "b.txt:1: muc-luc.csv: không có" in out.getvalue()
    assert "c.txt:1: không có dòng" in out.getvalue()
    article = ArticlePage.objects.get()
    assert article.unit == unit
    moved = client.get("/cu/tin.aspx?id=7")
    assert moved.status_code == 301
    assert moved.url.endswith("/tin-tuc/tin-a/")


def test_a_dry_run_writes_nothing(news: SectionPage, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(text("Tin A", DATE, "Một."))
    out = StringIO()
    call_command("import_articles", tmp_path, section="tin-tuc", dry_run=True, stdout=out)
    assert "1 thêm mới" in out.getvalue()
    assert not ArticlePage.objects.exists()


def test_an_unknown_section_is_refused(news: SectionPage, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="khong-co"):
        call_command("import_articles", tmp_path, section="khong-co")


def test_an_old_date_comes_below_newer_items(news: SectionPage, tmp_path: Path) -> None:
    for name, day in (("a", "01/02/2015"), ("b", "01/02/2017"), ("c", "01/02/2016")):
        line = f"Ngày đăng {day} | 08:00 | Lượt xem: 1"
        (tmp_path / f"{name}.txt").write_bytes(text(f"Tin {name}", line, "Một."))
    call_command("import_articles", tmp_path, section="/tin-tuc/", stdout=StringIO())
    assert [row.title for row in section_slice(news).rows] == ["Tin b", "Tin c", "Tin a"]
    assert isinstance(ArticlePage.objects.first().published_at, datetime)
