"""Why something about a photo is refused, other than the picture itself (`ImageRefused`)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "key_taken": (
        409,
        _("Ảnh này đã được gửi trong một lượt khác. Hãy bỏ ảnh rồi chọn lại."),
    ),
    "batch_full": (
        409,
        _("Mỗi lượt chỉ giữ tối đa %(limit)s ảnh chưa gửi xong. Hãy bỏ bớt ảnh rồi gửi lại."),
    ),
    "too_many_pending": (
        503,
        _("Máy chủ đang kiểm tra nhiều ảnh. Hãy gửi lại ảnh sau vài phút."),
    ),
    "not_ready": (
        409,
        _("Ảnh này còn đang kiểm tra hoặc không dùng được. Hãy đợi vài phút rồi tải lại trang."),
    ),
    "claimed": (409, _("Ảnh này đã nằm trong phiếu đã gửi nên không bỏ được nữa.")),
    "bad_boxes": (400, _("Vùng làm mờ không đúng. Hãy vẽ lại các ô trên ảnh.")),
    "original_gone": (
        409,
        _("Ảnh gốc đã xóa theo thời hạn nên không làm mờ lại được. Có thể ẩn ảnh này."),
    ),
}


class UploadRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """`code` is a key of `SENTENCES`, `status` fits HTTP; `str()` gives the Vietnamese sentence."""

    def __init__(self, code: str, **details: Any) -> None:
        self.code = code
        self.details = details
        super().__init__(code)

    @property
    def status(self) -> int:
        return SENTENCES[self.code][0]

    def __str__(self) -> str:
        return str(SENTENCES[self.code][1]) % self.details
