"""A unit itself as what a leader writes about, and the sentences that a portal begins with."""

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.leader_notes.permissions import writes_notes
from portal.leader_notes.subjects import register_note_subject
from portal.models import NotePhrase, Unit, User

UNIT = "don-vi"


def register() -> None:
    register_note_subject(
        Unit,
        name=UNIT,
        label=str,
        url=lambda unit: reverse("leader_note_new", args=[UNIT, unit.pk]),
        unit=lambda unit: unit,
        can_see=_can_see,
    )


def _can_see(user: User | AnonymousUser, unit: Unit) -> bool:
    """The page of a unit's notes is a leader's."""
    return writes_notes(user)


def lay_phrases(front_page: Page) -> None:
    """For `portal.foundation`: the phrases are the same for every district."""
    ensure_phrases()


@transaction.atomic
def ensure_phrases() -> int:
    """Put the ready sentences into an empty table; returns how many. What is there stays."""
    if NotePhrase.objects.exists():
        return 0
    texts = (
        _("Đề nghị đơn vị giải quyết dứt điểm và báo cáo kết quả."),
        _("Đề nghị báo cáo rõ nguyên nhân chậm và thời gian hoàn thành."),
        _("Giao lãnh đạo đơn vị trực tiếp chỉ đạo việc này."),
        _("Đề nghị phối hợp với các đơn vị liên quan, thống nhất cách giải quyết và báo cáo."),
    )
    made = [NotePhrase(text=text, order=number) for number, text in enumerate(texts, start=1)]
    return len(NotePhrase.objects.bulk_create(made))
