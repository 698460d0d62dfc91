"""The road of an item through the editor: written, passed by the head, published by the board."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

SignIn = Callable[..., Page]
TITLE = "Tin mẫu đi hết một vòng duyệt"


def open_first_task(page: Page) -> None:
    page.goto("/quan-tri/")
    page.get_by_role("link", name=TITLE).first.click()


def approve(page: Page) -> None:
    """Approve from the edit view's menu of actions."""
    page.get_by_role("button", name="Duyệt", exact=False).first.click()


def test_from_writer_to_public_page(sign_in: SignIn, open_page: Callable[..., Page]) -> None:
    writer = sign_in("chuyenvien.vhtt")
    expect(writer.locator("body")).to_contain_text("Viết tin")
    visitor = open_page(width=390)
    visitor.goto("/")
    assert TITLE not in visitor.content()
