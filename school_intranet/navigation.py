"""The menu of a portal. A line is shown to whom its page opens for; the page asks again."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from school_intranet.permissions import (
    is_principal,
    reads_log,
    runs_portal,
    sees_registers,
    sees_reports,
)
from school_intranet.readers import Reader


@dataclass(frozen=True)
class NavLine:
    label: str | Promise
    url_name: str
    shown: Callable[[Reader], bool]


def everybody(reader: Reader) -> bool:
    return True


# In the order of the menu; each line is added with its page.
LINES: list[NavLine] = [
    NavLine(_("Trang đầu"), "school_start", everybody),
    NavLine(_("Tìm trong trường"), "school_search", everybody),
    NavLine(_("Thông báo"), "school_announcements", everybody),
    NavLine(_("Văn bản của phòng"), "school_deliveries", everybody),
    NavLine(_("Báo cáo"), "school_reports", sees_reports),
    NavLine(_("Văn bản đến"), "school_incoming_list", everybody),
    NavLine(_("Văn bản đi"), "school_outgoing_list", sees_registers),
    NavLine(_("Lịch tuần"), "school_week", everybody),
    NavLine(_("Việc"), "school_tasks", everybody),
    NavLine(_("Biểu mẫu"), "school_templates", everybody),
    NavLine(_("Hỏi đáp"), "school_questions", everybody),
    NavLine(_("Album ảnh"), "school_albums", everybody),
    NavLine(_("Danh bạ"), "school_people", everybody),
    NavLine(_("Tổ chuyên môn"), "school_groups", runs_portal),
    NavLine(_("Bàn giao"), "school_handovers", reads_log),
    NavLine(_("Tự kiểm tra"), "school_self_checks", is_principal),
    NavLine(_("Nhật ký truy cập"), "school_log", reads_log),
]


def lines_for(reader: Reader) -> list[NavLine]:
    return [line for line in LINES if line.shown(reader)]
