"""Background tasks: those that wait for a worker, and those that do not come to an end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Case, Count, F, Min, When
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult, get_date_max

from portal import background
from portal.health.registry import Finding, Section
from portal.task_labels import task_label

# How long a task may wait for a worker before someone should look.
LATE_AFTER = timedelta(minutes=15)
FAILED_SHOWN = timedelta(days=14)
LISTED = 20


def check_queue(now: datetime) -> Section:
    """Tasks that are due and wait for a worker; the age in whole seconds."""
    # A task without a date of its own carries the latest possible one.
    due_since = Case(When(run_after=get_date_max(), then=F("enqueued_at")), default=F("run_after"))
    waiting = DBTaskResult.objects.ready().aggregate(number=Count("pk"), oldest=Min(due_since))
    age = now - waiting["oldest"] if waiting["oldest"] else timedelta()
    facts = {
        "waiting": waiting["number"],
        "oldest_seconds": max(0, int(age.total_seconds())),
    }
    if age <= LATE_AFTER:
        return Section([Finding(_("%d việc nền đang chờ đến lượt.") % waiting["number"])], facts)
    text = _("%(number)d việc nền đang chờ, việc lâu nhất đã chờ %(minutes)d phút.") % {
        "number": waiting["number"],
        "minutes": facts["oldest_seconds"] // 60,
    }
    advice = _(
        "Nếu tiến trình xử lý nền không chạy, chạy lại nó; nếu nó đang chạy, máy đang quá nhiều "
        "việc: đợi, hoặc chạy thêm một tiến trình."
    )
    return Section([Finding(text, ok=False, advice=advice)], facts)


def check_running(now: datetime) -> Section:
    """Tasks that are marked as running and are not: their worker is dead, or their time is over."""
    number, stuck = DBTaskResult.objects.running().count(), background.stuck_count(now)
    facts = {"running": number, "stuck": stuck}
    if not stuck:
        return Section([Finding(_("%d việc nền đang chạy.") % number)], facts)
    text = _("%d việc nền bị bỏ dở: tiến trình làm việc đó đã dừng giữa chừng.") % stuck
    advice = _(
        "Ảnh và chỉ mục còn thiếu sẽ được cổng làm lại; việc người dùng yêu cầu thì đề nghị họ làm "
        "lại. Xem nhật ký:"
    )
    finding = Finding(text, ok=False, advice=advice, command="journalctl -u portal-worker")
    return Section([finding], facts)


@dataclass(frozen=True)
class FailedTask:
    """`error` is the class of what it raised."""

    label: str | Promise
    finished_at: datetime | None
    error: str


def failed_tasks(now: datetime) -> list[FailedTask]:
    """The last that failed. They are of the past: the health of now does not hang on them."""
    recent = DBTaskResult.objects.failed().filter(finished_at__gt=now - FAILED_SHOWN)
    rows = recent.order_by("-finished_at").values_list(
        "task_path", "finished_at", "exception_class_path"
    )
    return [
        FailedTask(task_label(path), finished_at, error.rpartition(".")[2])
        for path, finished_at, error in rows[:LISTED]
    ]
