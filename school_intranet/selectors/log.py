"""The access log of one school, the newest first."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.models import User
from school_intranet.models import AccessLog
from school_intranet.readers import Reader
from school_intranet.selectors.people import memberships_in


def log_lines(
    reader: Reader, *, action: str = "", user_id: int | None = None, before: int | None = None
) -> QuerySet[AccessLog]:
    """`before` is the key of the last line of the page before: no page is counted."""
    lines = AccessLog.objects.visible_to(reader).select_related("user").order_by("-pk")
    if action:
        lines = lines.filter(action=action)
    if user_id is not None:
        lines = lines.filter(user_id=user_id)
    return lines if before is None else lines.filter(pk__lt=before)


def ever_here(reader: Reader) -> QuerySet[User]:
    """Everybody who ever worked at the school, by given name."""
    return User.objects.filter(pk__in=memberships_in(reader.school).values("user")).order_by(
        "sort_key", "pk"
    )
