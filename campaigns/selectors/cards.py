"""Contributions as lists show them: plain values, no pages, as few statements as can be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from campaigns.models import ContributionListing
from campaigns.states import ItemKind
from portal.models import PortalImage
from portal.pictures import prefetch_pictures
from portal.site_tree import page_url, sections_by_path

STEP = 4
"""The digits of one level in a page's tree path."""

IMAGE_FIELDS = ("id", "title", "description")
CARD_FIELDS = (
    "contribution_id",
    "contribution__title",
    "contribution__url_path",
    "path",
    "contribution__summary",
    "contribution__search_description",
    "date",
    "kind",
    "theme_id",
    "unit_id",
    "unit__code",
    "unit__name",
    "contribution__image_id",
    "contribution__image__title",
    "contribution__image__description",
)


@dataclass(frozen=True)
class ContributionCard:
    """What components/article_card.html shows of an article, and where it stands."""

    pk: int
    title: str
    url: str
    summary: str
    published_at: datetime
    image: PortalImage | None
    kind: str
    kind_label: str
    unit_id: int | None
    unit_code: str
    unit_name: str
    theme_id: int
    theme_title: str
    theme_url: str
    path: str


def cards(rows: QuerySet[ContributionListing]) -> list[ContributionCard]:
    """Cards in the order of `rows`. One statement; the caller fetches the pictures, together with
    the page's own (`card_images`). Cards with the same image share one."""
    sections = sections_by_path()
    images: dict[int, PortalImage] = {}
    found = []
    for row in rows.values_list(*CARD_FIELDS):
        pk, title, url_path, path, summary, description, date, kind, theme, *rest = row
        unit_id, unit_code, unit_name, *image = rest
        if image[0] and image[0] not in images:
            images[image[0]] = PortalImage.from_db(rows.db, IMAGE_FIELDS, image)
        above = sections.get(path[:-STEP])
        found.append(
            ContributionCard(
                pk=pk,
                title=title,
                url=page_url(url_path),
                summary=summary or description,
                published_at=date,
                image=images.get(image[0]),
                kind=kind,
                kind_label=str(ItemKind(kind).label),
                unit_id=unit_id,
                unit_code=unit_code or "",
                unit_name=unit_name or "",
                theme_id=theme,
                theme_title=above.title if above else "",
                theme_url=above.url if above else "",
                path=path,
            )
        )
    return found


def card_images(rows: Iterable[ContributionCard]) -> list[PortalImage]:
    """The images to prefetch, each once."""
    return list({card.image.pk: card.image for card in rows if card.image}.values())


def cards_with_pictures(rows: QuerySet[ContributionListing]) -> list[ContributionCard]:
    """Cards and their pictures. Two statements."""
    found = cards(rows)
    prefetch_pictures(card_images(found))
    return found
