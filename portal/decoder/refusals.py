"""Why an image is refused, in sentences that say what is wrong and what to do.

Plain text, not looked up in a catalogue: this is read by a process without Django too.
"""

from __future__ import annotations

from typing import Any

SENTENCES = {
    "empty": "Tệp này rỗng (0 byte). Hãy chụp hoặc lưu lại ảnh rồi gửi lại.",
    "too_large": (
        "Ảnh nặng %(size)s, vượt mức cho phép là %(limit)s. Hãy giảm kích thước ảnh rồi gửi lại."
    ),
    "too_many_pixels": (
        "Ảnh có quá nhiều điểm ảnh (cho phép tối đa %(limit)s triệu). "
        "Hãy thu nhỏ ảnh, ví dụ còn 4.000 điểm ảnh chiều rộng, rồi gửi lại."
    ),
    "too_long": "Ảnh có cạnh dài hơn 16.000 điểm ảnh. Hãy cắt hoặc thu nhỏ ảnh rồi gửi lại.",
    "svg": (
        "Không nhận ảnh SVG vì loại tệp này có thể chứa mã chạy được. "
        "Hãy xuất hình ra PNG rồi gửi lại."
    ),
    "gif": "Không nhận ảnh GIF. Hãy lưu ảnh thành JPEG hoặc PNG rồi gửi lại.",
    "animated": "Không nhận ảnh động. Hãy lưu một khung hình thành JPEG hoặc PNG rồi gửi lại.",
    "unknown_format": (
        "Tệp này không phải là ảnh JPEG, PNG, WebP, AVIF hoặc HEIC. "
        "Hãy lưu ảnh thành JPEG rồi gửi lại."
    ),
    "damaged": (
        "Ảnh bị hỏng hoặc chưa được tải lên hết. Hãy mở thử ảnh trên máy, lưu lại rồi gửi lại."
    ),
    "too_costly": (
        "Ảnh cần quá nhiều bộ nhớ hoặc thời gian để xử lý nên không nhận được. "
        "Hãy thu nhỏ ảnh hoặc lưu thành JPEG rồi gửi lại."
    ),
    "busy": "Máy chủ đang kiểm tra nhiều ảnh. Hãy gửi lại ảnh sau một phút.",
    "slow": (
        "Chưa kiểm tra xong ảnh này vì ảnh quá lớn hoặc máy chủ đang bận. "
        "Hãy gửi lại sau một phút; nếu vẫn chưa được, hãy thu nhỏ ảnh hoặc lưu thành JPEG."
    ),
    "metadata_left": (
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
        return SENTENCES[self.code] % self.details


class ImagePending(ImageRefused):
    """No verdict yet: `busy` (no process was free) or `slow` (none came in time).

    Where nothing can be kept until there is one, it is a refusal like any other.
    """
