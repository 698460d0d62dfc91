"""From a checked Word file to blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, Any

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.translation import gettext as _

from campaigns.word.checks import TOO_LARGE_INSIDE, WordRefused, check_word
from campaigns.word.converting import convert
from campaigns.word.pictures import Gallery, WordPicture
from portal.bounded_html import TooLarge
from portal.editor.pasted import take_apart
from portal.editor.pasted.inline import plain
from portal.legacy_text import convert_all
from portal.text import nfc

LONGEST_TITLE = 255
TITLE_CLASS = "ten-bai"
"""As the styles of `converter` have it."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


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
    if encoding := _to_unicode(soup):
        notes.append(_("Chữ trong tệp Word đã được chuyển từ bảng mã %s sang Unicode.") % encoding)
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
    return WordDraft(
        title=title,
        blocks=blocks,
        pictures=gallery.pictures,
        notes=notes,
    )


def _to_unicode(soup: BeautifulSoup) -> str:
    """Turn text typed in the fonts of before Unicode; the name of their encoding, or ""."""
    strings = [text for text in soup.find_all(string=True) if text.strip()]
    encoding, converted = convert_all([str(text) for text in strings])
    if encoding is None:
        return ""
    for text, words in zip(strings, converted, strict=True):
        text.replace_with(NavigableString(words))
    return str(encoding)


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
