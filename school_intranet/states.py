"""The words of a school's portal: how urgent, how far, who for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PortalState(TextChoices):
    OPEN = "open", _("Đang dùng")
    READ_ONLY = "read_only", _("Chỉ đọc")
    MOVED = "moved", _("Đã chuyển sang trường học điện tử")


class Urgency(TextChoices):
    NORMAL = "normal", _("Thường")
    URGENT = "urgent", _("Khẩn")
    VERY_URGENT = "very_urgent", _("Thượng khẩn")
    EXPRESS = "express", _("Hỏa tốc")


class DocumentState(TextChoices):
    """Of an incoming document."""

    REGISTERED = "registered", _("Đã vào sổ")
    WITH_PRINCIPAL = "with_principal", _("Trình hiệu trưởng")
    INSTRUCTED = "instructed", _("Đã có ý kiến chỉ đạo")
    FORWARDED = "forwarded", _("Đã chuyển")
    DONE = "done", _("Đã giải quyết")


class Audience(TextChoices):
    """Which schools a broadcast is for."""

    ALL = "all", _("Tất cả các trường")
    LEVEL = "level", _("Một cấp học")
    CHOSEN = "chosen", _("Các trường được chọn")


class SubmissionState(TextChoices):
    DRAFT = "draft", _("Văn thư đang soạn")
    WITH_PRINCIPAL = "with_principal", _("Chờ hiệu trưởng duyệt")
    SUBMITTED = "submitted", _("Đã nộp")
    RETURNED = "returned", _("Phòng trả lại")
    ACCEPTED = "accepted", _("Phòng đã nhận")


class ScheduleState(TextChoices):
    DRAFT = "draft", _("Dự thảo")
    APPROVED = "approved", _("Đã duyệt")


class TaskState(TextChoices):
    OPEN = "open", _("Chưa bắt đầu")
    DOING = "doing", _("Đang làm")
    IN_REVIEW = "in_review", _("Chờ kiểm tra")
    RETURNED = "returned", _("Làm lại")
    DONE = "done", _("Hoàn thành")
    CANCELLED = "cancelled", _("Đã hủy")


class Register(TextChoices):
    INCOMING = "incoming", _("Sổ văn bản đến")
    OUTGOING = "outgoing", _("Sổ văn bản đi")


class FieldKind(TextChoices):
    """A field of a report's form."""

    TEXT = "text", _("Chữ")
    NUMBER = "number", _("Số")
    DATE = "date", _("Ngày")
    YES_NO = "yes_no", _("Có hoặc không")


class Purpose(TextChoices):
    """What a consent to a photo is for."""

    INTERNAL = "internal", _("Dùng nội bộ")
    PUBLIC = "public", _("Đăng công khai")


# Still to be worked on.
OPEN_TASKS = frozenset({TaskState.OPEN, TaskState.DOING, TaskState.IN_REVIEW, TaskState.RETURNED})
# With the school.
WITH_SCHOOL = frozenset(
    {SubmissionState.DRAFT, SubmissionState.WITH_PRINCIPAL, SubmissionState.RETURNED}
)
