"""The public pages in a real browser: accessible, at every width, without script, and alive."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
ITEM = "Giao ban Ban chỉ đạo công nghệ thông tin"
PAGES = (
    "/",
    "/tin-tuc/",
    "/van-ban/",
    "/gioi-thieu/",
    "/tim-kiem/?q=giao+ban+cong+nghe+thong+tin",
    "/tim-kiem/?q=khongcogica",
    "/dang-nhap/",
    "/he-thong-thiet-ke/",
)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(open_page: OpenPage, width: int, dark: bool) -> None:
    page = open_page(width=width, dark=dark)
    found = []
    page.goto("/tim-kiem/?q=giao+ban+cong+nghe+thong+tin")
    article = page.get_by_role("link", name=ITEM).first.get_attribute("href")
    for address in (*PAGES, str(article)):
        page.goto(address)
        for violation in Axe().run(page).response["violations"]:
            nodes = [node["html"] for node in violation["nodes"]][:3]
            found.append(f"{address}: {violation['id']} {nodes}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [320, 390, 768, 1440, 1920])
def test_no_page_scrolls_sideways(open_page: OpenPage, width: int) -> None:
    page = open_page(width=width)
    for address in PAGES:
        page.goto(address)
        wider = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider <= 0, f"{address} is {wider} px wider than {width} px"


def test_a_citizen_finds_the_item_and_is_counted(open_page: OpenPage) -> None:
    page = open_page(width=390)
    page.goto("/")
    search = page.get_by_role("combobox").or_(page.get_by_role("searchbox")).first
    search.fill("giao ban cong nghe thong tin")
    search.press("Enter")
    page.get_by_role("link", name=ITEM).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ITEM)
    expect(page.locator("main")).to_contain_text("Ngày đăng 30/05/2018 | 22:45")
    expect(page.locator("[data-view-count]").first).to_have_text("614")
    page.reload()
    expect(page.locator("[data-view-count]").first).to_have_text("614")


def test_everything_reads_without_script(open_page: OpenPage) -> None:
    page = open_page(width=390, javascript=False)
    page.goto("/")
    page.goto("/tim-kiem/?q=giao+ban")
    page.get_by_role("link", name=ITEM).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(ITEM)
    expect(page.locator("main")).to_contain_text("Lượt xem")


def test_a_missing_page_says_so_in_vietnamese(open_page: OpenPage, portal: str) -> None:
    page = open_page(javascript=False)
    response = page.request.get(f"{portal}/khong-co-trang-nay/")
    assert response.status == 404
