"""The road of an item through the editor: written, passed by the head, published by the board."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.arriving import press

SignIn = Callable[..., Page]
TITLE = "Tin mẫu đi hết một vòng duyệt"


def write(page: Page) -> None:
    page.get_by_role("link", name="Vào trang biên tập").click()
    page.get_by_role("link", name="Viết tin, bài").first.click()
    page.get_by_role("link", name="Đô thị Tin, bài").click()
    page.get_by_role("textbox", name="Tiêu đề").first.fill(TITLE)
    page.locator("textarea[name=summary]").fill("Một câu tóm tắt của tin mẫu.")
    press(page.get_by_role("button", name="Gửi duyệt"))


def open_item(page: Page) -> None:
    """From the start page to the item that waits for this person."""
    page.goto("/quan-tri/")
    press(page.get_by_role("link", name=TITLE).first)


def approve(page: Page, name: str) -> None:
    open_item(page)
    press(page.get_by_role("button", name=name, exact=True).first)


def test_from_writer_over_head_and_board_to_the_public_page(
    sign_in: SignIn, open_page: Callable[..., Page]
) -> None:
    writer = sign_in("chuyenvien.vhtt")
    write(writer)
    visitor = open_page(width=390)
    visitor.goto("/")
    expect(visitor.locator("main")).not_to_contain_text(TITLE)

    other = sign_in("quanly.dothi")
    other.goto("/quan-tri/")
    expect(other.locator("main")).not_to_contain_text(TITLE)

    approve(sign_in("truongphong.vhtt", width=390), "Duyệt")
    visitor.reload()
    expect(visitor.locator("main")).not_to_contain_text(TITLE)

    approve(sign_in("banbientap"), "Duyệt và đăng")
    visitor.reload()
    visitor.get_by_role("link", name=TITLE).first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(visitor.locator("main")).to_contain_text("Phòng Văn hóa và Thông tin")


def test_a_ward_officer_has_no_editor(sign_in: SignIn) -> None:
    page = sign_in("phuong.bode", width=390)
    expect(page.get_by_role("banner")).to_contain_text("Cán bộ phường")
    expect(page.get_by_role("heading", level=1)).to_have_text("Việc của phường")
    response = page.request.get("/quan-tri/", max_redirects=0)
    assert response.status in (302, 403)
