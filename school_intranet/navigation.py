"""The menu of a portal. A line is shown to whom its page opens for; the page asks again."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from school_intranet.permissions import (
    reads_log,
    runs_portal,
    sees_registers,
    sees_reports,
    sees_self_checks,
)
from school_intranet.readers import Reader


@dataclass(frozen=True)
class NavLine:
    """`beside`: where else, under the portal, this line of the menu is the open one."""

    label: str | Promise
    url_name: str
    shown: Callable[[Reader], bool]
    beside: tuple[str, ...] = ()

    def is_open(self, reader: Reader, path: str) -> bool:
        start, own = reader.path("school_start"), reader.path(self.url_name)
        under = [own] if own != start else []
        under += [start + word for word in self.beside]
        return path == own or any(path.startswith(each) for each in under)


def everybody(reader: Reader) -> bool:
    return True


# In the order of the menu; each line is added with its page.
LINES: list[NavLine] = [
    NavLine(_("Trang đầu"), "school_start", everybody, ("can-doc/", "tin-trong-ngay/")),
    NavLine(_("Tìm trong trường"), "school_search", everybody),
    NavLine(_("Thông báo"), "school_announcements", everybody),
    NavLine(_("Văn bản của phòng"), "school_deliveries", everybody),
    NavLine(_("Báo cáo"), "school_reports", sees_reports),
    NavLine(_("Văn bản đến"), "school_incoming_list", everybody, ("so-van-ban/den/",)),
    NavLine(_("Văn bản đi"), "school_outgoing_list", sees_registers, ("so-van-ban/di/",)),
    NavLine(_("Lịch tuần"), "school_week", everybody, ("muc-lich/", "lich-cua-toi/")),
    NavLine(_("Việc"), "school_tasks", everybody),
    NavLine(_("Biểu mẫu"), "school_templates", everybody),
    NavLine(_("Hỏi đáp"), "school_questions", everybody, ("tra-loi/",)),
    NavLine(_("Album ảnh"), "school_albums", everybody, ("anh/", "dong-y-anh/")),
    NavLine(_("Danh bạ"), "school_people", everybody),
    NavLine(_("Tổ chuyên môn"), "school_groups", runs_portal),
    NavLine(_("Bàn giao"), "school_handovers", reads_log),
    NavLine(_("Tự kiểm tra"), "school_self_checks", sees_self_checks),
    NavLine(_("Nhật ký truy cập"), "school_log", reads_log),
]


def lines_for(reader: Reader) -> list[NavLine]:
    return [line for line in LINES if line.shown(reader)]
