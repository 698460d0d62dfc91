"""Many pages at once, beside Wagtail's own services: for made-up content to measure with alone."""

from collections.abc import Sequence

from django.db import router
from wagtail.models import Page


def insert_pages(pages: Sequence[Page]) -> None:
    """Store new pages of one type, whose `path`, `depth` and `url_path` are set, and give them
    their keys. The parents' `numchild` is the caller's. They have no revision and no entry in the
    editor's search."""
    if not pages:
        return
    _insert_rows(Page, pages)
    by_path = Page.objects.filter(path__in=[page.path for page in pages])
    keys = dict(by_path.values_list("path", "pk"))
    for page in pages:
        page.pk = page.page_ptr_id = keys[page.path]  # type: ignore[attr-defined]
    _insert_rows(type(pages[0]), pages)


def _insert_rows(model: type[Page], pages: Sequence[Page]) -> None:
    """`bulk_create` refuses models with a parent table; this is what stands below it, once for
    each of the two tables."""
    fields = [field for field in model._meta.local_concrete_fields if field.attname != "id"]
    model._base_manager._insert(pages, fields=fields, using=router.db_for_write(model))
