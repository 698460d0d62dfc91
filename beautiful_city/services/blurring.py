"""A moderator blurs parts of a report's photo; the history says that it was done."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from beautiful_city import permissions
from beautiful_city.models import CasePhoto
from beautiful_city.services.core import Note, record
from portal import uploads
from portal.models import User


@transaction.atomic
def blur_photo(*, row: CasePhoto, boxes: Sequence[Sequence[float]], by: User) -> None:
    """These boxes and no others, as fractions of the picture. Raises UploadRefused."""
    if not permissions.is_district(by):
        raise PermissionDenied
    uploads.blur(photo=row.photo, boxes=boxes, by=by)
    note = Note(data={"photo": row.pk, "boxes": len(boxes)})
    record(row.case, "blurred", _("Làm mờ ảnh"), by=by, note=note, public=False)
