"""Giving tasks, moving them, splitting one among the tổ chuyên môn."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import Unit, User
from school_intranet.forms.documents import PeopleForm
from school_intranet.forms.fields import DayField, FilesField, offer
from school_intranet.permissions import assigns_to_all
from school_intranet.readers import Reader
from school_intranet.selectors.people import groups_of
from school_intranet.states import TaskState

MOST_DAYS = 60
DAYS_BEFORE = 2


class TaskForm(PeopleForm):
    """A head of a group gives tasks within the group."""

    title = forms.CharField(label=_("Việc"), max_length=250)
    body = forms.CharField(
        label=_("Nội dung"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    assignee = forms.ModelChoiceField(label=_("Người thực hiện"), queryset=User.objects.none())
    group = forms.ModelChoiceField(
        label=_("Tổ chuyên môn"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("Không thuộc tổ nào"),
        help_text=_("Tổ trưởng của tổ được chọn theo dõi việc này."),
    )
    due_on = DayField(label=_("Hạn"), required=False)
    attachments = FilesField(label=_("Tệp kèm theo"), required=False)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, reader=reader, **kwargs)
        groups = groups_of(reader)
        if not assigns_to_all(reader):
            groups = groups.filter(pk__in=reader.led)
            self.fields["group"].required = True
        offer(self, "group", groups)


class StepForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Ghi chú, lý do"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    attachments = FilesField(label=_("Tệp kết quả"), required=False)


class SplitForm(forms.Form):
    """How many working days before the whole's deadline each part is due; a `PartForm` for each
    group then says who does it."""

    due_on = DayField(label=_("Hạn chung"))
    days_before = forms.IntegerField(
        label=_("Các tổ xong trước hạn chung (ngày làm việc)"),
        min_value=0,
        max_value=MOST_DAYS,
        initial=DAYS_BEFORE,
        help_text=_("Tính lùi từ hạn chung, bỏ qua ngày nghỉ, ngày lễ."),
    )


class PartForm(PeopleForm):
    """The part of one tổ chuyên môn, with its own prefix. Unticked, the group has none."""

    takes_part = forms.BooleanField(label=_("Giao cho tổ này"), required=False, initial=True)
    title = forms.CharField(label=_("Phần việc"), max_length=250, required=False)
    assignee = forms.ModelChoiceField(
        label=_("Người thực hiện"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Chọn người"),
    )
    due_on = DayField(label=_("Hạn của tổ"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("takes_part"):
            for name in ("title", "assignee", "due_on"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("Ghi mục này, hoặc bỏ chọn “Giao cho tổ này”."))
        return data


class TaskFilter(forms.Form):
    whose = forms.ChoiceField(
        label=_("Việc"),
        required=False,
        choices=[
            ("", _("Tất cả việc tôi xem được")),
            ("toi", _("Việc của tôi")),
            ("giao", _("Việc tôi giao")),
            ("to", _("Việc của tổ tôi phụ trách")),
        ],
    )
    state = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[("", _("Chưa xong")), ("het", _("Tất cả")), *TaskState.choices],
    )
    late = forms.BooleanField(label=_("Chỉ việc quá hạn"), required=False)
    q = forms.CharField(label=_("Từ khóa"), required=False, max_length=100)
