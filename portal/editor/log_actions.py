"""How the lines that `portal.editorial` writes read in a page's history."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry, PageLogEntry

LABELS = {
    "portal.pass_step": _("Bước duyệt của đơn vị tự qua"),
    "portal.refuse": _("Từ chối, lưu trữ bài"),
    "portal.ask_correction": _("Đề nghị đính chính"),
    "portal.ask_take_down": _("Đề nghị gỡ bài"),
    "portal.change_done": _("Đã thực hiện đề nghị"),
    "portal.change_declined": _("Không thực hiện đề nghị"),
    "portal.take_down": _("Gỡ bài"),
}
DELEGATION_LABELS = {
    "portal.delegate": _("Ủy quyền duyệt bài"),
    "portal.withdraw_delegation": _("Thu hồi ủy quyền duyệt bài"),
}


class ReasonFormatter(LogFormatter):
    """The label, and after it the reason where one was given."""

    def format_message(self, log_entry: PageLogEntry) -> str:
        reason = log_entry.data.get("reason")
        return f"{self.label}: {reason}" if reason else str(self.label)


class DelegationFormatter(LogFormatter):
    def format_message(self, log_entry: ModelLogEntry) -> str:
        facts = log_entry.data
        return f"{self.label}: {facts['deputy']} ({facts['start']} - {facts['end']})"


def register(actions: LogActionRegistry) -> None:
    """`register_log_actions`"""
    for labels, formatter in ((LABELS, ReasonFormatter), (DELEGATION_LABELS, DelegationFormatter)):
        for action, label in labels.items():
            actions.register_action(action)(type("Formatter", (formatter,), {"label": label}))
