"""A campaign to measure: its pages at ten and at two thousand contributions, and the progress of
two hundred units that owe twenty things each."""

from __future__ import annotations

import gzip
from datetime import date

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench.report import Line
from bench.within import ask, milliseconds, statements
from campaigns.models import ContributionListing, FeaturePage, ThemePage
from campaigns.volume import fill_contributions, fill_requests
from home.models import HomePage
from portal.kinds import UnitKind
from portal.models import Membership, Unit, User
from portal.roles import Role

FEW, MANY = 10, 2_000
# From here on each theme fills a page of its list, so that what is compared shows as much.
FULL = 200
CAMPAIGN = "/chuyen-trang-mau/"
THEMES = ("Kinh tế", "Đô thị", "Văn hóa", "Giáo dục", "Xây dựng Đảng", "An ninh")
BUDGETS = {"feature page": 14, "contribution": 8, "theme": 10, "unit": 10}
GROWTH = 1.2
HTML_KB = 60
REQUESTS, PROGRESS_STATEMENTS = 4_000, 10


def build() -> None:
    """A campaign with forty events, six themes and no contribution."""
    event = {
        "date": None,
        "title": "Sự kiện mẫu",
        "text": "Nội dung mẫu của một sự kiện, dài vừa hai câu. Câu thứ hai cũng là mẫu.",
        "image": None,
        "image_credit": "",
        "source": "Nguồn mẫu",
        "source_url": "",
    }
    events = [{**event, "year": 1980 + number} for number in range(40)]
    feature = FeaturePage(
        title="Chuyên trang mẫu", slug=CAMPAIGN.strip("/"), start_year=1980, end_year=2020
    )
    feature.body = [
        ("paragraph", "<p>Lời mở đầu mẫu.</p>"),
        ("timeline", {"title": "Dòng thời gian", "events": events}),
        *((name, {"title": "Mẫu"}) for name in ("themes", "contributions", "contributors")),
        ("progress", {"title": "Mẫu"}),
    ]
    HomePage.objects.get().add_child(instance=feature)
    for title in THEMES:
        feature.add_child(instance=ThemePage(title=title))


def grow_to(contributions: int) -> None:
    there = ContributionListing.objects.count()
    for _ in fill_contributions(count=contributions - there, seed=contributions):
        pass


def addresses() -> dict[str, str]:
    rows = ContributionListing.objects.select_related("contribution", "theme", "unit")
    # The same one at any size.
    first = rows.exclude(unit=None).order_by("path")[1]
    return {
        "feature page": CAMPAIGN,
        "contribution": first.contribution.url,
        "theme": first.theme.url,
        "unit": f"{CAMPAIGN}don-vi/{first.unit.code}/",
    }


def statement_lines(size: int) -> list[Line]:
    with override_settings(PAGE_CACHE_SECONDS=0):
        return [
            Line(
                f"statements of {name} at {size:,} contributions",
                statements(path),
                at_most=BUDGETS[name],
            )
            for name, path in addresses().items()
        ]


def costs() -> dict[str, float]:
    """Milliseconds of the pages."""
    with override_settings(PAGE_CACHE_SECONDS=0):
        return {
            name: milliseconds(lambda p=path: ask(p), times=20)
            for name, path in addresses().items()
        }


def growth_lines(few: dict[str, float], many: dict[str, float]) -> list[Line]:
    # A unit's page lists what it gave: it may grow until it is full.
    limits = {"feature page": GROWTH, "contribution": GROWTH, "theme": GROWTH, "unit": None}
    return [
        Line(
            f"{name} at {MANY:,} contributions of itself at {FULL}",
            many[name] / few[name],
            at_most=limit,
            note=f"{few[name]:.1f} -> {many[name]:.1f} ms",
        )
        for name, limit in limits.items()
    ]


def weight_line() -> Line:
    html = Client().get(CAMPAIGN).content
    return Line(
        "feature page with forty events, KB of HTML (gzip)",
        len(gzip.compress(html)) / 1024,
        at_most=HTML_KB,
    )


def progress_line() -> Line:
    """The progress of 200 units with 20 requests each, as a leader sees it."""
    for _ in fill_requests(count=REQUESTS):
        pass
    district = Unit.objects.get(kind=UnitKind.DISTRICT)
    leader = User.objects.create_user("lanh-dao-mau", full_name="Lãnh đạo mẫu")
    Membership.objects.create(
        user=leader, unit=district, role=Role.LEADERSHIP, start=date(2018, 1, 1)
    )
    client = Client()
    client.force_login(leader, backend="django.contrib.auth.backends.ModelBackend")
    path = reverse("campaign_progress", args=[FeaturePage.objects.get().pk])
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path}: {response.status_code}")
    return Line(
        "statements of the progress of 200 units with 20 requests each",
        sum("portal_calendarday" not in query["sql"] for query in found),
        at_most=PROGRESS_STATEMENTS,
        note="beside the calendar, which a process reads at most once a second",
    )
