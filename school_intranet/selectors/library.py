"""Questions, templates, albums and consents as a reader sees them."""

from __future__ import annotations

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from school_intranet.models import (
    Album,
    AlbumPhoto,
    Answer,
    FormTemplate,
    PhotoConsent,
    Question,
    SchoolFile,
)
from school_intranet.readers import Reader
from school_intranet.selectors.words import holding


def questions_for(reader: Reader, *, q: str = "", state: str = "") -> QuerySet[Question]:
    """The newest first, each with its number of answers. `state`: "mo", "xong" or empty."""
    found = (
        Question.objects.visible_to(reader)
        .select_related("by")
        .annotate(answer_count=Count("answers"))
        .order_by("-at", "-pk")
    )
    if state:
        found = found.filter(settled_at__isnull=state == "mo")
    return holding(found, q, "title", "body")


def answers_to(question: Question, reader: Reader) -> QuerySet[Answer]:
    return Answer.objects.visible_to(reader).filter(question=question).select_related("by")


def templates_for(reader: Reader, *, q: str = "", category: str = "") -> QuerySet[FormTemplate]:
    found = FormTemplate.objects.visible_to(reader)
    if category:
        found = found.filter(category=category)
    return holding(found, q, "title").prefetch_related("files").order_by("category", "title", "pk")


def categories_of(reader: Reader) -> list[str]:
    """One statement."""
    rows = FormTemplate.objects.visible_to(reader).exclude(category="")
    return list(rows.order_by("category").values_list("category", flat=True).distinct())


def albums_for(reader: Reader, *, q: str = "") -> QuerySet[Album]:
    """The newest first, each with how many photos may be seen and the first of them."""
    seen = AlbumPhoto.objects.visible_to(reader).filter(album=OuterRef("pk"))
    counted = seen.order_by().values("album").annotate(count=Count("pk")).values("count")
    return (
        holding(Album.objects.visible_to(reader), q, "title")
        .annotate(
            photo_count=Coalesce(Subquery(counted), 0),
            first_photo=Subquery(seen.order_by("position", "pk").values("pk")[:1]),
        )
        .order_by("-created_at", "-pk")
    )


def photos_of(album: Album, reader: Reader) -> QuerySet[AlbumPhoto]:
    return (
        AlbumPhoto.objects.visible_to(reader)
        .filter(album=album)
        .select_related("photo")
        .order_by("position", "pk")
    )


def consents_for(
    reader: Reader, *, q: str = "", purpose: str = "", withdrawn: bool = False
) -> QuerySet[PhotoConsent]:
    """The newest first, each with how many photos rest on it."""
    found = PhotoConsent.objects.visible_to(reader).annotate(photo_count=Count("photos"))
    if purpose:
        found = found.filter(purpose=purpose)
    if withdrawn:
        found = found.exclude(withdrawn_on=None)
    return holding(found, q, "about", "given_by").order_by("-given_on", "-pk")


def files_of(template: FormTemplate, reader: Reader) -> QuerySet[SchoolFile]:
    return SchoolFile.objects.visible_to(reader).filter(template=template)
