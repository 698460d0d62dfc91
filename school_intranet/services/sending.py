"""A form that makes something, sent twice (a double tap, a lost line, a second try), makes it once.

The form carries a key from when it was shown. The first sending that succeeds keeps the key and
where it led; whoever sends the same key again is led there, and nothing is made.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.models import User
from school_intranet.models import SentForm

KEPT = timedelta(days=2)


def new_key() -> str:
    return str(uuid.uuid4())


@transaction.atomic
def once(*, user: User, key: uuid.UUID, act: Callable[[], str]) -> str | None:
    """Do it, unless it was done with this key; where it led the first time, None after `act` gave
    "", which says that nothing was made and the form may be sent again.

    Of two at once the second waits for the first, and is led where that led.
    """
    now = timezone.now()
    SentForm.objects.filter(user=user, at__lt=now - KEPT).delete()
    sent, first = SentForm.objects.get_or_create(user=user, key=key, defaults={"at": now})
    if not first:
        return sent.led_to
    led_to = act()
    if not led_to:
        sent.delete()
        return None
    sent.led_to = led_to
    sent.save(update_fields=["led_to"])
    return led_to
