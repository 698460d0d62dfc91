"""What nginx says by itself: in Vietnamese, and how to go on without losing what was typed."""

import re
import socket
from pathlib import Path

import pytest
from django.conf import settings

from tests.front import Front, nginx_front

STATIC = Path(settings.BASE_DIR) / "static"
PAGES = sorted((STATIC / "errors").glob("*.html"))
needs_nginx = pytest.mark.program("nginx")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_stands_on_its_own(page: Path) -> None:
    text = page.read_text()
    assert '<html lang="vi">' in text
    assert f"Lỗi {page.stem}" in text
    assert "<script" not in text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
    assert len(addresses) == 3
    assert all((STATIC / address.removeprefix("/static/")).is_file() for address in addresses)


def test_each_page_that_nginx_is_told_of_is_there() -> None:
    text = (Path(settings.BASE_DIR) / "docs" / "nginx.conf").read_text()
    told = set(re.findall(r"/static/errors/(\d+)\.html", text))
    assert told == {page.stem for page in PAGES}


@needs_nginx
def test_a_body_that_is_too_large(lonely_front: Front) -> None:
    answer = lonely_front.ask("/dang-nhap/", method="POST", body=b"x" * 3_000_000)
    assert answer.status == 413
    assert "những gì đã nhập còn nguyên trong biểu mẫu" in " ".join(answer.text.split())


@needs_nginx
def test_a_portal_that_is_down(lonely_front: Front) -> None:
    for method in ("GET", "POST"):
        answer = lonely_front.ask("/viec/", method=method)
        assert answer.status == 502
        assert "Cổng đang tạm ngừng" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@needs_nginx
def test_an_address_that_is_too_long(lonely_front: Front) -> None:
    answer = lonely_front.ask("/tim-kiem/?q=" + "x" * 8000)
    assert answer.status == 414
    assert "Địa chỉ quá dài" in answer.text
    answer = lonely_front.ask("/", Cookie="a=" + "x" * 8000)
    assert answer.status == 400
    assert "Địa chỉ quá dài" in answer.text


@needs_nginx
def test_an_answer_that_does_not_come(tmp_path: Path) -> None:
    (tmp_path / "var" / "revision").mkdir(parents=True)
    (tmp_path / "var" / "static").symlink_to(STATIC)
    patience = {"proxy_read_timeout    130s": "proxy_read_timeout 100ms"}
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with nginx_front(tmp_path, var=tmp_path / "var", app_port=port, **patience) as front:
            answer = front.ask("/viec/", method="POST")
    assert answer.status == 504
    assert "có thể nội dung đã được ghi nhận" in answer.text
