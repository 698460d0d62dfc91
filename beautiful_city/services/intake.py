"""Batch intake: photos and archives are taken in bit by bit, and groups of them become reports.

Each photo is stored by itself and stays until it is in a report or a day has passed, so that an
error, a closed page or a lost line loses none.
"""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import IO

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from beautiful_city import permissions
from beautiful_city.intake.archive import (
    MAX_ENTRIES,
    ArchiveRefused,
    entries,
    is_archive,
    read_entry,
    shown_name,
)
from beautiful_city.intake.grouping import centre
from beautiful_city.models import Case, Category, Intake
from beautiful_city.services.posting import claimed
from beautiful_city.services.sending import Place, send_report
from portal import uploads
from portal.images import ImageRefused
from portal.images.prepare import MAX_BYTES, read_bounded
from portal.models import Photo, Unit, User
from portal.one_by_one import one_by_one
from portal.permissions import active_memberships
from portal.roles import Role
from portal.text import nfc
from portal.uploads import UploadRefused

SECONDS_A_STEP = 4.0
KEPT = timedelta(hours=36)
"""A little longer than photos that nobody claims."""

REFUSALS = (ImageRefused, UploadRefused, ArchiveRefused)


def begin(*, by: User) -> Intake:
    if not permissions.is_district(by):
        raise PermissionDenied
    return Intake.objects.create(owner=by)


def take_file(*, intake: Intake, file: IO[bytes], name: str) -> str:
    """A photo, or a ZIP to be opened later. Returns why it was refused, empty where it was not."""
    try:
        if is_archive(file):
            _keep_archive(intake, file)
        else:
            _take_photo(intake, file, name)
    except REFUSALS as refusal:
        _refuse(intake, nfc(name), str(refusal))
        return str(refusal)
    return ""


def open_some(*, intake: Intake, seconds: float = SECONDS_A_STEP) -> None:
    """Take in the next entries of the archive for about so many seconds, at least one."""
    if not intake.is_opening:
        return
    end = time.monotonic() + seconds
    with intake.archive.open("rb") as file:
        try:
            found = entries(file)
        except ArchiveRefused as refusal:
            _refuse(intake, "ZIP", str(refusal))
            found = []
        while intake.opened < len(found):
            info = found[intake.opened]
            try:
                _take_photo(intake, read_entry(file, info), shown_name(info))
            except REFUSALS as refusal:
                _refuse(intake, shown_name(info), str(refusal))
            intake.opened += 1
            intake.save(update_fields=["opened"])
            if time.monotonic() >= end:
                break
    if intake.opened >= len(found):
        intake.archive.delete(save=False)
        intake.save(update_fields=["archive"])


def photos_of(intake: Intake) -> list[Photo]:
    """Those that are in no report yet, oldest first."""
    return list(uploads.waiting(batch=intake.key, owner=intake.owner).order_by("created_at", "pk"))


def save_draft(*, intake: Intake, draft: dict[str, str]) -> None:
    intake.draft = draft
    intake.save(update_fields=["draft"])


@dataclass(frozen=True)
class Group:
    """What becomes one report."""

    photos: Sequence[Photo]
    category: Category
    ward: Unit | None
    place_text: str
    title: str
    text: str


@transaction.atomic
def make_case(*, intake: Intake, group: Group, by: User) -> Case:
    """Raises PermissionDenied and Refused. The same photos make one report, however often sent."""
    if not permissions.is_district(by) or intake.owner_id != by.pk:
        raise PermissionDenied
    keys = sorted(str(photo.key) for photo in group.photos)
    point = centre([(p.latitude, p.longitude) for p in group.photos if p.latitude and p.longitude])
    latitude, longitude = point or (None, None)
    return send_report(
        category=group.category,
        place=Place(latitude, longitude, group.place_text, group.ward),
        photos=claimed(batch=intake.key, photos=group.photos, owner=by),
        text=group.text,
        title=group.title,
        by=by,
        unit=reporting_unit(by),
        sending=uuid.uuid5(intake.key, " ".join(keys)),
        source="batch",
    ).case


def reporting_unit(user: User) -> Unit | None:
    """In whose name a clerk of the district reports."""
    held = [m for m in active_memberships(user) if m.role == Role.DISTRICT_OFFICER]
    return held[0].unit if held else None


def delete_old() -> str:
    """Intakes that were left, with their archives. A periodic job."""
    return str(one_by_one(_delete, Intake.objects.filter(created_at__lt=timezone.now() - KEPT)))


def _delete(intake: Intake) -> None:
    if intake.archive:
        intake.archive.delete(save=False)
    intake.delete()


def _take_photo(intake: Intake, file: IO[bytes], name: str) -> None:
    """The key comes from the content, so that a photo sent twice is there once."""
    content = hashlib.sha256(read_bounded(file, max_bytes=MAX_BYTES)).hexdigest()
    uploads.receive(
        file=file,
        key=uuid.uuid5(intake.key, content),
        batch=intake.key,
        owner=intake.owner,
        keep_place=True,
        limit=MAX_ENTRIES,
    )


def _keep_archive(intake: Intake, file: IO[bytes]) -> None:
    """One at a time: photos of another that is still being opened would be lost."""
    found = entries(file)
    if intake.archive:
        with intake.archive.open("rb") as opening:
            if _digest(opening) != _digest(file):
                raise ArchiveRefused("still_opening")
        # The same, sent again by a retry.
        return
    file.seek(0)
    intake.archive.save("intake.zip", File(file), save=False)
    intake.opened, intake.entries = 0, len(found)
    intake.save(update_fields=["archive", "opened", "entries"])


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while chunk := file.read(1024 * 1024):
        digest.update(chunk)
    return digest.hexdigest()


def _refuse(intake: Intake, name: str, why: str) -> None:
    intake.refused = [*intake.refused, {"name": name[:120], "why": why}][-MAX_ENTRIES * 2 :]
    intake.save(update_fields=["refused"])
