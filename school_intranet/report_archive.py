"""One ZIP of the files that schools have handed in, a folder for each school."""

from __future__ import annotations

import shutil
import zipfile
from tempfile import TemporaryFile
from typing import IO

from portal.text import slugify_vi
from school_intranet.models import ReportSubmission


def archive_of(submissions: list[ReportSubmission]) -> IO[bytes]:
    """A file at its beginning; written to the disk, so that many large files need little memory.
    Two files of one name keep both: the second gets its key in front."""
    target = TemporaryFile()  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for submission in submissions:
            folder = f"{slugify_vi(submission.school.name)}-{submission.school_id}"
            taken: set[str] = set()
            for file in submission.files.all():
                name = file.name if file.name not in taken else f"{file.pk}-{file.name}"
                taken.add(name)
                with file.file.open("rb") as source, archive.open(f"{folder}/{name}", "w") as part:
                    shutil.copyfileobj(source, part)
    target.seek(0)
    return target
