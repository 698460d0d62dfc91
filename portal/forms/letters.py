"""What goes into a letter, and what the clerk gave it."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.letters import Owed, fitting_series
from portal.models import Letter, LetterTemplate


class NumberForm(forms.Form):
    """For a letter that has a number already, `replace` must be ticked. `shown` is the number that
    the person saw, so that a correction never lands on somebody else's."""

    number = forms.CharField(
        label=_("Số công văn"), max_length=40, help_text=_("Ví dụ: 123 hoặc 123/UBND-QLĐT.")
    )
    issued_on = forms.DateField(
        label=_("Ngày ban hành"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    replace = forms.BooleanField(label=_("Sửa số đã ghi"), required=False)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, data: QueryDict | None = None, *, letter: Letter) -> None:
        initial = {
            "number": letter.number,
            "issued_on": letter.issued_on,
            "shown": letter.number,
        }
        super().__init__(data, initial=initial)
        if not letter.number:
            del self.fields["replace"]

    def replaces(self) -> str:
        """The number that may be written over, empty for none."""
        shown: str = self.cleaned_data["shown"]
        return shown if self.cleaned_data.get("replace") else ""


class LetterForm(forms.Form):
    """Which of the late things go into the letter, and by which template."""

    template = forms.ModelChoiceField(
        label=_("Mẫu công văn"),
        queryset=LetterTemplate.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": _("Hãy chọn một mẫu đang áp dụng.")},
    )
    things = forms.MultipleChoiceField(
        label=_("Việc đưa vào công văn"),
        help_text=_("Việc đã có công văn trong 7 ngày gần đây không được chọn sẵn."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Hãy chọn ít nhất một việc."),
            "invalid_choice": _("Có việc vừa được xử lý xong. Hãy xem lại danh sách."),
        },
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self, data: QueryDict | None = None, *, owed: Sequence[Owed], day: date, latest: int
    ) -> None:
        """`latest` is the key of the last letter to the unit, 0 for none."""
        templates = LetterTemplate.objects.in_force(day).order_by("name")
        chosen = [each for each in owed if not (each.urged and each.urged.is_recent(day))]
        fitting = templates.filter(series=fitting_series(chosen or owed)).first()
        super().__init__(
            data,
            initial={
                "things": [each.key for each in chosen],
                "template": fitting.pk if fitting else None,
                "after": latest,
            },
        )
        self.owed = {each.key: each for each in owed}
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]
        groups = groupby(owed, key=lambda each: each.group)
        self.fields["things"].choices = [  # type: ignore[attr-defined]
            (group.name, [(each.key, _words(each)) for each in members])
            for group, members in groups
        ]

    def chosen(self) -> list[Owed]:
        """In the order in which they stood, whatever that of the answer."""
        return [each for key, each in self.owed.items() if key in self.cleaned_data["things"]]


def _words(each: Owed) -> str:
    late = _("quá hạn %(days)d ngày làm việc") % {"days": each.days_late}
    told = str(each.urged) if each.urged else ""
    return " · ".join(part for part in (each.title, each.place, each.missing, late, told) if part)
