"""What narrows the list of a campaign's requests, sent by GET: `don-vi` (key of a unit), `loai`,
`chuyen-de` (key of a theme, or `khong`), `tinh-trang`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.forms.fields import CHOOSE_ONE
from campaigns.models import FeaturePage, ThemePage
from campaigns.selectors.requests import NO_THEME, NO_THEME_LABEL, STANDINGS, Narrowing
from campaigns.selectors.scope import campaign_units
from campaigns.states import ItemKind


class RequestFilter(forms.Form):
    """One statement: the units of the campaign."""

    def __init__(
        self, data: Mapping[str, str], *, feature: FeaturePage, themes: Sequence[ThemePage]
    ) -> None:
        super().__init__(data, auto_id="loc-%s")
        units = campaign_units(feature)
        self._choice("don-vi", _("Đơn vị"), [(str(pk), unit.name) for pk, unit in units.items()])
        self._choice("loai", _("Loại"), list(ItemKind.choices))
        named = [(str(theme.pk), theme.title) for theme in themes]
        self._choice("chuyen-de", _("Chuyên đề"), [*named, (NO_THEME, NO_THEME_LABEL)])
        self._choice("tinh-trang", _("Tình trạng"), list(STANDINGS.items()))

    def _choice(self, name: str, label: Any, found: list[tuple[str, Any]]) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label,
            required=False,
            choices=[("", _("Tất cả")), *found],
            error_messages=CHOOSE_ONE,
        )

    def narrowing(self) -> Narrowing:
        """Of a valid form."""
        chosen = self.cleaned_data
        theme = chosen["chuyen-de"]
        return Narrowing(
            unit=int(chosen["don-vi"]) if chosen["don-vi"] else None,
            kind=chosen["loai"],
            theme=int(theme) if theme and theme != NO_THEME else None,
            without_theme=theme == NO_THEME,
            standing=chosen["tinh-trang"],
        )

    def on(self) -> list[str]:
        """The words of the filters that are on."""
        found = []
        for name, value in self.cleaned_data.items():
            if value:
                labels = dict(self.fields[name].choices)  # type: ignore[attr-defined]
                found.append(str(labels[value]))
        return found

    def parameters(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}
