"""Fields that the forms of requests share."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.blocks.facts import FIRST_YEAR, LAST_YEAR
from campaigns.models import MOST, FeaturePage, ThemePage
from campaigns.states import ItemKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_REASON = 1000
LATEST = date(2100, 12, 31)
CHOOSE_ONE = {"invalid_choice": _("Chọn một mục trong danh sách.")}
A_WHOLE_NUMBER = {"invalid": _("Ghi một số nguyên.")}


def future_day(day: date) -> None:
    if day < timezone.localdate():
        raise ValidationError(_("Ngày này đã qua."))
    if day > LATEST:
        raise ValidationError(_("Ghi một ngày đến năm 2100."))


def day_field(label: str | _StrPromise, **options: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        validators=[future_day],
        error_messages={"invalid": _("Ghi ngày theo mẫu 30/05/2018.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **options,
    )


def reason_field(label: str | _StrPromise, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class WantedFields(forms.Form):
    """What is asked, whoever is asked."""

    kind = forms.ChoiceField(label=_("Loại"), choices=ItemKind.choices, error_messages=CHOOSE_ONE)
    count = forms.IntegerField(
        label=_("Số lượng"),
        min_value=1,
        max_value=MOST,
        error_messages=A_WHOLE_NUMBER,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    topic = forms.CharField(
        label=_("Nội dung đề nghị"),
        max_length=250,
        help_text=_("Ví dụ: Tư liệu về năm 2009; Bài về xây dựng nông thôn mới."),
    )
    theme = forms.TypedChoiceField(
        label=_("Chuyên đề"),
        required=False,
        coerce=int,
        empty_value=None,
        error_messages=CHOOSE_ONE,
        help_text=_("Để trống: đơn vị tự chọn chuyên đề khi viết."),
    )
    year = forms.IntegerField(
        label=_("Năm trên dòng thời gian"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages=A_WHOLE_NUMBER,
        help_text=_("Chỉ ghi khi đề nghị tư liệu của một năm."),
    )
    note = forms.CharField(
        label=_("Hướng dẫn thêm"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_note(self) -> str:
        """A browser sends other line ends than the history knows: they are no change."""
        return str(self.cleaned_data["note"]).replace("\r\n", "\n")

    def offer_themes(self, themes: Iterable[ThemePage]) -> None:
        self.themes = {theme.pk: theme for theme in themes}
        choose(self, "theme", [("", "—"), *((pk, t.title) for pk, t in self.themes.items())])

    @property
    def theme_chosen(self) -> ThemePage | None:
        return self.themes.get(self.cleaned_data["theme"])


def choose(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    form.fields[name].choices = list(choices)  # type: ignore[attr-defined]


def themes_of(feature: FeaturePage) -> list[ThemePage]:
    """In reading order; drafts too, for a campaign is asked for before it opens."""
    return list(ThemePage.objects.child_of(feature).order_by("path"))
