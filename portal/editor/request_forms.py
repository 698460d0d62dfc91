"""The forms behind our own pages of the editor."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from portal.approval import headed_units
from portal.editorial import possible_deputies
from portal.models import Unit, User
from portal.reasons import LONGEST


class ChangeForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Ghi rõ chỗ sai và nội dung đúng, hoặc vì sao phải gỡ."),
        error_messages={"required": _("Cần ghi lý do.")},
    )


class AnswerForm(forms.Form):
    DONE, DECLINED = "done", "declined"

    decision = forms.ChoiceField(
        label=_("Quyết định"),
        choices=[(DONE, _("Đã thực hiện")), (DECLINED, _("Không thực hiện"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Chọn một quyết định.")},
    )
    answer = forms.CharField(
        label=_("Ý kiến"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Không thực hiện thì cần ghi lý do."),
    )


class DelegationForm(forms.Form):
    unit = forms.ModelChoiceField(label=_("Đơn vị"), queryset=Unit.objects.none(), empty_label=None)
    deputy = forms.ModelChoiceField(
        label=_("Người được ủy quyền"),
        queryset=User.objects.none(),
        error_messages={"invalid_choice": _("Chỉ ủy quyền cho người cùng đơn vị.")},
    )
    start = forms.DateField(label=_("Từ ngày"), widget=AdminDateInput)
    end = forms.DateField(label=_("Đến hết ngày"), widget=AdminDateInput)

    def __init__(self, *args: Any, head: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Unit.objects.filter(pk__in=headed_units(head))
        today = timezone.localdate()
        deputies = {
            user.pk for unit in units for user in possible_deputies(head=head, unit=unit, day=today)
        }
        _choose_from(self.fields["unit"], units)
        _choose_from(self.fields["deputy"], User.objects.filter(pk__in=deputies))
        self.initial.setdefault("start", today)
        if len(units) == 1:
            self.initial["unit"] = units[0]
            self.fields["unit"].disabled = True


def _choose_from(field: forms.Field, queryset: QuerySet) -> None:
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = queryset
