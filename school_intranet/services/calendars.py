"""The address of a person's calendar feed: made, shown once, taken back. Its digest is kept."""

from __future__ import annotations

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from school_intranet.models import CalendarToken
from school_intranet.readers import Reader
from school_intranet.services.core import log_access


def digest_of_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_token(*, reader: Reader) -> str:
    """A new address; the one before ends."""
    revoke(reader=reader)
    token = secrets.token_urlsafe(32)
    CalendarToken.objects.create(
        school=reader.school,
        user=reader.user,
        digest=digest_of_token(token),
        created_at=timezone.now(),
    )
    log_access(school=reader.school, user=reader.user, action="make_calendar")
    return token


@transaction.atomic
def revoke(*, reader: Reader) -> bool:
    """Take the address back; whether there was one."""
    live = CalendarToken.objects.visible_to(reader).filter(user=reader.user, revoked_at=None)
    ended = live.update(revoked_at=timezone.now())
    if ended:
        log_access(school=reader.school, user=reader.user, action="revoke_calendar")
    return bool(ended)
