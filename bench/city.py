"""“Đẹp - chưa đẹp” to measure: reports of all wards, and what must not grow with their number."""

from __future__ import annotations

import statistics
import uuid
from io import BytesIO

from django.db import transaction
from django.test import override_settings
from PIL import Image

from beautiful_city.models import Case, GalleryPage
from beautiful_city.registry import load_registry
from beautiful_city.states import State
from beautiful_city.volume import fill
from bench.renditions import photo, seconds
from bench.report import Line
from bench.within import ask, milliseconds, statements
from home.models import HomePage
from portal import uploads
from portal.decoder.encoding import AS_JPEG
from portal.kinds import UnitKind
from portal.models import Unit

WARDS = 14
GALLERY = "/long-bien-dep-chua-dep/"
BUDGETS = {"gallery": 12, "case": 10}
ACCEPTING = 1.3
ROUNDS = 3


def build() -> None:
    """The gallery and the wards, without a report."""
    load_registry()
    gallery = GalleryPage(title="Long Biên đẹp - chưa đẹp", slug=GALLERY.strip("/"))
    HomePage.objects.get().add_child(instance=gallery)
    district = Unit.objects.get(kind=UnitKind.DISTRICT)
    for number in range(WARDS):
        Unit.objects.create(
            kind=UnitKind.WARD, code=f"W{number}", name=f"Phường mẫu {number}", parent=district
        )


def grow_to(cases: int) -> None:
    for _ in fill(cases=cases - Case.objects.count(), seed=cases):
        pass


def addresses() -> dict[str, str]:
    """The gallery with its newest, and a case with its pair."""
    case = Case.objects.public().filter(state=State.VERIFIED).order_by("pk")[5]
    return {"gallery": GALLERY, "case": case.get_absolute_url()}


def statement_lines(size: int) -> list[Line]:
    with override_settings(PAGE_CACHE_SECONDS=0):
        return [
            Line(f"statements of {name} at {size:,} cases", statements(path), at_most=BUDGETS[name])
            for name, path in addresses().items()
        ]


def costs() -> dict[str, float]:
    """Milliseconds of the pages, and of all points of the map."""
    paths = addresses() | {"map points": f"{GALLERY}ban-do/diem.json?muc=12"}
    with override_settings(PAGE_CACHE_SECONDS=0):
        return {name: milliseconds(lambda p=path: ask(p), times=10) for name, path in paths.items()}


def growth_lines(few: dict[str, float], many: dict[str, float]) -> list[Line]:
    # The gallery says how many there are, and the map gathers all of them: these two may grow.
    limits = {"gallery": None, "case": 1.2, "map points": None}
    return [
        Line(
            f"{name} at 20,000 cases of itself at 200",
            many[name] / few[name],
            at_most=limit,
            note=f"{few[name]:.1f} -> {many[name]:.1f} ms",
        )
        for name, limit in limits.items()
    ]


def accepting() -> Line:
    """A 12-megapixel photo taken in, all of it, of one decode and one encoding of it alone. Its
    pictures are made in the background, so not here: the transaction is taken back."""
    data = photo()

    def accept() -> None:
        with transaction.atomic():
            uploads.receive(file=BytesIO(data), key=uuid.uuid4(), batch=uuid.uuid4())
            transaction.set_rollback(True)

    def floor() -> None:
        with Image.open(BytesIO(data)) as image:
            image.save(BytesIO(), AS_JPEG.pillow, **AS_JPEG.options)

    ours, least = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(accept))
        least.append(seconds(floor))
    return Line(
        "a 12 MP photo accepted, of one decode and one encoding",
        statistics.median(ours) / statistics.median(least),
        at_most=ACCEPTING,
    )
