"""Whether the portal and what it stands on are well, as it is now: one function for each fact.

`/healthz` and the administrator's page show the same checks. An app adds one of its own by
`register_health_check` from its `ready()`. Inside: registry ← the checks ← what is on the page.
"""

from portal.health.registry import (
    CheckedSection,
    Finding,
    Section,
    check_all,
    health_report,
    register_health_check,
)

__all__ = [
    "CheckedSection",
    "Finding",
    "Section",
    "check_all",
    "health_report",
    "register_health_check",
]
