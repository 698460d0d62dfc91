"""The works of a campaign on the map: those of its front page and of its themes."""

from collections.abc import Iterator
from dataclasses import dataclass

from campaigns.addresses import WORKS
from campaigns.anchors import Anchors
from campaigns.models import FeaturePage, ThemePage
from campaigns.selectors.public import themes_of
from portal.site_tree import page_url


@dataclass(frozen=True)
class WorkPoint:
    """A point as `{% point_map %}` takes it; `url` opens the work where it is told of."""

    latitude: float
    longitude: float
    label: str
    url: str
    note: str
    state: str = ""
    tone: str = "reed"


def work_points(feature: FeaturePage) -> list[WorkPoint]:
    """In the order of the pages. One statement beside the page itself."""
    themes = ThemePage.objects.filter(pk__in=[node.pk for node in themes_of(feature.path)])
    pages = [feature, *themes.only("url_path", "body").order_by("path")]
    return [point for page in pages for point in _of_page(page)]


def _of_page(page: FeaturePage | ThemePage) -> Iterator[WorkPoint]:
    address = page_url(page.url_path)
    anchors = Anchors()
    for block in page.body.raw_data:
        if block["type"] != "works":
            continue
        for item in block["value"].get("works") or []:
            work = item["value"]
            anchor = anchors.give(work["name"], prefix=WORKS)
            year = str(work.get("year") or "")
            yield WorkPoint(
                latitude=work["latitude"],
                longitude=work["longitude"],
                label=work["name"],
                url=f"{address}#{anchor}",
                note=" · ".join(part for part in (work["place"], year) if part),
            )
