"""Taking a photo or a whole report from everyone at once, and giving it back.

The public pictures are deleted when the transaction is committed (`effects.after_change`), so
every address of theirs answers 404 from then on.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from beautiful_city import effects, permissions
from beautiful_city.models import Case, CasePhoto
from beautiful_city.services.core import Note, Refused, fresh, record, touch
from beautiful_city.states import SHOWN
from portal.models import User


def hide_photo(*, row: CasePhoto, by: User, version: int, reason: str) -> Case:
    """Raises PermissionDenied, Refused (no reason) and Stale."""
    return _set_photo(row, by, version, reason, checked=False)


def show_photo(*, row: CasePhoto, by: User, version: int, reason: str) -> Case:
    """The photo has been looked at again (faces, plates, house numbers) and may be shown. Raises
    as `hide_photo` does, and Refused where there is nothing to look at yet."""
    if not row.photo.is_ready:
        raise Refused(_("Ảnh này còn đang kiểm tra hoặc bị hỏng, chưa ai xem được."), field="photo")
    return _set_photo(row, by, version, reason, checked=True)


def hide_case(*, case: Case, by: User, version: int, reason: str) -> Case:
    _ask(by, reason)
    if case.hidden_at is not None:
        raise Refused(_("Phản ánh này đang ẩn rồi."))
    changes = {"hidden_at": timezone.now(), "is_public": False}
    return _set_case(case, by, version, reason, "hidden", _("Ẩn phản ánh"), changes)


def show_case(*, case: Case, by: User, version: int, reason: str) -> Case:
    _ask(by, reason)
    if case.hidden_at is None:
        raise Refused(_("Phản ánh này không bị ẩn."))
    shown = case.state in SHOWN and case.public_at is not None
    changes: dict[str, object] = {"hidden_at": None, "is_public": shown}
    return _set_case(case, by, version, reason, "shown", _("Hiện lại phản ánh"), changes)


def _ask(by: User, reason: str) -> None:
    if not permissions.is_district(by):
        raise PermissionDenied
    if not reason.strip():
        raise Refused(_("Cần ghi lý do, để người sau biết vì sao."), field="text")


def _set_photo(row: CasePhoto, by: User, version: int, reason: str, *, checked: bool) -> Case:
    _ask(by, reason)
    with transaction.atomic():
        touch(row.case, version=version)
        CasePhoto.objects.filter(pk=row.pk).update(checked=checked)
        record(
            row.case,
            "photo_shown" if checked else "photo_hidden",
            _("Hiện ảnh") if checked else _("Ẩn ảnh"),
            by=by,
            note=Note(text=reason, data={"photo": row.pk}),
            public=False,
        )
        case = fresh(row.case_id)
        effects.after_change(case)
    return case


def _set_case(
    case: Case,
    by: User,
    version: int,
    reason: str,
    name: str,
    label: str | Promise,
    changes: dict[str, object],
) -> Case:
    with transaction.atomic():
        touch(case, version=version, **changes)
        record(case, name, label, by=by, note=Note(text=reason), public=False)
        case = fresh(case.pk)
        effects.after_change(case)
    return case
