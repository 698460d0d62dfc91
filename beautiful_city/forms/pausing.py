"""Beginning a storm or Tết pause."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from beautiful_city.forms.moves import wards_today
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
        self.fields["ward"].queryset = wards_today()
        self.fields["ward"].empty_label = _("Mọi phường, mọi đơn vị")
        self.fields["category"].queryset = Category.objects.of_kind(Kind.BAD)
        self.fields["category"].empty_label = _("Mọi lĩnh vực")
