"""Text of the fonts before Unicode: recognised, converted, and left alone where it is something
else."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from portal.legacy_text import Encoding, convert_all, from_tcvn3, from_vni, is_syllable, recognise
from tests.editor import People, sign_in

MOTTO = "Cộng hòa xã hội chủ nghĩa Việt Nam. Độc lập - Tự do - Hạnh phúc"
SAMPLES = {
    # The same sentence as iconv writes it in TCVN5712-1, seen as Latin letters, and in VNI.
    Encoding.TCVN3: "Céng hßa x· héi chñ nghÜa ViÖt Nam. §éc lËp - Tù do - H¹nh phóc",
    Encoding.VNI: "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam. Ñoäc laäp - Töï do - Haïnh phuùc",
}


@pytest.mark.parametrize("encoding", Encoding)
def test_a_sentence_is_recognised_and_converted(encoding: Encoding) -> None:
    guess = recognise(SAMPLES[encoding])
    assert guess is not None
    assert (guess.encoding, guess.text) == (encoding, MOTTO)


@pytest.mark.parametrize(
    ("vni", "unicode"),
    [
        ("Ngöôøi vieát: Nguyeãn Thò Myõ Haïnh", "Người viết: Nguyễn Thị Mỹ Hạnh"),
        ("PHOØNG VAÊN HOÙA VAØ THOÂNG TIN", "PHÒNG VĂN HÓA VÀ THÔNG TIN"),
        ("ÑÖÔØNG SOÁ, CÔÛ SÔÛ, HÖÕU", "ĐƯỜNG SỐ, CỞ SỞ, HỮU"),
        ("khaúng, naêm, taèng, baéc, laüng, taëng", "khẳng, năm, tằng, bắc, lẵng, tặng"),
        ("thuyû, tyû leä, ñòa chæ, tænh", "thuỷ, tỷ lệ, địa chỉ, tỉnh"),
    ],
)
def test_vni(vni: str, unicode: str) -> None:
    assert from_vni(vni) == unicode
    guess = recognise(vni)
    assert guess is not None
    assert guess.text == unicode


@pytest.mark.parametrize(
    ("tcvn3", "unicode"),
    [
        ("Phßng V¨n hãa vµ Th«ng tin", "Phòng Văn hóa và Thông tin"),
        ("chuyÓn ®æi sè, ®­êng, ng­êi", "chuyển đổi số, đường, người"),
        ("kü thuËt, nghØ lÔ, thÞt, tØnh", "kỹ thuật, nghỉ lễ, thịt, tỉnh"),
    ],
)
def test_tcvn3(tcvn3: str, unicode: str) -> None:
    assert from_tcvn3(tcvn3) == unicode
    guess = recognise(tcvn3)
    assert guess is not None
    assert guess.text == unicode


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello 2018",
        MOTTO,
        "Hà và cô giáo",  # Unicode, though every letter is in Latin-1
        "bà, tài, khó, gì",
        "déjà vu, le café à Paris",
        "Übergröße für Müller",
        "Señor, mañana",
        "25 °C ± 1, § 7, ¼",
    ],
)
def test_everything_else_is_left_alone(text: str) -> None:
    assert recognise(text) is None


@given(st.text(max_size=80))
def test_any_text_can_be_asked_about(text: str) -> None:
    guess = recognise(text)
    assert guess is None or isinstance(guess.text, str)


@given(st.lists(st.sampled_from(MOTTO.split()), max_size=6))
def test_unicode_vietnamese_is_never_converted(words: list[str]) -> None:
    assert recognise(" ".join(words)) is None


@pytest.mark.parametrize(
    ("texts", "encoding", "read"),
    [
        # Half and half: each by itself.
        (
            ["Quận Long Biên", "Céng hßa x· héi", "Hà và cô giáo"],
            Encoding.TCVN3,
            ["Quận Long Biên", "Cộng hòa xã hội", "Hà và cô giáo"],
        ),
        # A short one follows the rest.
        (["NguyÔn V¨n Hïng", "Hµ"], Encoding.TCVN3, ["Nguyễn Văn Hùng", "Hà"]),
        # Many short ones say enough together.
        (["Vieät", "Hoøa", "Thò"], Encoding.VNI, ["Việt", "Hòa", "Thị"]),
        # One word may be of any language.
        (["Î"], None, ["Î"]),
        (["Hµ", "Quận Long Biên"], None, ["Hµ", "Quận Long Biên"]),
        ([], None, []),
    ],
)
def test_texts_that_belong_together(
    texts: list[str], encoding: Encoding | None, read: list[str]
) -> None:
    assert convert_all(texts) == (encoding, read)


def test_syllables() -> None:
    for word in ("nghiêng", "khuỷu", "Quyền", "ĐƯỜNG", "ỷ", "uống", "thuở", "khoẻ", "giữa"):
        assert is_syllable(word), word
    for word in ("straße", "façade", "hộộ", "ViÖt", "vộụ", "ấấ"):
        assert not is_syllable(word), word


def test_the_editor_asks_before_it_converts(people: People) -> None:
    url = reverse("portal_editor_convert")
    client = sign_in(people.writer)
    texts = ["ViÖt Nam", "Céng hßa", "2018"]
    answer = client.post(url, {"texts": texts}, content_type="application/json").json()
    assert answer == {"encoding": "TCVN3", "texts": ["Việt Nam", "Cộng hòa", "2018"]}
    answer = client.post(url, {"texts": ["Việt Nam"]}, content_type="application/json").json()
    assert answer == {"encoding": None, "texts": ["Việt Nam"]}


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"texts": "a"}', '{"texts": [1]}', "\x00"])
def test_what_is_no_list_of_texts_is_refused(people: People, body: str) -> None:
    url = reverse("portal_editor_convert")
    response = sign_in(people.writer).post(url, body, content_type="application/json")
    assert response.status_code == 400
    assert sign_in(people.writer).get(url).status_code == 405
