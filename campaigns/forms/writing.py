"""Where an item is begun when its request names no theme."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import CHOOSE_ONE, choose
from campaigns.models import ThemePage


class ThemeForm(forms.Form):
    theme = forms.TypedChoiceField(
        label=_("Chuyên đề của bài"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={**CHOOSE_ONE, "required": _("Chọn chuyên đề của bài.")},
    )

    def __init__(self, data: Any = None, *, themes: Sequence[ThemePage]) -> None:
        super().__init__(data, auto_id="viet-%s")
        self.themes = {theme.pk: theme for theme in themes}
        choose(self, "theme", ((pk, theme.title) for pk, theme in self.themes.items()))

    @property
    def chosen(self) -> ThemePage:
        return self.themes[self.cleaned_data["theme"]]
