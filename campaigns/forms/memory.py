"""What a citizen fills in for Góc ký ức, the code that leads back, and the board's reason."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.blocks.facts import FIRST_YEAR
from campaigns.services.memories import Told
from campaigns.states import ChildrenShown
from portal import uploads
from portal.uploads.forms import PhotosMixin
from portal.uploads.spam import SpamTrapMixin

LONGEST_WORDS = 600
CONSENT_FIELDS = ("consent_by", "consent_on")


class MemoryForm(SpamTrapMixin, PhotosMixin):
    """One picture with a few words. The code follows from two random numbers of the page, so that
    a reply that got lost is given once more."""

    photos_most = 1
    # Where it was taken is told in words: the place within the file is not asked for.
    keep_place = None  # type: ignore[assignment]

    title = forms.CharField(
        label=_("Tên ảnh"),
        help_text=_("Ví dụ: Chuyến phà cuối năm; Lớp học đầu tiên của phường."),
        max_length=120,
        error_messages={"required": _("Hãy đặt tên cho ảnh.")},
    )
    words = forms.CharField(
        label=_("Lời kể"),
        help_text=_("Ngắn gọn, tối đa 600 chữ cái; không ghi số điện thoại, số nhà của ai."),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    year = forms.IntegerField(
        label=_("Năm chụp"),
        help_text=_("Không nhớ rõ thì để trống."),
        required=False,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={"invalid": _("Năm gồm 4 chữ số, ví dụ 2003.")},
    )
    place = forms.CharField(label=_("Nơi chụp"), max_length=160, required=False)
    sender_name = forms.CharField(
        label=_("Tên hiển thị"),
        help_text=_("Không bắt buộc. Tên này hiện công khai cùng ảnh."),
        max_length=80,
        required=False,
    )
    contact = forms.CharField(
        label=_("Số điện thoại hoặc thư điện tử"),
        help_text=_(
            "Không bắt buộc, không hiện công khai. Chỉ Ban Biên tập dùng để hỏi thêm; tự xóa sau "
            "90 ngày kể từ khi có quyết định đăng hay không đăng."
        ),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    children = forms.ChoiceField(
        label=_("Trong ảnh có trẻ em (dưới 16 tuổi) không"),
        choices=[
            (ChildrenShown.NONE.value, _("Không có trẻ em")),
            (
                ChildrenShown.CONSENT.value,
                _("Có; người giám hộ, và trẻ từ 7 tuổi, đã đồng ý cho đăng công khai"),
            ),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Hãy chọn ảnh có trẻ em hay không.")
        ),
    )
    consent_by = forms.CharField(
        label=_("Ai đã đồng ý"),
        help_text=_("Người giám hộ và quan hệ với trẻ; trẻ từ 7 tuổi thì ghi cả trẻ. Không đăng."),
        max_length=120,
        required=False,
    )
    consent_on = forms.DateField(
        label=_("Đồng ý ngày"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Ngày chưa đúng. Ví dụ: 30/05/2018.")},
    )
    owns_picture = forms.BooleanField(
        label=_("Ảnh do tôi chụp, hoặc người giữ quyền đối với ảnh đã cho tôi gửi đăng"),
        error_messages={"required": _("Chỉ nhận ảnh khi người gửi xác nhận có quyền đối với ảnh.")},
    )
    people_agree = forms.BooleanField(
        label=_("Người trong ảnh đã đồng ý cho đăng, hoặc không ai trong ảnh nhận ra được"),
        error_messages={"required": _("Chỉ nhận ảnh khi người trong ảnh đã đồng ý cho đăng.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seed = _uuid_in(self.data.get("seed")) or uuid.uuid4()

    def clean(self) -> dict[str, Any] | None:
        if self.has_error("batch"):
            self.add_error(None, _("Trang này đã cũ. Hãy bấm gửi một lần nữa."))
        cleaned = super().clean() or {}
        if cleaned.get("children") == ChildrenShown.CONSENT:
            if not cleaned.get("consent_by") and not self.has_error("consent_by"):
                self.add_error("consent_by", _("Hãy ghi ai đã đồng ý cho đăng ảnh của trẻ."))
            if not cleaned.get("consent_on") and not self.has_error("consent_on"):
                self.add_error("consent_on", _("Hãy ghi ngày đồng ý."))
        return cleaned

    def clean_year(self) -> int | None:
        year: int | None = self.cleaned_data["year"]
        if year is not None and not FIRST_YEAR <= year <= timezone.localdate().year:
            raise ValidationError(
                _("Năm từ %(first)s đến năm nay, ví dụ 2003.") % {"first": FIRST_YEAR}
            )
        return year

    def clean_consent_on(self) -> Any:
        day = self.cleaned_data["consent_on"]
        if day is not None and day > timezone.localdate():
            raise ValidationError(_("Ngày đồng ý không thể sau hôm nay."))
        return day

    @property
    def code(self) -> str:
        return uploads.code_for(f"{self.seed}:{self.batch_id}")

    @property
    def told(self) -> Told:
        """Of a valid form."""
        names = Told.__dataclass_fields__
        return Told(**{name: self.cleaned_data[name] for name in names})


class MemoryCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Mã của bạn"),
        help_text=_("16 chữ và số, ghi trên trang xác nhận sau khi gửi ảnh."),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class ReasonForm(forms.Form):
    """One of the ready reasons, or the board's own words; the sender reads it."""

    READY = (
        _("Ảnh không thuộc nội dung của chuyên trang."),
        _("Ảnh mờ, nhỏ hoặc không mở được rõ."),
        _("Chưa rõ người giữ quyền đối với ảnh."),
        _("Ảnh hoặc lời kể có thông tin riêng của người khác."),
        _("Lời kể có nội dung không phù hợp để đăng."),
        _("Trùng với ảnh đã gửi."),
    )

    ready = forms.ChoiceField(
        label=_("Lý do"),
        choices=[("", _("Chọn lý do, hoặc viết ở dưới")), *((text, text) for text in READY)],
        required=False,
        error_messages={"invalid_choice": _("Hãy chọn một lý do trong danh sách.")},
    )
    reason = forms.CharField(
        label=_("Nói rõ thêm"),
        max_length=200,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def words(self) -> str:
        """Of a valid form; both together within the 300 characters that are kept."""
        parts = (self.cleaned_data["ready"], self.cleaned_data["reason"].strip())
        return " ".join(part for part in parts if part)


def _uuid_in(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None
