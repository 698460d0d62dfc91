"""Beginning a storm or Tết pause."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from beautiful_city.forms.moves import offer_units, wards_today
from beautiful_city.models import Category, Pause
from beautiful_city.states import Kind


class PauseForm(forms.ModelForm):
    """`sure` is set once the number of cases has been shown."""

    sure = forms.BooleanField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Pause
        fields = ["name", "decision", "ward", "category"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_units(self, "ward", wards_today(), none=_("Mọi phường, mọi đơn vị"))
        category = cast(forms.ModelChoiceField, self.fields["category"])
        category.queryset = Category.objects.of_kind(Kind.BAD)
        category.empty_label = _("Mọi lĩnh vực")
