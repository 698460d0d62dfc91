"""Boxes over a photo, in per cent of its width and height, so that a form without a script has
numbers that a person can guess at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.uploads.blurring import MAX_BOXES

SIDES = ("x", "y", "width", "height")


def _per_cent(label: Any) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=False,
        localize=False,
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"step": "0.1", "inputmode": "decimal"}),
    )


class BoxForm(forms.Form):
    """All four numbers, or none: an empty row is no box."""

    x = _per_cent(_("Cách mép trái (%)"))
    y = _per_cent(_("Cách mép trên (%)"))
    width = _per_cent(_("Rộng (%)"))
    height = _per_cent(_("Cao (%)"))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        given = [cleaned.get(side) is not None for side in SIDES]
        if any(given) and not all(given) and not self.errors:
            raise forms.ValidationError(_("Ghi đủ bốn số của vùng, hoặc để trống cả bốn."))
        if all(given) and not (cleaned["width"] and cleaned["height"]):
            raise forms.ValidationError(_("Chiều rộng và chiều cao của vùng phải lớn hơn 0."))
        return cleaned


BoxFormSet = forms.formset_factory(BoxForm, extra=4, max_num=MAX_BOXES, absolute_max=MAX_BOXES)


def boxes_of(formset: forms.BaseFormSet) -> list[list[float]]:
    """What `uploads.blur` takes of a valid formset: fractions of the picture."""
    found = [[form.cleaned_data.get(side) for side in SIDES] for form in formset.forms]
    return [[value / 100 for value in box] for box in found if None not in box]


def initial_boxes(boxes: Sequence[Sequence[float]]) -> list[dict[str, float]]:
    return [
        {side: round(value * 100, 1) for side, value in zip(SIDES, box, strict=True)}
        for box in boxes
    ]
