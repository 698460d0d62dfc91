"""What the sender of a report, known by a secret code, is told: where it stands and its way."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beautiful_city.models import Case, CasePhoto
from beautiful_city.selectors.case_page import Step, steps_of
from beautiful_city.services.checking import REOPEN_DAYS
from beautiful_city.states import WITH_UNIT, PhotoRole, RejectionReason, State
from portal import uploads
from portal.models import Photo

# The words of these lines were written for the sender, or by the sender.
WORDS_FOR_SENDER = frozenset(
    {
        *("ask_info", "give_info", "reject", "expire_info", "mark_duplicate", "archive"),
        *("ask_reopen", "reopen", "keep_verified"),
    }
)

STANDING: dict[str, str | Promise] = {
    State.SUBMITTED: _("Quận tiếp nhận, phân loại trước %(district_due)s."),
    State.NEEDS_INFO: _(
        "Quận cần hỏi thêm. Hãy trả lời trước %(district_due)s; quá hạn, phản ánh tự kết thúc."
    ),
    State.REJECTED: _("Quận không xử lý phản ánh này: %(rejection)s."),
    State.DUPLICATE: _("Đã gộp vào phản ánh số %(master)s, cùng một sự việc."),
    State.ASSIGNED: _("Đã giao %(unit)s khắc phục."),
    State.DISPUTED: _(
        "%(unit)s đề nghị chuyển đơn vị khác. Quận quyết định trước %(district_due)s."
    ),
    State.IN_PROGRESS: _("%(unit)s đang khắc phục."),
    State.WAITING_EXTERNAL: _("Đang chờ %(agency)s phối hợp, dự kiến trả lời %(expected)s."),
    State.REMEDIATED: _(
        "%(unit)s báo đã khắc phục. Quận kiểm tra, xác nhận trước %(district_due)s."
    ),
    State.REWORK: _("Quận yêu cầu %(unit)s làm lại."),
    State.VERIFIED: _(
        "Quận đã kiểm tra, xác nhận khắc phục. Nếu thực tế chưa xong, bạn có thể đề nghị mở lại "
        "đến %(reopen_until)s."
    ),
    State.REOPEN_REQUESTED: _("Quận quyết định về đề nghị mở lại trước %(district_due)s."),
    State.REOPENED: _("Quận quyết định xử lý lại, giao %(unit)s."),
    State.CLOSED: _("Phản ánh đã kết thúc."),
    State.DRAFT: _("Bản nháp chưa gửi."),
    State.PENDING_REVIEW: _("Quận xem và duyệt trước khi đăng."),
    State.PUBLISHED: _("Ảnh đã đăng trên chuyên trang."),
    State.ARCHIVED: _("Ảnh đã được lưu trữ, không hiện trên chuyên trang."),
}
DUE = _("Hạn khắc phục: %s.")
PAUSED = _("Thời hạn đang tạm dừng.")


def tracked(code: str) -> Case | None:
    """The report of a code as a person typed it; None for a wrong code and for what is none."""
    cases = Case.objects.select_related("category", "unit", "ward", "master", "contact")
    return cases.filter(code_digest__in=uploads.digests(code)).first()


def standing(case: Case) -> list[str]:
    """Where the report stands and what comes next, in one or two sentences."""
    sentences = [str(STANDING[State(case.state)]) % _facts(case)]
    if case.state in WITH_UNIT:
        sentences.append(str(DUE) % _moment(case.deadline_at) if case.clock_since else str(PAUSED))
    return sentences


def way_of(case: Case) -> list[Step]:
    """The public way, and of what was written only what the sender may read."""
    return steps_of(case, also=WORDS_FOR_SENDER)


def unsettled_photos(case: Case) -> list[Photo]:
    """What its sender is told of photos: those that are still being checked, and broken ones."""
    rows = CasePhoto.objects.filter(case=case, role=PhotoRole.BEFORE).select_related("photo")
    return [row.photo for row in rows.exclude(photo__state=Photo.State.READY)]


def question_of(case: Case) -> str:
    """What the district wants to know, while it waits for the answer."""
    if case.state != State.NEEDS_INFO:
        return ""
    event = case.events.filter(name="ask_info").last()
    return event.text if event else ""


def open_move(case: Case, now: datetime | None = None) -> str:
    """What the sender may do now: "give_info", "ask_reopen" or nothing."""
    if case.state == State.NEEDS_INFO:
        return "give_info"
    until = _reopen_until(case)
    if case.state == State.VERIFIED and until is not None and (now or timezone.now()) <= until:
        return "ask_reopen"
    return ""


def _reopen_until(case: Case) -> datetime | None:
    return case.verified_at + timedelta(days=REOPEN_DAYS) if case.verified_at else None


def _facts(case: Case) -> dict[str, str]:
    expected = case.external_expected
    return {
        "unit": case.unit.name if case.unit else "",
        "agency": case.external_agency,
        "expected": f"{expected:%d/%m/%Y}" if expected else "",
        "district_due": _moment(case.district_due_at),
        "reopen_until": _moment(_reopen_until(case)),
        "rejection": (str(RejectionReason(case.rejection).label).lower() if case.rejection else ""),
        "master": case.master.code if case.master else "",
    }


def _moment(value: datetime | None) -> str:
    return f"{timezone.localtime(value):%H:%M ngày %d/%m/%Y}" if value else ""
