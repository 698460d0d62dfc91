"""What the columns of an export are called, where a field has no name of its own for people."""

from __future__ import annotations

from django.db.models import Field
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEADS: dict[str, str | Promise] = {
    "action": _("Hành động"),
    "added_at": _("Thêm lúc"),
    "added_by": _("Người thêm"),
    "announcement": _("Mã thông báo"),
    "approved_at": _("Duyệt lúc"),
    "approved_by": _("Người duyệt"),
    "at": _("Lúc"),
    "author": _("Người viết"),
    "broadcast": _("Mã văn bản của phòng"),
    "by": _("Người ghi"),
    "changed_at": _("Sửa lúc"),
    "content": _("Nội dung"),
    "content_type": _("Kiểu tệp"),
    "created_at": _("Tạo lúc"),
    "delivered_at": _("Gửi lúc"),
    "delivery": _("Mã lần gửi của phòng"),
    "digest": _("SHA-256"),
    "document": _("Mã văn bản đến"),
    "drafted_by": _("Người soạn"),
    "file": _("Tệp trong kho"),
    "finished_at": _("Xong lúc"),
    "giver": _("Người giao"),
    "id": _("Mã"),
    "incoming": _("Mã văn bản đến"),
    "kept_by": _("Người giữ"),
    "last": _("Số cuối"),
    "leader": _("Chủ trì"),
    "name": _("Tên"),
    "outgoing": _("Mã văn bản đi"),
    "published_at": _("Đăng lúc"),
    "question": _("Mã câu hỏi"),
    "register": _("Sổ"),
    "registered_at": _("Vào sổ lúc"),
    "registered_by": _("Người vào sổ"),
    "reminded_on": _("Nhắc ngày"),
    "removed_at": _("Bỏ lúc"),
    "request": _("Mã yêu cầu báo cáo"),
    "role": _("Vai trò"),
    "sent_version": _("Theo bản của phòng"),
    "settled_at": _("Giải đáp lúc"),
    "size": _("Số byte"),
    "staff_count": _("Số người lúc gửi"),
    "state": _("Tình trạng"),
    "submission": _("Mã báo cáo"),
    "submitted_at": _("Nộp lúc"),
    "taker": _("Người nhận"),
    "task": _("Mã việc"),
    "template": _("Mã biểu mẫu"),
    "text": _("Nội dung"),
    "user": _("Người"),
    "values": _("Số liệu"),
    "version": _("Bản"),
    "week": _("Mã lịch tuần"),
    "what": _("Về mục"),
    "whole": _("Mã việc chung"),
    "withdrawn_at": _("Thu hồi lúc"),
    "year": _("Năm"),
}


def head_of(field: Field) -> str:
    """Its own name where it has one in Vietnamese."""
    own = str(field.verbose_name)
    named = own != field.name.replace("_", " ") and own != "ID"
    return own if named else str(HEADS[field.name])
