"""What a document holds that the draft does not, or not in the same way, said to the writer."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

_SENTENCES: dict[str, str | Promise] = {
    "hidden": gettext_lazy(
        "Đã bỏ %d chỗ có nội dung ẩn trong tệp Word: mở tệp không nhìn thấy, nên không đưa lên "
        "trang."
    ),
    "tracked": gettext_lazy(
        "Tệp Word còn %d chỗ sửa đang theo dõi (Track Changes). Trang lấy nội dung sau khi sửa: "
        "hãy kiểm tra đó là bản đã được duyệt."
    ),
    "comments": gettext_lazy("Không đưa lên trang %d nhận xét (Comments) ghi bên lề tệp Word."),
    "formulas": gettext_lazy(
        "Có %d công thức toán: chỉ giữ được dạng chữ trên một dòng, hãy đọc lại."
    ),
    "drawings": gettext_lazy(
        "Không lấy được %d biểu đồ hoặc sơ đồ vẽ trong Word. Nếu cần, hãy chụp thành ảnh rồi chèn "
        "vào trang."
    ),
    "symbols": gettext_lazy(
        "Không lấy được %d ký hiệu của phông riêng (như Wingdings). Hãy gõ lại nếu cần."
    ),
    "embedded": gettext_lazy(
        "Không lấy được %d phần chèn từ tệp khác. Hãy mở tệp đó, chép nội dung rồi dán vào trang."
    ),
}


def notes_of(changed: dict[str, int]) -> list[str]:
    """`changed` counts by the fields of `campaigns.docx_html.shown.Changed`."""
    return [str(sentence) % changed[kind] for kind, sentence in _SENTENCES.items() if changed[kind]]
