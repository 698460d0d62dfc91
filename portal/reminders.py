"""Reminders: each app says what is due, and each person is told once, all of a day in one message.

The morning's message lists beside the reminders what is open in the person's inbox, and is written
also to who has only that; nobody with nothing gets one (`portal.digest`).

Writing and sending are two steps. `run` writes reminders and the messages that tell them in one
transaction, so that after a crash either all of it is there or nothing; the constraints of the
tables are what makes it happen once. `portal.message_queue` sends what stands in the table, by a
job of its own: where an app's source is broken, what was written before still goes out.

A source that is run for the first time, over data of years, tells nothing of what was due before:
that stands in the daily list of open work, and is marked as told.
"""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from portal.channels import channels_to
from portal.digest import DayMessage, message_for, readers
from portal.models import Message, MessageKind, Reminder, ReminderSource, Unit, User
from portal.outbox import BATCH, Draft, message_of
from portal.working_time import LOCAL_TIME, current_calendar

GATHERED_AT = time(8)


@dataclass(frozen=True)
class Due:
    """One thing that somebody must be reminded of.

    `subject`, `stage` and `round` together are what goes out once. `line` is one sentence without
    any data of a citizen, `url` a path on this site. `at` is the moment at which the stage is
    reached, None for one that is reached already: a source may give what falls due later today, so
    that the morning's message tells of it before it is late. What is `urgent` is told at that
    moment and by itself, day and night.
    """

    subject: Model
    stage: str
    recipients: Sequence[User]
    line: str
    url: str
    round: int = 0
    unit: Unit | None = None
    urgent: bool = False
    at: datetime | None = None


Key = tuple[int, int, str, int]
SourceFunction = Callable[[datetime], Iterable[Due]]
_sources: dict[str, SourceFunction] = {}


def register_reminder_source(name: str, function: SourceFunction) -> None:
    """`function(now)` gives what is due; from an app's `ready()`. Giving the same thing again does
    no harm. Where a thing has passed several stages, only the last should be given."""
    _sources[name] = function


def gather() -> str:
    """The morning's job: what everybody is to be told today."""
    now = timezone.now()
    begin_sources(now)
    return str(run(now, ordinary=True))


def urge() -> str:
    """The job of every few minutes: what is urgent."""
    now = timezone.now()
    begin_sources(now)
    return str(run(now))


def begin_sources(now: datetime) -> int:
    """Mark as told what the sources that never ran before give as due by now; returns how many
    reminders that is."""
    begun = set(ReminderSource.objects.values_list("name", flat=True))
    return sum(_begin(name, now) for name in sorted(_sources.keys() - begun))


@transaction.atomic
def _begin(name: str, now: datetime) -> int:
    # Of two workers at once the second waits here for the first, and marks nothing more.
    _source, is_new = ReminderSource.objects.get_or_create(name=name, defaults={"begun_at": now})
    if not is_new:
        return 0
    reached = [due for due in _sources[name](now) if due.at is None or due.at <= now]
    told = [_reminder(key, due, now) for key, due in sorted(_new(reached).items())]
    return len(Reminder.objects.bulk_create(told, batch_size=BATCH, ignore_conflicts=True))


def run(now: datetime, *, ordinary: bool = False) -> int:
    """Write what is due and not yet written; returns the number of reminders.

    Without `ordinary`, only what is urgent. Ordinary reminders are written on working days from
    08:00 on, since that is when they are read; one for somebody who has had the day's message
    already waits for the next.
    """
    morning = ordinary and _is_gathering_time(now)
    written = _write_due(now, morning=morning)
    if morning:
        _tell_open_work(now)
    return written


@transaction.atomic
def _write_due(now: datetime, *, morning: bool) -> int:
    dues = [due for function in _sources.values() for due in function(now)]
    wanted = [due for due in dues if due.urgent and (due.at is None or due.at <= now)]
    if morning:
        wanted += _ordinary(dues, now)
    written = []
    # In one order among all workers, so that they wait for one another in one direction only.
    for key, due in sorted(_new(wanted).items()):
        reminder = _write(key, due, now)
        if reminder is not None:
            written.append((due, reminder))
    _queue_urgent([(due, reminder) for due, reminder in written if due.urgent], now)
    by_person: dict[User, list[Reminder]] = {}
    for due, reminder in written:
        if not due.urgent:
            for person in due.recipients:
                by_person.setdefault(person, []).append(reminder)
    unsent = _unsent() if by_person else {}
    for person in sorted(by_person, key=lambda person: person.pk):
        new = {reminder.pk: reminder for reminder in by_person[person]}
        reminders = [*unsent.get(person.pk, []), *new.values()]
        told = message_for(person, reminders, now)
        if told is not None:
            _queue_day(person, told, reminders, now)
    return len(written)


def _tell_open_work(now: datetime) -> None:
    """The day's message to those who were reminded of nothing and have something open. Each by
    itself: where this stops, the next run goes on with those who have none yet.

    Who is reached by no channel sees the same at `/viec/`, and is written nothing.
    """
    told, unsent = _told_on(now), _unsent()
    for person in readers(now):
        if person.pk in told or not channels_to(person):
            continue
        reminders = unsent.get(person.pk, [])
        message = message_for(person, reminders, now)
        if message is not None:
            # Of two workers at once the constraint lets one write.
            with suppress(IntegrityError), transaction.atomic():
                _queue_day(person, message, reminders, now)


def _told_on(now: datetime) -> set[int]:
    """Those who have had the day's message."""
    today = now.astimezone(LOCAL_TIME).date()
    messages = Message.objects.filter(day=today, kind=MessageKind.DAY)
    return set(messages.values_list("recipient_id", flat=True))


def _is_gathering_time(now: datetime) -> bool:
    local = now.astimezone(LOCAL_TIME)
    return local.time() >= GATHERED_AT and current_calendar().is_working_day(local.date())


def _ordinary(dues: Iterable[Due], now: datetime) -> list[Due]:
    """What falls due until the end of today, for people who have had no message today."""
    today = now.astimezone(LOCAL_TIME).date()
    midnight = datetime.combine(today + timedelta(days=1), time(), LOCAL_TIME)
    told = _told_on(now)
    return [
        due
        for due in dues
        if not due.urgent
        and (due.at is None or due.at < midnight)
        and not any(person.pk in told for person in due.recipients)
    ]


def _new(dues: Iterable[Due]) -> dict[Key, Due]:
    """Those that nobody has written yet, by key; the constraint decides, asking spares errors."""
    by_key: dict[Key, Due] = {}
    for due in dues:
        if due.recipients:
            subject_type = ContentType.objects.get_for_model(due.subject)
            by_key.setdefault((subject_type.pk, due.subject.pk, due.stage, due.round), due)
    known = Reminder.objects.filter(
        subject_type__in={key[0] for key in by_key},
        subject_id__in={key[1] for key in by_key},
        stage__in={key[2] for key in by_key},
        round__in={key[3] for key in by_key},
    ).values_list("subject_type", "subject_id", "stage", "round")
    for key in known.iterator():
        by_key.pop(key, None)
    return by_key


def _write(key: Key, due: Due, now: datetime) -> Reminder | None:
    """None where another worker was first."""
    try:
        with transaction.atomic():
            reminder = _reminder(key, due, now)
            reminder.save()
            return reminder
    except IntegrityError:
        return None


def _reminder(key: Key, due: Due, now: datetime) -> Reminder:
    """Not saved yet."""
    return Reminder(
        subject_type_id=key[0],
        subject_id=key[1],
        stage=due.stage,
        round=due.round,
        unit=due.unit,
        line=Truncator(due.line).chars(250),
        url=due.url,
        created_at=now,
    )


def _unsent() -> dict[int, list[Reminder]]:
    """By person, what daily lists tell of that have not gone out: the next list says it again."""
    links = (
        Reminder.messages.through.objects.filter(
            message__in=Message.objects.waiting().filter(kind=MessageKind.DAY)
        )
        .order_by("reminder_id")
        .select_related("reminder", "message")
    )
    found: dict[int, list[Reminder]] = {}
    for link in links:
        if link.message.recipient_id is not None:
            found.setdefault(link.message.recipient_id, []).append(link.reminder)
    return found


def _queue_urgent(written: Iterable[tuple[Due, Reminder]], now: datetime) -> None:
    for due, reminder in written:
        draft = Draft(
            kind=MessageKind.URGENT,
            event=f"reminder:{reminder.pk}",
            title=_("Khẩn: %s") % reminder.line,
            text=_urgent_text(reminder),
            urgent=True,
        )
        for person in {person.pk: person for person in due.recipients}.values():
            _queue(person, draft, [reminder], now)


def _urgent_text(reminder: Reminder) -> str:
    context = {
        "reminder": reminder,
        "site_url": settings.SITE_URL,
        "inbox_url": f"{settings.SITE_URL}{reverse('work_inbox')}",
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    return render_to_string("emails/reminder.txt", context).strip()


def _queue_day(
    person: User, told: DayMessage, reminders: Sequence[Reminder], now: datetime
) -> None:
    """What an older list still waited to tell passes on to this one, which replaces it."""
    day = now.astimezone(LOCAL_TIME).date()
    draft = Draft(kind=MessageKind.DAY, event=f"day:{day}", title=told.title, text=told.text)
    older = Message.objects.waiting().filter(recipient=person, kind=MessageKind.DAY, day__lt=day)
    Reminder.messages.through.objects.filter(message__in=list(older)).delete()
    _queue(person, draft, reminders, now)


def _queue(person: User, draft: Draft, reminders: Sequence[Reminder], now: datetime) -> None:
    message = message_of(draft, person, now)
    message.save()
    message.reminders.set(reminders)
