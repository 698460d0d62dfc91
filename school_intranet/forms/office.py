"""The office's forms: broadcasts, reports, meetings, opening portals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from portal.forms.telephone import TelephoneField
from portal.kinds import SchoolLevel
from portal.models import Unit
from school_intranet.forms.documents import kind_field
from school_intranet.forms.fields import DayField, FilesField, ManyField, offer
from school_intranet.models import Broadcast, BroadcastFile
from school_intranet.selectors.portals import schools_for
from school_intranet.services.broadcasting import Words
from school_intranet.services.meetings import MeetingWords
from school_intranet.services.reporting import MOST_FIELDS, FieldWords
from school_intranet.states import Audience, FieldKind, Urgency

LEVELS = [("", _("Mọi cấp học")), *SchoolLevel.choices]


class BroadcastForm(forms.Form):
    title = forms.CharField(
        label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    symbol = forms.CharField(label=_("Số, ký hiệu"), max_length=80, required=False)
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    form = kind_field()
    body = forms.CharField(label=_("Nội dung"), required=False, widget=forms.Textarea)
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=Urgency.choices)
    due_on = DayField(label=_("Hạn"), required=False)
    asks_receipt = forms.BooleanField(
        label=_("Yêu cầu xác nhận đã tiếp nhận"), required=False, initial=True
    )
    audience = forms.ChoiceField(
        label=_("Gửi đến"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
        initial=Audience.ALL,
    )
    level = forms.ChoiceField(
        label=_("Cấp học (khi gửi một cấp học)"),
        choices=[("", _("Chọn cấp học")), *SchoolLevel.choices],
        required=False,
    )
    schools = ManyField(
        label=_("Các trường (khi gửi các trường được chọn)"),
        queryset=Unit.objects.none(),
        required=False,
    )
    attachments = FilesField(label=_("Tệp kèm theo"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [school.pk for school in schools_for(Audience.ALL)]
        offer(self, "schools", Unit.objects.filter(pk__in=keys).order_by("sort_key"))

    def words(self) -> Words:
        """Of a valid form."""
        return Words(**{name: self.cleaned_data[name] for name in Words.__dataclass_fields__})


class BroadcastVersionForm(BroadcastForm):
    """A new version goes to the same schools."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    dropped = ManyField(
        label=_("Bỏ tệp của bản trước"),
        queryset=BroadcastFile.objects.none(),
        required=False,
        help_text=_("Trường không còn thấy tệp được đánh dấu."),
    )

    def __init__(self, *args: Any, item: Broadcast, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "dropped", item.files.current())
        if not item.files.current():
            del self.fields["dropped"]
        for name in ("audience", "level", "schools"):
            del self.fields[name]

    def words(self) -> Words:
        names = Words.__dataclass_fields__
        given = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        return Words(**given, audience=Audience.ALL)


class ReportForm(forms.Form):
    title = forms.CharField(label=_("Tên báo cáo"), max_length=250)
    due_on = DayField(label=_("Hạn nộp"))
    wants_file = forms.BooleanField(label=_("Trường nộp tệp"), required=False)


class ReportFieldForm(forms.Form):
    label = forms.CharField(label=_("Tên chỉ tiêu"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kiểu"), choices=FieldKind.choices, initial=FieldKind.NUMBER)
    required = forms.BooleanField(label=_("Bắt buộc"), required=False, initial=True)


ReportFields = formset_factory(
    ReportFieldForm, extra=3, max_num=MOST_FIELDS, validate_max=True, absolute_max=MOST_FIELDS
)


def fields_of(formset: BaseFormSet) -> list[FieldWords]:
    """Those with a name; an empty line is none."""
    return [
        FieldWords(data["label"], data["kind"], data["required"])
        for data in (form.cleaned_data for form in formset)
        if data.get("label")
    ]


class ReasonForm(forms.Form):
    text = forms.CharField(
        label=_("Lý do trả lại"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class MeetingForm(forms.Form):
    day = DayField(label=_("Ngày"))
    start = forms.TimeField(
        label=_("Từ"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    end = forms.TimeField(
        label=_("Đến"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    title = forms.CharField(label=_("Nội dung"), max_length=300)
    place = forms.CharField(label=_("Địa điểm"), max_length=160, required=False)
    participants = forms.CharField(label=_("Thành phần"), max_length=300, required=False)
    level = forms.ChoiceField(label=_("Cấp học"), choices=LEVELS, required=False)

    def words(self) -> MeetingWords:
        """Of a valid form."""
        return MeetingWords(**self.cleaned_data)


class MeetingFilter(forms.Form):
    q = forms.CharField(label=_("Nội dung, địa điểm, thành phần"), required=False, max_length=100)
    level = forms.ChoiceField(label=_("Cấp học"), choices=LEVELS, required=False)
    past = forms.BooleanField(label=_("Các cuộc họp đã qua"), required=False)


class SchoolFilter(forms.Form):
    q = forms.CharField(label=_("Tên trường"), required=False, max_length=100)
    level = forms.ChoiceField(label=_("Cấp học"), choices=LEVELS, required=False)


class BroadcastFilter(forms.Form):
    q = forms.CharField(label=_("Trích yếu, số ký hiệu"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[("", _("Tất cả")), ("nhap", _("Bản nháp")), ("gui", _("Đã gửi"))],
    )


class SilentFilter(forms.Form):
    show = forms.ChoiceField(
        label=_("Hiện"),
        required=False,
        choices=[("", _("Tất cả các trường")), ("chua", _("Trường chưa trả lời"))],
    )


class NamesFilter(forms.Form):
    q = forms.CharField(label=_("Họ và tên"), required=False, max_length=100)
    only_silent = forms.BooleanField(label=_("Chỉ người chưa đọc"), required=False)


class GraduationForm(forms.Form):
    new_address = forms.URLField(
        label=_("Địa chỉ mới của trường"), max_length=200, assume_scheme="https"
    )


class PrincipalForm(forms.Form):
    full_name = forms.CharField(label=_("Họ và tên hiệu trưởng"), max_length=120)
    phone = TelephoneField(label=_("Điện thoại"), required=False)
