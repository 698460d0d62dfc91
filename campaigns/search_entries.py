"""What a campaign gives to the public search: its page, themes, contributions and albums."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from campaigns.models import AlbumPage, ContributionPage, FeaturePage, ThemePage
from portal.blocks import stream_text
from portal.models import Unit
from portal.pages import BasePage
from portal.search.registry import EntryData, register_search_source


def feature_entry(page: FeaturePage | ThemePage) -> EntryData:
    return _entry(page, [page.summary, stream_text(page.body)])


def contribution_entry(page: ContributionPage) -> EntryData:
    extra = [page.image_caption, page.author_name, page.source_name]
    texts = [page.summary, stream_text(page.body), *extra]
    return _entry(page, texts, unit=page.unit, date=page.effective_date)


def album_entry(page: AlbumPage) -> EntryData:
    texts = [page.summary, stream_text(page.photos), page.author_name]
    return _entry(page, texts, unit=page.unit)


def _entry(
    page: BasePage,
    texts: Iterable[str],
    *,
    unit: Unit | None = None,
    date: datetime | None = None,
) -> EntryData:
    words = [*texts, unit.name if unit else ""]
    return EntryData(
        title=page.title,
        text="\n".join(text for text in words if text),
        date=date or page.last_published_at or timezone.now(),
        unit_id=unit.pk if unit else None,
    )


def _live(model: type[BasePage], *related: str) -> QuerySet[Any]:
    return model.objects.live().select_related(*related)


def register() -> None:
    sources = (
        (FeaturePage, feature_entry, ()),
        (ThemePage, feature_entry, ()),
        (ContributionPage, contribution_entry, ("unit",)),
        (AlbumPage, album_entry, ("unit",)),
    )
    for model, entry, related in sources:
        register_search_source(
            model,
            kind="campaign",
            label=_("Chuyên trang"),
            entry=entry,
            objects=partial(_live, model, *related),
        )
