"""Forms of the directory and of those who run the portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.telephone import TelephoneField
from portal.models import Unit, User
from portal.roles import Role
from school_intranet.actions import ACTIONS
from school_intranet.forms.fields import offer, offer_words
from school_intranet.permissions import roles_given_by
from school_intranet.readers import Reader
from school_intranet.selectors.log import ever_here
from school_intranet.selectors.people import ROLE_ORDER, groups_of
from school_intranet.services.groups import LONGEST_GROUP_NAME
from school_intranet.services.people import LONGEST_NAME, NewPerson


class GroupField(forms.ModelChoiceField):
    """A tổ chuyên môn of the reader's school; of no other."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Tổ chuyên môn"))
        super().__init__(queryset=Unit.objects.none(), **kwargs)

    def of(self, reader: Reader) -> None:
        self.queryset = groups_of(reader)


def _set_groups(form: forms.Form, reader: Reader) -> None:
    field = form.fields["group"]
    assert isinstance(field, GroupField)  # noqa: S101 - for the types
    field.of(reader)


class DirectoryFilter(forms.Form):
    q = forms.CharField(label=_("Họ tên, điện thoại"), required=False, max_length=100)
    group = GroupField(required=False, empty_label=_("Tất cả các tổ"))
    role = forms.ChoiceField(
        label=_("Vai trò"),
        required=False,
        choices=[("", _("Tất cả")), *((role.value, role.label) for role in ROLE_ORDER)],
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set_groups(self, reader)


class PersonForm(forms.Form):
    """One new person. The roles offered are those that the reader gives."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=LONGEST_NAME)
    role = forms.ChoiceField(label=_("Vai trò"))
    group = GroupField(required=False, empty_label=_("Chưa vào tổ nào"))
    phone = TelephoneField(label=_("Điện thoại"), required=False)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set_groups(self, reader)
        given = roles_given_by(reader)
        offered = [(r.value, r.label) for r in reversed(ROLE_ORDER) if r in given]
        offer_words(self, "role", offered)

    def new_person(self) -> NewPerson:
        """Of a valid form."""
        data = self.cleaned_data
        return NewPerson(data["full_name"], Role(data["role"]), data["group"], data["phone"])


class ListForm(forms.Form):
    file = forms.FileField(label=_("Tệp danh sách (.xlsx)"))


class GroupForm(forms.Form):
    name = forms.CharField(label=_("Tên tổ chuyên môn"), max_length=LONGEST_GROUP_NAME)


class JoinForm(forms.Form):
    group = GroupField(empty_label=None)
    head = forms.BooleanField(label=_("Là tổ trưởng"), required=False)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set_groups(self, reader)


class LogFilter(forms.Form):
    action = forms.ChoiceField(
        label=_("Thao tác"), required=False, choices=[("", _("Tất cả")), *ACTIONS.items()]
    )
    person = forms.ModelChoiceField(
        label=_("Người"), required=False, queryset=User.objects.none(), empty_label=_("Mọi người")
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", ever_here(reader))
