"""Whether the processes beside the web server live, and get on."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.health.registry import Finding, Section
from portal.heartbeats import Life, lives
from portal.working_time import LOCAL_TIME


@dataclass(frozen=True)
class Kind:
    """`name` is that of the command and of the heartbeat, `unit` systemd's (docs/install.md)."""

    name: str
    label: str | Promise
    unit: str


KINDS = (
    Kind("worker", gettext_lazy("Tiến trình xử lý nền (gửi thư, làm ảnh)"), "portal-worker"),
    Kind("clock", gettext_lazy("Tiến trình đồng hồ (đăng bài theo lịch)"), "portal-clock"),
)


def check_processes(now: datetime) -> Section:
    findings, facts = [], {}
    for kind in KINDS:
        known = lives(kind.name)
        facts[kind.name] = {
            "alive": sum(life.alive for life in known),
            "dead": sum(not life.alive for life in known),
            "still": sum(life.stands_still(now) for life in known),
        }
        findings += _findings(kind, known, now)
    return Section(findings, facts)


def _findings(kind: Kind, known: list[Life], now: datetime) -> list[Finding]:
    if not known:
        return [_wrong(kind, _("%s chưa chạy lần nào.") % kind.label)]
    found = []
    for life in known:
        when = f"{life.beat_at.astimezone(LOCAL_TIME):%H:%M ngày %d/%m/%Y}"
        words = {"kind": kind.label, "when": when}
        if not life.alive:
            found.append(_wrong(kind, _("%(kind)s không chạy từ %(when)s.") % words))
        elif life.stands_still(now):
            found.append(_wrong(kind, _("%(kind)s còn chạy nhưng đứng yên từ %(when)s.") % words))
    return found or [Finding(_("%s đang chạy.") % kind.label)]


def _wrong(kind: Kind, text: str) -> Finding:
    return Finding(
        text, ok=False, advice=_("Chạy lại:"), command=f"sudo systemctl restart {kind.unit}"
    )
