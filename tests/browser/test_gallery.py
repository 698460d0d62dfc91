"""The public side of reports in a real browser: accessible, at every width, with and without a
script. The reports are those of the demo."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

OpenPage = Callable[..., Page]
GALLERY = "/long-bien-dep-chua-dep/"
DONE = f"{GALLERY}?tab=da-khac-phuc"


def addresses(page: Page) -> list[str]:
    """Lists, map, board, a report put right, one under way, and following it."""
    found = [GALLERY, f"{GALLERY}?tab=dep", DONE, f"{GALLERY}?tinh-trang=rework"]
    found += [f"{GALLERY}?tu=31/02/2018", f"{GALLERY}ban-do/", f"{GALLERY}bang-phuong/"]
    for address in (DONE, GALLERY):
        page.goto(address)
        case = str(page.locator(".case-card a").first.get_attribute("href"))
        found.append(case)
    follow = page.goto(found[-1]) and page.get_by_role("link", name="Theo dõi qua thư điện tử")
    assert follow
    return [*found, str(follow.get_attribute("href"))]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(open_page: OpenPage, width: int, dark: bool) -> None:
    page = open_page(width=width, dark=dark)
    found = []
    for address in addresses(page):
        if "31/02" in address:
            continue  # a browser notes the status in its console
        page.goto(address)
        for violation in Axe().run(page).response["violations"]:
            nodes = [node["html"] for node in violation["nodes"]][:3]
            found.append(f"{address}: {violation['id']} {nodes}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("width", [320, 390, 768, 1440, 1920])
def test_no_page_scrolls_sideways(open_page: OpenPage, width: int) -> None:
    page = open_page(width=width)
    for address in addresses(page):
        if "31/02" in address:
            continue
        page.goto(address)
        wider = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wider <= 0, f"{address} is {wider} px wider than {width} px"


def test_filters_work_without_a_script(open_page: OpenPage) -> None:
    page = open_page(width=390, javascript=False)
    page.goto(GALLERY)
    page.get_by_text("Lọc: tất cả").click()
    page.get_by_label("Tình trạng").select_option(label="Quá hạn")
    page.get_by_role("button", name="Xem kết quả").click()
    expect(page.get_by_text("Lọc: Quá hạn")).to_be_visible()
    count = int(page.locator(".filter-row__count").inner_text().split()[0])
    expect(page.locator(".case-card")).to_have_count(count)
    page.get_by_role("link", name="Bản đồ", exact=True).click()
    expect(page.get_by_text("Lọc: Quá hạn")).to_be_visible()
    expect(page.locator(".filter-row__count")).to_have_text(f"{count} phản ánh")


def test_each_number_of_the_board_opens_that_many(open_page: OpenPage) -> None:
    page = open_page(width=1440)
    page.goto(f"{GALLERY}bang-phuong/")
    number = page.locator(".board tfoot a").first
    wanted = number.inner_text()
    number.click()
    expect(page.locator(".filter-row__count")).to_have_text(f"{wanted} phản ánh")


def test_the_pair_of_the_front_page_leads_to_its_report(open_page: OpenPage) -> None:
    page = open_page(width=390)
    page.goto("/")
    door = page.locator(".door--pair")
    expect(door.get_by_role("slider")).to_have_count(1)
    title = door.get_by_role("heading").inner_text()
    door.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_role("slider")).to_be_attached()
    expect(page.locator(".case__line")).to_contain_text("Đã khắc phục")


def test_the_map_takes_points_apart_as_it_comes_near(open_page: OpenPage) -> None:
    page = open_page(width=1440)
    page.goto(f"{GALLERY}ban-do/")
    many = page.locator(".pin--many").first
    expect(many).to_be_visible()
    first = page.locator(".map__point").count()
    with page.expect_response(lambda response: "diem.json" in response.url) as answer:
        many.click()
    assert answer.value.ok
    page.wait_for_function(
        "count => document.querySelectorAll('.map__point').length !== count", arg=first
    )


def test_a_visitor_asks_to_follow(open_page: OpenPage) -> None:
    page = open_page(width=390)
    page.goto(addresses(page)[-1])
    page.get_by_label("Địa chỉ thư điện tử").fill("nguoi-xem@example.vn")
    # Faster than a person is refused.
    page.wait_for_function("() => performance.now() > 3_500")
    page.get_by_role("button", name="Gửi thư xác nhận").click()
    expect(page.get_by_role("status")).to_contain_text("Hãy mở hộp thư")
