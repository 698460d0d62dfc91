"""Why an Excel file is not taken, in the words for its sender."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "too_large": _("Tệp nặng quá 5 MB. Hãy chép phần có nội dung sang tệp mẫu rồi tải lên."),
    "unpacked": _(
        "Tệp giải nén ra quá lớn. Hãy chép phần có nội dung sang tệp mẫu rồi tải lên lại."
    ),
    "old": _("Tệp theo định dạng cũ (.xls) hoặc có mật khẩu. Hãy lưu lại dạng .xlsx."),
    "empty": _("Tệp này rỗng (0 byte). Hãy lưu lại tệp rồi tải lên lại."),
    "other_kind": _(
        "Đây không phải là tệp Excel (.xlsx), mà là bảng loại khác (CSV, OpenDocument, .xlsb, "
        "trang web…) hoặc tệp khác đổi đuôi. Hãy mở tệp bằng Excel, chọn “Lưu thành” với loại "
        "“Excel Workbook (.xlsx)” rồi tải lên lại."
    ),
    "damaged": _(
        "Tệp Excel bị hỏng hoặc chưa được tải lên hết. Hãy mở tệp trên máy, lưu lại rồi tải lên "
        "lại."
    ),
    "merged": _("Tệp có vùng gộp ô quá lớn. Hãy bỏ gộp cả hàng, cả cột rồi tải lên lại."),
    "too_many": _("Mỗi tệp nhận nhiều nhất 5.000 dòng. Hãy chia thành nhiều tệp."),
}


class FileRefused(Exception):  # noqa: N818 - an answer, not a fault
    """`code` is a key of `SENTENCES`; `str()` gives the sentence."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    def __str__(self) -> str:
        return str(SENTENCES[self.code])
