"""Periodic jobs: the table. `portal.job_runs` runs what is due."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.working_time import LOCAL_TIME

# Limits in seconds. What hangs holds up the jobs after it for a moment at most.
A_MOMENT = 60
A_WHILE = 15 * 60


class When(Protocol):
    def slot(self, now: datetime) -> datetime:
        """The latest time at or before `now` at which the job is due."""


@dataclass(frozen=True)
class Every:
    """Every so many minutes, counted from the epoch, so that all workers agree on the slots."""

    minutes: int

    def slot(self, now: datetime) -> datetime:
        seconds = self.minutes * 60
        return datetime.fromtimestamp(now.timestamp() // seconds * seconds, LOCAL_TIME)


@dataclass(frozen=True)
class Daily:
    """Once a day at a local time."""

    at: time

    def slot(self, now: datetime) -> datetime:
        today = datetime.combine(now.astimezone(LOCAL_TIME).date(), self.at, LOCAL_TIME)
        return today if today <= now else today - timedelta(days=1)


@dataclass(frozen=True)
class Job:
    """`function` is the dotted path of a callable without arguments.

    What it returns is kept as the detail of the run; what it raises makes the run a failed one. It
    is killed after `limit` seconds. Jobs run one after another, so what talks to others or may take
    longer than a moment is for the `background`: the clock only queues it for a worker.
    """

    name: str
    when: When
    function: str
    label_vi: str | Promise
    limit: float = A_MOMENT
    background: bool = False


# An app adds its line here. Functions are named as strings: this module imports no other app.
JOBS: tuple[Job, ...] = (
    Job(
        "publish_scheduled",
        Every(minutes=1),
        "portal.jobs.publish_scheduled",
        _("Đăng và gỡ bài theo lịch"),
    ),
    Job(
        "fold_hits",
        Every(minutes=1),
        "portal.views_count.fold_hits",
        _("Cộng lượt xem mới vào tổng số"),
    ),
    Job(
        "queue_missing_renditions",
        Every(minutes=5),
        "portal.renditions.queue_missing_renditions",
        _("Làm nốt ảnh thu nhỏ còn thiếu"),
    ),
    Job(
        "settle_due_photos",
        Every(minutes=5),
        "portal.uploads.due.settle_due_photos",
        _("Làm nốt việc còn dở với ảnh gửi đến"),
        limit=A_WHILE,
        background=True,
    ),
    Job(
        "delete_unclaimed_photos",
        Every(minutes=60),
        "portal.uploads.receiving.delete_unclaimed",
        _("Xóa ảnh gửi dở quá 24 giờ"),
        limit=A_WHILE,
        background=True,
    ),
    Job(
        "sweep_uploads",
        Every(minutes=60),
        "portal.jobs.sweep_uploads",
        _("Xóa tệp tạm của lượt gửi bị đứt giữa chừng"),
    ),
    Job(
        "sweep_files",
        Daily(time(2, 50)),
        "portal.file_sweep.sweep",
        _("Xóa tệp ảnh không còn thuộc về ảnh nào"),
    ),
    Job(
        "forget_unconfirmed_followers",
        Daily(time(2, 20)),
        "beautiful_city.services.following.forget_unconfirmed",
        _("Xóa địa chỉ thư chưa xác nhận theo dõi phản ánh"),
    ),
    Job(
        "clear_sessions",
        Daily(time(2, 10)),
        "portal.jobs.clear_sessions",
        _("Xóa phiên làm việc đã hết hạn"),
        limit=A_WHILE,
        background=True,
    ),
    Job(
        "remind_unanswered_approvals",
        Every(minutes=10),
        "portal.editorial.remind_unanswered_approvals",
        _("Báo Ban Biên tập bài quá 4 giờ làm việc chưa duyệt"),
    ),
    Job(
        "gather_reminders",
        Daily(time(8)),
        "portal.reminders.gather",
        _("Nhắc việc đầu ngày, mỗi người một tin"),
        limit=A_WHILE,
        background=True,
    ),
    Job(
        "urge",
        Every(minutes=5),
        "portal.reminders.urge",
        _("Nhắc việc khẩn"),
    ),
    Job(
        "send_messages",
        Every(minutes=1),
        "portal.message_queue.send_waiting",
        _("Gửi thư và tin đang chờ"),
        # A message that is held for longer is another run's.
        limit=5 * 60,
        background=True,
    ),
    Job(
        "settle_lost_tasks",
        Every(minutes=1),
        "portal.background.settle_lost_tasks",
        _("Chạy lại việc nền bị ngắt giữa chừng"),
    ),
    Job(
        "prune_messages",
        Daily(time(2, 35)),
        "portal.outbox.prune",
        _("Xóa tin đã xong quá 30 ngày"),
    ),
    Job(
        "pass_on_notes",
        Daily(time(1, 20)),
        "portal.leader_notes.passing_on.pass_on_notes",
        _("Chuyển ý kiến chỉ đạo của đơn vị đã sắp xếp lại"),
    ),
    Job(
        "make_due_briefing",
        Daily(time(16)),
        "portal.briefings.services.make_due_briefing",
        _("Lập phiếu giao ban chiều ngày làm việc trước"),
        limit=A_WHILE,
        background=True,
    ),
    Job(
        "rebuild_search",
        Daily(time(3)),
        "portal.jobs.rebuild_search",
        _("Lập lại chỉ mục tìm kiếm của cổng"),
        limit=A_WHILE,
        background=True,
    ),
    Job(
        "prune_job_runs",
        Daily(time(2, 20)),
        "portal.jobs.prune_job_runs",
        _("Xóa nhật ký công việc định kỳ đã cũ"),
    ),
    Job(
        "prune_task_results",
        Daily(time(2, 30)),
        "portal.jobs.prune_task_results",
        _("Xóa kết quả xử lý nền đã cũ"),
    ),
    Job(
        "cases_expire_info",
        Every(minutes=10),
        "beautiful_city.services.system.expire_info",
        _("Kết thúc phản ánh quá hạn bổ sung thông tin"),
    ),
    Job(
        "cases_pass_on",
        Every(minutes=60),
        "beautiful_city.services.system.pass_on_cases",
        _("Chuyển phản ánh của đơn vị đã sắp xếp lại"),
    ),
    Job(
        "cases_settle_pauses",
        Every(minutes=10),
        "beautiful_city.services.pauses.settle",
        _("Đối chiếu thời hạn đang tạm dừng"),
    ),
    Job(
        "cases_close",
        Daily(time(0, 30)),
        "beautiful_city.services.system.close_verified",
        _("Kết thúc phản ánh 15 ngày sau xác nhận"),
    ),
    Job(
        "cases_forget",
        Daily(time(2, 40)),
        "beautiful_city.services.system.forget_contacts",
        _("Xóa liên hệ và ảnh gốc 90 ngày sau khi kết thúc"),
        limit=A_WHILE,
        background=True,
    ),
    Job(
        "requests_pass_on",
        Daily(time(1, 10)),
        "campaigns.services.succession.pass_on_requests",
        _("Chuyển đề nghị đóng góp của đơn vị đã sắp xếp lại"),
    ),
    Job(
        "memories_forget",
        Daily(time(2, 50)),
        "campaigns.services.memories.forget",
        _("Xóa liên hệ và ảnh gốc của Góc ký ức 90 ngày sau khi quyết định"),
        limit=A_WHILE,
        background=True,
    ),
    Job(
        "delete_old_intakes",
        Daily(time(3, 40)),
        "beautiful_city.services.intake.delete_old",
        _("Xóa lượt nhập ảnh hàng loạt đã bỏ dở"),
        limit=A_WHILE,
        background=True,
    ),
)
