"""Questions of the staff, and the answers of whoever knows."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from school_intranet.models import Answer, Question
from school_intranet.permissions import decides, keeps_registers, may_write
from school_intranet.readers import Reader
from school_intranet.services.core import hold, log_access, require


def may_settle(question: Question, reader: Reader) -> bool:
    """Who asked, or who runs the school's office."""
    own = may_write(reader) and question.by_id == reader.user.pk
    return own or decides(reader) or keeps_registers(reader)


def may_change(row: Question | Answer, reader: Reader) -> bool:
    """One's own alone: nobody puts words into another's mouth."""
    return may_write(reader) and row.by_id == reader.user.pk


def may_remove(row: Question | Answer, reader: Reader) -> bool:
    """One's own; whoever runs the school's office removes any."""
    own = may_write(reader) and row.by_id == reader.user.pk
    return own or decides(reader) or keeps_registers(reader)


@transaction.atomic
def ask(*, reader: Reader, title: str, body: str) -> Question:
    require(may_write(reader))
    question = Question(
        school=reader.school, title=title, body=body, by=reader.user, at=timezone.now()
    )
    question.full_clean(exclude=["settled_at"])
    question.save()
    log_access(school=reader.school, user=reader.user, action="ask_question", item=question)
    return question


@transaction.atomic
def answer(*, question: Question, reader: Reader, body: str) -> Answer:
    require(may_write(reader) and question.school_id == reader.school.pk)
    said = Answer(
        school=reader.school, question=question, body=body, by=reader.user, at=timezone.now()
    )
    said.full_clean()
    said.save()
    log_access(school=reader.school, user=reader.user, action="answer_question", item=question)
    return said


@transaction.atomic
def change(*, row: Question | Answer, reader: Reader, body: str, title: str = "") -> None:
    """Mend one's own words; the page says when. `title` is a question's."""
    row = hold(row, reader)
    require(may_change(row, reader))
    row.body, row.changed_at = body, timezone.now()
    if isinstance(row, Question):
        row.title = title
    row.full_clean(exclude=["settled_at"])
    row.save()


@transaction.atomic
def settle(*, question: Question, reader: Reader, settled: bool) -> None:
    """Said to be answered, or open again. Twice is once."""
    require(question.school_id == reader.school.pk and may_settle(question, reader))
    at = timezone.now() if settled else None
    Question.objects.filter(pk=question.pk, settled_at__isnull=settled).update(settled_at=at)


@transaction.atomic
def remove(*, row: Question | Answer, reader: Reader) -> None:
    """A question goes with its answers."""
    require(row.school_id == reader.school.pk and may_remove(row, reader))
    log_access(school=reader.school, user=reader.user, action="remove_question", item=row)
    row.delete()
