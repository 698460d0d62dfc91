"""Registering documents, instructions, forwarding, opinions; the filters of the registers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models import Unit, User
from school_intranet.forms.fields import DayField, FilesField, ManyField, offer, offer_words
from school_intranet.forms.files import KeptFiles
from school_intranet.readers import Reader
from school_intranet.selectors.people import groups_of
from school_intranet.services import incoming, outgoing
from school_intranet.states import DocumentState, Urgency

FORMS = ("Công văn", "Quyết định", "Kế hoạch", "Thông báo", "Báo cáo", "Tờ trình", "Giấy mời")
"""Offered while typing; anything else may be written."""


def kind_field() -> forms.CharField:
    """Loại văn bản, with the usual ones offered by `FORMS` in the template's datalist."""
    return forms.CharField(
        label=_("Loại văn bản"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "loai-van-ban"}),
    )


class IncomingForm(forms.Form):
    """What văn thư writes; the số đến is given."""

    arrived_on = DayField(label=_("Ngày đến"), initial=timezone.localdate)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=200)
    symbol = forms.CharField(label=_("Số, ký hiệu"), max_length=80)
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    form = kind_field()
    abstract = forms.CharField(
        label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    urgency = forms.ChoiceField(label=_("Độ khẩn"), choices=Urgency.choices)
    due_on = DayField(label=_("Hạn giải quyết"), required=False)
    asks_receipt = forms.BooleanField(
        label=_("Yêu cầu người nhận xác nhận đã tiếp nhận"), required=False, initial=True
    )
    body = forms.CharField(label=_("Nội dung"), required=False, widget=forms.Textarea)
    attachments = FilesField(label=_("Bản chụp, tệp kèm theo"), required=False)

    def words(self) -> incoming.Words:
        """Of a valid form."""
        given = {name: value for name, value in self.cleaned_data.items() if name in WORDS}
        return incoming.Words(**given)


WORDS = frozenset(incoming.Words.__dataclass_fields__)


class IncomingChangeForm(KeptFiles, IncomingForm):
    version = forms.IntegerField(widget=forms.HiddenInput)
    asks_again = forms.BooleanField(
        label=_("Đề nghị người đã nhận đọc và xác nhận lại"),
        required=False,
        help_text=_("Chọn khi nội dung thay đổi đáng kể."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What came from the education office may have no number.
        self.fields["symbol"].required = False


class PeopleForm(forms.Form):
    """A form that names people of the school: none but its staff of today can be chosen."""

    def __init__(self, *args: Any, reader: Reader, staff: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        people = User.objects.filter(pk__in=[user.pk for user in staff])
        for name, field in self.fields.items():
            rows = getattr(field, "queryset", None)
            if rows is not None and rows.model is User:
                offer(self, name, people)


class InstructionForm(PeopleForm):
    text = forms.CharField(
        label=_("Ý kiến chỉ đạo"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    lead = forms.ModelChoiceField(
        label=_("Người chủ trì"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Không giao cho ai"),
        help_text=_("Người chủ trì được giao một việc với hạn dưới đây."),
    )
    helpers = ManyField(
        label=_("Phối hợp"),
        queryset=User.objects.none(),
        required=False,
    )
    due_on = DayField(label=_("Hạn"), required=False)


class ForwardForm(PeopleForm):
    everybody = forms.BooleanField(label=_("Toàn trường"), required=False)
    groups = ManyField(
        label=_("Tổ chuyên môn"),
        queryset=Unit.objects.none(),
        required=False,
    )
    people = ManyField(
        label=_("Từng người"),
        queryset=User.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, reader: Reader, **kwargs: Any) -> None:
        super().__init__(*args, reader=reader, **kwargs)
        offer(self, "groups", groups_of(reader))


class OpinionForm(forms.Form):
    text = forms.CharField(
        label=_("Ý kiến"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class OutgoingForm(forms.Form):
    issued_on = DayField(label=_("Ngày ban hành"), initial=timezone.localdate)
    symbol = forms.CharField(
        label=_("Số, ký hiệu"),
        max_length=80,
        required=False,
        help_text=_("Để trống thì lấy theo số đi được cấp."),
    )
    form = kind_field()
    abstract = forms.CharField(
        label=_("Trích yếu"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    recipients = forms.CharField(label=_("Nơi nhận"), max_length=500)
    signer = forms.CharField(label=_("Người ký"), max_length=120)
    copies = forms.IntegerField(label=_("Số bản"), min_value=1, max_value=999, initial=1)
    attachments = FilesField(label=_("Tệp kèm theo"), required=False)

    def words(self) -> outgoing.Words:
        """Of a valid form."""
        names = outgoing.Words.__dataclass_fields__
        return outgoing.Words(**{name: self.cleaned_data[name] for name in names})


class OutgoingChangeForm(KeptFiles, OutgoingForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class RegisterFilter(forms.Form):
    """Of both registers."""

    q = forms.CharField(label=_("Số ký hiệu, trích yếu, cơ quan"), required=False, max_length=100)
    year = forms.TypedChoiceField(label=_("Năm"), required=False, coerce=int, empty_value=None)
    month = forms.TypedChoiceField(
        label=_("Tháng"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("Cả năm")), *((number, str(number)) for number in range(1, 13))],
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_words(self, "year", [("", _("Mọi năm")), *((year, str(year)) for year in years)])

    def asked(self) -> dict[str, Any]:
        """What is asked for; nothing of a form that does not hold."""
        return dict(self.cleaned_data) if self.is_valid() else {}


class IncomingFilter(RegisterFilter):
    state = forms.ChoiceField(
        label=_("Tình trạng"), required=False, choices=[("", _("Tất cả")), *DocumentState.choices]
    )
    urgency = forms.ChoiceField(
        label=_("Độ khẩn"), required=False, choices=[("", _("Tất cả")), *Urgency.choices]
    )
    late = forms.BooleanField(label=_("Chỉ văn bản quá hạn"), required=False)
