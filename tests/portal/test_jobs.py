"""What the ground floor's periodic jobs do with files."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils import timezone

from home.models import ArticlePage
from portal.jobs import BROKEN_OFF_AFTER, publish_scheduled, sweep_uploads


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


def scheduled(page: ArticlePage, **changes: object) -> None:
    """To be published a minute ago."""
    for name, value in changes.items():
        setattr(page, name, value)
    revision = page.save_revision(clean=False)
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save(update_fields=["approved_go_live_at"])
    ArticlePage.objects.filter(pk=page.pk).update(live=False)


def test_a_page_that_cannot_be_published_holds_up_no_other(
    make_article: Callable[..., ArticlePage],
) -> None:
    """Its address was given to another page meanwhile."""
    bad, good, over = (make_article(title) for title in ("Trùng", "Bài sau", "Hết hạn"))
    scheduled(bad, slug="da-co")
    scheduled(good)
    make_article("Đã có", slug="da-co")
    ArticlePage.objects.filter(pk=over.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    with pytest.raises(ValidationError):
        publish_scheduled()
    live = dict(ArticlePage.objects.values_list("title", "live"))
    assert live == {"Trùng": False, "Bài sau": True, "Hết hạn": False, "Đã có": True}
