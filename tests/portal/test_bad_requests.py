"""What Django does not even read is refused in Vietnamese, with what to do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

pytestmark = pytest.mark.django_db


def assert_said(response: HttpResponse) -> None:
    assert response.status_code == 400
    text = response.content.decode()
    assert "Không đọc được nội dung gửi lên" in text
    assert "Quay lại" in text


def test_too_many_fields(client: Client, settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 5
    assert_said(client.post("/dang-nhap/", {f"o-{at}": "x" for at in range(6)}))


def test_too_many_files(client: Client, settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    files = [SimpleUploadedFile(f"anh-{at}.jpg", b"x") for at in range(3)]
    assert_said(client.post("/dang-nhap/", {"anh": files}))


def test_too_long_a_text_in_a_form_with_files(client: Client, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    anh = SimpleUploadedFile("anh.jpg", b"x")
    assert_said(client.post("/dang-nhap/", {"noi-dung": "x" * 2000, "anh": anh}))


def test_another_host(client: Client) -> None:
    assert_said(client.get("/", headers={"host": "noi-khac.example"}))
