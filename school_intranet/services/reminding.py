"""Reminding those who have not read, at most once a day."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from school_intranet.models import Receipt
from school_intranet.permissions import may_write
from school_intranet.readers import Reader, members_in
from school_intranet.selectors.receipts import silent_of
from school_intranet.services.core import log_access, require
from school_intranet.services.mails import queue_reminders
from school_intranet.services.reading import Readable


@transaction.atomic
def remind(*, item: Readable, reader: Reader) -> int:
    """Remind the silent who still work here and were not reminded today; returns how many. The
    reminder stands on their first page; who has an e-mail address gets one that names nothing."""
    require(may_write(reader) and item.school_id == reader.school.pk)
    today = timezone.localdate()
    staff = {member.user_id: member for member in members_in([reader.school.pk])[reader.school.pk]}
    rows = silent_of(item, reader).filter(user__in=list(staff))
    not_today = Q(reminded_on=None) | Q(reminded_on__lt=today)
    keys = dict(rows.filter(not_today).values_list("pk", "user_id"))
    # Asked once more in the statement: of two who press at once one reminds.
    waiting = Receipt.objects.filter(not_today, pk__in=list(keys))
    changed = waiting.update(reminded_on=today)
    if changed:
        event = f"{item._meta.model_name}:{item.pk}:{item.version}"
        queue_reminders(event, {reader.school.pk: [staff[key] for key in keys.values()]})
        log_access(school=reader.school, user=reader.user, action="remind_readers", item=item)
    return changed
