"""The print book: all themes in reading order, contributions in full, in parts where they are many.

However many contributions a part holds, what they choose (images, files) is fetched together: their
bodies are read as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from wagtail.blocks import StreamValue

from campaigns.blocks import FeatureBody, ThemeBody
from campaigns.models import ContributionListing, ContributionPage, FeaturePage, ThemePage
from campaigns.selectors.public import themes_of
from portal.body_images import read_images
from portal.models import PortalImage
from portal.pictures import images_in

PART_SIZE = 100
# Lists that fill themselves have nothing to say on paper.
NOT_PRINTED = FeatureBody().child_blocks.keys() - ThemeBody().child_blocks.keys()

Children = list[StreamValue.StreamChild]


@dataclass(frozen=True)
class BookItem:
    page: ContributionPage
    blocks: Children


@dataclass
class BookTheme:
    """A theme of this part; `opens`: it begins here, with its picture and words."""

    page: ThemePage
    opens: bool
    blocks: Children
    items: list[BookItem] = field(default_factory=list)


@dataclass(frozen=True)
class Book:
    feature: FeaturePage
    theme: ThemePage | None
    part: int
    parts: int
    total: int
    opening: Children
    themes: list[BookTheme]

    def images(self) -> Iterator[PortalImage | None]:
        """All that is shown, to be prefetched in one statement."""
        yield self.feature.hero_image
        yield from _chosen(self.opening)
        for theme in self.themes:
            yield theme.page.image
            yield from _chosen(theme.blocks)
            for item in theme.items:
                yield item.page.image
                yield from _chosen(item.blocks)


def _chosen(blocks: Children) -> Iterator[PortalImage]:
    for block in blocks:
        yield from images_in(block)


def book(feature: FeaturePage, *, theme: str = "", part: int = 1) -> Book | None:
    """A part of the book, of the whole or of the theme with the slug `theme`; None where there is
    no such theme or part. Three statements beside what the bodies choose."""
    themes = _themes(feature)
    if theme:
        themes = [page for page in themes if page.slug == theme]
        if not themes:
            return None
    rows = ContributionListing.objects.filter(feature=feature, theme__in=themes)
    counts: dict[int, int] = dict(rows.values_list("theme").annotate(Count("pk")).order_by())
    total = sum(counts.values())
    parts = max(1, -(-total // PART_SIZE))
    if not 1 <= part <= parts:
        return None
    start = (part - 1) * PART_SIZE
    shown = rows.order_by("path").select_related("contribution__unit", "contribution__image")
    pages = [row.contribution for row in shown[start : start + PART_SIZE]]
    return Book(
        feature=feature,
        theme=themes[0] if theme else None,
        part=part,
        parts=parts,
        total=total,
        opening=[
            block
            for block in (feature.body if part == 1 and not theme else ())
            if block.block_type not in NOT_PRINTED
        ],
        themes=_filled(_of_part(themes, counts, start, last=part == parts), pages),
    )


def _themes(feature: FeaturePage) -> list[ThemePage]:
    keys = [node.pk for node in themes_of(feature.path)]
    found = ThemePage.objects.filter(pk__in=keys).select_related("image")
    return list(found.order_by("path"))


def _of_part(
    themes: Iterable[ThemePage], counts: dict[int, int], start: int, *, last: bool
) -> list[BookTheme]:
    """The themes that begin or go on in the part from `start`; an empty one that stands behind all
    others belongs to the last."""
    end = start + PART_SIZE
    found, first = [], 0
    for page in themes:
        behind = first + counts.get(page.pk, 0)
        opens = start <= first and (first < end or last)
        if opens or first < start < behind:
            found.append(BookTheme(page, opens, []))
        first = behind
    blocks = bodies([theme.page for theme in found if theme.opens])
    for theme in found:
        theme.blocks = blocks[theme.page.pk]
    return found


def _filled(themes: list[BookTheme], pages: Sequence[ContributionPage]) -> list[BookTheme]:
    blocks = bodies(pages)
    by_path = {theme.page.path: theme for theme in themes}
    for page in pages:
        theme = by_path[page.path[: -page.steplen]]
        theme.items.append(BookItem(page, blocks[page.pk]))
    return themes


def bodies(pages: Sequence[ThemePage] | Sequence[ContributionPage]) -> dict[int, Children]:
    """The blocks of each page, by its key, read as if they were one body: a statement for all
    images, and one for each kind of other file, not for each page."""
    found: dict[int, Children] = defaultdict(list)
    if not pages:
        return found
    raw = [(page.pk, item) for page in pages for item in page.body.raw_data]
    together = StreamValue(pages[0].body.stream_block, [item for _pk, item in raw], is_lazy=True)
    read_images(together)
    for (pk, _item), child in zip(raw, together, strict=True):
        found[pk].append(child)
    return found
