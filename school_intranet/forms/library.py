"""Questions, forms and templates, albums, consents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.uploads.forms import PhotosMixin
from school_intranet.forms.fields import DayField, FilesField, offer, offer_words
from school_intranet.models import PhotoConsent
from school_intranet.readers import Reader
from school_intranet.services.albums import ConsentWords, Cover
from school_intranet.states import Purpose

MOST_PHOTOS = 10


class QuestionForm(forms.Form):
    title = forms.CharField(label=_("Câu hỏi"), max_length=250)
    body = forms.CharField(
        label=_("Nói rõ thêm"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class AnswerForm(forms.Form):
    body = forms.CharField(
        label=_("Trả lời"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class QuestionFilter(forms.Form):
    q = forms.CharField(label=_("Từ khóa"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[("", _("Tất cả")), ("mo", _("Chưa giải đáp")), ("xong", _("Đã giải đáp"))],
    )


class TemplateForm(forms.Form):
    title = forms.CharField(label=_("Tên biểu mẫu"), max_length=200)
    category = forms.CharField(label=_("Nhóm"), max_length=80, required=False)
    note = forms.CharField(
        label=_("Hướng dẫn"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    attachments = FilesField(label=_("Tệp biểu mẫu"), required=False)


class TemplateFilter(forms.Form):
    q = forms.CharField(label=_("Tên biểu mẫu"), required=False, max_length=100)
    category = forms.ChoiceField(label=_("Nhóm"), required=False)

    def __init__(self, *args: Any, categories: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Mọi nhóm")), *((name, name) for name in categories)]
        offer_words(self, "category", choices)


class AlbumForm(forms.Form):
    title = forms.CharField(label=_("Tên album"), max_length=200)
    taken_on = DayField(label=_("Ngày chụp"), required=False)
    text = forms.CharField(
        label=_("Giới thiệu"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AlbumFilter(forms.Form):
    q = forms.CharField(label=_("Tên album"), required=False, max_length=100)


class CoverForm(forms.Form):
    """What photos rest on. Consents offered are those of the school for use within it, held and
    not withdrawn."""

    no_pupils = forms.BooleanField(label=_("Ảnh không có học sinh"), required=False)
    consent = forms.ModelChoiceField(
        label=_("Hoặc theo sự đồng ý"),
        queryset=PhotoConsent.objects.none(),
        required=False,
        empty_label=_("Không"),
        help_text=_("Chỉ sự đồng ý cho mục đích nội bộ, chưa rút."),
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = PhotoConsent.objects.visible_to(reader).filter(withdrawn_on=None)
        offer(self, "consent", held.filter(purpose=Purpose.INTERNAL))

    def cover(self) -> Cover:
        """Of a valid form."""
        return Cover(self.cleaned_data["no_pupils"], self.cleaned_data["consent"])


class PhotosForm(PhotosMixin, CoverForm):
    """Many photos at once, all resting on the same."""

    photos_most = MOST_PHOTOS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Where a photo was taken is of no use here.
        del self.fields["keep_place"]


class PhotoForm(CoverForm):
    caption = forms.CharField(label=_("Chú thích"), max_length=250, required=False)

    field_order = ("caption",)


class ConsentForm(forms.Form):
    about = forms.CharField(label=_("Học sinh, lớp"), max_length=160)
    given_by = forms.CharField(label=_("Người giám hộ"), max_length=160)
    pupil_agrees = forms.BooleanField(
        label=_("Học sinh từ 7 tuổi đã đồng ý"),
        required=False,
        help_text=_("Bắt buộc với học sinh từ đủ 7 tuổi; trẻ nhỏ hơn chỉ cần người giám hộ."),
    )
    purpose = forms.ChoiceField(
        label=_("Mục đích"),
        choices=Purpose.choices,
        help_text=_("Đồng ý dùng nội bộ và đồng ý đăng công khai là hai sự đồng ý riêng."),
    )
    given_on = DayField(label=_("Ngày đồng ý"))

    def words(self) -> ConsentWords:
        """Of a valid form."""
        return ConsentWords(**self.cleaned_data)


class ConsentFilter(forms.Form):
    q = forms.CharField(label=_("Học sinh, người giám hộ"), required=False, max_length=100)
    purpose = forms.ChoiceField(
        label=_("Mục đích"), required=False, choices=[("", _("Tất cả")), *Purpose.choices]
    )
    withdrawn = forms.BooleanField(label=_("Chỉ đồng ý đã rút"), required=False)
