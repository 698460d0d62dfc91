"""Who may see a photo that is not public. Nobody, until an app says so.

An app registers its questions in `AppConfig.ready()`; one that says yes is enough.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser

from portal.models import Photo, User

PhotoQuestion = Callable[[User, Photo], bool]

_may_see: list[PhotoQuestion] = []
_may_open: list[PhotoQuestion] = []


def register_photo_permission(question: PhotoQuestion) -> None:
    """`question(user, photo)`: may this person see the (blurred, smaller) pictures of a photo?"""
    _may_see.append(question)


def register_original_permission(question: PhotoQuestion) -> None:
    """`question(user, photo)`: may this person open the original, which is logged?"""
    _may_open.append(question)


def can_see_photo(user: User | AnonymousUser, photo: Photo, *, device: str = "") -> bool:
    """Its sender too, until a form holds it; a sender without an account is known by the device."""
    return is_sender(user, photo, device=device) or _any_says_yes(_may_see, user, photo)


def can_open_original(user: User | AnonymousUser, photo: Photo) -> bool:
    return _any_says_yes(_may_open, user, photo)


def is_sender(user: User | AnonymousUser, photo: Photo, *, device: str = "") -> bool:
    """Whether this is who sent a photo that no form holds yet."""
    if photo.claimed_at is not None:
        return False
    if photo.owner_id is not None:
        return user.is_authenticated and user.is_active and user.pk == photo.owner_id
    return bool(device) and device == photo.device


def _any_says_yes(questions: list[PhotoQuestion], user: User | AnonymousUser, photo: Photo) -> bool:
    if not isinstance(user, User) or not user.is_active:
        return False
    return any(question(user, photo) for question in questions)
