"""What narrows the numbers of a campaign and the lists behind them, sent by GET."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from campaigns.models import FeaturePage
from campaigns.selectors.requests import NO_THEME, NO_THEME_LABEL
from campaigns.selectors.scope import Scope, campaign_themes, campaign_units
from campaigns.states import ItemKind


def choice(label: Any, found: Iterable[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", _("Tất cả")), *found],
        error_messages={"invalid_choice": _("Chọn một mục trong danh sách.")},
    )


class ScopeForm(forms.Form):
    """Two statements: the campaign's units and its themes."""

    def __init__(
        self, data: Mapping[str, str], feature: FeaturePage, states: Iterable[tuple[str, Any]] = ()
    ) -> None:
        super().__init__(data, auto_id="loc-%s")
        self.feature = feature
        self.units = campaign_units(feature)
        self.themes = campaign_themes(feature)
        self.fields["don-vi"] = choice(
            _("Đơn vị"), [(str(pk), unit.name) for pk, unit in self.units.items()]
        )
        self.fields["chuyen-de"] = choice(
            _("Chuyên đề"),
            [
                *((str(pk), title) for pk, title in self.themes.items()),
                (NO_THEME, NO_THEME_LABEL),
            ],
        )
        self.fields["loai"] = choice(_("Loại"), ItemKind.choices)
        if states:
            self.fields["tinh-trang"] = choice(_("Tình trạng"), states)

    @property
    def scope(self) -> Scope:
        """What a valid form asks for; the whole campaign for another."""
        if not self.is_valid():
            return Scope(self.feature)
        chosen = self.cleaned_data
        unit = chosen["don-vi"]
        return Scope(
            self.feature,
            unit=int(unit) if unit else None,
            kind=chosen["loai"],
            theme=chosen["chuyen-de"],
        )

    @property
    def state(self) -> str:
        return self.cleaned_data.get("tinh-trang", "") if self.is_valid() else ""

    def on(self) -> list[str]:
        """The filters that are on, in words."""
        if not self.is_valid():
            return []
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value:
                found.append(str(dict(field.choices)[value]))  # type: ignore[attr-defined]
        return found
