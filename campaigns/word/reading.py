"""From a checked Word file to blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.word.changed import notes_of
from campaigns.word.checks import TOO_LARGE_INSIDE, WordRefused, check_word
from campaigns.word.converting import convert
from campaigns.word.pictures import Gallery, WordPicture
from portal.bounded_html import TooLarge
from portal.editor.pasted import take_apart
from portal.editor.pasted.inline import plain
from portal.legacy_text import Encoding, convert_groups, read_as
from portal.text import nfc

LONGEST_TITLE = 255
TITLE_CLASS = "ten-bai"
"""As the styles of `campaigns.docx_html` have it, like the classes “chu-…”."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = ("p", "li", "td", "th", "figcaption", *HEADINGS)
EMPTY = gettext_lazy(
    "Không có chữ hay ảnh nào lấy được từ tệp Word này. Hãy mở tệp bằng Word, chép nội dung rồi "
    "dán vào trang."
)
ONLY_TITLE = gettext_lazy("Tệp Word chỉ có tiêu đề, không có nội dung nào lấy được.")


@dataclass(frozen=True)
class WordDraft:
    """`blocks` are raw values as a body stores them, but for `image` of an image block, which is
    the `name` of one of `pictures`. `notes` say in Vietnamese what was left out or changed; `title`
    is empty where the document names none."""

    title: str
    blocks: list[dict[str, Any]]
    pictures: list[WordPicture]
    notes: list[str]


def read_word(file: IO[bytes], *, filename: str) -> WordDraft:
    """Raises WordRefused for what is no sound Word document without macros."""
    check_word(file, filename=filename)
    try:
        converted = convert(file)
    finally:
        file.seek(0)
    gallery = Gallery()
    for picture in converted.pictures:
        gallery.take(picture)
    soup = BeautifulSoup(nfc(converted.html), "html.parser")
    notes = list(gallery.notes)
    if encodings := _to_unicode(soup):
        notes.append(
            _("Chữ trong tệp Word đã được chuyển từ bảng mã %s sang Unicode: hãy đọc lại.")
            % _(" và ").join(encodings)
        )
    notes += notes_of(converted.changed)
    _set_notes_apart(soup)
    title = _take_title(soup)
    pictures = {
        picture.name: {"image": picture.name, "caption": "", "credit": ""}
        for picture in gallery.pictures
    }
    try:
        blocks = take_apart(str(soup), pictures=pictures)
    except TooLarge as error:
        raise WordRefused(TOO_LARGE_INSIDE) from error
    if not blocks:
        if not title:
            raise WordRefused(" ".join([str(EMPTY), *notes]))
        notes.insert(0, str(ONLY_TITLE))
    return WordDraft(
        title=title,
        blocks=blocks,
        pictures=gallery.pictures,
        notes=notes,
    )


def _to_unicode(soup: BeautifulSoup) -> list[str]:
    """Turn text typed in the fonts of before Unicode: what the font says, else paragraph by
    paragraph. Returns the names of their encodings."""
    found: list[str] = []
    for encoding in Encoding:
        for run in soup.select(f"span.chu-{encoding.lower()}"):
            for text in run.find_all(string=True):
                words = read_as(encoding, text)
                if words != text:
                    found.append(encoding)
                    text.replace_with(NavigableString(words))
    paragraphs: dict[int, list[NavigableString]] = {}
    for text in soup.find_all(string=True):
        if text.strip():
            block = text.find_parent(BLOCKS) or soup
            paragraphs.setdefault(id(block), []).append(text)
    groups = list(paragraphs.values())
    usual, converted = convert_groups([[str(text) for text in group] for group in groups])
    if usual:
        found.append(usual)
        for group, words_of_group in zip(groups, converted, strict=True):
            for text, words in zip(group, words_of_group, strict=True):
                text.replace_with(NavigableString(words))
    for capitals in soup.select("span.chu-hoa"):
        for text in capitals.find_all(string=True):
            text.replace_with(NavigableString(text.upper()))
    for mark in soup.select("span[class^=chu-]"):
        mark.unwrap()
    soup.smooth()
    return list(dict.fromkeys(str(each) for each in found))


def _set_notes_apart(soup: BeautifulSoup) -> None:
    """Footnotes and endnotes, which mammoth lists at the end, under a heading of their own. Their
    marks in the text stay as “[1]”, raised; the ways back to them mean nothing on a page."""
    for way_back in soup.select("a[href^='#footnote-ref'], a[href^='#endnote-ref']"):
        way_back.decompose()
    first = soup.select_one("li[id^='footnote-'], li[id^='endnote-']")
    if first is not None and first.parent is not None:
        heading = soup.new_tag("h2")
        heading.string = _("Chú thích")
        first.parent.insert_before(heading)


def _take_title(soup: BeautifulSoup) -> str:
    """The words of the paragraph in the style “Title”, or of the first heading. It leaves the text
    where it stands above everything else, since the page shows its title itself."""
    named = soup.find("h1", class_=TITLE_CLASS)
    heading = named or soup.find(HEADINGS)
    if not isinstance(heading, Tag):
        return ""
    words = plain(heading)[:LONGEST_TITLE]
    if named or not any(plain(each) for each in _before(heading)):
        if heading.find("img") is not None:
            heading.name = "p"
            for text in heading.find_all(string=True):
                text.extract()
        else:
            heading.extract()
    return words


def _before(tag: Tag) -> list[Tag]:
    return [each for each in tag.find_previous_siblings() if isinstance(each, Tag)]
