"""Thousands of made-up contributions and requests in a few seconds, for measuring. All say “mẫu”.

They go in beside the services: rows of the tree with computed paths, the rows that lists read, and
deliveries in mixed states.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from campaigns.models import (
    ContributionListing,
    ContributionPage,
    ContributionRequest,
    Delivery,
    FeaturePage,
    ThemePage,
)
from campaigns.states import DeliveryState, ItemKind
from portal import revision
from portal.bulk_pages import insert_pages
from portal.kinds import UnitKind
from portal.models import PortalImage, Unit

BATCH = 500
FIRST_DAY = datetime(2018, 1, 1, 8)
MINUTES = 150 * 24 * 60
KINDS = list(ItemKind)
STATES = [DeliveryState.SENT, DeliveryState.PUBLISHED, DeliveryState.RETURNED, DeliveryState.DRAFT]
UNITS = 200


def fill_contributions(*, count: int, seed: int = 2018) -> Iterator[int]:
    """Add published contributions to all themes of the newest campaign in turn; yields how many are
    in. The same seed gives the same. Raises ValueError where there is no campaign with a theme."""
    feature, themes = _campaign()
    choice = random.Random(seed)  # noqa: S311 - text, not a secret
    units = list(Unit.objects.valid_on(FIRST_DAY.date()).values_list("pk", flat=True))
    images = list(PortalImage.objects.values_list("pk", flat=True)[:20])
    kind = ContentType.objects.get_for_model(ContributionPage)
    last = {theme.pk: _last_child(theme) for theme in themes}
    done = 0
    while done < count:
        size = min(BATCH, count - done)
        pages = []
        for number in range(done, done + size):
            theme = themes[number % len(themes)]
            last[theme.pk] += 1
            page = _contribution(choice, theme, last[theme.pk], kind)
            page.unit_id = choice.choice(units) if units else None
            page.image_id = choice.choice(images) if images else None
            pages.append(page)
        _insert(feature, themes, pages)
        done += size
        yield done
    revision.bump()


def fill_requests(*, count: int, seed: int = 2018) -> Iterator[int]:
    """Ask made-up units (“Đơn vị mẫu n”) of the newest campaign in turn, with a delivery for two of
    three requests; yields how many are in. ValueError where there is no campaign with a theme."""
    feature, themes = _campaign()
    choice = random.Random(seed)  # noqa: S311 - text, not a secret
    units = _units()
    now, today = timezone.now(), timezone.localdate()
    done = 0
    while done < count:
        size = min(BATCH, count - done)
        asked = ContributionRequest.objects.bulk_create(
            [
                ContributionRequest(
                    feature=feature,
                    unit=units[number % len(units)],
                    theme=choice.choice(themes),
                    kind=choice.choice(KINDS),
                    count=choice.randint(1, 5),
                    topic=f"Đề nghị mẫu {number}",
                    due_on=today + timedelta(days=choice.randint(-60, 60)),
                    asked_at=now,
                )
                for number in range(done, done + size)
            ]
        )
        Delivery.objects.bulk_create(
            [
                Delivery(
                    feature=feature,
                    theme=request.theme,
                    unit=request.unit,
                    request=request,
                    kind=request.kind,
                    title="Bài mẫu",
                    state=choice.choice(STATES),
                    begun_at=now,
                    sent_at=now,
                )
                for request in asked
                if choice.randrange(3)
            ]
        )
        done += size
        yield done


def _campaign() -> tuple[FeaturePage, list[ThemePage]]:
    feature = FeaturePage.objects.live().order_by("-pk").first()
    themes = list(ThemePage.objects.live().child_of(feature).order_by("path")) if feature else []
    if feature is None or not themes:
        raise ValueError(_("Chưa có chuyên trang nào có chuyên đề để thêm bài."))
    return feature, themes


def _units() -> list[Unit]:
    codes = [f"don-vi-mau-{number}" for number in range(UNITS)]
    Unit.objects.bulk_create(
        [
            Unit(
                kind=UnitKind.DEPARTMENT,
                code=code,
                name=f"Đơn vị mẫu {number}",
                name_folded=f"don vi mau {number}",
                sort_key=f"don vi mau {number:04}",
            )
            for number, code in enumerate(codes)
        ],
        ignore_conflicts=True,
    )
    return list(Unit.objects.filter(code__in=codes).order_by("pk"))


def _last_child(page: Page) -> int:
    last = page.get_last_child()
    return int(Page._str2int(last.path[-Page.steplen :])) if last else 0


def _contribution(
    choice: random.Random, theme: ThemePage, number: int, kind: ContentType
) -> ContributionPage:
    title = f"Bài mẫu {number} của chuyên đề {theme.title}"
    slug = f"bai-mau-{number}-{choice.getrandbits(32):08x}"
    moment = timezone.make_aware(FIRST_DAY + timedelta(minutes=choice.randrange(MINUTES)))
    return ContributionPage(
        title=title,
        draft_title=title,
        slug=slug,
        summary=f"Tóm tắt mẫu số {number}, dài vừa một câu.",
        kind=choice.choice(KINDS),
        body=[("paragraph", "<p>Đoạn văn mẫu để đo tốc độ.</p>")] * 4,
        content_type=kind,
        locale_id=theme.locale_id,
        path=Page._get_path(theme.path, theme.depth + 1, number),
        depth=theme.depth + 1,
        url_path=f"{theme.url_path}{slug}/",
        live=True,
        first_published_at=moment,
        last_published_at=moment,
        latest_revision_created_at=moment,
        published_at=moment,
    )


@transaction.atomic
def _insert(feature: FeaturePage, themes: list[ThemePage], pages: list[ContributionPage]) -> None:
    insert_pages(pages)
    by_path = {theme.path: theme for theme in themes}
    ContributionListing.objects.bulk_create(
        ContributionListing(
            contribution=page,
            feature=feature,
            theme=by_path[page.path[: -Page.steplen]],
            unit_id=page.unit_id,
            kind=page.kind,
            path=page.path,
            date=page.effective_date,
        )
        for page in pages
    )
    for theme in themes:
        added = sum(page.path.startswith(theme.path) for page in pages)
        theme.numchild += added
        Page.objects.filter(pk=theme.pk).update(numchild=theme.numchild)
