"""Handing over one private file: through nginx where it stands in front, else by Django itself.

nginx knows ranges and conditions on its own; for Django a single range is read here, so that a
film can be wound forward on a portal without nginx.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import Storage
from django.db.models.fields.files import FieldFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

CHUNK = 64 * 1024
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)

# Nothing in a file may run or load anything. Browsers' own viewers of PDF and film style inline.
FILE_POLICY = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'"

ForWhom = Literal["public", "private"]
CACHE_CONTROL = {
    # A minute: winding a film or opening a file twice asks once, and a file that is no longer
    # public is out of every cache a minute later.
    "public": "public, max-age=60",
    "private": "private, no-store",
}


def private_file_response(
    request: HttpRequest,
    file: FieldFile,
    *,
    content_type: str,
    inline: bool,
    for_whom: ForWhom,
    filename: str = "",
) -> HttpResponseBase:
    """The response with a file of the private storage. Whether it may be read was asked before.
    `filename` is what the reader's device calls it, else what the storage does: that name may tell
    of other files with the same name.

    Raises Http404 when the file is not in the storage.
    """
    name = file.name
    if not name or not file.storage.exists(name):
        raise Http404
    if settings.PRIVATE_ACCEL_PREFIX:
        response: HttpResponseBase = HttpResponse()
        response["X-Accel-Redirect"] = f"{settings.PRIVATE_ACCEL_PREFIX.rstrip('/')}/{quote(name)}"
    else:
        response = _from_django(request, file.storage, name)
    disposition = content_disposition_header(
        as_attachment=not inline, filename=filename or name.rpartition("/")[2]
    )
    response["Content-Type"] = content_type
    response["Content-Disposition"] = disposition or "attachment"
    response["Cache-Control"] = CACHE_CONTROL[for_whom]
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = FILE_POLICY
    return response


def _from_django(request: HttpRequest, storage: Storage, name: str) -> HttpResponseBase:
    size = storage.size(name)
    modified = int(storage.get_modified_time(name).timestamp())
    etag = f'"{modified:x}-{size:x}"'
    unchanged = get_conditional_response(request, etag=etag, last_modified=modified)
    if unchanged is not None:
        return unchanged
    first, last = 0, size - 1
    status = 200
    wanted = request.headers.get("Range", "")
    if wanted and request.headers.get("If-Range", etag) == etag:
        part = single_range(wanted, size)
        if part == "unsatisfiable":
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        if part is not None:
            (first, last), status = part, 206
    response = StreamingHttpResponse(_chunks(storage, name, first, last - first + 1), status=status)
    response["Content-Length"] = str(last - first + 1)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    if status == 206:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response


def single_range(header: str, size: int) -> tuple[int, int] | Literal["unsatisfiable"] | None:
    """The first and last byte that a Range header asks for, both included.

    None for what is no single range of bytes: such a header is left unheeded (RFC 9110, 14.2).
    """
    match = ONE_RANGE.fullmatch(header.strip())
    if match is None or match.groups() == ("", ""):
        return None
    start, end = match.groups()
    if not start:
        length = int(end)
        return (max(0, size - length), size - 1) if length and size else "unsatisfiable"
    first = int(start)
    last = min(int(end), size - 1) if end else size - 1
    if end and int(end) < first:
        return None
    return (first, last) if first < size else "unsatisfiable"


def _chunks(storage: Storage, name: str, first: int, length: int) -> Iterator[bytes]:
    with storage.open(name, "rb") as file:
        file.seek(first)
        while length > 0 and (chunk := file.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
