"""From sent photos to photos of a form: who sent them and the moment they are taken."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.models import Photo, User
from portal.models.uploads import PhotoQuerySet


def waiting(*, batch: uuid.UUID, owner: User | None = None) -> PhotoQuerySet:
    """The photos of a batch that no form holds yet, oldest first.

    What a signed-in person sent is there for that person only.
    """
    mine = Q(owner=None) | Q(owner=owner) if owner else Q(owner=None)
    return Photo.objects.unclaimed().filter(mine, batch=batch)


@transaction.atomic
def claim(
    *, batch: uuid.UUID, keys: Sequence[uuid.UUID] | None = None, owner: User | None = None
) -> list[Photo]:
    """Take the photos of a batch, or those of `keys` in that order, for a form just sent off.

    Of two calls at once each photo is given to one: the caller compares the number with what it
    asked for. To be called in the transaction that makes what holds the photos.
    """
    photos = waiting(batch=batch, owner=owner).select_for_update()
    if keys is not None:
        photos = photos.filter(key__in=keys)
    claimed = list(photos)
    now = timezone.now()
    for photo in claimed:
        photo.claimed_at = now
    Photo.objects.filter(pk__in=[photo.pk for photo in claimed]).update(claimed_at=now)
    if keys is not None:
        order = {key: at for at, key in enumerate(keys)}
        claimed.sort(key=lambda photo: order[photo.key])
    return claimed
