"""What is measured, and the lines of the table that come of it."""

import statistics
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from django.test import override_settings

from bench import city
from bench.client import Reading, Visitor
from bench.report import Line
from bench.servers import NGINX, gunicorn, nginx
from bench.within import ask, milliseconds, statements
from home.models import ArticleListing, ArticlePage, SectionPage
from home.selectors import Cursor
from home.volume_text import COMMON_WORD, RARE_WORD
from portal import revision, site_tree
from portal.models import PageViews
from portal.search import services

BUDGETS = {"article": 6, "section": 10, "home": 12, "search": 8}


def addresses() -> dict[str, str]:
    """One page of each kind; the article has a picture, and others around it."""
    article = ArticlePage.objects.exclude(image=None).order_by("pk")[5]
    return {
        "home": "/",
        "section": "/tin-tuc/",
        "article": site_tree.page_url(article.url_path),
        "search": f"/tim-kiem/?q={quote(COMMON_WORD)}",
    }


def statement_lines(size: int) -> list[Line]:
    with override_settings(PAGE_CACHE_SECONDS=0):
        return [
            Line(f"statements of {name} at {size:,}", statements(path), at_most=BUDGETS[name])
            for name, path in addresses().items()
        ]


def first_after_a_change() -> list[Line]:
    """What a publish costs the first visitor of each page: nothing at all is in memory."""

    def first(path: str) -> float:
        return milliseconds(lambda: (revision._write(), ask(path)), times=10)

    with override_settings(PAGE_CACHE_SECONDS=0):
        return [
            Line(f"{name}, first after a change", first(path), unit="ms")
            for name, path in addresses().items()
            if name != "search"
        ]


def growing_costs() -> dict[str, float]:
    """Milliseconds of what must not grow with the number of articles."""
    section = SectionPage.objects.get(slug="tin-tuc")
    deep = section_end(section)
    with override_settings(PAGE_CACHE_SECONDS=0):
        found = {
            "list": milliseconds(lambda: ask("/tin-tuc/"), times=20),
            "deep list": milliseconds(lambda: ask(f"/tin-tuc/?truoc={deep}"), times=20),
        }
        for _ in services.rebuild():
            pass
        for name, word in (("rare", RARE_WORD), ("common", COMMON_WORD)):
            found[name] = milliseconds(lambda w=word: ask(f"/tim-kiem/?q={quote(w)}"), times=10)
    return found


def section_end(section: SectionPage) -> Cursor:
    """The place of the thirtieth article from the end of a list."""
    rows = ArticleListing.objects.filter(section=section).order_by("date", "article_id")
    return Cursor(*list(rows.values_list("date", "article_id")[:30])[-1])


def growth_lines(few: dict[str, float], many: dict[str, float]) -> list[Line]:
    limits = {"list": 1.2, "deep list": 1.2, "rare": 2, "common": 4}
    names = {"rare": "search, rare word", "common": "search, common word"}
    return [
        Line(
            f"{names.get(name, name)} at 20,000 of itself at 200",
            many[name] / few[name],
            at_most=limit,
            note=f"{few[name]:.1f} -> {many[name]:.1f} ms",
        )
        for name, limit in limits.items()
    ]


def http_lines(stack: ExitStack, folder: Path, *, rounds: int) -> list[Line]:
    """Through real servers: the portal cold and warm, its bare peers, nginx with and without it."""
    pages = addresses()
    article = ArticlePage.objects.exclude(image=None).order_by("pk")[5]
    PageViews.objects.get_or_create(page_id=article.pk)
    bare = Visitor(stack.enter_context(gunicorn(BENCH_BARE="1")))
    cold = Visitor(stack.enter_context(gunicorn(PAGE_CACHE_SECONDS="0")))
    warm_server = stack.enter_context(gunicorn(PAGE_CACHE_SECONDS="300"))
    warm = Visitor(warm_server)
    sizes = {name: warm.ask(path, times=1).size for name, path in pages.items()}
    plans = [("one query", bare, f"/one/{article.pk}/", 1000, 1)]
    for name in ("home", "section", "article"):
        plans += [
            (f"constant as {name}", bare, f"/constant/{sizes[name]}/", 2000, 1),
            (f"{name} warm", warm, pages[name], 2000, 1),
            (f"{name} cold", cold, pages[name], 100, 1),
        ]
    for name, path in city.addresses().items():
        plans.append((f"{name} cold", cold, path, 100, 1))
    if NGINX:
        server = stack.enter_context(
            nginx(folder / "nginx", app_port=warm_server.port, revision=folder / revision.LINK)
        )
        front = Visitor(server)
        (folder / "nginx/static/trang.html").write_bytes(b"x" * sizes["article"])
        plans += [
            ("nginx static", front, "/tinh/trang.html", 50_000, 50),
            ("nginx open static", front, "/tinh-mo-san/trang.html", 50_000, 50),
            ("nginx article", front, pages["article"], 50_000, 50),
        ]
    readings: dict[str, list[Reading]] = defaultdict(list)
    for _ in range(rounds):
        for name, visitor, path, times, pipeline in plans:
            readings[name].append(visitor.ask(path, times=times, pipeline=pipeline))
    return _http_table({name: _median(found) for name, found in readings.items()})


def _median(readings: list[Reading]) -> Reading:
    return Reading(
        statistics.median(reading.cpu for reading in readings),
        statistics.median(reading.rate for reading in readings),
        readings[0].size,
    )


def _http_table(found: dict[str, Reading]) -> list[Line]:
    def line(name: str, peer: str, label: str, at_least: float | None) -> Line:
        mine, other = found[name], found[peer]
        figures = [f"{r.cpu:.3f} ms, {r.rate:,.0f}/s" for r in (mine, other)]
        return Line(
            label,
            other.cpu / mine.cpu,
            at_least=at_least,
            note=" of ".join(figures),
        )

    lines = [
        line("article cold", "one query", "article, uncached, of the bare one-query view", 0.10),
        line("home cold", "one query", "home, uncached, of the bare one-query view", 0.06),
        line("section cold", "one query", "section, uncached, of the bare one-query view", None),
        line("gallery cold", "one query", "gallery, uncached, of the bare one-query view", None),
        line("case cold", "one query", "case, uncached, of the bare one-query view", None),
    ]
    for name in ("home", "section", "article"):
        label = f"{name} from the page cache, of a bare constant of its size"
        lines.append(line(f"{name} warm", f"constant as {name}", label, 0.9))
    if "nginx static" in found:
        label = "article through nginx, of a static file of its size"
        lines.append(line("nginx article", "nginx static", label, 0.75))
        label += ", kept open"
        lines.append(line("nginx article", "nginx open static", label, None))
    return lines
