"""Thousands of made-up articles in a few seconds, for measuring. Their titles say "Tin mẫu".

They go in beside Wagtail's own services: rows of the tree with computed paths, the articles' own
rows, and the rows that lists read. They have no revision and no entry in the editor's search.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from home import volume_text as text
from home.models import ArticleListing, ArticlePage, SectionPage
from portal import revision
from portal.bulk_pages import insert_pages
from portal.models import PortalImage, Unit

BATCH = 500
FIRST_DAY = datetime(2010, 1, 1)
MINUTES = 9 * 365 * 24 * 60
# Three of four articles have a picture, where there are pictures.
WITH_PICTURE = 4
BODIES = 200


@dataclass
class Section:
    """A section that is being filled: its page, and the number of its last child."""

    page: SectionPage
    last: int
    above: list[int]


def fill(*, articles: int, seed: int = 2018) -> Iterator[int]:
    """Add made-up articles to all sections in turn, dated 2010 to 2018; yields how many are in.

    The same seed gives the same text. Raises ValueError where there is no section.
    """
    sections = _sections()
    if not sections:
        raise ValueError(_("Chưa có chuyên mục nào để thêm tin."))
    choice = random.Random(seed)  # noqa: S311 - text, not a secret
    units = list(Unit.objects.valid_on(FIRST_DAY.date()).values_list("pk", flat=True))
    images = list(PortalImage.objects.values_list("pk", flat=True)[:50])
    bodies = [text.body(choice) for _ in range(BODIES)]
    kind = ContentType.objects.get_for_model(ArticlePage)
    done = 0
    while done < articles:
        size = min(BATCH, articles - done)
        batch = []
        for number in range(done, done + size):
            section = sections[number % len(sections)]
            article = _article(choice, section, number, kind)
            article.body = bodies[number % BODIES]
            article.unit_id = choice.choice(units) if units else None
            if images and number % WITH_PICTURE:
                article.image_id = choice.choice(images)
            batch.append((section, article))
        _insert(batch)
        done += size
        yield done
    revision.bump()


def _sections() -> list[Section]:
    pages = list(SectionPage.objects.live().order_by("path"))
    by_path = dict(Page.objects.filter(depth__gt=1).values_list("path", "pk"))
    found = []
    for page in pages:
        last = page.get_last_child()
        number = Page._str2int(last.path[-Page.steplen :]) if last else 0
        above = [page.path[:end] for end in range(8, len(page.path) + 1, Page.steplen)]
        found.append(Section(page, number, [by_path[path] for path in above]))
    return found


def _article(
    choice: random.Random, section: Section, number: int, kind: ContentType
) -> ArticlePage:
    section.last += 1
    parent = section.page
    title = text.title(choice, number)
    slug = f"tin-mau-{section.last}-{choice.getrandbits(32):08x}"
    moment = timezone.make_aware(FIRST_DAY + timedelta(minutes=choice.randrange(MINUTES)))
    return ArticlePage(
        title=title,
        draft_title=title,
        slug=slug,
        summary=text.summary(choice, number),
        content_type=kind,
        locale_id=parent.locale_id,
        path=Page._get_path(parent.path, parent.depth + 1, section.last),
        depth=parent.depth + 1,
        url_path=f"{parent.url_path}{slug}/",
        live=True,
        first_published_at=moment,
        last_published_at=moment,
        latest_revision_created_at=moment,
        published_at=moment,
    )


@transaction.atomic
def _insert(batch: list[tuple[Section, ArticlePage]]) -> None:
    articles = [article for _section, article in batch]
    insert_pages(articles)
    children: dict[int, int] = defaultdict(int)
    for section, _article in batch:
        children[section.page.pk] += 1
    ArticleListing.objects.bulk_create(
        ArticleListing(section_id=above, article_id=article.pk, date=article.effective_date)
        for section, article in batch
        for above in section.above
    )
    for section in {section.page.pk: section for section, _article in batch}.values():
        section.page.numchild += children[section.page.pk]
        Page.objects.filter(pk=section.page.pk).update(numchild=section.page.numchild)
