"""What the lines of the access log are called. A line without a name here shows its code."""

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ACTIONS: dict[str, str | Promise] = {
    "open": _("Mở để đọc"),
    "acknowledge": _("Xác nhận đã đọc, đã tiếp nhận"),
    "enter_signatures": _("Nhập chữ ký từ phiếu giấy"),
    "see_receipts": _("Xem ai đã đọc"),
    "download": _("Tải tệp"),
    "announce": _("Đăng thông báo"),
    "change_announcement": _("Sửa thông báo"),
    "withdraw": _("Thu hồi thông báo"),
    "register_document": _("Vào sổ văn bản đến"),
    "change_document": _("Sửa văn bản đến"),
    "submit_document": _("Trình văn bản"),
    "instruct": _("Ghi ý kiến chỉ đạo"),
    "forward": _("Chuyển văn bản"),
    "give_opinion": _("Góp ý kiến vào văn bản"),
    "finish_document": _("Kết thúc giải quyết văn bản"),
    "register_outgoing": _("Vào sổ văn bản đi"),
    "change_outgoing": _("Sửa văn bản đi"),
    "export_register": _("Xuất, in sổ văn bản"),
    "assign": _("Giao việc"),
    "move_task": _("Cập nhật việc"),
    "remind_readers": _("Nhắc người chưa đọc"),
    "print_sheet": _("In phiếu ký nhận"),
    "add_person": _("Thêm người"),
    "end_work": _("Kết thúc công tác tại trường"),
    "first_slip": _("In phiếu tài khoản lần đầu"),
    "new_slip": _("Cấp lại phiếu tài khoản"),
    "add_group": _("Thêm tổ chuyên môn"),
    "join_group": _("Đưa vào tổ chuyên môn"),
    "leave_group": _("Đưa ra khỏi tổ chuyên môn"),
    "read_log": _("Xem nhật ký truy cập"),
    "change_week": _("Sửa lịch tuần"),
    "approve_week": _("Duyệt lịch tuần"),
    "reopen_week": _("Mở lại lịch tuần"),
    "make_calendar": _("Tạo địa chỉ lịch"),
    "revoke_calendar": _("Hủy địa chỉ lịch"),
    "drop_file": _("Bỏ tệp"),
    "ask_question": _("Đặt câu hỏi"),
    "answer_question": _("Trả lời câu hỏi"),
    "remove_question": _("Xóa câu hỏi, trả lời"),
    "keep_template": _("Lưu biểu mẫu"),
    "remove_template": _("Bỏ biểu mẫu"),
    "make_album": _("Tạo album"),
    "add_photos": _("Thêm ảnh"),
    "hide_photo": _("Gỡ ảnh"),
    "remove_album": _("Xóa album"),
    "keep_consent": _("Ghi sự đồng ý dùng ảnh"),
    "withdraw_consent": _("Ghi việc rút sự đồng ý dùng ảnh"),
    "hand_over": _("Bàn giao"),
    "self_check": _("Tự kiểm tra"),
    "begin_graduation": _("Phòng bắt đầu chuyển sang trường học điện tử"),
    "cancel_graduation": _("Phòng dừng việc chuyển"),
    "finish_graduation": _("Phòng hoàn thành việc chuyển"),
    "take_export": _("Tải bản xuất của trường"),
    "receive_broadcast": _("Phòng gửi văn bản"),
    "office_saw_names": _("Phòng xem tên người đã đọc"),
    "draft_report": _("Soạn báo cáo"),
    "move_report": _("Chuyển bước báo cáo"),
    "appoint_principal": _("Phòng ghi nhận hiệu trưởng"),
    "open_portal": _("Mở cổng điều hành nội bộ"),
}
# Whose models the lines speak of.
APPS = ("school_intranet", "portal")


def kind_of(what: str) -> str:
    """`announcement:12` → "thông báo số 12": the kind and the key, never a title."""
    name, _colon, key = what.partition(":")
    for label in APPS:
        try:
            model = apps.get_model(label, name)
        except LookupError:
            continue
        return f"{model._meta.verbose_name} {_('số')} {key}"
    return ""
