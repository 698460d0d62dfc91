"""Forms and templates (biểu mẫu) that a school keeps for its staff."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from school_intranet.models import FormTemplate
from school_intranet.permissions import keeps_templates
from school_intranet.readers import Reader
from school_intranet.services.core import Refused, hold, log_access, require
from school_intranet.services.files import drop_files, store_files


@transaction.atomic
def keep(
    *,
    reader: Reader,
    title: str,
    category: str,
    note: str,
    files: Sequence[UploadedFile],
    template: FormTemplate | None = None,
) -> FormTemplate:
    """A new one, or one changed; files that are sent take the place of those before."""
    require(keeps_templates(reader))
    if template is None:
        item = FormTemplate(school=reader.school, added_by=reader.user, added_at=timezone.now())
    else:
        item = hold(template, reader)
        require(item.removed_at is None)
    if template is None and not files:
        raise Refused(_("Chọn tệp biểu mẫu."), field="attachments")
    item.title, item.category, item.note = title, category, note
    item.full_clean(exclude=["removed_at"])
    item.save()
    if files:
        before = list(item.files.all())
        # The new ones first: where one is refused, the old ones stay.
        store_files(holder=item, files=files, reader=reader)
        drop_files(holder=item, files=before, reader=reader)
    log_access(school=reader.school, user=reader.user, action="keep_template", item=item)
    return item


@transaction.atomic
def remove(*, template: FormTemplate, reader: Reader) -> None:
    """Out of the list, its files too. Twice is once."""
    require(keeps_templates(reader) and template.school_id == reader.school.pk)
    rows = FormTemplate.objects.filter(pk=template.pk, removed_at=None)
    if rows.update(removed_at=timezone.now()):
        log_access(school=reader.school, user=reader.user, action="remove_template", item=template)
