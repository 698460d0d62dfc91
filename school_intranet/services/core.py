"""What the services share: refusals, stale forms, the access log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils.functional import Promise

from portal.models import Unit, User
from school_intranet.models import AccessLog, SchoolOwned
from school_intranet.permissions import may_write
from school_intranet.readers import Reader

M = TypeVar("M", bound=SchoolOwned)


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """What was asked does not meet a rule; `field` names the input, `str()` is the sentence."""

    def __init__(self, sentence: str | Promise, *, field: str = "") -> None:
        self.field = field
        super().__init__(str(sentence))


class Stale(Exception):  # noqa: N818 - an answer, not a fault
    """Somebody else saved it since the person opened it. `current` is what stands now: the form
    shows both, so that nothing typed is lost."""

    def __init__(self, current: Model) -> None:
        self.current = current
        super().__init__(current.pk)


def require(allowed: bool) -> None:
    """PermissionDenied, which the views answer as if there were nothing."""
    if not allowed:
        raise PermissionDenied


def hold(row: M, reader: Reader) -> M:
    """The row as it is now, kept from others until the transaction ends. PermissionDenied where it
    is not, or no longer, of the reader's school."""
    rows = type(row)._default_manager.select_for_update(no_key=True, of=("self",))
    found = rows.filter(school=reader.school, pk=row.pk).first()
    if found is None:
        raise PermissionDenied
    return found


def require_writable(reader: Reader) -> None:
    require(may_write(reader))


def log_access(*, school: Unit, user: User, action: str, item: Model | None = None) -> None:
    """A line of the school's access log. Things are named by kind and key, never by title."""
    what = f"{item._meta.model_name}:{item.pk}" if item is not None else ""
    AccessLog.objects.create(school=school, user=user, action=action, what=what)


def log_access_in(*, schools: Iterable[Unit], user: User, action: str) -> None:
    """A line in the log of each of these schools. One statement."""
    AccessLog.objects.bulk_create(
        AccessLog(school=school, user=user, action=action) for school in schools
    )
