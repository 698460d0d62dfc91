"""The address that the browser makes of a title."""

import re
import unicodedata

from portal.editor.slugs import VietnameseSlugInput, formatters
from portal.text import slugify_vi


def in_browser(text: str) -> str:
    """What the formatters make of `text`, and then the joining that Wagtail's script does."""
    for pattern, replacement in formatters():
        text = re.sub(pattern, replacement, text)
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))


def test_all_letters_of_the_language_are_known() -> None:
    marks = ["", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"]
    letters = [letter + mark for letter in "aăâeêioôơuưy" for mark in marks] + ["đ"]
    for letter in letters + [letter.upper() for letter in letters]:
        for form in (letter, unicodedata.normalize("NFC", letter)):
            assert in_browser(form) == slugify_vi(form)


def test_a_title() -> None:
    title = "Long Biên đẹp - chưa đẹp: chuyển đổi số ở 14 phường"
    assert in_browser(title) == "long-bien-dep-chua-dep-chuyen-doi-so-o-14-phuong"


def test_the_widget_hands_the_rules_to_the_browser() -> None:
    html = VietnameseSlugInput().render("slug", "")
    assert "data-w-slug-formatters-value" in html
