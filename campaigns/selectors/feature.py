"""What the lists of a feature page show. Each function says how many statements it costs, which
is the same for ten contributions and for thousands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from campaigns.addresses import unit_address
from campaigns.models import (
    AlbumPage,
    ContributionListing,
    ContributionRequest,
    Delivery,
    FeaturePage,
    ThemePage,
)
from campaigns.selectors.public import themes_of
from campaigns.states import HANDED_IN, DeliveryState
from campaigns.unit_choices import CHOSEN_KINDS
from portal.charts import Chart, ChartRow
from portal.kinds import UnitKind
from portal.models import PortalImage
from portal.site_tree import page_url, tree

ALBUMS = 6


@dataclass(frozen=True)
class Newest:
    title: str
    url: str
    date: datetime


@dataclass(kw_only=True)
class PicturedCard:
    """`image` is set once all images of the page are fetched, by `image_id`."""

    title: str
    url: str
    number: int
    image_id: int | None
    image: PortalImage | None = None


@dataclass(kw_only=True)
class ThemeCard(PicturedCard):
    """`number` is how many contributions are public."""

    summary: str
    newest: Newest | None


@dataclass(kw_only=True)
class AlbumCard(PicturedCard):
    """`number` is how many photos; the first is its picture."""


@dataclass(frozen=True)
class Giver:
    code: str
    name: str
    number: int
    url: str


@dataclass(frozen=True)
class GiverGroup:
    label: str
    units: list[Giver]


def theme_cards(feature: FeaturePage) -> list[ThemeCard]:
    """The public themes in reading order. One statement, none where there is no theme."""
    nodes = {node.pk: node for node in themes_of(feature.path)}
    if not nodes:
        return []
    rows = ContributionListing.objects.filter(theme=OuterRef("pk"))
    newest = rows.order_by("-date", "-contribution")
    number = rows.order_by().values("theme").annotate(number=Count("pk")).values("number")
    found = (
        ThemePage.objects.filter(pk__in=nodes)
        .order_by("path")
        .annotate(
            number=Coalesce(Subquery(number), 0),
            newest_title=Subquery(newest.values("contribution__title")[:1]),
            newest_path=Subquery(newest.values("contribution__url_path")[:1]),
            newest_date=Subquery(newest.values("date")[:1]),
        )
        .values_list(
            *("pk", "summary", "image_id", "number", "newest_title", "newest_path", "newest_date")
        )
    )
    return [
        ThemeCard(
            title=nodes[pk].title,
            url=nodes[pk].url,
            summary=summary,
            number=number,
            newest=Newest(title, page_url(path), date) if title else None,
            image_id=image_id,
        )
        for pk, summary, image_id, number, title, path, date in found
    ]


def album_cards(feature: FeaturePage) -> list[AlbumCard]:
    """The newest public albums. One statement; photos are counted as they are stored."""
    albums = (
        AlbumPage.objects.child_of(feature)
        .live()
        .exclude(pk__in=tree().restricted)
        .order_by("-first_published_at", "-pk")
        .only("title", "url_path", "photos")[:ALBUMS]
    )
    found = []
    for album in albums:
        stored = list(album.photos.raw_data)
        images = (photo["value"].get("image") for photo in stored)
        found.append(
            AlbumCard(
                title=album.title,
                url=page_url(album.url_path),
                number=len(stored),
                image_id=next((key for key in images if key), None),
            )
        )
    return found


def giver_groups(feature: FeaturePage) -> list[GiverGroup]:
    """The units that gave, by kind and name, each with how much. One statement."""
    unit = [F("unit__kind"), F("unit__order"), F("unit__sort_key"), F("unit__code")]
    rows = (
        ContributionListing.objects.filter(feature=feature.pk, unit__isnull=False)
        .order_by()
        .values_list(*unit, "unit__name")
        .annotate(number=Count("pk"))
    )
    kinds = [kind.value for kind in (*CHOSEN_KINDS, *UnitKind) if kind]
    ordered = sorted(rows, key=lambda row: (kinds.index(row[0]), *row[1:4]))
    return [
        GiverGroup(
            label=str(UnitKind(kind).label),
            units=[
                Giver(code, name, number, unit_address(feature, code))
                for _kind, _order, _key, code, name, number in group
            ],
        )
        for kind, group in groupby(ordered, key=lambda row: row[0])
    ]


def progress(feature: FeaturePage, today: date) -> Chart | None:
    """How much was asked, sent and published; None before anything was. One statement."""
    asked = _of_feature(ContributionRequest.objects.open()).annotate(n=Sum("count"))
    sent = _of_feature(Delivery.objects.filter(state__in=HANDED_IN)).annotate(n=Count("pk"))
    shown = _of_feature(Delivery.objects.filter(state=DeliveryState.PUBLISHED)).annotate(
        n=Count("pk")
    )
    row = (
        FeaturePage.objects.filter(pk=feature.pk)
        .annotate(
            asked=Coalesce(Subquery(asked.values("n")), 0),
            sent=Coalesce(Subquery(sent.values("n")), 0),
            shown=Coalesce(Subquery(shown.values("n")), 0),
        )
        .values_list("asked", "sent", "shown")
        .first()
    )
    if row is None or not any(row):
        return None
    labels = (
        _("Ban Biên tập đã đề nghị"),
        _("Các đơn vị đã gửi"),
        _("Đã đăng trên chuyên trang"),
    )
    return Chart(
        title=_("Tin, bài, ảnh, video, tư liệu, số liệu"),
        unit=_("sản phẩm"),
        rows=[ChartRow(label, number) for label, number in zip(labels, row, strict=True)],
        source=_("Ban Biên tập"),
        as_of=today,
        first=_("Các bước"),
    )


def _of_feature(rows: QuerySet) -> QuerySet:
    return rows.filter(feature=OuterRef("pk")).order_by().values("feature")
