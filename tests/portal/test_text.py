import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text import (
    SLUG_LENGTH,
    SORT_KEY_LENGTH,
    fold,
    fold_in_place,
    highlight_spans,
    nfc,
    slugify_vi,
    sort_key,
)

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
LETTERS = "".join(nfc(v + t) for v in VOWELS for t in TONES) + "bcdđghklmnpqrstvx"
ANY_TEXT = st.text(max_size=60)
VIETNAMESE = st.text(alphabet=LETTERS + LETTERS.upper() + " -,.0123456789", max_size=60)

# As a Vietnamese dictionary lists them.
IN_ORDER = [
    "43/2011/NĐ-CP",
    "an",
    "án",
    "anh",
    "ăn",
    "ân",
    "Bồ Đề",
    "ca",
    "cá",
    "cha",
    "da",
    "Dương Xá",
    "đa",
    "Đức Giang",
    "đường",
    "em",
    "ếch",
    "Gia Thụy",
    "Giang Biên",
    "học",
    "Long Biên",
    "ma",
    "ma tuý",
    "mà",
    "mả",
    "mã",
    "má",
    "má lúm",
    "mạ",
    "mai",
    "nga",
    "Ngọc Lâm",
    "Ngọc Thụy",
    "oi",
    "ôi",
    "ổi",
    "ơi",
    "quận",
    "Sài Đồng",
    "ta",
    "Thạch Bàn",
    "Thượng Thanh",
    "Tổ 2",
    "Tổ 10",
    "Tổ 10A",
    "u",
    "ư",
    "Việt Hưng",
    "xa",
    "yên",
]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Long Biên đẹp - chưa đẹp", "long bien dep - chua dep"),
        ("Thượng  Thanh\u00a0\n", "thuong thanh"),
        ("ĐƯỜNG", "duong"),
        ("Ðường ðẹp Ɖẹp", "duong dep dep"),
        ("Long\u200bBiên, co\u00adng", "longbien, cong"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("Thụy", "Thuỵ"),
        ("khỏe", "khoẻ"),
        ("tùy", "tuỳ"),
        ("LÓA", "LOÁ"),
    ],
)
def test_both_placements_of_a_tone_are_the_same_word(old: str, new: str) -> None:
    assert old != new
    assert fold(old) == fold(new)
    assert slugify_vi(old) == slugify_vi(new)
    assert sort_key(old) == sort_key(new)


@given(ANY_TEXT | VIETNAMESE)
def test_fold_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT | VIETNAMESE)
def test_unicode_form_does_not_matter(text: str) -> None:
    composed, decomposed = nfc(text), unicodedata.normalize("NFD", text)
    assert nfc(decomposed) == composed
    assert fold(composed) == fold(decomposed)
    assert slugify_vi(composed) == slugify_vi(decomposed)
    assert sort_key(composed) == sort_key(decomposed)


@given(ANY_TEXT | VIETNAMESE)
def test_folding_in_place_keeps_every_offset(text: str) -> None:
    assert len(fold_in_place(text)) == len(text)


@given(VIETNAMESE)
def test_folding_in_place_folds_composed_vietnamese(text: str) -> None:
    assert fold(fold_in_place(nfc(text))) == fold(text)


@given(VIETNAMESE)
def test_folded_vietnamese_is_plain_ascii(text: str) -> None:
    assert fold(text).isascii()


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Long Biên đẹp - chưa đẹp", "long-bien-dep-chua-dep"),
        ("  Nghị định 43/2011/NĐ-CP!  ", "nghi-dinh-43-2011-nd-cp"),
        ("Ðức_Giang", "duc-giang"),
        ("…", ""),
    ],
)
def test_slug(text: str, slug: str) -> None:
    assert slugify_vi(text) == slug


@given(ANY_TEXT | VIETNAMESE)
def test_slug_is_an_address_part(text: str) -> None:
    slug = slugify_vi(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert slugify_vi(slug) == slug
    assert len(slug) <= SLUG_LENGTH


def test_long_slug_is_cut_between_words() -> None:
    assert slugify_vi("quận Long Biên", max_length=9) == "quan-long"
    assert slugify_vi("quận Long Biên", max_length=12) == "quan-long"
    assert slugify_vi("nghiêng", max_length=4) == "nghi"


def test_dictionary_order() -> None:
    shuffled = list(IN_ORDER)
    random.Random(2018).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == IN_ORDER
    assert len({sort_key(word) for word in IN_ORDER}) == len(IN_ORDER)


def test_order_goes_word_by_word() -> None:
    """The tone of the first word decides before the letters of the second."""
    assert sort_key("ma z") < sort_key("mà a")


def test_case_and_punctuation_do_not_count() -> None:
    assert sort_key("Tài chính - Kế hoạch") == sort_key("TÀI CHÍNH, KẾ HOẠCH")
    assert sort_key("") == sort_key("–") == ""


@given(ANY_TEXT | VIETNAMESE)
def test_sort_key_has_only_digits(text: str) -> None:
    assert re.fullmatch(r"[0-9]*", sort_key(text))


def test_sort_key_fits_its_column() -> None:
    assert len(sort_key("nghiêng " * 200)) == SORT_KEY_LENGTH


@given(st.integers(0, 10**9 - 1), st.integers(0, 10**9 - 1))
def test_numbers_sort_by_value(a: int, b: int) -> None:
    assert (sort_key(f"Tổ {a}") < sort_key(f"Tổ {b}")) == (a < b)


@given(VIETNAMESE, st.sampled_from("aăâbcdđxy"))
def test_a_text_stands_before_its_continuation(text: str, more: str) -> None:
    assert sort_key(text) < sort_key(f"{text} {more}")


TITLE = "UBND phường Bồ Đề, quận Long Biên: đường đẹp"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("bo de", ["Bồ Đề"]),
        ("Long biên", ["Long Biên"]),
        ("bien LONG", ["Long Biên"]),
        ("duo", ["đườ"]),
        ("uong", []),
        ("dep duong", ["đường đẹp"]),
        ("(.*", []),
        ("", []),
    ],
)
def test_highlights(form: str, query: str, marked: list[str]) -> None:
    text = unicodedata.normalize(form, TITLE)
    spans = highlight_spans(text, query)
    assert [nfc(text[start:end]) for start, end in spans] == marked


@given(ANY_TEXT | VIETNAMESE, VIETNAMESE)
def test_spans_are_ordered_and_inside_the_text(text: str, query: str) -> None:
    end_before = 0
    for start, end in highlight_spans(text, query):
        assert end_before <= start < end <= len(text)
        end_before = end


@given(VIETNAMESE)
def test_every_word_of_a_text_is_found_in_it(text: str) -> None:
    for word in re.findall(r"[^\W_]+", text):
        assert highlight_spans(text, word)
