"""The public photos of reports: two statements, for one report or for a list of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beautiful_city.models import Case, CasePhoto
from beautiful_city.states import FIXED, PhotoRole, State
from portal.uploads import photo_prefetch, public_picture

ALT = {
    PhotoRole.BEFORE: _("Ảnh trước: %s"),
    PhotoRole.AFTER: _("Ảnh sau: %s"),
    PhotoRole.REOPEN: _("Ảnh kèm đề nghị mở lại: %s"),
    PhotoRole.OTHER: _("Ảnh bổ sung: %s"),
}
ORDER = tuple(PhotoRole)
# Once verified the pair stands, until the report is reopened.
PAIRED = FIXED | {State.REOPEN_REQUESTED}


@dataclass(frozen=True)
class Shown:
    """A picture as components/picture.html takes it, with what it shows."""

    src: str
    width: int
    height: int
    srcset: str
    webp: str
    alt: str
    caption: str | Promise


@dataclass
class Photos:
    """Of one report: `first` stands on its card, `after` beside it once the pair is verified."""

    first: CasePhoto | None = None
    after: CasePhoto | None = None
    rows: list[CasePhoto] = field(default_factory=list)

    @property
    def pair(self) -> tuple[CasePhoto, CasePhoto] | None:
        return (self.first, self.after) if self.first and self.after else None


def photos_of(cases: Iterable[Case], *, all_of_them: bool = False) -> dict[int, Photos]:
    """By the report's key. `all_of_them`: the pictures of every photo are fetched, else those of
    the cards alone. Two statements."""
    by_key = {case.pk: case for case in cases}
    found = {pk: Photos() for pk in by_key}
    rows = CasePhoto.objects.filter(
        case__in=by_key, checked=True, photo__published_at__isnull=False, photo__hidden_at=None
    )
    for row in rows.select_related("photo"):
        found[row.case_id].rows.append(row)
    for photos in found.values():
        photos.rows.sort(key=lambda row: ORDER.index(PhotoRole(row.role)))
    for pk, photos in found.items():
        _choose(photos, paired=by_key[pk].state in PAIRED)
    wanted = [
        row.photo
        for photos in found.values()
        for row in (photos.rows if all_of_them else (photos.first, photos.after))
        if row is not None
    ]
    if wanted:
        prefetch_related_objects(wanted, photo_prefetch())
    return found


def _choose(photos: Photos, *, paired: bool) -> None:
    befores = [row for row in photos.rows if row.role == PhotoRole.BEFORE]
    chosen = [row for row in befores if row.chosen]
    photos.first = next(iter(chosen or befores), None)
    if paired and chosen:
        photos.after = next(
            (row for row in photos.rows if row.role == PhotoRole.AFTER and row.chosen), None
        )


def shown(row: CasePhoto | None, title: str) -> Shown | None:
    """The picture of a photo, None where there is none (yet). No statement after `photos_of`."""
    picture = public_picture(row.photo) if row else None
    if row is None or picture is None:
        return None
    role = PhotoRole(row.role)
    return Shown(**picture, alt=str(ALT[role]) % title, caption=role.label)
