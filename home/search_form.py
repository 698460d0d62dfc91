"""The public search form: what is looked for, and what narrows it. Sent by GET, so no token."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from home.models import SectionPage
from portal import site_tree
from portal.search.candidates import Filters
from portal.search.order import first_key
from portal.search.registry import kinds
from portal.search.selectors import units_with_entries

LONGEST_QUERY = 200
Choice = tuple[str, str | Promise]
NUL_REFUSED = {"null_characters_not_allowed": _("Ô này có ký tự không đọc được.")}

_OUT_OF_REASON = _("Ghi một ngày từ năm 1900 đến năm 2200.")
WITHIN_REASON = (
    MinValueValidator(date(1900, 1, 1), _OUT_OF_REASON),
    MaxValueValidator(date(2200, 12, 31), _OUT_OF_REASON),
)


def choice_field(label: Any, choices: Iterable[Choice] = ()) -> forms.ChoiceField:
    """A choice that may be left open."""
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", _("Tất cả")), *choices],
        error_messages={"invalid_choice": _("Chọn một mục trong danh sách.")},
    )


class SearchForm(forms.Form):
    """One statement, for the units to choose from; the sections come from the kept tree."""

    q = forms.CharField(
        label=_("Từ cần tìm"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(
            attrs={"type": "search", "data-suggest-url": "/tim-kiem/goi-y/", "autocomplete": "off"}
        ),
        error_messages={
            "max_length": _("Ghi tối đa %(limit_value)d ký tự; hiện có %(show_value)d."),
            **NUL_REFUSED,
        },
    )
    loai = choice_field(_("Loại nội dung"))
    chuyen_muc = choice_field(_("Chuyên mục"))
    don_vi = choice_field(_("Đơn vị"))
    tu_ngay = forms.DateField(label=_("Từ ngày"), required=False, validators=WITHIN_REASON)
    den_ngay = forms.DateField(label=_("Đến ngày"), required=False, validators=WITHIN_REASON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._sections = _section_nodes()
        choices: dict[str, list[Choice]] = {
            "loai": list(kinds().items()),
            "chuyen_muc": [(str(node.pk), _indented(node)) for node in self._sections],
            "don_vi": [(str(unit.pk), unit.name) for unit in units_with_entries()],
        }
        for name, found in choices.items():
            self.fields[name] = choice_field(self.fields[name].label, found)
        for name in ("tu_ngay", "den_ngay"):
            self.fields[name].error_messages["invalid"] = _("Ghi ngày theo mẫu 30/05/2018.")
            self.fields[name].widget.attrs |= {"inputmode": "numeric", "placeholder": "30/05/2018"}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("tu_ngay"), cleaned.get("den_ngay")
        if since and until and until < since:
            self.add_error("den_ngay", _("“Đến ngày” không được trước “Từ ngày”."))
        return cleaned

    def filters(self) -> Filters:
        """What narrows the search, of a valid form."""
        chosen, until = self.cleaned_data, self.cleaned_data["den_ngay"]
        return Filters(
            kind=chosen["loai"],
            unit_id=int(chosen["don_vi"]) if chosen["don_vi"] else None,
            sections=self._sections_of(chosen["chuyen_muc"]),
            from_key=_first_key_of(chosen["tu_ngay"]),
            before_key=_first_key_of(until + timedelta(days=1) if until else None),
        )

    def _sections_of(self, chosen: str) -> tuple[int, ...]:
        """The chosen section and those below it."""
        tops = [node.path for node in self._sections if str(node.pk) == chosen]
        return tuple(n.pk for n in self._sections if tops and n.path.startswith(tops[0]))


def _section_nodes() -> list[site_tree.Node]:
    return [n for n in site_tree.sections_by_path().values() if issubclass(n.model, SectionPage)]


def _indented(node: site_tree.Node) -> str:
    # A section directly below the front page stands at the third level of Wagtail's tree.
    return "– " * (len(node.path) // 4 - 3) + node.title


def _first_key_of(day: date | None) -> int | None:
    return first_key(timezone.make_aware(datetime.combine(day, time()))) if day else None
