"""What a leader can write about: each app registers its kinds of thing from its `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from portal.models import LeaderNote, Unit, User

Person = User | AnonymousUser


@dataclass(frozen=True)
class SubjectKind:
    """`name` stands in addresses. The functions are asked with an object of `model`: what it is
    called, where it stands on this site, which unit has to answer (None: nobody yet), and who may
    know of it."""

    model: type[Model]
    name: str
    label: Callable[[Any], str]
    url: Callable[[Any], str]
    unit: Callable[[Any], Unit | None]
    can_see: Callable[[Person, Any], bool]


_kinds: dict[type[Model], SubjectKind] = {}


def register_note_subject(
    model: type[Model],
    *,
    name: str,
    label: Callable[[Any], str],
    url: Callable[[Any], str],
    unit: Callable[[Any], Unit | None],
    can_see: Callable[[Person, Any], bool],
) -> None:
    """From an app's `ready()`. Registering a model again replaces it."""
    _kinds[model] = SubjectKind(model, name, label, url, unit, can_see)


def kind_of(subject: Model) -> SubjectKind:
    """KeyError for a thing of a kind that nobody registered."""
    return _kinds[type(subject)]


def kind_named(name: str) -> SubjectKind | None:
    return next((kind for kind in _kinds.values() if kind.name == name), None)


def subject_of(note: LeaderNote) -> Model | None:
    """The thing; None where it is gone, or of a kind that no app registers any more."""
    subject: Model | None = note.subject
    return subject if subject is not None and type(subject) in _kinds else None


def label_of(note: LeaderNote) -> str:
    """What the note is about, in words; the unit's name where the thing is gone."""
    subject = subject_of(note)
    return kind_of(subject).label(subject) if subject is not None else str(note.unit)


def type_of(subject: Model) -> ContentType:
    return ContentType.objects.get_for_model(subject)
