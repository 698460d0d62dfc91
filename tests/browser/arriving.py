"""Press what leads to another page, and go on there."""

from playwright.sync_api import Locator


def press(target: Locator) -> None:
    """Click, and wait until the page it leads to is there with its scripts. That a page is quiet
    says nothing right after a click: it may be the one that is about to be left."""
    with target.page.expect_navigation(wait_until="networkidle"):
        target.click()
