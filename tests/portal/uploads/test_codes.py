"""Secret codes: long enough, readable, typed in any way."""

import math
import re

import pytest
from pytest_django import Settings

from portal.uploads.codes import (
    ALPHABET,
    LENGTH,
    digest,
    digests,
    is_digest_of,
    new_code,
    plain_code,
)


def test_a_code_has_80_random_bits_in_groups() -> None:
    assert LENGTH * math.log2(len(set(ALPHABET))) >= 80
    codes = {new_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(re.fullmatch("([2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", code) for code in codes)


@pytest.mark.parametrize(
    "typed", ["7K2M-9QXA-4HRT-PW8C", " 7k2m 9qxa 4hrt pw8c\n", "7K2M9QXA4HRTPW8C"]
)
def test_a_code_may_be_typed_as_one_likes(typed: str) -> None:
    assert digest(typed) == digest("7K2M-9QXA-4HRT-PW8C")


@pytest.mark.parametrize("typed", ["", "7K2M", "0K2M-9QXA-4HRT-PW8C", "7K2M-9QXA-4HRT-PW8C2"])
def test_what_is_no_code_has_no_digest(typed: str) -> None:
    assert plain_code(typed) == ""
    assert digest(typed) == ""
    assert digests(typed) == []
    assert not is_digest_of("", typed)


def test_the_digest_does_not_show_the_code() -> None:
    code = new_code()
    assert len(digest(code)) == 64
    assert plain_code(code).lower() not in digest(code)
    assert digest(code) != digest(new_code())


def test_a_code_outlives_the_secret_of_sessions(settings: Settings) -> None:
    code, stored = new_code(), ""
    settings.CODE_KEYS = ["khoa-cua-ma"]
    stored = digest(code)
    settings.SECRET_KEY = "mot-khoa-khac-han"
    assert is_digest_of(stored, code)
    assert digest(code) == stored


def test_a_code_opens_after_its_key_was_renewed(settings: Settings) -> None:
    code, other = new_code(), new_code()
    settings.CODE_KEYS = ["khoa-cu"]
    stored = digest(code)
    settings.CODE_KEYS = ["khoa-moi", "khoa-cu"]
    assert stored in digests(code)
    assert is_digest_of(stored, code)
    assert digest(code) != stored, "what is stored from now on hangs on the new key"
    assert not is_digest_of(stored, other)
    settings.CODE_KEYS = ["khoa-moi"]
    assert not is_digest_of(stored, code), "until the old key is taken out"
