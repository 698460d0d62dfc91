"""The arguments of a posted service request, by the names that GeoReport v2 gives them."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from beautiful_city.models import ApiKey, Category
from beautiful_city.services.sending import MOST_PHOTOS, Place, Reach
from beautiful_city.states import Kind
from portal.forms.telephone import TelephoneField
from portal.images import ImageRefused
from portal.images.capture import plausible_place
from portal.images.prepare import MAX_BYTES, read_bounded
from portal.text import nfc

LONGEST_DESCRIPTION = 4000
NAMESPACE = uuid.UUID("5c1a2c1e-6b0d-4b0e-9a51-6f2b7d1f3110")
"""Of the numbers that are made of a posted request; never to be changed."""


class RequestForm(forms.Form):
    """`service_code`, a place (`lat` and `long`, or `address_string`) and one to five pictures in
    `media`, as multipart files. `media_url` is refused: what stands at a foreign address is not
    fetched, and a sender is not to think that a picture arrived."""

    service_code = forms.ModelChoiceField(
        queryset=Category.objects.open().of_kind(Kind.BAD),
        to_field_name="code",
        error_messages={
            "required": _("Thiếu service_code."),
            "invalid_choice": _("Không có service_code này."),
        },
    )
    lat = forms.FloatField(required=False, error_messages={"invalid": _("lat phải là số.")})
    long = forms.FloatField(required=False, error_messages={"invalid": _("long phải là số.")})
    address_string = forms.CharField(
        required=False,
        max_length=250,
        error_messages={"max_length": _("address_string dài nhất 250 ký tự.")},
    )
    description = forms.CharField(
        required=False,
        max_length=LONGEST_DESCRIPTION,
        error_messages={"max_length": _("description dài nhất 4.000 ký tự.")},
    )
    first_name = forms.CharField(required=False, max_length=50)
    last_name = forms.CharField(required=False, max_length=49)
    email = forms.EmailField(required=False, error_messages={"invalid": _("email chưa đúng.")})
    phone = TelephoneField(
        required=False,
        error_messages=dict.fromkeys(
            ("not_a_number", "several"), _("phone chưa đúng: ghi một số, đủ 10 chữ số.")
        ),
    )
    media_url = forms.CharField(required=False)

    def __init__(self, *args: Any, key: ApiKey, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key
        self.pictures: list[UploadedFile] = []
        self.hashes: list[str] = []

    def clean_media_url(self) -> str:
        if self.cleaned_data["media_url"]:
            raise ValidationError(
                _("Không nhận media_url. Hãy gửi ảnh trong trường media (multipart/form-data).")
            )
        return ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["place"] = self._place(cleaned)
        self._read_pictures()
        return cleaned

    def _place(self, cleaned: dict[str, Any]) -> Place:
        latitude, longitude = cleaned.get("lat"), cleaned.get("long")
        text = nfc(cleaned.get("address_string", ""))
        point = plausible_place(latitude, longitude)
        if point is None:
            if latitude is not None or longitude is not None:
                self.add_error(None, _("lat và long phải đi cùng nhau và là một điểm có thật."))
            elif not text.strip() and not self.errors.keys() & {"lat", "long", "address_string"}:
                self.add_error(None, _("Thiếu địa điểm: gửi lat và long, hoặc address_string."))
            return Place(text=text)
        return Place(*point, text=text)

    def _read_pictures(self) -> None:
        self.pictures = self.files.getlist("media") if hasattr(self.files, "getlist") else []
        if not 1 <= len(self.pictures) <= MOST_PHOTOS:
            self.add_error(
                None,
                _("Cần từ 1 đến 5 ảnh trong trường media (multipart/form-data)."),
            )
            return
        for file in self.pictures:
            try:
                data = read_bounded(file, max_bytes=MAX_BYTES)
            except ImageRefused as refusal:
                self.add_error(None, f"{nfc(file.name or '')}: {refusal}")
            else:
                self.hashes.append(hashlib.sha256(data).hexdigest())

    @property
    def batch(self) -> uuid.UUID:
        """The same for the same content of the same system: a retry makes no second report."""
        told = {name: self.data.get(name, "") for name in sorted(self.fields)}
        content = repr((self.key.pk, told, self.hashes))
        return uuid.uuid5(NAMESPACE, content)

    def reach(self) -> Reach:
        data = self.cleaned_data
        name = nfc(f"{data['last_name']} {data['first_name']}".strip())
        return Reach(name=name, phone=data["phone"], email=data["email"])

    def sentences(self) -> list[str]:
        """All that is wrong; the name stands before what Django itself says of a field."""
        known = ("first_name", "last_name")
        return [
            f"{name}: {sentence}" if name in known else str(sentence)
            for name, found in self.errors.items()
            for sentence in found
        ]
