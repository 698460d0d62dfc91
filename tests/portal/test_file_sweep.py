"""What no row names goes; what a row names stays."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db.models import FileField
from django.utils import timezone

from portal import file_sweep
from portal.file_sweep import SWEPT, TooManyFiles, _file_fields, sweep
from portal.models import Photo
from portal.storage import PrivateStorage
from school_intranet.models import BroadcastFile
from tests.factories.photos import make_photo

pytestmark = pytest.mark.usefixtures("own_folders")


def age(path: str | Path, days: int) -> None:
    """Whatever the clock of the tests says, which a file system does not know."""
    at = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(path, (at, at))


def left(alias: str, name: str, *, old: bool = True) -> Path:
    """A file of which no row knows."""
    storage: Any = storages[alias]
    path = Path(storage.path(storage.save(name, ContentFile(b"half a picture"))))
    age(path, 2 if old else 0)
    return path


@pytest.fixture
def photo(db: None) -> Photo:
    photo = make_photo(derivatives=False)
    age(photo.original.path, 2)
    return photo


def test_half_written_and_forgotten_files_are_deleted(photo: Photo) -> None:
    gone = [
        left("private", "photos/originals/ab/abc.jpg"),
        left("private", "photos/derivatives/ab/abc-400.webp"),
        left("private", "intake/abc.zip"),
        left("private", "schools/7/hoc-ba.pdf"),
        left("private", "schools/graduations/2018/danh-sach.xlsx"),
        left("default", "photos/ab/abc-400.webp"),
    ]
    stays = [
        Path(photo.original.path),
        left("private", "photos/originals/ab/new.jpg", old=False),
        left("private", "other/abc.pdf"),
        left("default", "other/abc.pdf"),
    ]
    assert sweep() == "6"
    assert not [path for path in gone if path.exists()]
    assert all(path.exists() for path in stays)
    assert sweep() == "0"


def test_with_a_strange_database_nothing_is_deleted(
    photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_sweep, "FEW", 2)
    files = [left("private", f"photos/originals/ab/{at}.jpg") for at in range(3)]
    with pytest.raises(TooManyFiles, match="chưa xóa tệp nào"):
        sweep()
    assert all(path.exists() for path in files)


def test_every_private_file_lies_where_it_is_swept(db: None) -> None:
    swept = {folder for alias, folder in SWEPT if alias == "private"}
    fields = [field for field in _file_fields() if isinstance(field.storage, PrivateStorage)]
    assert len(fields) >= 8
    assert {_folder_of(field) for field in fields} - swept == set()


def _folder_of(field: FileField) -> str:
    """As it is written for a row that has all that the name is made of."""
    row = field.model()
    if hasattr(field.model, "broadcast"):
        row.broadcast = BroadcastFile._meta.get_field("broadcast").related_model()
    return field.generate_filename(row, "mau.pdf").partition("/")[0]
