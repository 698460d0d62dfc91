"""The rows that lists read: one for each public contribution."""

from django.db import transaction
from wagtail.models import Page

from campaigns.models import ContributionListing, ContributionPage, FeaturePage, ThemePage
from portal.publicity import closed_paths, is_public


def settle_publication_date(page: ContributionPage) -> None:
    """It counts as published from its first publishing."""
    if page.published_at is None and page.first_published_at is not None:
        page.published_at = page.first_published_at
        ContributionPage.objects.filter(pk=page.pk).update(published_at=page.published_at)


@transaction.atomic
def refresh_listing(page: ContributionPage) -> None:
    """Make the row of `page` what its state says."""
    ContributionListing.objects.filter(contribution=page).delete()
    if is_public(page):
        row = _row(page, _above(page))
        if row is not None:
            row.save()


@transaction.atomic
def refresh_listings_below(page: Page) -> None:
    """After a move or a change of restriction: the rows of every contribution at or below."""
    below = ContributionPage.objects.descendant_of(page, inclusive=True)
    ContributionListing.objects.filter(contribution__in=below.values("pk")).delete()
    closed = closed_paths()
    above: dict[str, int] = dict(
        [
            *FeaturePage.objects.values_list("path", "pk"),
            *ThemePage.objects.values_list("path", "pk"),
        ]
    )
    rows = [
        _row(one, above) for one in below.live() if not (closed and one.path.startswith(closed))
    ]
    ContributionListing.objects.bulk_create([row for row in rows if row], batch_size=500)


def _above(page: Page) -> dict[str, int]:
    paths = [page.path[: -Page.steplen], page.path[: -2 * Page.steplen]]
    return dict(Page.objects.filter(path__in=paths).values_list("path", "pk"))


def _row(page: ContributionPage, above: dict[str, int]) -> ContributionListing | None:
    theme = above.get(page.path[: -Page.steplen])
    feature = above.get(page.path[: -2 * Page.steplen])
    if theme is None or feature is None:
        return None
    return ContributionListing(
        contribution=page,
        feature_id=feature,
        theme_id=theme,
        unit_id=page.unit_id,
        kind=page.kind,
        path=page.path,
        date=page.effective_date,
    )
