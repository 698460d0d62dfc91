"""Files that come in without a form pass the same checks."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from portal.decoder.leftovers import leftovers
from portal.documents import DocumentRefused
from portal.file_store import store_document, store_image
from portal.images import ImageRefused
from portal.models import PortalDocument, PortalImage
from tests.factories.images import telling_image

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("indexes", "own_folders")]


def test_an_image_is_bare_and_has_its_pictures(
    django_capture_on_commit_callbacks: Callable,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = store_image(
            file=BytesIO(telling_image("JPEG")),
            filename="Cầu.jpg",
            title="Cầu Long Biên",
            credit="Ảnh mẫu",
        )
    image.refresh_from_db()
    assert leftovers(Path(image.file.path).read_bytes(), "JPEG") == []
    assert (image.credit, image.width, len(image.file_hash)) == ("Ảnh mẫu", 640, 40)
    assert image.renditions.filter(filter_spec="format-jpeg|width-800").exists()


def test_the_same_file_again_is_the_same_image() -> None:
    first, second = (
        store_image(file=BytesIO(telling_image("PNG")), filename="a.png", title=title)
        for title in ("Một", "Hai")
    )
    assert (first, second.title) == (second, "Một")
    assert PortalImage.objects.count() == 1


def test_a_document_is_stored_under_a_plain_name() -> None:
    document = store_document(file=BytesIO(b"%PDF-1.7"), filename="Kế hoạch.pdf", title="Kế hoạch")
    assert (document.filename, document.file_size) == ("ke-hoach.pdf", 8)


def test_what_a_form_would_refuse_is_refused() -> None:
    with pytest.raises(ImageRefused):
        store_image(file=BytesIO(b"<svg/>"), filename="a.svg", title="x")
    with pytest.raises(DocumentRefused):
        store_document(file=BytesIO(b"MZ"), filename="a.pdf", title="x")
    assert not PortalImage.objects.exists()
    assert not PortalDocument.objects.exists()
