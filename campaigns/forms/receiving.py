"""The forms with which the board finds, answers and uses raw material, and that of a Word file."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from campaigns.forms.material import themes_field
from campaigns.models import FeaturePage, Material, ThemePage
from campaigns.states import DeliveryState, ItemKind
from portal.models import Unit
from portal.text import nfc


class DraftForm(forms.Form):
    """Of what the board makes a page: the words, a Word file, photos."""

    theme = forms.ModelChoiceField(
        label=_("Chuyên đề của bài"),
        queryset=ThemePage.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("Không có chuyên đề này. Hãy chọn lại.")},
    )
    with_text = forms.BooleanField(label=_("Lấy nội dung, lời kể"), required=False, initial=True)
    word_file = forms.TypedChoiceField(
        label=_("Tệp Word"), coerce=int, empty_value=None, required=False
    )
    photos = forms.TypedMultipleChoiceField(
        label=_("Ảnh đưa vào bài"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, material: Material) -> None:
        photos = list(material.photos.all())
        words = [file for file in material.files.all() if file.extension == "docx"]
        super().__init__(
            data,
            auto_id="bai-%s",
            initial={
                "theme": material.delivery.theme_id,
                "photos": [photo.pk for photo in photos],
                "word_file": words[0].pk if words else None,
            },
        )
        themes = ThemePage.objects.child_of(material.delivery.feature).order_by("path")
        themes_field(self).queryset = themes
        self._offer("word_file", [("", _("Không lấy")), *((file.pk, file.name) for file in words)])
        self._offer(
            "photos", [(p.pk, p.caption or _("Ảnh %d") % n) for n, p in enumerate(photos, 1)]
        )
        for name, there in (("word_file", words), ("photos", photos), ("with_text", material.text)):
            if not there:
                del self.fields[name]

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices


class WordForm(forms.Form):
    """A Word file that becomes a draft; `key` makes sending twice once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    theme = forms.ModelChoiceField(
        label=_("Chuyên đề của bài"),
        queryset=ThemePage.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("Không có chuyên đề này. Hãy chọn lại.")},
    )
    title = forms.CharField(
        label=_("Tiêu đề"),
        max_length=255,
        required=False,
        help_text=_("Để trống thì lấy tiêu đề ghi trong tệp."),
    )
    file = forms.FileField(
        label=_("Tệp Word"),
        help_text=_(
            "Tệp .docx, không quá 50 MB, không có macro. Ảnh, bảng và chú thích cuối trang được "
            "giữ đúng chỗ."
        ),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": _("Hãy chọn một tệp Word."),
            "empty": _("Tệp này rỗng (0 byte). Hãy lưu lại tệp rồi gửi lại."),
        },
    )

    def __init__(self, *args: Any, feature: FeaturePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes_field(self).queryset = ThemePage.objects.child_of(feature).live().order_by("path")

    def clean_title(self) -> str:
        return nfc(self.cleaned_data["title"])


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Ghi lý do để đơn vị biết.")},
    )


class MaterialFilter(forms.Form):
    """What narrows the list. Names are words of the address."""

    tinh_trang = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[
            ("", _("Tất cả")),
            *(
                (state.value, state.label)
                for state in (
                    DeliveryState.SENT,
                    DeliveryState.RETURNED,
                    DeliveryState.ACCEPTED,
                    DeliveryState.PUBLISHED,
                    DeliveryState.REFUSED,
                    DeliveryState.TAKEN_DOWN,
                )
            ),
        ],
    )
    loai = forms.ChoiceField(
        label=_("Loại"), required=False, choices=[("", _("Tất cả")), *ItemKind.choices]
    )
    don_vi = forms.ModelChoiceField(
        label=_("Đơn vị"), required=False, queryset=Unit.objects.none(), empty_label=_("Tất cả")
    )
    chuyen_trang = forms.ModelChoiceField(
        label=_("Chuyên trang"),
        required=False,
        queryset=FeaturePage.objects.none(),
        empty_label=_("Tất cả"),
    )

    def __init__(self, data: Any, *, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(data, auto_id="loc-%s", **kwargs)
        cast(forms.ModelChoiceField, self.fields["don_vi"]).queryset = units
        cast(
            forms.ModelChoiceField, self.fields["chuyen_trang"]
        ).queryset = FeaturePage.objects.order_by("-pk")
