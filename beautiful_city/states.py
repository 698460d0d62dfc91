"""The words of a report: what it is, where it stands, how grave it is."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    GOOD = "good", _("Đẹp")
    BAD = "bad", _("Chưa đẹp")


class State(TextChoices):
    # Chưa đẹp: a case that one unit must put right.
    SUBMITTED = "submitted", _("Chờ tiếp nhận")
    NEEDS_INFO = "needs_info", _("Cần bổ sung")
    REJECTED = "rejected", _("Từ chối")
    DUPLICATE = "duplicate", _("Trùng phản ánh")
    ASSIGNED = "assigned", _("Đã giao đơn vị")
    DISPUTED = "disputed", _("Đơn vị đề nghị chuyển đơn vị khác")
    IN_PROGRESS = "in_progress", _("Đang khắc phục")
    WAITING_EXTERNAL = "waiting_external", _("Chờ đơn vị phối hợp")
    REMEDIATED = "remediated", _("Đơn vị báo đã khắc phục")
    REWORK = "rework", _("Yêu cầu làm lại")
    VERIFIED = "verified", _("Đã khắc phục")
    REOPEN_REQUESTED = "reopen_requested", _("Đề nghị mở lại")
    REOPENED = "reopened", _("Xử lý lại")
    CLOSED = "closed", _("Kết thúc")
    # Đẹp: nobody has to answer.
    DRAFT = "draft", _("Bản nháp")
    PENDING_REVIEW = "pending_review", _("Chờ duyệt")
    PUBLISHED = "published", _("Đã đăng")
    ARCHIVED = "archived", _("Đã lưu trữ")


class Severity(TextChoices):
    URGENT = "urgent", _("Khẩn")
    NORMAL = "normal", _("Bình thường")
    COMPLEX = "complex", _("Phức tạp")


class PhotoRole(TextChoices):
    BEFORE = "before", _("Trước")
    AFTER = "after", _("Sau")
    REOPEN = "reopen", _("Kèm đề nghị mở lại")
    OTHER = "other", _("Bổ sung")


class RejectionReason(TextChoices):
    NOT_HERE = "not_here", _("Không thuộc địa bàn quận")
    NOT_OURS = "not_ours", _("Không thuộc phạm vi của chuyên trang")
    NOT_ENOUGH = "not_enough", _("Không đủ thông tin để xử lý")
    NO_ANSWER = "no_answer", _("Quá hạn bổ sung thông tin")
    UNFIT = "unfit", _("Nội dung hoặc hình ảnh không phù hợp")
    NOTHING_FOUND = "nothing_found", _("Kiểm tra thực địa không thấy sự việc")
    OTHER = "other", _("Lý do khác")


class DisputeReason(TextChoices):
    NOT_AREA = "not_area", _("Không thuộc địa bàn")
    NOT_COMPETENCE = "not_competence", _("Không thuộc thẩm quyền")


BAD_STATES = frozenset(
    state
    for state in State
    if state.value not in {"draft", "pending_review", "published", "archived"}
)
# The unit has to act, and its clock is running unless it is paused.
WITH_UNIT = frozenset({State.ASSIGNED, State.IN_PROGRESS, State.REWORK, State.REOPENED})
# The district has to act.
WITH_DISTRICT = frozenset(
    {
        State.SUBMITTED,
        State.DISPUTED,
        State.WAITING_EXTERNAL,
        State.REMEDIATED,
        State.REOPEN_REQUESTED,
        State.PENDING_REVIEW,
    }
)
# A unit has answered or must answer.
ASSIGNED_STATES = WITH_UNIT | {
    State.DISPUTED,
    State.WAITING_EXTERNAL,
    State.REMEDIATED,
    State.REOPEN_REQUESTED,
}
OPEN = ASSIGNED_STATES | {State.SUBMITTED, State.NEEDS_INFO}
FIXED = frozenset({State.VERIFIED, State.CLOSED})
# Once it was public it stays so in these states; a rejected or duplicate case is no longer shown.
SHOWN = ASSIGNED_STATES | FIXED | {State.PUBLISHED}
ENDED = frozenset({State.REJECTED, State.DUPLICATE, State.CLOSED, State.ARCHIVED})
