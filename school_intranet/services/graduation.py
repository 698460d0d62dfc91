"""A school adopts the e-school model: an export for the school, then read only, then a link.

The office starts it and sees how far it is. The export itself is the school's: its principal and
văn thư fetch it, the office does not.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from tempfile import TemporaryFile

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal import background
from portal.after_commit import after_commit
from portal.models import Unit, User
from portal.provisioning import save_unit
from school_intranet.export import write_export
from school_intranet.models import Graduation, SchoolPortalPage
from school_intranet.permissions import is_education_office
from school_intranet.services import mails
from school_intranet.services.core import Refused, log_access, require
from school_intranet.states import PortalState


@transaction.atomic
def begin(*, portal: SchoolPortalPage, by: User, new_address: str) -> Graduation:
    """Close the portal for writing, and let the worker make the export. Again while it goes on
    makes the export anew."""
    require(is_education_office(by))
    held = _held(portal)
    if held.state == PortalState.MOVED:
        raise Refused(_("Trường đã chuyển sang trường học điện tử."))
    held.state, held.new_address = PortalState.READ_ONLY, new_address
    held.full_clean(exclude=["path", "depth"])
    held.save(update_fields=["state", "new_address"])
    graduation = Graduation.objects.create(school=held.school, begun_at=timezone.now(), by=by)
    log_access(school=held.school, user=by, action="begin_graduation", item=graduation)
    # In the same transaction: a portal that is closed has an export on its way.
    make_export.enqueue(graduation.pk)
    return graduation


@transaction.atomic
def cancel(*, portal: SchoolPortalPage, by: User) -> None:
    """The portal is in use again, as before."""
    require(is_education_office(by))
    held = _held(portal)
    if held.state != PortalState.READ_ONLY:
        raise Refused(_("Trường không ở bước chuyển."))
    held.state, held.new_address = PortalState.OPEN, ""
    held.save(update_fields=["state", "new_address"])
    log_access(school=held.school, user=by, action="cancel_graduation")


@transaction.atomic
def finish(*, portal: SchoolPortalPage, by: User) -> None:
    """From now on members find the new address and the export, and nothing else; the school counts
    as an e-school. `Refused` before the export is ready."""
    require(is_education_office(by))
    held = _held(portal)
    # The newest: one that was made before the school went on working does not hold all.
    newest = Graduation.objects.filter(school=held.school).first()
    if newest is not None and newest.failed_at is not None:
        raise Refused(_("Bản xuất không làm được; hãy làm lại bản xuất rồi chuyển."))
    if held.state != PortalState.READ_ONLY or newest is None or newest.ready_at is None:
        raise Refused(_("Bản xuất chưa xong; đợi bản xuất rồi chuyển."))
    held.state = PortalState.MOVED
    held.save(update_fields=["state"])
    school = held.school
    if not school.is_e_school_on(timezone.localdate()):
        school.e_school_from, school.e_school_to = timezone.localdate(), None
        save_unit(school)
    log_access(school=school, user=by, action="finish_graduation")


def renew_exports(school: Unit) -> None:
    """What a school has taken back must not stay in an export: those made, or being made, are
    thrown away, and the newest is made anew. Within the transaction that took it back."""
    made = list(Graduation.objects.select_for_update(no_key=True).filter(school=school))
    if not made:
        return
    for graduation in made:
        if graduation.file:
            stored = graduation.file
            after_commit(stored.storage.delete, str(stored.name))
    Graduation.objects.filter(school=school).update(
        file="", digest="", ready_at=None, failed_at=None, begun_at=timezone.now()
    )
    make_export.enqueue(made[0].pk)


def export_failed(graduation_id: int) -> None:
    """Making the export came to nothing: the page says so, and who began it is told."""
    graduation = Graduation.objects.select_related("school", "by").get(pk=graduation_id)
    with transaction.atomic():
        failed = Graduation.objects.filter(
            pk=graduation_id, begun_at=graduation.begun_at, ready_at=None, failed_at=None
        ).update(failed_at=timezone.now())
        if failed:
            mails.tell_of_failed_export(graduation)


@background.task(limit=timedelta(minutes=20), again=True, failed=export_failed)
def make_export(graduation_id: int) -> None:
    """The worker's part. A second run of the same one changes nothing; one that was begun anew
    meanwhile leaves no file."""
    graduation = Graduation.objects.select_related("school").get(pk=graduation_id)
    if graduation.ready_at is not None:
        return
    with TemporaryFile() as target:
        write_export(graduation.school, target)
        target.seek(0)
        graduation.digest = hashlib.file_digest(target, "sha256").hexdigest()
        target.seek(0)
        graduation.file.save(
            f"{graduation.school_id}-{graduation.pk}.zip", File(target), save=False
        )
    kept = Graduation.objects.filter(
        pk=graduation_id, begun_at=graduation.begun_at, ready_at=None
    ).update(
        file=graduation.file.name,
        digest=graduation.digest,
        ready_at=timezone.now(),
        failed_at=None,
    )
    if not kept:
        graduation.file.delete(save=False)


def _held(portal: SchoolPortalPage) -> SchoolPortalPage:
    """As it is now, kept from others until the transaction ends."""
    rows = SchoolPortalPage.objects.select_for_update(of=("self",)).select_related("school")
    return rows.get(pk=portal.pk)
