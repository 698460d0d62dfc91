"""Telephone numbers as people write them: one function for every entry."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.forms.telephone import TelephoneField
from portal.telephone import OF_ELEVEN_DIGITS, international, telephone, telephones


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0912345678", "0912345678"),
        ("0912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("0912–345–678", "0912345678"),
        ("084912345678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0084 912 345 678", "0912345678"),
        ("+84 (0) 912 345 678", "0912345678"),
        ("(+84)912345678", "0912345678"),
        ("０９１２３４５６７８", "0912345678"),
        ("0912345678 (Zalo)", "0912345678"),
        ("'0912345678", "0912345678"),
        ("O912345678", "0912345678"),
        ("09l2345678", "0912345678"),
        ("912345678", "0912345678"),
        ("9.12345678E+8", "0912345678"),
        ("01688123456", "0388123456"),
        ("1688123456", "0388123456"),
        ("+84 168 812 3456", "0388123456"),
        ("841688123456", "0388123456"),
        ("0120.4567890", "0704567890"),
        ("0199.5959.999", "0595959999"),
        # 084 begins a number of today, too.
        ("0849123456", "0849123456"),
        ("849123456", "0849123456"),
        ("84849123456", "0849123456"),
        ("024 3872 7163", "02438727163"),
        ("(024) 3872.7163, máy lẻ 12", "02438727163"),
        ("+82 10 1234 5678", "+821012345678"),
        # None, or not surely one.
        ("", ""),
        ("12", ""),
        ("091234567", ""),
        ("09123456789", ""),
        ("anh Ba", ""),
        ("0912345678 09876543", ""),
        ("0912345678/0987654321", ""),
    ],
)
def test_one_number_is_kept_in_one_form(written: str, number: str) -> None:
    assert telephone(written) == number


@pytest.mark.parametrize(
    "written",
    [
        "0912345678/0987654321",
        "0912345678 - 0987654321",
        "0912 345 678 0987 654 321",
        "0912345678\n0987654321",
        "DĐ: 0912.345.678; nhà: +84987654321",
    ],
)
def test_two_in_one_cell_are_two(written: str) -> None:
    assert telephones(written) == ["0912345678", "0987654321"]


def test_every_prefix_of_eleven_digits_has_one_of_ten() -> None:
    assert len(OF_ELEVEN_DIGITS) == len(set(OF_ELEVEN_DIGITS.values())) == 21
    for old, new in OF_ELEVEN_DIGITS.items():
        assert telephone(f"0{old}4567890") == f"0{new}4567890"
        assert international(f"0{old}4567890") == f"84{new}4567890"


def test_a_form_takes_one_and_says_why_not() -> None:
    field = TelephoneField(required=False)
    assert field.clean("+84 (0) 912 345 678") == "0912345678"
    assert field.clean("") == ""
    with pytest.raises(ValidationError, match="một số điện thoại"):
        field.clean("0912345678/0987654321")
    with pytest.raises(ValidationError, match="đủ 10 chữ số"):
        field.clean("nội bộ 123")


@given(st.text(alphabet="0123456789 +()-./Ool\n٣９zalo", max_size=80))
def test_what_is_kept_is_read_as_itself(written: str) -> None:
    for number in telephones(written):
        assert telephone(number) == number
        assert len(number) <= 20
