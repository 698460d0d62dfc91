"""Writing an announcement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.models import Unit
from school_intranet.forms.fields import DayField, FilesField, offer_words
from school_intranet.forms.files import KeptFiles
from school_intranet.permissions import announces
from school_intranet.readers import Reader
from school_intranet.selectors.announcements import WHOLE_SCHOOL
from school_intranet.selectors.people import groups_of
from school_intranet.services.announcing import Words


class AnnouncementForm(forms.Form):
    """The groups offered are those that the reader may write to: the whole school, or one's own."""

    title = forms.CharField(label=_("Tiêu đề"), max_length=250)
    body = forms.CharField(
        label=_("Nội dung"), required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    group = forms.ModelChoiceField(label=_("Gửi đến"), queryset=Unit.objects.none(), required=False)
    asks_receipt = forms.BooleanField(label=_("Yêu cầu xác nhận đã đọc"), required=False)
    pinned = forms.BooleanField(label=_("Ghim lên đầu danh sách"), required=False)
    expires_on = DayField(label=_("Hiện đến hết ngày"), required=False)
    attachments = FilesField(label=_("Tệp kèm theo"), required=False)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = groups_of(reader)
        field = self.fields["group"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the types
        if announces(reader):
            field.empty_label = str(_("Toàn trường"))
            field.queryset = groups
        else:
            field.required = True
            field.queryset = groups.filter(pk__in=reader.led)

    def words(self) -> Words:
        """Of a valid form."""
        names = ("title", "body", "group", "pinned", "expires_on", "asks_receipt")
        return Words(**{name: self.cleaned_data[name] for name in names})


class AnnouncementFilter(forms.Form):
    q = forms.CharField(label=_("Từ trong tiêu đề"), required=False, max_length=100)
    to = forms.ChoiceField(label=_("Gửi đến"), required=False)
    unread = forms.BooleanField(label=_("Chỉ mục tôi chưa đọc"), required=False)

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whole = [("", _("Tất cả")), (WHOLE_SCHOOL, _("Toàn trường"))]
        groups = [(str(group.pk), group.name) for group in groups_of(reader)]
        offer_words(self, "to", [*whole, *groups])


class AnnouncementChangeForm(KeptFiles, AnnouncementForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    asks_again = forms.BooleanField(
        label=_("Đề nghị mọi người đọc lại"),
        required=False,
        help_text=_("Chọn khi nội dung thay đổi đáng kể; mọi người sẽ được yêu cầu đọc lại."),
    )
