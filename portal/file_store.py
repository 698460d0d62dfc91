"""The way in for files that do not come through a form: imports, demo content, other services."""

from __future__ import annotations

import hashlib
from typing import IO, Any

from django.core.files.base import ContentFile
from django.db.models import QuerySet

from portal.documents import check_document
from portal.images import prepare_image
from portal.images.prepare import MAX_BYTES, read_bounded
from portal.images.process import FOR_STAFF
from portal.models.files import PortalDocument, PortalImage
from portal.models.users import User


def store_image(
    *,
    file: IO[bytes],
    filename: str,
    title: str,
    uploaded_by: User | None = None,
    known_among: QuerySet[PortalImage] | None = None,
    patience: float = FOR_STAFF,
    **fields: Any,
) -> PortalImage:
    """Check an image like an upload and store it; its pictures follow on commit.

    The very same file sent before gives the image of then, untouched, so that an import can run
    again; with `known_among` only one of those, so that nobody is given what they may not see.
    `patience` in seconds; `fields` are further fields of the model. Raises `ImageRefused`.
    """
    sent_hash = hashlib.sha256(read_bounded(file, max_bytes=MAX_BYTES)).hexdigest()
    candidates = PortalImage.objects.all() if known_among is None else known_among
    known = candidates.filter(content_hash=sent_hash).order_by("pk").first()
    if known is not None:
        return known
    prepared = prepare_image(file, patience=patience)
    image = PortalImage(
        title=title,
        file=prepared.as_file(filename),
        uploaded_by_user=uploaded_by,
        content_hash=prepared.content_hash,
        **fields,
    )
    image._set_image_file_metadata()
    image.save()
    return image


def store_document(
    *,
    file: IO[bytes],
    filename: str,
    title: str,
    uploaded_by: User | None = None,
    **fields: Any,
) -> PortalDocument:
    """Check a document like an upload and store it. Raises `DocumentRefused`."""
    check_document(file, filename=filename)
    document = PortalDocument(
        title=title,
        file=ContentFile(file.read(), name=filename),
        uploaded_by_user=uploaded_by,
        **fields,
    )
    document._set_document_file_metadata()
    document.save()
    return document
