"""What happens when an image is saved, in whatever way: its pictures follow."""

from __future__ import annotations

from typing import Any

from portal.after_commit import after_commit
from portal.models.files import PortalImage
from portal.renditions import after_upload


def image_saved(instance: PortalImage, raw: bool = False, **kwargs: Any) -> None:
    """Once the image is committed. A failure is logged and does not undo the upload: the
    periodic job tries again."""
    if not raw:
        after_commit(after_upload, image_id=instance.pk)
