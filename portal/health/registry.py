"""The checks, and what they found."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Finding:
    """One sentence about what is so now, for the administrator, and if that is not well what to do
    about it, with a `command` to type on the server. Neither a person's name nor an address stands
    in it."""

    text: str
    ok: bool = True
    advice: str = ""
    command: str = ""


@dataclass(frozen=True)
class Section:
    """What a check found. `facts` are for the machine, and public: numbers and names of our own, no
    path and no message of an error."""

    findings: list[Finding]
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return all(finding.ok for finding in self.findings)


Check = Callable[[datetime], Section]


@dataclass(frozen=True)
class _Registered:
    name: str
    check: Check
    title: str | Promise
    needs_database: bool


@dataclass(frozen=True)
class CheckedSection:
    name: str
    title: str | Promise
    section: Section


_checks: dict[str, _Registered] = {}


def register_health_check(
    name: str, function: Check, *, title: str | Promise, needs_database: bool = True
) -> None:
    """`function(now)` gives a `Section`; it takes milliseconds and changes nothing. `name` stands
    in `/healthz`, `title` on the page, in the order of registering. What it raises is a finding.
    One that needs the database is not asked while that is away."""
    _checks[name] = _Registered(name, function, title, needs_database)


def check_all(*, now: datetime) -> list[CheckedSection]:
    there = _database_is_there()
    return [
        CheckedSection(
            check.name,
            check.title,
            _checked(check, now) if there or not check.needs_database else _unknown(),
        )
        for check in _checks.values()
    ]


def health_report(*, now: datetime) -> dict[str, Any]:
    """{"ok": bool, "<name of a check>": {"ok": bool, …its facts}, …}"""
    sections = {
        checked.name: {"ok": checked.section.ok, **checked.section.facts}
        for checked in check_all(now=now)
    }
    return {"ok": all(section["ok"] for section in sections.values()), **sections}


def _database_is_there() -> bool:
    """One that does not answer is asked once, not by each check."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except Exception:
        return False


def _checked(check: _Registered, now: datetime) -> Section:
    try:
        return check.check(now)
    except Exception as error:
        # By its class alone: the page of the machine is public.
        kind = type(error).__name__
        finding = Finding(
            _("Không kiểm tra được (%s).") % kind,
            ok=False,
            advice=_("Xem nhật ký của máy chủ:"),
            command="journalctl -u portal-web",
        )
        return Section([finding], {"error": kind})


def _unknown() -> Section:
    finding = Finding(_("Chưa biết: cơ sở dữ liệu không trả lời."), ok=False)
    return Section([finding], {"error": "NoDatabase"})
