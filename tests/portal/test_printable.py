"""Signs that no page, feed or spreadsheet can hold never reach the database."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from portal.middleware import PrintableMiddleware
from portal.text import nfc, printable

ODD = "\ufffe\uffff\x0b\x1f\ud800"
middleware = PrintableMiddleware(lambda request: HttpResponse())


def posted(data: Any, **more: Any) -> tuple[QueryDict, Any]:
    request = RequestFactory().post("/", data, **more)
    middleware.process_view(request, None, (), {})
    return request.POST, request.FILES


def test_what_is_posted_arrives_without_them() -> None:
    found, _files = posted({"text": "Đống\uffff rác\x0bto", "many": ["a\ufffe", "b"]})
    assert found["text"] == "Đống rác to"
    assert found.getlist("many") == ["a", "b"]


def test_what_holds_none_is_left_as_it_came() -> None:
    request = RequestFactory().post("/", {"text": "Dòng một\r\nDòng hai\t!"})
    before = request.POST
    middleware.process_view(request, None, (), {})
    assert request.POST is before


def test_names_of_files_are_cleaned() -> None:
    _posted, files = posted({"f": SimpleUploadedFile("Ảnh\uffff 1.jpg", b"x")})
    assert files["f"].name == "Ảnh 1.jpg"


@pytest.mark.parametrize("escaped", [r"\ud83d", r"\uffff", r"\ufffe", r"\u0000"])
def test_an_escaped_sign_within_the_editors_json_is_found(escaped: str) -> None:
    sent = '{"blocks": [{"text": "TinXX mẫu \\ud83d\\ude00"}]}'.replace("XX", escaped)
    found, _files = posted({"body": sent})
    text = json.loads(found["body"])["blocks"][0]["text"]
    assert text.split() == ["Tin", "mẫu", "😀"], "half a pair goes, a whole one stays"


@pytest.mark.parametrize("sent", [r"{\ud83d", "[" * 5_000 + r"\ud83d", r"\ud83d là mã"])
def test_what_only_looks_like_json_stays(sent: str) -> None:
    found, _files = posted({"body": sent})
    assert found["body"] == sent


@given(st.text())
def test_what_passes_can_be_written_by_all(text: str) -> None:
    clean = printable(text + ODD)
    clean.encode()
    assert printable(clean) == clean
    assert nfc(clean) == nfc(nfc(clean))
    assert not set(clean) & set(ODD)
