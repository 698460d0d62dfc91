"""Search within one school. Nothing is indexed: what the reader may see is asked for anew each
time, so that no index must be kept in step with who belongs where, and none gives anything away.

Titles are folded here, since the databases do not agree on Vietnamese; so each kind is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from school_intranet.models import (
    Album,
    Announcement,
    BroadcastDelivery,
    FormTemplate,
    IncomingDocument,
    OutgoingDocument,
    Question,
    ReportSubmission,
    Task,
)
from school_intranet.readers import Reader
from school_intranet.selectors.people import people_of
from school_intranet.selectors.words import holds, query_words

BOUND = 3000
"""The newest things of a kind that are looked through."""
ANNOUNCEMENTS, INCOMING, OUTGOING = _("Thông báo"), _("Văn bản đến"), _("Văn bản đi")
DELIVERIES, REPORTS, ALBUMS = _("Văn bản của phòng"), _("Báo cáo"), _("Album ảnh")
TASKS, TEMPLATES, QUESTIONS, PEOPLE = _("Việc"), _("Biểu mẫu"), _("Hỏi đáp"), _("Người")


@dataclass(frozen=True)
class Found:
    title: str
    url_name: str
    key: int
    kind: str | Promise
    about: str
    day: date | None


@dataclass(frozen=True)
class Kind:
    """`rows` gives what the reader may see, the newest first, at most `BOUND`."""

    key: str
    label: str | Promise
    rows: Callable[[Reader], Iterable[Found]]


def search(reader: Reader, query: str, *, kind: str = "") -> list[Found]:
    """What holds all words of the query, kind by kind. One statement for each kind."""
    words = query_words(query)
    if not words:
        return []
    kinds = [each for each in KINDS if kind in ("", each.key)]
    rows = chain.from_iterable(each.rows(reader) for each in kinds)
    return [row for row in rows if holds(f"{row.title} {row.about}", words)]


def _day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def _announcements(reader: Reader) -> Iterator[Found]:
    rows = (
        Announcement.objects.visible_to(reader)
        .filter(withdrawn_at=None)
        .order_by("-published_at", "-pk")
        .values_list("pk", "title", "published_at")[:BOUND]
    )
    for key, title, at in rows:
        yield Found(title, "school_announcement", key, ANNOUNCEMENTS, "", _day(at))


def _incoming(reader: Reader) -> Iterator[Found]:
    rows = (
        IncomingDocument.objects.visible_to(reader)
        .order_by("-year", "-number")
        .values_list("pk", "abstract", "symbol", "issuer", "arrived_on", "number")[:BOUND]
    )
    for key, abstract, symbol, issuer, day, number in rows:
        about = str(_("Số đến %(number)d · %(symbol)s · %(issuer)s")) % {
            "number": number,
            "symbol": symbol,
            "issuer": issuer,
        }
        yield Found(abstract, "school_incoming", key, INCOMING, about, day)


def _outgoing(reader: Reader) -> Iterator[Found]:
    rows = (
        OutgoingDocument.objects.visible_to(reader)
        .order_by("-year", "-number")
        .values_list("pk", "abstract", "symbol", "recipients", "issued_on")[:BOUND]
    )
    for key, abstract, symbol, recipients, day in rows:
        yield Found(
            abstract, "school_outgoing_document", key, OUTGOING, f"{symbol} · {recipients}", day
        )


def _deliveries(reader: Reader) -> Iterator[Found]:
    rows = (
        BroadcastDelivery.objects.visible_to(reader)
        .order_by("-delivered_at", "-pk")
        .values_list("pk", "broadcast__title", "broadcast__symbol", "delivered_at")[:BOUND]
    )
    for key, title, symbol, at in rows:
        yield Found(title, "school_delivery", key, DELIVERIES, symbol, _day(at))


def _reports(reader: Reader) -> Iterator[Found]:
    rows = (
        ReportSubmission.objects.visible_to(reader)
        .order_by("-request__due_on", "-pk")
        .values_list("pk", "request__title", "request__due_on")[:BOUND]
    )
    for key, title, due in rows:
        yield Found(title, "school_report", key, REPORTS, "", due)


def _albums(reader: Reader) -> Iterator[Found]:
    rows = (
        Album.objects.visible_to(reader)
        .order_by("-created_at", "-pk")
        .values_list("pk", "title", "created_at")[:BOUND]
    )
    for key, title, at in rows:
        yield Found(title, "school_album", key, ALBUMS, "", _day(at))


def _tasks(reader: Reader) -> Iterator[Found]:
    rows = (
        Task.objects.visible_to(reader)
        .order_by("-created_at", "-pk")
        .values_list("pk", "title", "assignee__full_name", "due_on")[:BOUND]
    )
    for key, title, assignee, due in rows:
        yield Found(title, "school_task", key, TASKS, assignee, due)


def _templates(reader: Reader) -> Iterator[Found]:
    rows = (
        FormTemplate.objects.visible_to(reader)
        .filter(removed_at=None)
        .order_by("-added_at", "-pk")
        .values_list("pk", "title", "category", "added_at")[:BOUND]
    )
    for key, title, category, at in rows:
        yield Found(title, "school_template", key, TEMPLATES, category, _day(at))


def _questions(reader: Reader) -> Iterator[Found]:
    rows = (
        Question.objects.visible_to(reader)
        .order_by("-at", "-pk")
        .values_list("pk", "title", "at")[:BOUND]
    )
    for key, title, at in rows:
        yield Found(title, "school_question", key, QUESTIONS, "", _day(at))


def _people(reader: Reader) -> Iterator[Found]:
    for person in people_of(reader):
        about = " · ".join([*person.role_names, *(group.name for group in person.groups)])
        if person.user.phone:
            about = f"{about} · {person.user.phone}"
        yield Found(str(person.user), "school_person", person.user.pk, PEOPLE, about, None)


KINDS = (
    Kind("thong-bao", ANNOUNCEMENTS, _announcements),
    Kind("van-ban-cua-phong", DELIVERIES, _deliveries),
    Kind("bao-cao", REPORTS, _reports),
    Kind("van-ban-den", INCOMING, _incoming),
    Kind("van-ban-di", OUTGOING, _outgoing),
    Kind("viec", TASKS, _tasks),
    Kind("bieu-mau", TEMPLATES, _templates),
    Kind("hoi-dap", QUESTIONS, _questions),
    Kind("album", ALBUMS, _albums),
    Kind("nguoi", PEOPLE, _people),
)
