"""What the background tasks are called on the administrator's page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# As in `portal.schedule`, functions are named as strings: this module imports no app.
TASK_LABELS: dict[str, str | Promise] = {
    "portal.job_runs.run_job": _("Công việc định kỳ"),
    "portal.notices.deliver": _("Gửi thư về tin, bài"),
    "portal.renditions.make_renditions_task": _("Làm ảnh thu nhỏ"),
    "portal.search.tasks.refresh_unit_task": _("Cập nhật chỉ mục tìm kiếm của đơn vị"),
    "portal.uploads.derivatives.make_derivatives_task": _("Làm ảnh thu nhỏ của ảnh gửi đến"),
    "beautiful_city.services.following.send_question": _("Gửi thư xác nhận theo dõi phản ánh"),
    "beautiful_city.services.following.send_news": _("Gửi thư cho người theo dõi phản ánh"),
    "school_intranet.services.graduation.make_export": _("Lập bản xuất của trường"),
    "school_intranet.services.mails.send_mails": _("Gửi thư của cổng trường học"),
}


def task_label(path: str) -> str | Promise:
    return TASK_LABELS.get(path, _("Việc nền khác"))
