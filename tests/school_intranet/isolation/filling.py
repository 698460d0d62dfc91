"""Rows of a school, of every model that there is, with one word in every place for words.

The models are walked, not named: one that comes later is filled too, or fails here. All rows of a
school have one key, so that one address leads to the thing of whatever kind it names.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

from portal.models import Photo, Unit, User
from school_intranet.models import (
    Receipt,
    SchoolFile,
    SchoolPortalIndexPage,
    SchoolPortalPage,
    WeekSchedule,
)
from school_intranet.models.files import HOLDERS
from school_intranet.models.receipts import ITEMS
from school_intranet.services.week import monday_of
from tests.factories.photos import make_photo

# They are made by opening a portal.
PAGES = (SchoolPortalIndexPage, SchoolPortalPage)
# Of these a row has exactly one of its relations.
EITHER: dict[type[models.Model], tuple[str, ...]] = {SchoolFile: HOLDERS, Receipt: ITEMS}
# Moments that must be set for the row to be seen by its own school.
SET = frozenset({"published_at", "sent_at", "submitted_at", "approved_at", "ready_at"})
PDF = b"%%PDF-1.4\n1 0 obj\n<</Title(%s)>>\nendobj\ntrailer\n<<>>\n%%%%EOF"


class Filler:
    """Makes rows of one school. `word` is put into every text, file name and content; `user` stands
    wherever a person does; `key` is that of the first row of each model, the others follow it;
    `made` holds what was made, by model."""

    def __init__(self, *, school: Unit, user: User, word: str, key: int) -> None:
        self.school, self.user, self.word, self.key = school, user, word, key
        self.made: dict[type[models.Model], list[models.Model]] = {}

    def fill(self) -> None:
        """A row of every model; of those with either-or relations one for each."""
        for model in apps.get_app_config("school_intranet").get_models():
            if model in PAGES:
                continue
            for held in EITHER.get(model, ()):
                self.make(model, only=held)
            self.one(model)

    def one(self, model: type[models.Model]) -> models.Model:
        """The row of a model, made now if there is none."""
        if model not in self.made:
            self.make(model)
        return self.made[model][0]

    def make(self, model: type[models.Model], *, only: str = "") -> models.Model:
        either = EITHER.get(model, ())
        chosen = only or (either[0] if either else "")
        values = {
            field.name: self._value(model, field)
            for field in model._meta.concrete_fields
            if not field.primary_key and (field.name not in either or field.name == chosen)
        }
        row = model(pk=self.key + len(self.made.get(model, ())), **values)
        # Not `save()`: the access log takes no row whose key was chosen.
        model._base_manager.bulk_create([row])
        for relation in model._meta.many_to_many:
            target = relation.related_model
            getattr(row, relation.name).add(self.user if target is User else self.school)
        self.made.setdefault(model, []).append(row)
        return row

    def _value(self, model: type[models.Model], field: models.Field) -> Any:
        if isinstance(field, models.ForeignKey):
            return self._related(model, field)
        if field.choices:
            return next(value for value, _label in field.flatchoices)
        if isinstance(field, models.FileField):
            return ContentFile(PDF % self.word.encode(), name=f"{self.word}.pdf")
        if isinstance(field, models.JSONField):
            return {self.word: self.word}
        if isinstance(field, models.DateTimeField):
            return None if field.null and field.name not in SET else timezone.now()
        if isinstance(field, models.DateField):
            if model is WeekSchedule:
                return monday_of(timezone.localdate())
            ends = field.null and field.name.endswith(("withdrawn_on", "expires_on"))
            return None if ends else timezone.localdate()
        if isinstance(field, models.TimeField):
            return None if field.null else timezone.localtime().time().replace(hour=8)
        if field.has_default():
            return field.get_default()
        if isinstance(field, models.URLField):
            return f"https://example.vn/{self.word}/"
        if isinstance(field, models.CharField | models.TextField):
            return f"{self.word} {model.__name__}"[: field.max_length or 200]
        if isinstance(field, models.UUIDField):
            return uuid.uuid4()
        if isinstance(field, models.IntegerField):
            # What may be empty says that something has ended: a file that was dropped is not there.
            return None if field.null else 1
        raise AssertionError(f"{model.__name__}.{field.name}: say what a row is filled with")

    def _related(self, model: type[models.Model], field: models.ForeignKey) -> Any:
        target = field.related_model
        if target is User:
            return self.user
        if target is Unit:
            return self.school if field.name == "school" else None
        if target is Photo:
            return make_photo(derivatives=False)
        if target is model:
            return None
        return self.one(target)
