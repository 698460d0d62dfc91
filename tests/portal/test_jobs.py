"""What the ground floor's periodic jobs do with files."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils import timezone

from portal.jobs import BROKEN_OFF_AFTER, sweep_uploads


def aged(path: Path, by: timedelta) -> None:
    moment = (timezone.now() - by).timestamp()
    os.utime(path, (moment, moment), follow_symlinks=False)


@pytest.mark.parametrize("is_old", [True, False])
def test_uploads_of_killed_requests_are_swept(settings: Any, tmp_path: Path, is_old: bool) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    upload = TemporaryUploadedFile("IMG_1.jpg", "image/jpeg", 3, None)
    left = Path(upload.temporary_file_path())
    aged(left, BROKEN_OFF_AFTER + timedelta(minutes=1) if is_old else timedelta())
    assert sweep_uploads() == ("1" if is_old else "0")
    assert left.exists() is not is_old
    left.touch()
    upload.close()


def test_nothing_else_in_the_folder_is_touched(settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    others = [tmp_path / "tmpabc", tmp_path / "khac.upload.jpg", tmp_path / "tmpx.upload"]
    others[0].write_text("")
    others[1].write_text("")
    others[2].mkdir()
    for path in others:
        aged(path, timedelta(days=3))
    assert sweep_uploads() == "0"
    assert all(path.exists() for path in others)
