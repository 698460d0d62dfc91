"""Making a letter, and recording the number and the date that the clerk gave it."""

from collections.abc import Sequence
from datetime import date

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.letters.document import render_docx
from portal.letters.lines import LetterLine
from portal.letters.texts import fill, names_of
from portal.models import Letter, LetterTemplate, Unit, User
from portal.text import slugify_vi


class AlreadyRecordedError(Exception):
    """The letter has a number already, which is `number`."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class OvertakenError(Exception):
    """Another letter to the unit was made since the person looked at what it owes."""


def latest_key(unit: Unit) -> int:
    """The key of the latest letter to the unit, 0 where there is none."""
    letters = Letter.objects.filter(unit=unit).order_by("-pk")
    return letters.values_list("pk", flat=True).first() or 0


def templates_in_force(day: date) -> list[LetterTemplate]:
    """Of each kind of letter the template of that day."""
    return list(LetterTemplate.objects.in_force(day).order_by("name"))


@transaction.atomic
def make_letter(
    *,
    unit: Unit,
    template: LetterTemplate,
    lines: Sequence[LetterLine],
    by: User,
    today: date,
    after: int | None = None,
) -> Letter:
    """Make and keep the letter to `unit`. Whether `by` may was asked before.

    `after` is the `latest_key` that the person saw: of a form sent twice, or of two people at once,
    the second finds OvertakenError, and nothing is urged twice. ValidationError without any line,
    or for a template that is not in force on `today`.
    """
    if not lines:
        raise ValidationError(_("Chưa chọn việc nào để đôn đốc."), code="empty")
    if not LetterTemplate.objects.in_force(today).filter(pk=template.pk).exists():
        raise ValidationError(
            _("Mẫu “%(name)s” không áp dụng vào ngày %(day)s.")
            % {"name": template.name, "day": f"{today:%d/%m/%Y}"},
            code="not_in_force",
        )
    # The second waits here for the first.
    list(Unit.objects.select_for_update(no_key=True).filter(pk=unit.pk).values("pk"))
    if after is not None and after != latest_key(unit):
        raise OvertakenError
    lines = sorted(lines, key=lambda line: (line.group.order, line.group.name))
    content = render_docx(template=template, unit=unit, lines=lines, today=today)
    names = names_of(template=template, unit=unit, count=len(lines), today=today)
    letter = Letter(
        unit=unit,
        template=template,
        subject=fill(template.subject, names),
        lines=[line.frozen() for line in lines],
        created_by=by,
        created_at=timezone.now(),
    )
    # Last before the row, so that only a failing INSERT could leave a file without one.
    name = f"{template.series}-{slugify_vi(unit.name)}-{today:%Y%m%d}.docx"
    letter.file.save(name, ContentFile(content), save=False)
    letter.save()
    return letter


def record_number(
    *, letter: Letter, number: str, issued_on: date, by: User, replaces: str = ""
) -> Letter:
    """Record what the clerk wrote on the letter.

    A number that is there is changed only where `replaces` names it; else AlreadyRecordedError,
    also for who comes second. ValidationError for a date before the letter or in the future. Every
    change stands in `numbering`.
    """
    number = " ".join(number.split())
    if not number:
        raise ValidationError(_("Ghi số công văn."), code="required")
    today = timezone.localdate()
    if not timezone.localdate(letter.created_at) <= issued_on <= today:
        raise ValidationError(
            _("Ngày ban hành phải từ ngày lập công văn đến hôm nay."), code="invalid"
        )
    entry = {
        "number": number,
        "issued_on": issued_on.isoformat(),
        "by": by.pk,
        "at": timezone.now().isoformat(timespec="seconds"),
    }
    current = Letter.objects.get(pk=letter.pk)
    changed = Letter.objects.filter(pk=letter.pk, number=replaces).update(
        number=number, issued_on=issued_on, numbering=[*current.numbering, entry]
    )
    letter.refresh_from_db()
    if not changed:
        raise AlreadyRecordedError(letter.number)
    return letter
