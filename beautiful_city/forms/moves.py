"""One form for each thing that the district does with a report.

`slug` stands in the address that the form is posted to; `offered` says whether the form is shown.
`perform` calls the one service, which asks for permission, version and rules again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beautiful_city import permissions
from beautiful_city.models import Case, CasePhoto
from portal.kinds import DISTRICT_LEVEL, UnitKind
from portal.models import Unit, User
from portal.models.units import UnitQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST = 2000
NO_UNIT = _("Chọn đơn vị")
LAST_VERSION = 2**31 - 1


class MoveForm(forms.Form):
    """`move` is a name in the table of moves, or empty where nothing moves."""

    slug: ClassVar[str]
    move: ClassVar[str] = ""
    heading: ClassVar[str | _StrPromise]
    button: ClassVar[str | _StrPromise]
    key: ClassVar[str] = ""
    template: ClassVar[str] = "work/cases/move_fields.html"

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        max_value=LAST_VERSION,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            _("Trang mở đã lâu. Hãy tải lại trang rồi làm lại."),
        ),
    )

    def __init__(
        self, data: Any = None, *, case: Case, user: User, photos: list[CasePhoto] | None = None
    ) -> None:
        super().__init__(data, auto_id=f"{self.slug}-%s", initial={"version": case.version})
        self.case = case
        self.user = user
        self.rows = photos if photos is not None else []
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and first values from the case."""

    @classmethod
    def offered(cls, case: Case, user: User) -> bool:
        return any(move.name == cls.move for move in permissions.moves_of(user, case))

    @property
    def seen(self) -> dict[str, Any]:
        """What every service asks for: the case, who acts, and the version that was looked at."""
        return {"case": self.case, "by": self.user, "version": self.cleaned_data["version"]}

    def perform(self) -> Case:
        raise NotImplementedError

    def written(self) -> list[tuple[str, str]]:
        """The words that were typed, with their labels: kept where the form is shown no more."""
        return [
            (str(field.label), str(value))
            for field in self
            if not field.is_hidden
            and isinstance(field.field, forms.CharField)
            and (value := field.value())
        ]


def words(
    label: str | _StrPromise,
    *,
    help_text: str | _StrPromise = "",
    required: bool = True,
    rows: int = 3,
) -> forms.CharField:
    """A field for some sentences."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def day_field(label: str | _StrPromise) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def units_today() -> UnitQuerySet:
    """Units that can be given a case: the wards first, then what belongs to the district."""
    return wards_today() | Unit.objects.valid_on(_today()).of_kind(*DISTRICT_LEVEL)


def wards_today() -> UnitQuerySet:
    found: UnitQuerySet = Unit.objects.valid_on(_today()).of_kind(UnitKind.WARD)
    return found


def _today() -> date:
    return timezone.localdate()


class UnitField(forms.ModelChoiceField):
    """A unit, in groups by kind."""

    def __init__(self, *, label: str | _StrPromise, required: bool = True, **options: Any) -> None:
        super().__init__(
            Unit.objects.none(),
            label=label,
            required=required,
            error_messages={
                "required": _("Hãy chọn một đơn vị."),
                "invalid_choice": _("Đơn vị này không còn trong danh sách. Hãy chọn đơn vị khác."),
            },
            **options,
        )


class PhotoChoice(forms.TypedMultipleChoiceField):
    """Photos of this case, each shown with a box to tick. Other cases' photos are no choice."""

    shows_photos = True

    def __init__(self, *, label: str | _StrPromise, **options: Any) -> None:
        super().__init__(
            label=label,
            coerce=int,
            widget=forms.CheckboxSelectMultiple,
            error_messages={
                "invalid_choice": _("Có ảnh không thuộc phản ánh này. Hãy tải lại trang.")
            },
            **options,
        )


class OnePhoto(forms.TypedChoiceField):
    """One photo of this case; `missing` is said where none, or another case's, is chosen."""

    shows_photos = True

    def __init__(self, *, label: str | _StrPromise, missing: str | _StrPromise) -> None:
        super().__init__(
            label=label,
            coerce=int,
            widget=forms.RadioSelect,
            error_messages=dict.fromkeys(("required", "invalid_choice"), missing),
        )


def offer(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """Set what a field of choices offers."""
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def offer_units(
    form: forms.BaseForm,
    name: str,
    units: UnitQuerySet,
    *,
    none: str | _StrPromise = NO_UNIT,
) -> None:
    """Set the units that a field offers; `none` says what choosing none means."""
    field = cast(forms.ModelChoiceField, form.fields[name])
    field.queryset = units
    field.empty_label = none


def offer_photos(form: forms.Form, name: str, rows: Iterable[CasePhoto]) -> None:
    """The label of a choice is the row itself: a template shows its picture."""
    offer(form, name, ((row.pk, row) for row in rows))
