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
from portal.documents import KINDS, DocumentRefused, check_document, extension_of
from portal.images import ImageRefused, prepare_image
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
PICTURES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
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
    checked = [check_file(file) for file in files]
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


def check_file(file: UploadedFile) -> CheckedFile:
    """What is sent, with nothing of it trusted. `Refused` names the file and says why."""
    name = clean_name(file.name or "")
    extension = extension_of(name)
    try:
        if extension in PICTURES:
            content: File = prepare_image(file, filename=name).as_file(name)
            content_type = PICTURES.get(extension_of(content.name or ""), "image/jpeg")
        else:
            check_document(file, filename=name)
            content, content_type = file, KINDS[extension].content_type
    except (DocumentRefused, ImageRefused) as error:
        raise Refused(f"{name}: {error}", field="attachments") from error
    return CheckedFile(name, content, content_type)


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
