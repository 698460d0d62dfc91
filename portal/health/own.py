"""The checks of the ground floor, in the order of the page."""

from django.utils.translation import gettext_lazy as _

from portal.health.ground import (
    check_cache,
    check_database,
    check_disk,
    check_storage,
    check_time,
)
from portal.health.jobs import check_jobs
from portal.health.mail import check_mail
from portal.health.processes import check_processes
from portal.health.registry import register_health_check
from portal.health.tasks import check_queue, check_running


def register() -> None:
    """From `AppConfig.ready`."""
    register_health_check("database", check_database, title=_("Cơ sở dữ liệu"))
    register_health_check(
        "processes", check_processes, title=_("Các tiến trình"), needs_database=False
    )
    register_health_check("mail", check_mail, title=_("Thư và tin nhắn"))
    register_health_check("jobs", check_jobs, title=_("Công việc định kỳ"))
    register_health_check("queue", check_queue, title=_("Việc nền đang chờ"))
    register_health_check("running", check_running, title=_("Việc nền đang chạy"))
    register_health_check("disk", check_disk, title=_("Đĩa"), needs_database=False)
    register_health_check("storage", check_storage, title=_("Thư mục"), needs_database=False)
    register_health_check("time", check_time, title=_("Giờ máy chủ"))
    register_health_check("cache", check_cache, title=_("Bộ nhớ đệm"), needs_database=False)
