"""Files that a unit sends with raw material: checked as the portal's own documents are."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from campaigns.services.core import Refused
from portal.documents import KINDS, DocumentRefused, check_document, extension_of
from portal.text import nfc

LONGEST_NAME = 200
PHOTOS = frozenset({"jpg", "jpeg", "png", "webp", "avif", "heic", "heif"})


@dataclass(frozen=True)
class SentFile:
    """A file that passed the checks: `name` is what the sender called it, without what deceives;
    `size` in bytes, `digest` its SHA-256 in hex."""

    file: UploadedFile
    name: str
    content_type: str
    size: int
    digest: str


def check_sent_file(file: UploadedFile) -> SentFile:
    """Raises Refused with a sentence that names the file."""
    name = clean_name(file.name or "")
    extension = extension_of(name)
    if extension in PHOTOS:
        raise Refused(_("%s: ảnh gửi ở mục Ảnh, không gửi ở mục Tệp.") % name, field="documents")
    try:
        check_document(file, filename=name)
    except DocumentRefused as refusal:
        raise Refused(f"{name}: {refusal}", field="documents") from refusal
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return SentFile(
        file=file,
        name=name,
        content_type=KINDS[extension].content_type,
        size=file.size or 0,
        digest=digest.hexdigest(),
    )


def clean_name(name: str) -> str:
    """The last part of a path, without control characters and marks that turn the direction of
    writing: “anh\\u202efdp.exe” would be read as “anhexe.pdf”. The extension is kept."""
    name = re.split(r"[/\\]", nfc(name))[-1]
    # Cf: marks of direction and invisible joiners, Cc: control characters.
    name = "".join(each for each in name if unicodedata.category(each) not in ("Cf", "Cc"))
    name = " ".join(name.split()).lstrip(".") or _("tệp")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        return name[:LONGEST_NAME]
    extension = extension[:20]
    return f"{stem[: LONGEST_NAME - len(extension) - 1].rstrip()}.{extension}"
