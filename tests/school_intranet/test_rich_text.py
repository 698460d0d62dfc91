"""Rich text: cleaned once, on save; the page's policy lets its editor in."""

import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from portal.models import User
from school_intranet.html import clean_html
from school_intranet.models import Announcement, SchoolPortalPage
from school_intranet.services import announcing, broadcasting, incoming
from school_intranet.services.core import Refused
from tests.costs import DJANGO, costs_of, over

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<div>Họp <strong>chiều</strong></div>", "<div>Họp <strong>chiều</strong></div>"),
        ("<h2>Đề mục</h2><ul><li>Một</li></ul>", "<h2>Đề mục</h2><ul><li>Một</li></ul>"),
        ("<p onclick=x style='color:red' class=a>Chữ</p>", "<p>Chữ</p>"),
        ("<p><img src=x onerror=alert(1)>Ảnh</p>", "<p>Ảnh</p>"),
        ("<p><svg><script>x</script></svg>Chữ</p>", "<p>Chữ</p>"),
        ("<p>a<svg><style><img src=x onerror=alert(1)></style></svg></p>", "<p>a</p>"),
        ("<a href='javascript:alert(1)'>đây</a>", '<a rel="noopener nofollow">đây</a>'),
        ("<br><iframe src='//ngoai.test'></iframe>", "<br>"),
        ("<b>a</b> <i>b</i>", "<b>a</b> <i>b</i>"),
        ("Dòng một\nDòng hai\n\nĐoạn hai", "<p>Dòng một<br>Dòng hai</p><p>Đoạn hai</p>"),
        ("", ""),
        ("Gửi về <thcs@mau.vn>", "<p>Gửi về &lt;thcs@mau.vn&gt;</p>"),
        ("<p>Gửi về <thcs@mau.vn>, x<5.</p>", "<p>Gửi về &lt;thcs@mau.vn&gt;, x&lt;5.</p>"),
        ("x<y, a<b thì c & d", "<p>x&lt;y, a&lt;b thì c &amp; d</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("5 < 7 & 8\nhết", "<p>5 &lt; 7 &amp; 8<br>hết</p>"),
    ],
)
def test_what_is_kept(written: str, kept: str) -> None:
    assert clean_html(written) == kept
    assert clean_html(kept) == kept, "cleaning again changes nothing"


@pytest.mark.parametrize(
    "html",
    ["<div>" * 200 + "chữ", "<b>a</b>" * 10_001, "<p>" + "a" * 500_001, "a\n" * 260_000],
    ids=["deep", "tags", "long", "long text"],
)
def test_what_nobody_writes_is_refused_and_nothing_typed_is_lost(
    html: str, portal_a: SchoolPortalPage, principal: User
) -> None:
    with pytest.raises(Refused, match="quá phức tạp"):
        clean_html(html)
    client = Client()
    client.force_login(principal, backend=BACKEND)
    address = f"/dieu-hanh-noi-bo/{portal_a.slug}/thong-bao/moi/"
    page = client.post(address, {"title": "Họp", "body": html})
    assert page.status_code == 400
    assert "quá phức tạp. Hãy rút ngắn" in page.content.decode()
    assert page.context["form"]["body"].value() == html


@pytest.mark.parametrize("field", ["announcement", "incoming", "broadcast"])
def test_every_service_stores_clean_html(
    field: str,
    portal_a: SchoolPortalPage,
    principal: User,
    clerk: User,
    office: User,
    as_reader: Any,
) -> None:
    """What is stored is shown as it is: whoever writes one of these fields cleans it."""
    dirty, today = "<p onclick=x>Chữ<script>x</script></p>", timezone.localdate()
    if field == "announcement":
        words = announcing.Words("Họp", dirty)
        item: Any = announcing.announce(reader=as_reader(principal, portal_a), words=words)
    elif field == "incoming":
        reader = as_reader(clerk, portal_a)
        letter = incoming.Words("1/CV", "Phòng", "Trích yếu", today, body=dirty)
        item = incoming.register(reader=reader, words=letter)
    else:
        sent = broadcasting.Words("Công văn", audience="all", body=dirty)
        item = broadcasting.write(by=office, words=sent)
    item.refresh_from_db()
    assert item.body == "<p>Chữ</p>"


def test_the_filter_is_used_for_fields_that_services_clean_alone() -> None:
    used = set()
    for path in Path(settings.BASE_DIR, "templates").rglob("*.html"):
        used |= set(re.findall(r"([\w.]+)\|school_html", path.read_text()))
    assert used == {"item.body", "current.body", "sent.body"}


def test_stored_text_is_cleaned_once_more_by_the_migration(
    portal_a: SchoolPortalPage, principal: User, as_reader: Any
) -> None:
    words = announcing.Words("Họp", "<p>Chữ</p>")
    reader = as_reader(principal, portal_a)
    items = [announcing.announce(reader=reader, words=words) for _each in range(4)]
    stored = ["<p>a</p><script>x</script>", "5 &lt; 7", "<div>" * 300 + "sâu", "<p>sạch</p>"]
    for item, body in zip(items, stored, strict=True):
        Announcement.objects.filter(pk=item.pk).update(body=body)
    migration = import_module("school_intranet.migrations.0007_clean_rich_text")
    migration.clean(apps, None)
    bodies = [Announcement.objects.get(pk=item.pk).body for item in items]
    deep = escape("<div>" * 300 + "sâu")
    assert bodies == ["<p>a</p>", "<p>5 &lt; 7</p>", f"<p>{deep}</p>", "<p>sạch</p>"]


WORST = {
    "deep": "'<div>' * 100_000",
    "attributes": "'<b>x</b><a ' + ' '.join(f'a{n}=1' for n in range(60_000)) + '>x'",
    "below the bounds": "'<b></b>' + '<b>' * 140 + '<p>a' * 9_000",
    "no marks": "'<' * 499_000",
    "unclosed": "'<b></b>' + '<a <!-- <![CDATA[ <? ' * 24_000",
}


def test_the_worst_texts_cost_little() -> None:
    setup = f"{DJANGO}\nfrom school_intranet.html import clean_html"
    calls = {name: f"len(clean_html({text}))" for name, text in WORST.items()}
    costs = costs_of(calls, setup=setup)
    assert over(costs, seconds=5, megabytes=200) == {}
    odd = [c for c in costs.values() if not c.said.isdecimal() and "Refused: " not in c.said]
    assert odd == []


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
