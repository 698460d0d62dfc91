"""Why an image is refused, in sentences that say what is wrong and what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "empty": _("Tệp này rỗng (0 byte). Hãy chụp hoặc lưu lại ảnh rồi gửi lại."),
    "too_large": _(
        "Ảnh nặng %(size)s, vượt mức cho phép là %(limit)s. Hãy giảm kích thước ảnh rồi gửi lại."
    ),
    "too_many_pixels": _(
        "Ảnh có quá nhiều điểm ảnh (cho phép tối đa %(limit)s triệu). "
        "Hãy thu nhỏ ảnh, ví dụ còn 4.000 điểm ảnh chiều rộng, rồi gửi lại."
    ),
    "too_long": _("Ảnh có cạnh dài hơn 16.000 điểm ảnh. Hãy cắt hoặc thu nhỏ ảnh rồi gửi lại."),
    "svg": _(
        "Không nhận ảnh SVG vì loại tệp này có thể chứa mã chạy được. "
        "Hãy xuất hình ra PNG rồi gửi lại."
    ),
    "gif": _("Không nhận ảnh GIF. Hãy lưu ảnh thành JPEG hoặc PNG rồi gửi lại."),
    "animated": _("Không nhận ảnh động. Hãy lưu một khung hình thành JPEG hoặc PNG rồi gửi lại."),
    "unknown_format": _(
        "Tệp này không phải là ảnh JPEG, PNG, WebP, AVIF hoặc HEIC. "
        "Hãy lưu ảnh thành JPEG rồi gửi lại."
    ),
    "wrong_extension": _(
        "Tên tệp có đuôi “%(extension)s” nhưng bên trong là ảnh %(format)s. "
        "Hãy đổi đuôi tên tệp thành “.%(expected)s” rồi gửi lại."
    ),
    "damaged": _(
        "Ảnh bị hỏng hoặc chưa được tải lên hết. Hãy mở thử ảnh trên máy, lưu lại rồi gửi lại."
    ),
    "metadata_left": _(
        "Không xóa hết được thông tin riêng tư ẩn trong ảnh nên ảnh chưa được nhận. "
        "Hãy chụp màn hình ảnh này hoặc lưu thành JPEG rồi gửi lại."
    ),
}


class ImageRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """An image that is not taken in.

    `code` is a key of `SENTENCES`; `str()` gives the Vietnamese sentence for the person.
    """

    def __init__(self, code: str, **details: Any) -> None:
        self.code = code
        self.details = details
        super().__init__(code)

    def __str__(self) -> str:
        return str(SENTENCES[self.code]) % self.details
