"""What a unit sends with photos. A phone on a bad line sends again what may have arrived: the
same batch makes one answer, and whoever repeats it is told that it is there."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction

from beautiful_city import permissions
from beautiful_city.models import Case, CaseEvent, CasePhoto
from beautiful_city.services import unit
from beautiful_city.services.core import Refused, Stale, fresh
from beautiful_city.states import PhotoRole
from portal import uploads
from portal.models import Photo, Unit, User


def is_answered(case: Case, batch: uuid.UUID, version: int) -> bool:
    """This very sending, for this version of the case, has made its answer. A browser may go on
    with an old batch: a later round is told by its version."""
    events = CaseEvent.objects.filter(case=case, name="remediate")
    return events.filter(data__batch=str(batch), data__version=version).exists()


def answer(
    *,
    case: Case,
    by: User,
    version: int,
    batch: uuid.UUID,
    keys: Sequence[uuid.UUID],
    text: str,
    views: Mapping[uuid.UUID, int] | None = None,
    lent: Sequence[CasePhoto] = (),
) -> Case:
    """Report a case as put right, once for each batch.

    `keys` are photos of the batch, `lent` those that a residential group sent. `views` says for a
    photo which view it shows; the others follow in order. Raises what `unit.remediate` raises.
    """
    if is_answered(case, batch, version) and permissions.answers_for(by, case):
        return fresh(case.pk)
    try:
        return _answer(case, by, version, batch, keys, text, views or {}, lent)
    except (Refused, Stale):
        # The same sending twice at once: the other one had the photos and the version.
        if is_answered(case, batch, version):
            return fresh(case.pk)
        raise


@transaction.atomic
def _answer(
    case: Case,
    by: User,
    version: int,
    batch: uuid.UUID,
    keys: Sequence[uuid.UUID],
    text: str,
    views: Mapping[uuid.UUID, int],
    lent: Sequence[CasePhoto],
) -> Case:
    photos = [*uploads.claim(batch=batch, keys=keys, owner=by), *_given_back(case, lent)]
    return unit.remediate(
        case=case,
        by=by,
        version=version,
        photos=photos,
        views=_in_order(photos, views, unit.needed_views(case)) if views else (),
        text=text,
        batch=batch,
    )


def _given_back(case: Case, lent: Sequence[CasePhoto]) -> list[Photo]:
    """The photos of these rows, free to stand on the case as what the unit answers with."""
    rows = CasePhoto.objects.filter(
        case=case, role=PhotoRole.OTHER, pk__in=[row.pk for row in lent]
    ).select_related("photo")
    photos = [row.photo for row in rows]
    rows.delete()
    return photos


def _in_order(
    photos: Sequence[Photo], views: Mapping[uuid.UUID, int], needed: list[int]
) -> list[int]:
    """A view for each photo: the one said, else the first that nobody has shown yet."""
    said = {view for view in views.values() if view in needed}
    open_views = iter([view for view in needed if view not in said])
    return [
        views[photo.key] if views.get(photo.key) in said else next(open_views, needed[-1])
        for photo in photos
    ]


@transaction.atomic
def dispute(
    *,
    case: Case,
    by: User,
    version: int,
    reason: str,
    text: str,
    proposed: Unit | None,
    batch: uuid.UUID,
    keys: Sequence[uuid.UUID],
) -> Case:
    """`unit.dispute` with the photos of a form."""
    return unit.dispute(
        case=case,
        by=by,
        version=version,
        reason=reason,
        text=text,
        proposed=proposed,
        photos=uploads.claim(batch=batch, keys=keys, owner=by) if keys else (),
    )
