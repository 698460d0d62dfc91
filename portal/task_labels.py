"""What the background tasks are called on the administrator's page."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# As in `portal.schedule`, functions are named as strings: this module imports no app.
TASK_LABELS: dict[str, str | Promise] = {
    "portal.job_runs.run_job": _("Công việc định kỳ"),
    "portal.renditions.make_renditions_task": _("Làm ảnh thu nhỏ"),
    "portal.search.tasks.refresh_unit_task": _("Cập nhật chỉ mục tìm kiếm của đơn vị"),
    "portal.uploads.checking.check_photo_task": _("Kiểm tra ảnh gửi đến"),
    "portal.uploads.derivatives.make_derivatives_task": _("Làm ảnh thu nhỏ của ảnh gửi đến"),
    "school_intranet.services.graduation.make_export": _("Lập bản xuất của trường"),
}


def task_label(path: str) -> str | Promise:
    return TASK_LABELS.get(path, _("Việc nền khác"))
