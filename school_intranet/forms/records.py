"""Handing over and self-checks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import User
from portal.roles import Role
from school_intranet.forms.fields import offer

STAYS = {
    Role.STAFF: _("Giữ lại ở trường là nhân viên"),
    Role.TEACHER: _("Giữ lại ở trường là giáo viên"),
}


class HandoverForm(forms.Form):
    giver = forms.ModelChoiceField(
        label=_("Văn thư giao"), queryset=User.objects.none(), empty_label=_("Chọn người")
    )
    taker = forms.ModelChoiceField(
        label=_("Người nhận"), queryset=User.objects.none(), empty_label=_("Chọn người")
    )
    stays_as = forms.TypedChoiceField(
        label=_("Người giao, nếu không còn vai trò nào khác"),
        choices=[*STAYS.items(), ("", _("Không giữ: người đó không vào được cổng nữa"))],
        coerce=Role,
        empty_value=None,
        initial=Role.STAFF,
        required=False,
    )

    def __init__(self, *args: Any, givers: list[User], takers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, people in (("giver", givers), ("taker", takers)):
            offer(self, name, User.objects.filter(pk__in=[user.pk for user in people]))


class HandoverFilter(forms.Form):
    q = forms.CharField(label=_("Người giao, người nhận"), required=False, max_length=100)


class SelfCheckFilter(forms.Form):
    only_failed = forms.BooleanField(label=_("Chỉ lần có chỗ sai"), required=False)
