"""Announcements: written, published to the people they are for, changed, taken back.

PermissionDenied for who may not; `Refused` for what breaks a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.models import Unit, User
from school_intranet.html import clean_html
from school_intranet.models import Announcement, Receipt, SchoolFile
from school_intranet.permissions import announces_to, changes_announcement
from school_intranet.readers import Reader, members_of, staff_of
from school_intranet.services import reading
from school_intranet.services.core import Refused, Stale, hold, log_access, require
from school_intranet.services.files import drop_files, store_files


@dataclass(frozen=True)
class Words:
    """What is written. `group` is a tổ chuyên môn of the school, None for the whole school."""

    title: str
    body: str
    group: Unit | None = None
    pinned: bool = False
    expires_on: date | None = None
    asks_receipt: bool = False


@transaction.atomic
def announce(*, reader: Reader, words: Words, files: Sequence[UploadedFile] = ()) -> Announcement:
    """Publish at once to the people of today: they are asked to read it, later ones only may."""
    _check(reader, words)
    now = timezone.now()
    item = Announcement(school=reader.school, author=reader.user, created_at=now, published_at=now)
    _write(item, words)
    store_files(holder=item, files=files, reader=reader)
    reading.deliver(item=item, users=audience_of(item))
    log_access(school=reader.school, user=reader.user, action="announce", item=item)
    return item


@transaction.atomic
def change(
    *,
    item: Announcement,
    reader: Reader,
    version: int,
    words: Words,
    files: Sequence[UploadedFile] = (),
    dropped: Iterable[SchoolFile] = (),
    asks_again: bool = False,
) -> Announcement:
    """Change what was published. With `asks_again` everybody is asked to read it again; moved to
    another group, its people are asked, and who is not of it no longer counts.

    `Stale` where another changed it since `version` was shown.
    """
    _check(reader, words)
    item = hold(item, reader)
    require(changes_announcement(reader, item))
    if item.version != version:
        raise Stale(item)
    moved = item.group_id != (words.group.pk if words.group else None)
    item.version += 1
    _write(item, words)
    drop_files(holder=item, files=dropped, reader=reader)
    store_files(holder=item, files=files, reader=reader)
    if not asks_again:
        # Who has read it has read this version too: only what it is called has changed.
        reading.carry_over(item=item, version=version)
    if moved:
        Receipt.objects.filter(announcement=item).exclude(user__in=audience_of(item)).update(
            expected=False
        )
    if asks_again or moved:
        reading.deliver(item=item, users=audience_of(item))
    log_access(school=reader.school, user=reader.user, action="change_announcement", item=item)
    return item


@transaction.atomic
def withdraw(*, item: Announcement, reader: Reader) -> Announcement:
    """Take it back: nobody sees it any more, its files neither. Twice is once."""
    item = hold(item, reader)
    if item.withdrawn_at is None:
        require(changes_announcement(reader, item))
        item.withdrawn_at = timezone.now()
        item.save(update_fields=["withdrawn_at"])
        log_access(school=reader.school, user=reader.user, action="withdraw", item=item)
    return item


def audience_of(item: Announcement) -> list[User]:
    """The people of today whom it is for, but for its author."""
    people = staff_of(item.school) if item.group is None else members_of(item.group)
    return [user for user in people if user.pk != item.author_id]


def _check(reader: Reader, words: Words) -> None:
    group = words.group
    if group is not None and group.parent_id != reader.school.pk:
        raise Refused(_("Không có tổ chuyên môn này trong trường."), field="group")
    require(announces_to(reader, group.pk if group else None))
    if words.expires_on is not None and words.expires_on < timezone.localdate():
        raise Refused(_("Ngày hết hiện đã qua."), field="expires_on")


def _write(item: Announcement, words: Words) -> None:
    item.title, item.body, item.group = words.title, clean_html(words.body), words.group
    item.pinned, item.expires_on = words.pinned, words.expires_on
    item.asks_receipt = words.asks_receipt
    item.full_clean(exclude=["published_at", "withdrawn_at"])
    item.save()
