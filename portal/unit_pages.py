"""Pages that belong to a unit: which types they are, and which of them a person may see.

A page type belongs to a unit where it has the field `unit` of `portal.pages.UnitOwnedMixin`.
"""

from collections.abc import Iterable

from django.db.models import Q
from wagtail.models import Page, get_page_models


def is_unit_page_type(model: type[Page] | None) -> bool:
    return model is not None and hasattr(model, "unit_id")


def unit_page_types() -> list[type[Page]]:
    return [model for model in get_page_models() if is_unit_page_type(model)]


def unit_id_of(page: Page) -> int | None:
    """The key of the unit that `page` belongs to, as the database has it; None for a page of no
    unit."""
    if not is_unit_page_type(page.specific_class):
        return None
    unit_id: int | None = page.specific_deferred.unit_id
    return unit_id


def of_units(unit_ids: Iterable[int]) -> Q:
    """A condition on `Page`: it belongs to one of the units."""
    keys = list(unit_ids)
    condition = Q(pk__in=[])
    for model in unit_page_types() if keys else []:
        condition |= Q(pk__in=model.objects.filter(unit_id__in=keys).values("pk"))
    return condition
