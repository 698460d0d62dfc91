"""Rich text: cleaned on save and again when shown; the page's policy lets its editor in."""

import re

import pytest
from django.template import Context, Template
from django.test import Client

from portal.models import User
from school_intranet.html import clean_html
from school_intranet.models import SchoolPortalPage

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<div>Họp <strong>chiều</strong></div>", "<div>Họp <strong>chiều</strong></div>"),
        ("<h2>Đề mục</h2><ul><li>Một</li></ul>", "<h2>Đề mục</h2><ul><li>Một</li></ul>"),
        ("<p onclick=x style='color:red' class=a>Chữ</p>", "<p>Chữ</p>"),
        ("<img src=x onerror=alert(1)>Ảnh", "Ảnh"),
        ("<svg><script>x</script></svg>Chữ", "Chữ"),
        ("<a href='javascript:alert(1)'>đây</a>", '<a rel="noopener nofollow">đây</a>'),
        ("<iframe src='//ngoai.test'></iframe>", ""),
        ("Dòng một\nDòng hai\n\nĐoạn hai", "<p>Dòng một<br>Dòng hai</p>\n\n<p>Đoạn hai</p>"),
        ("5 < 7 & 8\nhết", "<p>5 &lt; 7 &amp; 8<br>hết</p>"),
    ],
)
def test_what_is_kept(written: str, kept: str) -> None:
    assert clean_html(written) == kept
    assert clean_html(kept) == kept, "cleaning again changes nothing"


def test_the_filter_cleans_whatever_stands_in_the_database() -> None:
    shown = Template("{% load school_text %}{{ text|school_html }}").render(
        Context({"text": "<p>Chào</p><script>x</script>"})
    )
    assert shown == "<p>Chào</p>"


def test_only_a_page_with_the_editor_names_a_style(
    client: Client, portal_a: SchoolPortalPage, principal: User
) -> None:
    client.force_login(principal, backend=BACKEND)
    address = f"/dieu-hanh-noi-bo/{portal_a.slug}/"
    form = client.get(f"{address}thong-bao/moi/")
    nonce = re.search(r'data-nonce="([^"]+)"', form.content.decode())
    assert nonce is not None
    assert f"style-src 'self' 'nonce-{nonce[1]}'" in form["Content-Security-Policy"]
    assert "<textarea" in form.content.decode(), "without JavaScript it is a plain field"
    again = client.get(f"{address}thong-bao/moi/")
    assert nonce[1] not in again.content.decode()
    assert "nonce" not in client.get(address)["Content-Security-Policy"]
    for page in (form, client.get("/")):
        assert "unsafe-inline" not in page["Content-Security-Policy"]
        assert "nonce" not in page["Content-Security-Policy"].split("style-src")[0]
