"""What people fill in to report something in photos, from the street and from an office."""

from __future__ import annotations

import re
import uuid
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from beautiful_city.forms.moves import wards_today
from beautiful_city.models import Category, DutyNumber
from beautiful_city.services.sending import MOST_PHOTOS, Place, Reach
from beautiful_city.states import Kind
from portal import uploads
from portal.forms.telephone import TelephoneField
from portal.images.capture import plausible_place
from portal.models import Photo, Unit
from portal.uploads.forms import PhotosMixin
from portal.uploads.spam import SpamTrapMixin

LONGEST_TEXT = 3000
E_MAIL = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+")
SIGNS = " ,;/-.<>()"
TELEPHONE = TelephoneField(
    error_messages={
        "not_a_number": _("Số điện thoại chưa đúng. Hãy ghi đủ 10 chữ số, hoặc ghi thư điện tử.")
    }
)
WRONG_E_MAIL = _("Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@example.vn.")
NO_CATEGORY = _("Hãy chọn một lĩnh vực.")
CATEGORY_GONE = _("Lĩnh vực này không còn dùng. Hãy chọn lĩnh vực khác.")
NO_PLACE = _("Hãy đặt ghim trên bản đồ, cho lấy vị trí trong ảnh, hoặc ghi địa chỉ.")
NO_PLACE_IN_PHOTOS = _(
    "Chưa thấy vị trí trong ảnh; nhiều điện thoại xóa vị trí khi chọn ảnh. "
    "Hãy đặt ghim trên bản đồ hoặc ghi địa chỉ."
)
BAD_PIN = _("Vị trí trên bản đồ không đúng. Hãy bỏ ghim rồi đặt lại.")


class PlacedForm(forms.Form):
    """What it is, where it is and what there is to say. Three ways lead to a place: a pin, the
    place written in a photo (where the sender ticked it), or words with or without a ward."""

    kind = forms.ChoiceField(
        label=_("Loại ảnh"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        initial=Kind.BAD,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Hãy chọn Đẹp hoặc Chưa đẹp.")
        ),
    )
    category = forms.ModelChoiceField(
        label=_("Lĩnh vực"),
        queryset=Category.objects.open(),
        to_field_name="code",
        widget=forms.RadioSelect,
        error_messages={"required": NO_CATEGORY, "invalid_choice": CATEGORY_GONE},
    )
    latitude = forms.FloatField(widget=forms.HiddenInput, required=False)
    longitude = forms.FloatField(widget=forms.HiddenInput, required=False)
    ward = forms.ModelChoiceField(
        label=_("Phường"),
        queryset=Unit.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("Tôi không rõ phường"),
        error_messages={"invalid_choice": _("Không có phường này. Hãy chọn lại trong danh sách.")},
    )
    place_text = forms.CharField(
        label=_("Địa chỉ hoặc mô tả nơi chụp"),
        help_text=_("Ví dụ: đối diện số nhà, đầu ngõ, cạnh trường học."),
        max_length=250,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = forms.CharField(
        label=_("Nội dung"),
        help_text=_("Nói rõ sự việc; không ghi họ tên, số điện thoại của ai ở đây."),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["ward"]).queryset = wards_today()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned is None:
            return None
        category = cleaned.get("category")
        if category and cleaned.get("kind") and category.kind != cleaned["kind"]:
            self.add_error("category", NO_CATEGORY)
        point = self._point(cleaned)
        latitude, longitude = point or (None, None)
        cleaned["place"] = Place(
            latitude=latitude,
            longitude=longitude,
            text=cleaned.get("place_text", ""),
            ward=cleaned.get("ward"),
        )
        if not cleaned["place"].is_given and not self.has_error("place_text"):
            # Who let us look into the photos is not told to do so again.
            looked = cleaned.get("keep_place") and cleaned.get("photos")
            self.add_error("place_text", NO_PLACE_IN_PHOTOS if looked else NO_PLACE)
        return cleaned

    @property
    def pin_error(self) -> str:
        wrong = self.has_error("latitude") or self.has_error("longitude")
        return str(BAD_PIN) if wrong else ""

    @cached_property
    def category_groups(self) -> list[dict[str, Any]]:
        """[{kind, label, is_chosen, categories}] in one statement."""
        kind_chosen = self["kind"].value()
        found = list(Category.objects.open())
        return [
            {
                "kind": kind.value,
                "label": kind.label,
                "is_chosen": kind.value == kind_chosen,
                "categories": [each for each in found if each.kind == kind],
            }
            for kind in (Kind.BAD, Kind.GOOD)
        ]

    @property
    def chosen_category(self) -> str:
        """The code, when the form is shown again."""
        value = self["category"].value()
        return str(getattr(value, "code", value) or "")

    @cached_property
    def duty_numbers(self) -> list[DutyNumber]:
        return list(DutyNumber.objects.all())

    def _point(self, cleaned: dict[str, Any]) -> tuple[float, float] | None:
        """The pin; without one the place of the first photo that has one, if the sender let us."""
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if latitude is not None or longitude is not None:
            point = plausible_place(latitude, longitude)
            if point is None:
                self.add_error("latitude", BAD_PIN)
            return point
        photos: list[Photo] = cleaned.get("photos", [])
        if not cleaned.get("keep_place"):
            return None
        places = (plausible_place(photo.latitude, photo.longitude) for photo in photos)
        return next((place for place in places if place), None)


class SendingForm(PlacedForm, PhotosMixin):
    """With the photos, which are there before the place is looked for. `seen` are numbers of
    reports that were shown as perhaps the same."""

    photos_smallest = 1
    photos_most = MOST_PHOTOS
    carried_fields: ClassVar[tuple[str, ...]] = (
        *("kind", "category", "latitude", "longitude", "ward", "place_text", "text"),
        "keep_place",
    )

    keep_place = forms.BooleanField(
        label=_("Lấy vị trí ghi trong ảnh"),
        help_text=_(
            "Đánh dấu trước khi chọn ảnh. Vị trí được dùng làm nơi có sự việc; gần nhà dân thì "
            "bản đồ công khai chỉ hiện gần đúng."
        ),
        required=False,
    )

    @property
    def seen(self) -> set[str]:
        return set(self._values("seen"))

    def carried(self) -> list[tuple[str, str]]:
        """All that was typed, as names and values, to be sent once more; photos by their keys."""
        typed = [(name, self.data[name]) for name in self.carried_fields if name in self.data]
        keys = [("photo_keys", str(photo.key)) for photo in self.received()]
        seen = [("seen", number) for number in sorted(self.seen)]
        return [*typed, ("batch", str(self.batch_id)), *keys, *seen]


class ReportForm(SpamTrapMixin, SendingForm):
    """From the street, without an account."""

    carried_fields = (*SendingForm.carried_fields, "contact", "opened")

    contact = forms.CharField(
        label=_("Số điện thoại hoặc thư điện tử"),
        help_text=_(
            "Không bắt buộc. Chỉ cán bộ tiếp nhận của quận xem được, để hỏi thêm khi cần; "
            "tự xóa sau 90 ngày kể từ khi kết thúc, và bạn xóa được bất cứ lúc nào bằng mã tra cứu."
        ),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seed = uuid_in(self.data.get("seed")) or uuid.uuid4()

    def clean(self) -> dict[str, Any] | None:
        if self.has_error("batch"):
            self.add_error(None, _("Trang này đã cũ. Hãy bấm gửi một lần nữa."))
        return super().clean()

    def clean_contact(self) -> Reach:
        """A telephone number, an address, or one of each; empty for neither."""
        written: str = self.cleaned_data["contact"].strip()
        addresses = E_MAIL.findall(written)
        if len(addresses) > 1 or ("@" in written and not addresses):
            raise ValidationError(WRONG_E_MAIL)
        for address in addresses:
            try:
                validate_email(address)
            except ValidationError as error:
                raise ValidationError(WRONG_E_MAIL) from error
        rest = E_MAIL.sub(" ", written)
        number = TELEPHONE.number(rest) if rest.strip(SIGNS) else ""
        return Reach(phone=number, email="".join(addresses))

    @property
    def code(self) -> str:
        """The sender's secret code. It follows from two random numbers of this page: a reply that
        got lost is given once more with the same code, though only its digest is stored. The number
        of the batch alone stands in logs of photos, so it is not enough."""
        return uploads.code_for(f"{self.seed}:{self.batch_id}")

    def carried(self) -> list[tuple[str, str]]:
        return [*super().carried(), ("seed", str(self.seed))]


def uuid_in(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


class WorkReportForm(SendingForm):
    """From the office: for one of the sender's units."""

    carried_fields = (*SendingForm.carried_fields, "title", "unit")

    title = forms.CharField(
        label=_("Tiêu đề"),
        help_text=_("Để trống thì lấy theo lĩnh vực và địa điểm."),
        max_length=160,
        required=False,
    )
    unit = forms.ModelChoiceField(
        label=_("Đơn vị gửi"),
        queryset=Unit.objects.none(),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Hãy chọn đơn vị của anh (chị).")
        ),
    )

    def __init__(self, *args: Any, units: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField, self.fields["unit"])
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        if len(units) == 1:
            field.initial = units[0]
            field.empty_label = None
        if not units:
            del self.fields["unit"]


class DraftForm(PlacedForm):
    """The words and the place of a draft; its photos stay."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    title = forms.CharField(label=_("Tiêu đề"), max_length=160)
