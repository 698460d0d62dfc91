"""The forms of raw material: what a unit sends, what the board answers."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import FeaturePage, Material, ThemePage
from campaigns.sent_files import SentFile, check_sent_file
from campaigns.services.core import Refused
from campaigns.services.sending import LONGEST_TEXT, MOST_FILES, MOST_PHOTOS, Content
from campaigns.states import DeliveryState, ItemKind
from portal.documents import KINDS, MAX_BYTES, extension_of
from portal.models import Unit
from portal.text import nfc
from portal.uploads.forms import PhotosMixin

MEGABYTES = MAX_BYTES // (1024 * 1024)


class ManyFilesInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """A list of files that passed their checks; every refusal names its file."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[SentFile]:  # type: ignore[override]
        sent: list[UploadedFile] = [file for file in data or [] if file]
        if len(sent) > MOST_FILES:
            raise forms.ValidationError(_("Chỉ nhận tối đa %d tệp.") % MOST_FILES)
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
            "không quá %(size)d MB. Không nhận tệp nén và tệp có macro."
        )
        % {"count": MOST_FILES, "size": MEGABYTES},
        required=False,
        widget=ManyFilesInput(attrs={"accept": ",".join(f".{name}" for name in KINDS)}),
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
            _themes(self).queryset = ThemePage.objects.child_of(feature).live().order_by("path")

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
        _themes(self).queryset = ThemePage.objects.live().order_by("path")

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
        words = [file for file in material.files.all() if extension_of(file.name) == "docx"]
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
        _themes(self).queryset = themes
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
        _themes(self).queryset = ThemePage.objects.child_of(feature).live().order_by("path")

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


def open_features() -> QuerySet[FeaturePage]:
    """The campaigns that take material today, the latest first."""
    today = timezone.localdate()
    return (
        FeaturePage.objects.live()
        .filter(Q(closed_on=None) | Q(closed_on__gt=today))
        .order_by("-pk")
    )


def _themes(form: forms.Form) -> forms.ModelChoiceField:
    return cast(forms.ModelChoiceField, form.fields["theme"])


def _choose(form: forms.Form, name: str, keys: list[int]) -> None:
    cast(forms.TypedMultipleChoiceField, form.fields[name]).choices = [
        (key, str(key)) for key in keys
    ]
