"""A word of two hundred letters in whatever a person can write widens no page of a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.arriving import press

OpenPage = Callable[..., Page]
SignIn = Callable[..., Page]
# What a program writes: sizes, counts, dates and the words of buttons stay in one piece.
LENGTHEN = """
    () => {
      const own = "script, style, option, textarea, time, button, .button, label, legend, summary,"
        + " svg, .meta, .file__facts, .chart__value, .visually-hidden, [hidden]";
      const page = document.documentElement;
      const main = document.querySelector("main");
      const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
      const nodes = [];
      while (walker.nextNode()) nodes.push(walker.currentNode);
      const wide = [];
      for (const node of nodes) {
        if (!node.data.trim() || node.parentElement.closest(own)) continue;
        const before = node.data;
        node.data = `${before} ${"ươ".repeat(100)}`;
        if (page.scrollWidth > page.clientWidth) {
          wide.push(`${page.scrollWidth} px: ${node.parentElement.outerHTML.slice(0, 120)}`);
        }
        node.data = before;
      }
      return wide;
    }
"""
LISTS = {
    "": (
        *("/", "/long-bien-dep-chua-dep/", "/tin-tuc/", "/van-ban/", "/long-bien-15-nam/"),
        *("/gioi-thieu/", "/tim-kiem/?q=long+bien", "/he-thong-thiet-ke/"),
    ),
    "phuong.bode": ("/viec/",),
    "quanly.dothi": ("/viec/",),
    "hieutruong.mau1": ("/viec/", "/dieu-hanh-noi-bo/truong-tieu-hoc-mau-1/"),
}
PAGES_OF_EACH = 25
NO_PAGES = ("/quan-tri/", "/tai-lieu/", "/xuat", "/tep/", "/anh/")


@pytest.mark.parametrize("username", LISTS, ids=lambda name: name or "a visitor")
def test_a_long_word_widens_no_page(
    open_page: OpenPage, sign_in: SignIn, portal: str, username: str
) -> None:
    page = sign_in(username, width=390) if username else open_page(width=390)
    waiting, seen, wide = list(LISTS[username]), set(), []
    while waiting and len(seen) < PAGES_OF_EACH:
        address = waiting.pop(0)
        shape = "/".join(address.split("/")[:-2]) if address.count("/") > 3 else address
        if shape in seen:
            continue
        seen.add(shape)
        page.goto(address)
        wide += [f"{address} {each}" for each in page.evaluate(LENGTHEN)]
        links = page.eval_on_selector_all("main a[href]", "all => all.map(each => each.href)")
        waiting += [
            link.removeprefix(portal)
            for link in links
            if link.startswith(portal)
            and link.endswith("/")
            and not any(part in link for part in NO_PAGES)
        ]
    assert not wide, "\n".join(wide)
    assert len(seen) > 5


def test_a_case_page_stays_as_wide_as_the_phone(open_page: OpenPage) -> None:
    page = open_page(width=390)
    page.goto("/long-bien-dep-chua-dep/")
    press(page.locator("main .card__link, main a.card").first)
    assert page.evaluate(LENGTHEN) == []
