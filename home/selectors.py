"""Reads of the public front. Each function says how many statements it costs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.models import Page

from home.cards import ArticleCard, Crumb, DocumentCard
from home.models import ArticleListing, ArticlePage, HomePage, OfficialDocumentPage
from home.neighbours import neighbours
from portal.cursor import Cursor
from portal.kept import kept
from portal.models import PortalImage
from portal.pictures import images_in, prefetch_pictures
from portal.site_tree import children_of, page_url, sections_by_path

PAGE_SIZE = 20


@dataclass(frozen=True)
class Slice:
    """One page of a list, with the cursors of its neighbours where there are any."""

    rows: list[ArticleCard]
    newer: Cursor | None
    older: Cursor | None


IMAGE_FIELDS = ("id", "title", "description")
CARD_FIELDS = (
    "pk",
    "title",
    "url_path",
    "path",
    "summary",
    "search_description",
    "published_at",
    "first_published_at",
    "unit__name",
    "image_id",
    "image__title",
    "image__description",
)


def article_cards(articles: QuerySet[ArticlePage]) -> list[ArticleCard]:
    """Cards in the order of `articles`. One statement; the caller fetches the pictures.

    It reads values and makes no pages, each of which costs more than its row. Cards with the same
    image share one, with no more of its fields than a card shows.
    """
    sections = sections_by_path()
    images: dict[int, PortalImage] = {}
    cards = []
    for row in articles.values_list(*CARD_FIELDS):
        pk, title, url_path, path, summary, description, date, first_date, unit, *image = row
        if image[0] and image[0] not in images:
            images[image[0]] = PortalImage.from_db(articles.db, IMAGE_FIELDS, image)
        section = sections.get(path[:-4])
        cards.append(
            ArticleCard(
                pk=pk,
                title=title,
                url=page_url(url_path),
                summary=summary or description,
                published_at=date or first_date or timezone.now(),
                image=images.get(image[0]),
                unit_name=unit or "",
                section_title=section.title if section else "",
                section_url=section.url if section else "",
            )
        )
    return cards


def section_slice(
    section: Page, *, before: Cursor | None = None, after: Cursor | None = None
) -> Slice:
    """A page of a section's list, by key. Three statements: rows, articles, renditions."""
    rows = ArticleListing.objects.filter(section=section)
    order = ("-date", "-article_id")
    if after:
        rows = rows.filter(Q(date=after.date, article_id__gt=after.pk) | Q(date__gt=after.date))
        rows = rows.filter(date__gte=after.date)
        order = ("date", "article_id")
    elif before:
        rows = rows.filter(Q(date=before.date, article_id__lt=before.pk) | Q(date__lt=before.date))
        rows = rows.filter(date__lte=before.date)
    found = list(rows.order_by(*order).values_list("article_id", "date")[: PAGE_SIZE + 1])
    more = len(found) > PAGE_SIZE
    found = found[:PAGE_SIZE]
    if after:
        found.reverse()
    has_newer = more if after else before is not None
    has_older = bool(after) or more
    return Slice(
        rows=cards_by_key([pk for pk, _ in found]),
        newer=Cursor(found[0][1], found[0][0]) if found and has_newer else None,
        older=Cursor(found[-1][1], found[-1][0]) if found and has_older else None,
    )


def cards_by_key(keys: list[int]) -> list[ArticleCard]:
    """Cards in the order of `keys`, with their pictures. Two statements."""
    by_key = {card.pk: card for card in article_cards(ArticlePage.objects.filter(pk__in=keys))}
    prefetch_pictures(card.image for card in by_key.values())
    return [by_key[key] for key in keys if key in by_key]


def breadcrumbs(page: Page) -> list[Crumb]:
    """The pages above `page`, from the front page down; from the kept tree, no statement."""
    tree = sections_by_path()
    paths = [page.path[:end] for end in range(12, len(page.path), 4)]
    above = [Crumb(tree[path].title, tree[path].url) for path in paths if path in tree]
    return [Crumb(gettext("Trang chủ"), "/"), *above]


def document_cards(pages: Iterable[OfficialDocumentPage]) -> list[DocumentCard]:
    return [
        DocumentCard(
            number=page.number,
            form_label=page.form_label,
            issuer_name=page.issuer_name,
            issued_on=page.issued_on,
            effective_on=page.effective_on,
            abstract=page.summary or page.title,
            url=page_url(page.url_path),
        )
        for page in pages
    ]


def latest_documents(*, limit: int) -> list[DocumentCard]:
    """The documents issued last. One statement."""
    pages = OfficialDocumentPage.objects.live().public().order_by("-issued_on", "-pk")[:limit]
    return document_cards(pages)


@dataclass(frozen=True)
class Front:
    lead: ArticleCard | None
    latest: list[ArticleCard]
    sections: list[dict[str, Any]]


def newest_keys(sections: Iterable[int], *, limit: int) -> dict[int, list[int]]:
    """Keys of the newest public articles of each section. One statement for all of them: each
    place is a subquery that takes one step on the listing's index."""
    rows = ArticleListing.objects.filter(section=OuterRef("pk")).order_by("-date", "-article_id")
    places = {f"place_{n}": Subquery(rows.values("article_id")[n : n + 1]) for n in range(limit)}
    found = Page.objects.filter(pk__in=list(sections)).annotate(**places).values("pk", *places)
    return {row["pk"]: [row[p] for p in places if row[p] is not None] for row in found}


def front_page(page: HomePage, *, latest: int, by_section: int) -> Front:
    """The lead, the newest articles of all, and the newest of each section.

    Three statements. The sections are those below the first level (Tin tức › Đô thị), or a first
    level that has none below. What stands above as lead or newest is not shown again.
    """
    nodes = {
        node.pk: node
        for first in children_of(page.path)
        for node in children_of(first.path) or [first]
    }
    keys = newest_keys([page.pk, *nodes], limit=latest + by_section)
    wanted = {key for found in keys.values() for key in found} | {page.lead_article_id}
    cards = {card.pk: card for card in cards_by_key([key for key in wanted if key])}
    newest = [key for key in keys.get(page.pk, []) if key in cards]
    lead = page.lead_article_id if page.lead_article_id in cards else None
    if lead is None:
        pictured = (key for key in newest if cards[key].image)
        lead = next(pictured, newest[0] if newest else None)
    shown = [key for key in newest if key != lead][:latest]
    above = {lead, *shown}
    sections = [
        {
            "title": node.title,
            "url": node.url,
            "cards": [cards[k] for k in keys[pk] if k in cards and k not in above][:by_section],
        }
        for pk, node in nodes.items()
        if keys.get(pk)
    ]
    return Front(
        lead=cards[lead] if lead else None,
        latest=[cards[key] for key in shown],
        sections=[section for section in sections if section["cards"]],
    )


def doors(page: HomePage) -> list[dict[str, Any]]:
    """The doors to feature pages that are public. Three statements where there are any."""
    live = sections_by_path()
    prefetch_pictures(images_in(page.doors))
    return [
        {
            "heading": block.value["heading"],
            "text": block.value["text"],
            "url": live[block.value["page"].path].url,
            "image": block.value["image"],
            "action": block.value["action"],
        }
        for block in page.doors
        if block.value["page"] and block.value["page"].path in live
    ]


@dataclass(frozen=True)
class Around:
    older: Crumb | None
    newer: Crumb | None
    related: list[ArticleCard]


def around_article(article: ArticlePage, *, related: int = 5) -> Around:
    """The neighbours of an article in its section, and the newest others there. One statement,
    and one more the first time in a section since something changed. The caller fetches the
    pictures, together with the article's own."""
    section = sections_by_path().get(article.path[:-4])
    if section is None:
        return Around(None, None, [])
    newest = kept(
        ("newest", section.pk, related), lambda: _newest_cards(section.pk, limit=related + 1)
    )
    # A preview of an article that is not saved yet has no key.
    older, newer = neighbours(section=section.pk, date=article.effective_date, article=article.pk)
    return Around(
        older, newer, related=[card for card in newest if card.pk != article.pk][:related]
    )


def _newest_cards(section: int, *, limit: int) -> list[ArticleCard]:
    newest = ArticlePage.objects.filter(listings__section=section)
    newest = newest.order_by("-listings__date", "-listings__article_id")
    return article_cards(newest[:limit])
