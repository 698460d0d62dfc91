"""Throws the demo schools' rows away. Outside of the demo nothing ever does."""

from django.apps import apps
from django.db import router
from django.db.models import FileField, Model, QuerySet

from school_intranet.models import SchoolPortalIndexPage, SchoolPortalPage

# They go with the page tree.
PAGES = (SchoolPortalIndexPage, SchoolPortalPage)


def throw_away() -> None:
    """Every row and every file of the app. What holds on to others goes before them; the access
    log, which refuses to be deleted line by line, goes with everything else."""
    models = [
        model for model in apps.get_app_config("school_intranet").get_models() if model not in PAGES
    ]
    for model in models:
        _drop_files(model)
    waiting = models
    while waiting:
        free = [model for model in waiting if not _is_held(model, waiting)]
        for model in free:
            _empty(model)
        waiting = [model for model in waiting if model not in free]


def _is_held(model: type[Model], by: list[type[Model]]) -> bool:
    return any(
        relation.related_model in by and relation.related_model is not model
        for relation in model._meta.related_objects
        if relation.related_model is not None
    )


def _empty(model: type[Model]) -> None:
    for relation in model._meta.many_to_many:
        if relation.remote_field.through is not None:
            _delete_all(relation.remote_field.through)
    _delete_all(model)


def _delete_all(model: type[Model]) -> None:
    QuerySet(model)._raw_delete(router.db_for_write(model))


def _drop_files(model: type[Model]) -> None:
    fields = [field.name for field in model._meta.fields if isinstance(field, FileField)]
    for row in model._default_manager.all() if fields else ():
        for name in fields:
            getattr(row, name).delete(save=False)
