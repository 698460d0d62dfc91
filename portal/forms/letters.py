"""What the clerk gave a letter."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.models import Letter


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
