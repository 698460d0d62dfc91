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
    SchoolOwned,
    Task,
)
from school_intranet.readers import Reader
from school_intranet.selectors.people import people_of
from school_intranet.selectors.words import holds, query_words

BOUND = 3000
"""The newest things of a kind that are looked through."""


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


def _kind(
    key: str,
    label: str | Promise,
    model: type[SchoolOwned],
    url_name: str,
    *,
    title: str = "title",
    about: tuple[str, ...] = (),
    said: str | Promise = "",
    day: str,
    newest: tuple[str, ...] = (),
    **only: None,
) -> Kind:
    """Of the rows of a model: `title` and `about` are what is shown and looked in (`about` in the
    sentence `said`, else one after the other), `day` is a date or a moment; `newest` is the order
    where it is not that of the day."""

    def rows(reader: Reader) -> Iterator[Found]:
        found = (
            model._default_manager.visible_to(reader)  # type: ignore[attr-defined]
            .filter(**only)
            .order_by(*(newest or (f"-{day}", "-pk")))
            .values_list("pk", title, day, *about)[:BOUND]
        )
        for row_key, words, at, *more in found:
            shown = str(said) % tuple(more) if said else " · ".join(map(str, more))
            yield Found(words, url_name, row_key, label, shown, _day(at))

    return Kind(key, label, rows)


def _day(at: date | datetime | None) -> date | None:
    return timezone.localtime(at).date() if isinstance(at, datetime) else at


def _people(reader: Reader) -> Iterator[Found]:
    for person in people_of(reader):
        about = " · ".join([*person.role_names, *(group.name for group in person.groups)])
        if person.user.phone:
            about = f"{about} · {person.user.phone}"
        yield Found(str(person.user), "school_person", person.user.pk, PEOPLE, about, None)


PEOPLE = _("Người")
KINDS = (
    _kind(
        "thong-bao",
        _("Thông báo"),
        Announcement,
        "school_announcement",
        day="published_at",
        withdrawn_at=None,
    ),
    _kind(
        "van-ban-cua-phong",
        _("Văn bản của phòng"),
        BroadcastDelivery,
        "school_delivery",
        title="broadcast__title",
        about=("broadcast__symbol",),
        day="delivered_at",
    ),
    _kind(
        "bao-cao",
        _("Báo cáo"),
        ReportSubmission,
        "school_report",
        title="request__title",
        day="request__due_on",
    ),
    _kind(
        "van-ban-den",
        _("Văn bản đến"),
        IncomingDocument,
        "school_incoming",
        title="abstract",
        about=("number", "symbol", "issuer"),
        said=_("Số đến %d · %s · %s"),
        day="arrived_on",
        newest=("-year", "-number"),
    ),
    _kind(
        "van-ban-di",
        _("Văn bản đi"),
        OutgoingDocument,
        "school_outgoing_document",
        title="abstract",
        about=("symbol", "recipients"),
        day="issued_on",
        newest=("-year", "-number"),
    ),
    _kind(
        "viec",
        _("Việc"),
        Task,
        "school_task",
        about=("assignee__full_name",),
        day="due_on",
        newest=("-created_at", "-pk"),
    ),
    _kind(
        "bieu-mau",
        _("Biểu mẫu"),
        FormTemplate,
        "school_template",
        about=("category",),
        day="added_at",
        removed_at=None,
    ),
    _kind("hoi-dap", _("Hỏi đáp"), Question, "school_question", day="at"),
    _kind("album", _("Album ảnh"), Album, "school_album", day="created_at"),
    Kind("nguoi", PEOPLE, _people),
)
