"""The style page of development shows every component, and templates hold to the site's policy."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.test.signals import template_rendered

from portal.renditions import make_renditions
from portal.templatetags.portal_tags import number_vi
from portal.views.design import style_page
from portal.views.errors import server_error
from tests.factories.images import PortalImageFactory

TEMPLATES = settings.BASE_DIR / "templates"
PUBLIC = [
    path
    for folder in ("blocks", "components", "home", "portal")
    for path in sorted((TEMPLATES / folder).glob("*.html"))
] + sorted(TEMPLATES.glob("*.html"))
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(\ssrc=|application/ld\+json))")


@pytest.mark.django_db
def test_every_component_stands_on_the_style_page() -> None:
    make_renditions(image_id=PortalImageFactory().pk)
    shown: set[str] = set()

    def note(sender: object, template: object, **kwargs: object) -> None:
        shown.add(str(getattr(template, "name", "")))

    template_rendered.connect(note)
    try:
        response = style_page(RequestFactory().get("/he-thong-thiet-ke/"))
    finally:
        template_rendered.disconnect(note)
    assert response.status_code == 200
    for folder in ("components", "blocks"):
        assert {f"{folder}/{p.name}" for p in (TEMPLATES / folder).glob("*.html")} <= shown


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_nothing_inline_and_nothing_from_others(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not INLINE.search(source)
    assert not re.search(r'(src|href)="(https?:)?//', source)


def test_the_page_for_500_needs_no_context() -> None:
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Hệ thống gặp sự cố" in response.content.decode()
    assert "{%" not in response.content.decode()


@pytest.mark.parametrize(
    ("value", "shown"),
    [(613, "613"), (1234567, "1.234.567"), (Decimal("1234.50"), "1.234,50"), (None, "")],
)
def test_numbers_are_written_as_in_vietnam(value: Decimal | int | None, shown: str) -> None:
    assert number_vi(value) == shown
