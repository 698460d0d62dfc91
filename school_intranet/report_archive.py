"""One ZIP of the files that schools have handed in, a folder for each school."""

from __future__ import annotations

import shutil
import zipfile
from tempfile import TemporaryFile
from typing import IO

from django.utils.translation import gettext as _

from portal.archive_names import ArchiveNames
from portal.text import slugify_vi
from school_intranet.models import ReportSubmission

LOST = "tep-khong-con.txt"


def archive_of(submissions: list[ReportSubmission]) -> IO[bytes]:
    """A file at its beginning; written to the disk, so that many large files need little memory.
    Two files of one name keep both: the second gets a number. Files that the store has lost
    are named in a text beside the others."""
    target = TemporaryFile()  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for submission in submissions:
            folder = f"{slugify_vi(submission.school.name)}-{submission.school_id}"
            names = ArchiveNames()
            lost = []
            for file in submission.files.all():
                name = names.take(file.name)
                if not file.file.storage.exists(str(file.file.name)):
                    lost.append(name)
                    continue
                with file.file.open("rb") as source, archive.open(f"{folder}/{name}", "w") as part:
                    shutil.copyfileobj(source, part)
            if lost:
                archive.writestr(f"{folder}/{LOST}", "\n".join([_("Không còn trong kho:"), *lost]))
    target.seek(0)
    return target
