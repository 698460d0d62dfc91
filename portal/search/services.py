"""Writes of the search table. Each may be called again without harm."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from wagtail.models import Page

from portal.models import SearchEntry
from portal.search.order import order_key
from portal.search.places import places_of
from portal.search.registry import EntryData, Place, SearchSource, source_of, sources
from portal.search.terms import terms
from portal.text import nfc

BATCH = 200
LONGEST_TITLE = 500
# The terms of a longer text would come near the megabyte that a tsvector may hold.
LONGEST_TEXT = 100_000

WRITTEN = [
    field.name
    for field in SearchEntry._meta.concrete_fields
    if field.name not in ("id", "content_type", "object_id")
]
PLACED = ["url", "section", "public"]

T = TypeVar("T")


def index_object(obj: Model) -> None:
    """Make the entry of `obj` what its state says. An object of no registered type is passed by.

    One that is not public keeps its entry, hidden: it comes back without being read again.
    """
    source = source_of(type(obj))
    if source is not None:
        _write(source, [obj])


def remove_object(*, content_type_id: int, object_id: int) -> None:
    SearchEntry.objects.filter(content_type_id=content_type_id, object_id=object_id).delete()


def refresh_places_below(page: Page) -> int:
    """After a move, a new address or a change of restriction: where `page` and all below it stand.

    Returns how many entries changed. No text is read or indexed again.
    """
    below = Page.objects.descendant_of(page, inclusive=True).values("pk")
    types = ContentType.objects.get_for_models(
        *(source.model for source in sources() if issubclass(source.model, Page))
    )
    entries = SearchEntry.objects.filter(content_type__in=types.values(), object_id__in=below)
    # All keys first: SQLite does not keep a list that is being read apart from what is written.
    keys = list(entries.order_by("pk").values_list("pk", flat=True))
    return sum(_refresh_places(batch) for batch in _batches(keys))


def _refresh_places(keys: list[int]) -> int:
    entries = list(
        SearchEntry.objects.filter(pk__in=keys).only("object_id", "url", "section_id", "public")
    )
    pages = Page.objects.filter(pk__in=[entry.object_id for entry in entries])
    places = places_of(list(pages))
    changed = []
    for entry in entries:
        place = places.get(entry.object_id)
        now = (entry.url, entry.section_id, entry.public)
        if place and (place.url, place.section_id, place.public) != now:
            entry.url, entry.section_id, entry.public = place.url, place.section_id, place.public
            changed.append(entry)
    SearchEntry.objects.bulk_update(changed, PLACED)
    return len(changed)


def refresh_unit(unit_id: int) -> int:
    """After a unit got another name or contact: the entries of its objects and of what lists units.

    Returns how many were written.
    """
    written = 0
    types = ContentType.objects.get_for_models(*(source.model for source in sources()))
    for source in sources():
        objects = source.objects()
        if not source.lists_units:
            entries = SearchEntry.objects.filter(content_type=types[source.model], unit_id=unit_id)
            # All keys first, as above.
            objects = objects.filter(pk__in=list(entries.values_list("object_id", flat=True)))
        for batch in _batches(objects.order_by("pk")):
            _write(source, batch)
            written += len(batch)
    return written


def rebuild() -> Iterator[tuple[str, int]]:
    """Write every entry afresh and drop those whose object is gone. Gives the kind and the number
    of each batch as it is done; a search in the meantime finds old and new entries."""
    types = ContentType.objects.get_for_models(*(source.model for source in sources()))
    SearchEntry.objects.exclude(content_type__in=types.values()).delete()
    for source in sources():
        objects = source.objects()
        SearchEntry.objects.filter(content_type=types[source.model]).exclude(
            object_id__in=objects.values("pk")
        ).delete()
        for batch in _batches(objects.order_by("pk").iterator(chunk_size=BATCH)):
            _write(source, batch)
            yield source.kind, len(batch)


def _write(source: SearchSource, objects: Sequence[Model]) -> None:
    given = [(obj, source.entry(obj)) for obj in objects]
    places = places_of([obj for obj in objects if isinstance(obj, Page)])
    entries = [_entry(source, obj, data, data.place or places[obj.pk]) for obj, data in given]
    with transaction.atomic():
        SearchEntry.objects.bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["content_type", "object_id"],
            update_fields=WRITTEN,
        )


def _entry(source: SearchSource, obj: Model, data: EntryData, place: Place) -> SearchEntry:
    content_type = ContentType.objects.get_for_model(source.model)
    title = _clean(data.title)[:LONGEST_TITLE]
    text = _clean(data.text)[:LONGEST_TEXT]
    return SearchEntry(
        content_type=content_type,
        object_id=obj.pk,
        url=place.url,
        kind=source.kind,
        unit_id=data.unit_id,
        section_id=place.section_id,
        date=data.date,
        order_key=order_key(data.date, content_type_id=content_type.pk, object_id=obj.pk),
        public=place.public,
        title=title,
        text=text,
        folded_title=terms(title),
        folded_text=terms(title, text),
    )


def _clean(text: str) -> str:
    """Composed, and without the one character that PostgreSQL does not store."""
    return nfc(text).replace("\0", "")


def _batches(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, BATCH)):
        yield batch
