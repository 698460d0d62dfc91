"""What the sheet for giao ban says of leaders' notes. No line repeats the text of a note."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.briefings.parts import MOST_LINES, BriefingLine, BriefingList, BriefingPart
from portal.leader_notes.selectors import with_words
from portal.leader_notes.subjects import label_of
from portal.models import LeaderNote, LeaderNoteMove


def part(since: datetime, now: datetime) -> BriefingPart:
    late = LeaderNote.objects.late(now)
    answered = LeaderNote.objects.answered()
    return BriefingPart(
        title=_("Ý kiến chỉ đạo"),
        moved=_moved(since, now),
        latest=BriefingList(
            lines=[
                BriefingLine(
                    _("%(unit)s: %(about)s, quá hạn trả lời %(days)d ngày làm việc")
                    % {
                        "unit": note.unit,
                        "about": label_of(note),
                        "days": note.days_late(now),
                    },
                    note.work_url,
                )
                for note in with_words(late).order_by("due_on", "pk")[:MOST_LINES]
            ],
            count=late.count(),
            url=_list("qua-han"),
        ),
        decisions=BriefingList(
            lines=[
                BriefingLine(
                    _("%(unit)s đã trả lời, chờ lãnh đạo xem: %(about)s")
                    % {"unit": note.unit, "about": label_of(note)},
                    note.work_url,
                )
                for note in with_words(answered).order_by("answered_at", "pk")[:MOST_LINES]
            ],
            count=answered.count(),
            url=_list("da-tra-loi"),
        ),
    )


def _moved(since: datetime, now: datetime) -> BriefingList:
    made = LeaderNoteMove.objects.filter(at__gte=since, at__lte=now).aggregate(
        **{name: Count("pk", filter=Q(name=name)) for name in ("write", "answer", "accept")}
    )
    waiting = LeaderNote.objects.waiting().count()
    lines = [
        BriefingLine(
            _("Ghi mới %(write)d, đơn vị trả lời %(answer)d, đạt %(accept)d") % made,
            _list("tat-ca"),
        ),
        BriefingLine(_("Đang chờ trả lời: %d") % waiting, _list("cho-tra-loi")),
    ]
    return BriefingList(lines=lines, count=len(lines))


def _list(word: str) -> str:
    return f"{reverse('leader_notes')}?loc={word}"
