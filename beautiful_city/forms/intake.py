"""Draft groups of a batch: which photo is in which, and what each is about.

Names of fields: `to-<key of the photo>` holds the number of its group, and the fields of group 3
begin with `g3-`. The same names stand in the saved draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from beautiful_city.forms.moves import UnitField, offer_units, wards_today, words
from beautiful_city.intake.grouping import Shot, grouped
from beautiful_city.models import Category
from beautiful_city.services.sending import MOST_PHOTOS
from portal.models import Photo

MOST_GROUPS = 99
TYPED = ("category", "ward", "place_text", "title", "text")


class GroupForm(forms.Form):
    """One report to be."""

    category = forms.ModelChoiceField(
        Category.objects.none(),
        label=_("Lĩnh vực"),
        empty_label=_("Chọn lĩnh vực"),
        error_messages={"required": _("Hãy chọn lĩnh vực."), "invalid_choice": _("Hãy chọn lại.")},
    )
    ward = UnitField(label=_("Phường"), required=False)
    place_text = forms.CharField(
        label=_("Địa điểm"),
        max_length=250,
        required=False,
        help_text=_("Số nhà, ngõ, đường. Không bắt buộc khi ảnh có vị trí."),
    )
    title = forms.CharField(
        label=_("Tiêu đề"),
        max_length=160,
        required=False,
        help_text=_("Để trống thì lấy lĩnh vực và địa điểm."),
    )
    text = words(_("Nội dung"), required=False, rows=2)

    def __init__(
        self, data: Any = None, *, number: int, photos: list[Photo], initial: Any = None
    ) -> None:
        super().__init__(data, prefix=f"g{number}", initial=initial)
        self.number = number
        self.group_photos = photos
        category = cast(forms.ModelChoiceField, self.fields["category"])
        category.queryset = Category.objects.open()
        offer_units(self, "ward", wards_today(), none=_("Chưa rõ phường"))

    @property
    def has_place(self) -> bool:
        return any(photo.latitude is not None for photo in self.group_photos)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if len(self.group_photos) > MOST_PHOTOS:
            raise forms.ValidationError(
                _("Nhóm có quá %(most)s ảnh. Hãy chuyển bớt ảnh sang nhóm khác.")
                % {"most": MOST_PHOTOS}
            )
        if not self.has_place and not cleaned.get("place_text", "").strip():
            self.add_error(
                "place_text", _("Ảnh không có vị trí. Hãy ghi địa điểm, ví dụ ngõ, đường.")
            )
        return cleaned


def arrangement(photos: list[Photo], draft: Mapping[str, str]) -> dict[int, list[Photo]]:
    """Number of the group -> its photos. What the clerk has put together stays so; the other
    photos are grouped by time and place, under new numbers."""
    placed: dict[int, list[Photo]] = {}
    new = []
    for photo in photos:
        number = _number(draft.get(f"to-{photo.key}", ""))
        if number is None:
            new.append(photo)
        else:
            placed.setdefault(number, []).append(photo)
    numbers = (number for number in count(1) if number not in placed)
    by_key = {str(photo.key): photo for photo in new}
    found = dict(placed)
    for shots, number in zip(grouped(_shots(new), most=MOST_PHOTOS), numbers, strict=False):
        found[number] = [by_key[shot.key] for shot in shots]
    return dict(sorted(found.items()))


def sent_forms(groups: dict[int, list[Photo]], data: Mapping[str, str]) -> list[GroupForm]:
    return [GroupForm(data, number=number, photos=photos) for number, photos in groups.items()]


def drafted_forms(groups: dict[int, list[Photo]], draft: Mapping[str, str]) -> list[GroupForm]:
    """With what was typed before; nothing is wrong yet."""
    return [
        GroupForm(
            number=number,
            photos=photos,
            initial={name: draft.get(f"g{number}-{name}") for name in TYPED},
        )
        for number, photos in groups.items()
    ]


def draft_of(data: Mapping[str, str], groups: dict[int, list[Photo]]) -> dict[str, str]:
    """What is worth keeping of a sent form: nothing but the fields of these groups."""
    found = {
        f"to-{photo.key}": str(number) for number, photos in groups.items() for photo in photos
    }
    for number in groups:
        for name in TYPED:
            value = data.get(f"g{number}-{name}", "")[:2000]
            if value:
                found[f"g{number}-{name}"] = value
    return found


def _shots(photos: Iterable[Photo]) -> list[Shot]:
    return [
        Shot(
            str(photo.key),
            photo.taken_at,
            (photo.latitude, photo.longitude)
            if photo.latitude is not None and photo.longitude is not None
            else None,
        )
        for photo in photos
    ]


def _number(text: str) -> int | None:
    if text.isdecimal() and len(text) < 4 and 0 < int(text) <= MOST_GROUPS:
        return int(text)
    return None
