"""How files reach a visitor through nginx: with the same protections as through Django."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.test import Client

from home.models import ArticlePage
from portal.models import Photo, PortalDocument, User
from portal.uploads import hide, photo_prefetch, public_picture, publish
from tests.factories.images import PortalImageFactory
from tests.factories.photos import make_photo
from tests.front import Front

pytestmark = [
    pytest.mark.program("nginx"),
    pytest.mark.django_db(transaction=True),
]
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
# Of the server that sends the bytes, not of the file's protection.
OF_THE_SENDER = {"content-length", "etag", "last-modified", "accept-ranges"}


@pytest.fixture
def board(make_user: Callable[..., User]) -> User:
    return make_user("quantri", is_superuser=True)


@pytest.fixture
def document(board: User) -> PortalDocument:
    """One that nothing refers to: for editors only."""
    made = PortalDocument(title="Kế hoạch mẫu", file=ContentFile(PDF, name="ke-hoach.pdf"))
    made._set_document_file_metadata()
    made.save()
    return made


def signed_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    return f"{django_settings.SESSION_COOKIE_NAME}={client.session.session_key}"


def test_a_private_file_keeps_every_header_of_the_portal(
    front: Front, document: PortalDocument, board: User, settings
) -> None:
    settings.PRIVATE_ACCEL_PREFIX = ""
    by_django = Client(headers={"host": "testserver"})
    by_django.force_login(board)
    alone = by_django.get(document.url)
    settings.PRIVATE_ACCEL_PREFIX = "/tep-rieng"
    answer = front.ask(document.url, Cookie=signed_in(board))
    assert (answer.status, answer.body) == (200, PDF)
    expected = {name.lower(): value for name, value in alone.items()}
    for name in expected.keys() - OF_THE_SENDER:
        assert answer.headers.get_all(name) == [expected[name]], name
    assert {"content-security-policy", "x-content-type-options", "vary"} <= expected.keys()
    assert "X-Accel-Redirect" not in answer.headers


def test_a_private_file_comes_through_the_portal_only(
    front: Front, document: PortalDocument, board: User
) -> None:
    assert front.ask(f"/tep-rieng/{document.file.name}", Cookie=signed_in(board)).status == 404
    refused = front.ask(document.url)
    assert refused.status == 404
    assert PDF not in refused.body


def test_a_film_can_be_wound_forward(front: Front, document: PortalDocument, board: User) -> None:
    cookie = signed_in(board)
    part = front.ask(document.url, Cookie=cookie, Range="bytes=5-7")
    assert (part.status, part.body) == (206, PDF[5:8])
    assert part.headers["X-Content-Type-Options"] == "nosniff"
    assert part.headers["Cache-Control"] == "private, no-store"


def test_a_private_file_is_in_no_cache_of_nginx(
    front: Front, document: PortalDocument, make_article: Callable[..., ArticlePage], board: User
) -> None:
    front.ask(document.url, Cookie=signed_in(board))
    assert front.ask(document.url).status == 404


def test_pictures_and_static_files_are_protected_too(front: Front) -> None:
    rendition = PortalImageFactory(small=True).get_rendition("width-200")
    static = Path(django_settings.VAR_DIR) / "static"
    (static / "portal.0123456789ab.css").write_text("body{}")
    for path, cache in (
        (rendition.url, "public, max-age=3600"),
        ("/static/portal.0123456789ab.css", "public, max-age=31536000, immutable"),
    ):
        answer = front.ask(path)
        assert answer.status == 200, path
        assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "includeSubDomains" in answer.headers["Strict-Transport-Security"]
        assert answer.headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert answer.headers.get_all("Cache-Control") == [cache]
    assert answer.headers["Content-Type"] == "text/css"


def test_folders_are_not_listed_and_what_is_not_there_is_said_in_vietnamese(front: Front) -> None:
    for path in ("/media/", "/media/khong-co.jpg", "/static/khong-co.css"):
        answer = front.ask(path)
        assert answer.status == 404, path
        assert "Không tìm thấy" in answer.text
        assert "max-age" not in answer.headers["Cache-Control"]


def test_a_public_photo_is_kept_for_a_minute_and_a_hidden_one_is_gone(front: Front) -> None:
    photo = make_photo()
    publish(photos=[photo])
    picture = public_picture(Photo.objects.prefetch_related(photo_prefetch()).get(pk=photo.pk))
    assert picture is not None
    addresses = [part.split()[0] for part in f"{picture['srcset']}, {picture['webp']}".split(", ")]
    assert len(addresses) == 6
    for address in addresses:
        answer = front.ask(address)
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert answer.headers["Content-Type"] in ("image/jpeg", "image/webp")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    hide(photos=[photo])
    for address in addresses:
        assert front.ask(address).status == 404
