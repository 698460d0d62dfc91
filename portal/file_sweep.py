"""Files of people that no row names: half written when the disk was full, or left when a process
died between a file and its row. What the portal promises to delete must be gone with them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.core.files.storage import FileSystemStorage, storages
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

SWEPT = (
    ("private", "photos"),
    ("private", "intake"),
    ("private", "schools"),
    ("private", "broadcasts"),
    ("private", "letters"),
    ("private", "materials"),
    ("private", "documents"),
    ("private", "original_images"),
    ("default", "photos"),
)
"""Storages with the folders in which only files of rows lie."""

LEFT_FOR = timedelta(days=1)
"""A file is written before its row is committed."""

AT_ONCE = 500
FEW = 50
MOST_SHARE = 0.1


class TooManyFiles(Exception):  # noqa: N818 - an answer, not a fault
    """So many files without a row are no accidents: rather is it the wrong database."""


def sweep() -> str:
    """Delete what no row names. A periodic job.

    Raises TooManyFiles, and deletes nothing, where that would be more than 50 files and a tenth of
    all.
    """
    found: list[tuple[FileSystemStorage, str]] = []
    count = 0
    for alias, folder in SWEPT:
        storage = storages[alias]
        assert isinstance(storage, FileSystemStorage)  # noqa: S101 - for the types
        names = list(_old_files(storage, folder))
        count += len(names)
        found += [(storage, name) for name in _unnamed(names)]
    if len(found) > max(FEW, MOST_SHARE * count):
        raise TooManyFiles(
            _("%(found)d trên %(count)d tệp không thuộc về ảnh nào; chưa xóa tệp nào.")
            % {"found": len(found), "count": count}
        )
    for storage, name in found:
        storage.delete(name)
    return str(len(found))


def _old_files(storage: FileSystemStorage, folder: str) -> Iterator[str]:
    oldest = (timezone.now() - LEFT_FOR).timestamp()
    for path, _folders, files in os.walk(storage.path(folder)):
        for file in files:
            full = os.path.join(path, file)
            if os.lstat(full).st_mtime < oldest:
                yield os.path.relpath(full, storage.location).replace(os.sep, "/")


def _unnamed(names: list[str]) -> Iterator[str]:
    fields = _file_fields()
    for some in (names[at : at + AT_ONCE] for at in range(0, len(names), AT_ONCE)):
        known: set[str] = set()
        for field in fields:
            rows = field.model._base_manager.filter(**{f"{field.name}__in": some})
            known.update(rows.values_list(field.name, flat=True))
        yield from (name for name in some if name not in known)


def _file_fields() -> list[models.FileField]:
    return [
        field
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.FileField)
    ]
