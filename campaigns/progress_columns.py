"""The columns of the progress table: on the screen, on paper and in the workbook."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaigns.selectors import deliveries
from campaigns.selectors.progress import Line
from campaigns.selectors.requests import LATE_WORD, OWED_WORD
from campaigns.selectors.scope import Scope

REQUESTS = "campaign_requests"
DELIVERIES = "campaign_deliveries"


@dataclass(frozen=True)
class Column:
    """`name` is a field of `Tally`; its numbers open the list `url_name`, narrowed to `state`."""

    name: str
    label: str | Promise
    url_name: str
    state: str = ""
    late: bool = False

    def number(self, line: Line) -> int:
        value: int = getattr(line.tally, self.name)
        return value

    def url(self, scope: Scope) -> str:
        return list_url(self.url_name, scope, self.state)


COLUMNS = (
    Column("asked", _("Đề nghị"), REQUESTS),
    Column("handed_in", _("Đã gửi"), DELIVERIES, deliveries.HANDED_IN),
    Column("taken", _("Đã nhận"), DELIVERIES, deliveries.TAKEN),
    Column("published", _("Đã đăng"), DELIVERIES, deliveries.PUBLISHED),
    Column("unasked", _("Ngoài đề nghị"), DELIVERIES, deliveries.UNASKED),
    Column("sent_late", _("Gửi muộn"), DELIVERIES, deliveries.SENT_LATE),
    Column("owing", _("Còn nợ"), REQUESTS, OWED_WORD),
    Column("late", _("Đề nghị quá hạn"), REQUESTS, LATE_WORD, late=True),
    Column("days_late", _("Chậm nhất (ngày)"), REQUESTS, LATE_WORD, late=True),
)


def list_url(url_name: str, scope: Scope, state: str = "", **more: str) -> str:
    query = {**scope.parameters(), **({"tinh-trang": state} if state else {}), **more}
    path = reverse(url_name, args=[scope.feature.pk])
    return f"{path}?{urlencode(query)}" if query else path
