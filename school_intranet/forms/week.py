"""A line of the week; pasting many."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from portal.models import User
from portal.text import fold
from school_intranet.forms.fields import DayField, offer_words
from school_intranet.hours import hours_in
from school_intranet.readers import Reader, staff_of
from school_intranet.services.week import Line
from school_intranet.week_paste import MOST_ROWS, Row


class ClockField(forms.TimeField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TimeInput(format="%H:%M", attrs={"placeholder": "08:30"}))
        super().__init__(
            input_formats=["%H:%M", "%Hh%M", "%Hh", "%H.%M", "%H%M", "%H"],
            error_messages={"invalid": _("Ghi giờ theo mẫu 08:30.")},
            **kwargs,
        )

    def to_python(self, value: Any) -> time | None:
        """Also "2h chiều" and "2:00 PM", where nothing about it is odd."""
        if isinstance(value, str) and value.strip():
            read = hours_in(value)
            if read.start != value and not read.end and not read.note:
                value = read.start
        found: time | None = super().to_python(value)
        return found


class LineForm(forms.Form):
    """`staff`: who works in the school today, read once for all lines of a preview."""

    day = DayField(label=_("Ngày"))
    start = ClockField(label=_("Từ"))
    end = ClockField(label=_("Đến"), required=False)
    title = forms.CharField(label=_("Nội dung"), max_length=300)
    leader = forms.TypedChoiceField(label=_("Chủ trì"), required=False, empty_value=None)
    leader_text = forms.CharField(label=_("Chủ trì khác (ghi tên)"), max_length=160, required=False)
    participants = forms.CharField(label=_("Thành phần"), max_length=300, required=False)
    place = forms.CharField(label=_("Địa điểm"), max_length=160, required=False)

    def __init__(self, *args: Any, staff: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = {str(user.pk): user for user in staff}
        offer_words(
            self, "leader", [("", _("Chọn người")), *((k, str(u)) for k, u in people.items())]
        )
        field = self.fields["leader"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - for the types
        field.coerce = people.__getitem__
        if isinstance(leader := self.initial.get("leader"), User):
            self.initial["leader"] = str(leader.pk)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end <= start:
            self.add_error("end", _("Giờ kết thúc phải sau giờ bắt đầu."))
        return cleaned

    def line(self) -> Line:
        """Of a valid form."""
        names = Line.__dataclass_fields__
        return Line(**{name: self.cleaned_data[name] for name in names})


class LineChangeForm(LineForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class PastedLineForm(LineForm):
    """`note` is what the reader was not sure of; it stays until the line is kept."""

    note = forms.CharField(required=False, widget=forms.HiddenInput)


class PasteForm(forms.Form):
    text = forms.CharField(
        label=_("Bảng lịch chép từ Word hoặc Excel"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        strip=False,
        help_text=_(
            "Cột theo thứ tự: Thứ/ngày, Giờ, Nội dung, Chủ trì, Thành phần, Địa điểm; hoặc chép cả "
            "dòng tiêu đề của bảng."
        ),
    )


Lines = formset_factory(PastedLineForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
PREFIX = "dong"


def lines_of(reader: Reader, data: Any) -> BaseFormSet:
    """The lines of a preview, bound to what was posted or read."""
    staff = staff_of(reader.school)
    return Lines(data, prefix=PREFIX, form_kwargs={"staff": staff})


def as_posted(rows: list[Row], reader: Reader) -> dict[str, str]:
    """Rows that were read, as if they had been typed into the preview: so each shows at once what
    is wrong with it. A name of the staff becomes that person."""
    named = {fold(str(user)): user for user in staff_of(reader.school)}
    data = {f"{PREFIX}-TOTAL_FORMS": str(len(rows)), f"{PREFIX}-INITIAL_FORMS": "0"}
    for number, row in enumerate(rows):
        leader = named.get(fold(row.leader_text))
        values = {**vars(row), "leader": str(leader.pk) if leader else ""}
        if leader:
            values["leader_text"] = ""
        data |= {f"{PREFIX}-{number}-{name}": value for name, value in values.items()}
    return data


def monday_in(word: str) -> date | None:
    """The Monday that an address names, as 2018-05-28."""
    try:
        day = date.fromisoformat(word)
    except ValueError:
        return None
    return day if day.weekday() == 0 else None
