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
) -> Letter:
    """Make and keep the letter to `unit`. Whether `by` may was asked before.

    ValidationError without any case, or for a template that is not in force on `today`.
    """
    if not lines:
        raise ValidationError(_("Chưa chọn vụ việc nào để đôn đốc."), code="empty")
    if not LetterTemplate.objects.in_force(today).filter(pk=template.pk).exists():
        raise ValidationError(
            _("Mẫu “%(name)s” không áp dụng vào ngày %(day)s.")
            % {"name": template.name, "day": f"{today:%d/%m/%Y}"},
            code="not_in_force",
        )
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
