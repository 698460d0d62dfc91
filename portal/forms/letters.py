"""What goes into a letter, and what the clerk gave it."""

from collections.abc import Sequence
from datetime import date

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.letters import Owed
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
        label=_("Vụ việc đưa vào công văn"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Hãy chọn ít nhất một vụ việc."),
            "invalid_choice": _("Có vụ việc vừa được xử lý xong. Hãy xem lại danh sách."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, owed: Sequence[Owed], day: date) -> None:
        super().__init__(data, initial={"things": [each.key for each in owed]})
        self.owed = {each.key: each for each in owed}
        templates = LetterTemplate.objects.in_force(day).order_by("name")
        self.fields["template"].queryset = templates  # type: ignore[attr-defined]
        self.fields["things"].choices = [  # type: ignore[attr-defined]
            (each.key, self._words(each)) for each in owed
        ]

    def _words(self, each: Owed) -> str:
        late = _("quá hạn %(days)d ngày làm việc") % {"days": each.days_late}
        return " · ".join(part for part in (each.title, each.place, late) if part)

    def chosen(self) -> list[Owed]:
        return [self.owed[key] for key in self.cleaned_data["things"]]
