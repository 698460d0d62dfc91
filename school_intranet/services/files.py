"""Files into a school's store: checked like any document, and kept privately."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.after_commit import after_commit
from portal.documents import (
    PAPERS,
    DocumentRefused,
    check_document,
    extension_of,
    named_by_content,
)
from portal.images import ImageRefused, container_of, prepare_image
from portal.images.process import FOR_STAFF, countdown
from school_intranet.models import (
    Announcement,
    FormTemplate,
    IncomingDocument,
    OutgoingDocument,
    ReportSubmission,
    SchoolFile,
    Task,
)
from school_intranet.readers import Reader
from school_intranet.services.core import Refused, log_access, require, require_writable

Holder = Announcement | IncomingDocument | OutgoingDocument | Task | FormTemplate | ReportSubmission
HOLDERS: dict[type, str] = {
    Announcement: "announcement",
    IncomingDocument: "incoming",
    OutgoingDocument: "outgoing",
    Task: "task",
    FormTemplate: "template",
    ReportSubmission: "submission",
}
PICTURES = frozenset({"jpg", "jpeg", "jfif", "png", "webp", "avif", "heic", "heif"})
FIRST_BYTES = 1024
SECONDS_FOR_PICTURES = 30
"""Of all files of one sending together."""

MOST_FILES = 20
LONGEST_NAME = 150


def clean_name(filename: str) -> str:
    """The sender's name for a file, without folders, marks of direction and control signs."""
    name = filename.replace("\\", "/").rpartition("/")[2]
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C")
    stem, dot, extension = unicodedata.normalize("NFC", name).strip(" .").rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{extension}" or _("tệp")


@transaction.atomic
def store_files(
    *, holder: Holder, files: Sequence[UploadedFile], reader: Reader
) -> list[SchoolFile]:
    """Keep the files with what holds them; all or none.

    `Refused` names the file that is not taken, and why; all are looked at before the first is kept.
    Photos are encoded again.
    """
    require_writable(reader)
    require(holder.school_id == reader.school.pk)
    if len(files) > MOST_FILES:
        raise Refused(_("Mỗi lần gửi tối đa %d tệp.") % MOST_FILES, field="attachments")
    left = countdown(SECONDS_FOR_PICTURES)
    checked = [check_file(file, patience=left()) for file in files]
    return [_store(holder, file, reader) for file in checked]


def drop_files(*, holder: Holder, files: Iterable[SchoolFile], reader: Reader) -> None:
    """Files of `holder` that are there by mistake: the rows now, what they name once it is sure
    that they are gone."""
    require_writable(reader)
    require(holder.school_id == reader.school.pk)
    for file in holder.files.filter(pk__in=[file.pk for file in files]):
        log_access(school=reader.school, user=reader.user, action="drop_file", item=file)
        stored = file.file
        file.delete()
        after_commit(stored.storage.delete, str(stored.name))


@dataclass(frozen=True)
class CheckedFile:
    """`content` is what is to be kept: a photo is encoded again. `size` in bytes."""

    name: str
    content: File
    content_type: str

    @property
    def size(self) -> int:
        return self.content.size or 0

    @property
    def digest(self) -> str:
        return digest_of(self.content.chunks())


def check_file(file: UploadedFile, *, patience: float = FOR_STAFF) -> CheckedFile:
    """What is sent, with nothing of it trusted. `Refused` names the file and says why.

    It is taken as what it is, whatever its name: its extension is made right.
    """
    name = clean_name(file.name or "")
    try:
        if _is_picture(file, name):
            prepared = prepare_image(file, patience=patience)
            content: File = prepared.as_file(name)
            return CheckedFile(content.name or name, content, prepared.content_type)
        name = named_by_content(file, name)
        check_document(file, filename=name, kinds=PAPERS)
    except (DocumentRefused, ImageRefused) as error:
        raise Refused(f"{name}: {error}", field="attachments") from error
    return CheckedFile(name, file, PAPERS[extension_of(name)].content_type)


def _is_picture(file: UploadedFile, name: str) -> bool:
    """By its first bytes; what calls itself a picture is refused as one."""
    file.seek(0)
    start = file.read(FIRST_BYTES)
    file.seek(0)
    try:
        container_of(start)
    except ImageRefused:
        return extension_of(name) in PICTURES
    return True


def _store(holder: Holder, checked: CheckedFile, reader: Reader) -> SchoolFile:
    stored = SchoolFile(
        school=reader.school,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        digest=checked.digest,
        by=reader.user,
        at=timezone.now(),
        **{HOLDERS[type(holder)]: holder},
    )
    stored.file.save(checked.name, checked.content, save=False)
    stored.save()
    return stored


def digest_of(chunks: Iterable[bytes]) -> str:
    """SHA-256 in hex."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()
