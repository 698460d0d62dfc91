"""Wagtail's forms for images and documents, with this project's checks.

Every way in (single, many at once, from a chooser, replacing) builds its form from these classes.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.forms import FileField
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.admin.forms.collections import BaseCollectionMemberForm
from wagtail.documents.fields import WagtailDocumentField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from portal.documents import KINDS, DocumentRefused, check_document
from portal.images import ImageRefused, PreparedFile, prepare_image


class PortalImageField(WagtailImageField):
    """Takes an image in as `portal.images` allows; its value is the image encoded again.

    The value has a further attribute `content_hash`: the SHA-256 in hex of what was sent.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = _("Ảnh JPEG, PNG, WebP, AVIF hoặc HEIC, nặng tối đa %(limit)s.") % {
            "limit": self.max_upload_size_text
        }
        self.error_messages |= {
            "file_too_large_unknown_size": _("Ảnh quá nặng. Mức cho phép là %(limit)s.")
            % {"limit": self.max_upload_size_text},
            "invalid_image_extension": _("Chỉ nhận ảnh JPEG, PNG, WebP, AVIF hoặc HEIC."),
            "empty": _("Tệp này rỗng (0 byte). Hãy chụp hoặc lưu lại ảnh rồi gửi lại."),
        }

    def to_python(self, data: Any) -> PreparedFile | None:
        # Wagtail's own checks are left out on purpose: these are stricter and say what to do.
        file = FileField.to_python(self, data)
        if file is None:
            return None
        try:
            prepared = prepare_image(file, max_bytes=self.max_upload_size)
        except ImageRefused as refused:
            raise ValidationError(str(refused), code=refused.code) from refused
        return prepared.as_file(file.name or "")


class PortalDocumentField(WagtailDocumentField):
    """Takes a document in as `portal.documents` allows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.help_text = _("Loại tệp nhận được: %(kinds)s. Nặng tối đa %(limit)s.") % {
            "kinds": ", ".join(sorted(KINDS)),
            "limit": filesizeformat(self.max_upload_size),
        }
        self.error_messages |= {
            "file_too_large_unknown_size": _("Tệp quá nặng. Mức cho phép là %(limit)s.")
            % {"limit": self.max_upload_size_text},
            "empty": _("Tệp này rỗng (0 byte). Hãy lưu lại tệp rồi gửi lại."),
        }

    def to_python(self, data: Any) -> File | None:
        file = FileField.to_python(self, data)
        if file is None:
            return None
        try:
            check_document(file, filename=file.name or "", max_bytes=self.max_upload_size)
        except DocumentRefused as refused:
            raise ValidationError(str(refused), code=refused.code) from refused
        return file


class CheckedFileForm(BaseCollectionMemberForm):
    """Puts this project's field in the place of Wagtail's, which Wagtail gives no setting for."""

    file_field_class: type[FileField]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = self.file_field_class(
                label=field.label,
                required=field.required,
                initial=field.initial,
                widget=field.widget,
                max_length=field.max_length,
            )

    def full_clean(self) -> None:
        """Refuses the file too where another field is wrong.

        Wagtail's uploader of many files keeps the file *as it was sent* when only another field
        is wrong, and makes the object from it later: it would be stored without the checks. In
        the other forms the sentence is true as well, since browsers forget a chosen file.
        """
        super().full_clean()
        if self.errors and self.files and "file" in self.fields and "file" not in self.errors:
            others = " ".join(message for messages in self.errors.values() for message in messages)
            self.add_error(
                "file",
                _("Tệp chưa được lưu vì ô khác có lỗi: %(errors)s Hãy sửa rồi chọn lại tệp.")
                % {"errors": others},
            )


class PortalImageForm(CheckedFileForm, BaseImageForm):
    file_field_class = PortalImageField

    def save(self, commit: bool = True) -> Any:
        if "file" in self.changed_data:
            self.instance.content_hash = self.cleaned_data["file"].content_hash
        # Together, since the old renditions are deleted after the image is saved and the new
        # ones are made once all of it has been committed.
        with transaction.atomic():
            return super().save(commit=commit)


class PortalDocumentForm(CheckedFileForm, BaseDocumentForm):
    file_field_class = PortalDocumentField
