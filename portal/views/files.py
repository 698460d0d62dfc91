"""The only doors to the private storage: documents, and originals of images for editors."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from portal.decoder.encoding import OUTPUTS
from portal.documents import KINDS, DocumentKind
from portal.file_permissions import can_read_document, can_read_original, is_public_document
from portal.models.files import PortalDocument, PortalImage
from portal.private_files import private_file_response

IMAGE_TYPES = {output.extension: output.content_type for output in OUTPUTS.values()}
UNKNOWN = "application/octet-stream"


@require_safe
def document_file(request: HttpRequest, pk: int, filename: str) -> HttpResponseBase:
    """A document under its present name; an older name of the same document is led there."""
    document = get_object_or_404(PortalDocument.objects.select_related("collection"), pk=pk)
    public = is_public_document(document)
    # The visitor is asked for only when it matters, so that a public answer depends on no cookie.
    if not public and not can_read_document(request.user, document):
        raise Http404
    if filename != document.filename:
        return redirect(document.url)
    kind: DocumentKind | None = KINDS.get(document.file_extension.lower())
    return private_file_response(
        request,
        document.file,
        content_type=kind.content_type if kind else UNKNOWN,
        inline=kind.inline if kind else False,
        for_whom="public" if public else "private",
    )


@require_safe
def image_original(request: HttpRequest, pk: int) -> HttpResponseBase:
    image = get_object_or_404(PortalImage, pk=pk)
    if not can_read_original(request.user, image):
        raise Http404
    extension = image.filename.rpartition(".")[2].lower()
    content_type = IMAGE_TYPES.get(extension)
    return private_file_response(
        request,
        image.file,
        content_type=content_type or UNKNOWN,
        inline=content_type is not None,
        for_whom="private",
    )
