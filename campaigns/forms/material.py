"""The forms with which a unit sends raw material."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import FeaturePage, Material, ThemePage
from campaigns.sent_files import SentFile, check_sent_file
from campaigns.services.core import Refused
from campaigns.services.sending import LONGEST_TEXT, MOST_FILES, MOST_PHOTOS, Content
from campaigns.states import ItemKind
from portal.documents import KINDS, MAX_BYTES
from portal.models import Unit
from portal.text import nfc
from portal.uploads.forms import PhotosMixin

MEGABYTES = MAX_BYTES // (1024 * 1024)
MOST_MEGABYTES = 250
"""Of all files of one sending."""


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of files that passed their checks; every refusal names its file."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[SentFile]:  # type: ignore[override]
        sent: list[UploadedFile] = [file for file in data or [] if file]
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(_("Chỉ nhận tối đa %d tệp.") % MOST_FILES)
        total = sum(file.size or 0 for file in sent)
        if total > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                _("Các tệp nặng tổng cộng %(size)s, vượt mức %(limit)d MB. Hãy gửi làm nhiều lần.")
                % {"size": filesizeformat(total), "limit": MOST_MEGABYTES}
            )
        checked, refusals = [], []
        for file in sent:
            try:
                checked.append(check_sent_file(file))
            except Refused as refusal:
                refusals.append(str(refusal))
        if refusals:
            raise forms.ValidationError(refusals)
        return checked


class MaterialForm(PhotosMixin):
    """What a unit sends in one campaign. `cleaned_data["batch"]` is the key of the sending."""

    photos_smallest = 0
    photos_most = MOST_PHOTOS

    title = forms.CharField(label=_("Tên tư liệu"), max_length=255)
    theme = forms.ModelChoiceField(
        label=_("Chuyên đề"),
        queryset=ThemePage.objects.none(),
        required=False,
        empty_label=_("Để Ban Biên tập chọn"),
        error_messages={"invalid_choice": _("Không có chuyên đề này. Hãy chọn lại.")},
    )
    text = forms.CharField(
        label=_("Nội dung, lời kể"),
        help_text=_("Ai, việc gì, ở đâu, khi nào; chú thích của từng ảnh; nguồn tư liệu."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    author_name = forms.CharField(label=_("Tác giả"), max_length=120, required=False)
    documents = ManyFilesField(
        label=_("Tệp"),
        help_text=_(
            "Word, Excel, PowerPoint, PDF, video MP4 hoặc WebM; tối đa %(count)d tệp, mỗi tệp "
            "không quá %(size)d MB, tất cả không quá %(total)d MB. Không nhận tệp nén và tệp có "
            "macro."
        )
        % {"count": MOST_FILES, "size": MEGABYTES, "total": MOST_MEGABYTES},
        required=False,
        widget=ManyFilesInput(
            attrs={
                "accept": ",".join(f".{name}" for name in KINDS),
                "data-most-megabytes": MOST_MEGABYTES,
            }
        ),
    )
    keep_place = forms.BooleanField(
        label=_("Giữ vị trí ghi trong ảnh"),
        help_text=_("Giúp Ban Biên tập biết ảnh chụp ở đâu; không hiện công khai."),
        required=False,
    )

    field_order = ["title", "theme", "text", "author_name"]

    def __init__(self, *args: Any, feature: FeaturePage | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if feature is not None:
            themes_field(self).queryset = (
                ThemePage.objects.child_of(feature).live().order_by("path")
            )

    def clean_title(self) -> str:
        return nfc(self.cleaned_data["title"])

    def clean_text(self) -> str:
        return nfc(self.cleaned_data["text"])

    def content(self) -> Content:
        """Once the form is valid."""
        data = self.cleaned_data
        return Content(
            title=data["title"],
            text=data["text"],
            author_name=data["author_name"],
            theme=data["theme"],
            batch=data["batch"],
            photos=data["photos"],
            files=data["documents"],
        )


class NewMaterialForm(MaterialForm):
    """Without a request: for a campaign that is open and one of the sender's units."""

    feature = forms.ModelChoiceField(
        label=_("Chuyên trang"), queryset=FeaturePage.objects.none(), empty_label=None
    )
    unit = forms.ModelChoiceField(
        label=_("Đơn vị gửi"),
        queryset=Unit.objects.none(),
        empty_label=None,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Hãy chọn đơn vị của anh (chị).")
        ),
    )
    kind = forms.ChoiceField(label=_("Loại"), choices=ItemKind.choices, initial=ItemKind.RECORD)

    field_order = ["feature", "unit", "kind", *MaterialForm.field_order]

    def __init__(self, *args: Any, units: set[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        features = open_features()
        cast(forms.ModelChoiceField, self.fields["feature"]).queryset = features
        cast(forms.ModelChoiceField, self.fields["unit"]).queryset = Unit.objects.filter(
            pk__in=units
        ).valid_on(timezone.localdate())
        themes_field(self).queryset = ThemePage.objects.live().order_by("path")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        feature, theme = cleaned.get("feature"), cleaned.get("theme")
        if feature and theme and not theme.path.startswith(feature.path):
            self.add_error("theme", _("Chuyên đề không thuộc chuyên trang này."))
        return cleaned


class SendAgainForm(MaterialForm):
    """The words, and what is added or taken out, after a return."""

    drop_photos = forms.TypedMultipleChoiceField(coerce=int, required=False)
    drop_files = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, material: Material, **kwargs: Any) -> None:
        super().__init__(*args, feature=material.delivery.feature, **kwargs)
        self.photos_most = MOST_PHOTOS
        _choose(self, "drop_photos", [photo.pk for photo in material.photos.all()])
        _choose(self, "drop_files", [file.pk for file in material.files.all()])


def open_features() -> QuerySet[FeaturePage]:
    """The campaigns that take material today, the latest first."""
    today = timezone.localdate()
    return (
        FeaturePage.objects.live()
        .filter(Q(closed_on=None) | Q(closed_on__gt=today))
        .order_by("-pk")
    )


def themes_field(form: forms.Form) -> forms.ModelChoiceField:
    return cast(forms.ModelChoiceField, form.fields["theme"])


def _choose(form: forms.Form, name: str, keys: list[int]) -> None:
    cast(forms.TypedMultipleChoiceField, form.fields[name]).choices = [
        (key, str(key)) for key in keys
    ]
