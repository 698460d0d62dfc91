"""A real portal for the browser tests: `scripts/serve.py` with the demo content, as `make run`
starts it, in a folder and on a port of its own."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from scripts.demo_server import running_portal
from tests.databases import SQLite
from tests.programs import path_of

# The one without a window costs less; the engine is the same.
CHROMIUM = ("chromium-headless-shell", "chromium")
DEMO_PASSWORD = "longbien-demo"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A camera that shows a test picture, and a person who lets the page use it.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.program(*CHROMIUM))


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running portal with demo content."""
    folder = tmp_path_factory.mktemp("portal")
    with running_portal(folder, migrated=SQLite.kept()) as address:
        yield address


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": path_of(*CHROMIUM), "args": FLAGS, "headless": True}


@pytest.fixture
def open_page(browser: Browser, portal: str) -> Iterator[Callable[..., Page]]:
    """`open_page(width=390, dark=True)`: a new visitor's page; console errors fail the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(*, width: int = 1440, dark: bool = False, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=portal,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            locale="vi-VN",
            # Views of a browser that calls itself headless are not counted.
            user_agent=f"Mozilla/5.0 (X11; Linux x86_64) Chrome/{browser.version} Safari/537.36",
        )
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: (
                errors.append(f"{message.text} {message.location.get('url', '')}")
                if message.type == "error"
                else None
            ),
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert not errors, "\n".join(errors)


@pytest.fixture
def sign_in(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """`sign_in("chuyenvien.vhtt")`: a page of a person who has signed in."""

    def make(username: str, *, width: int = 1440) -> Page:
        page = open_page(width=width)
        page.goto("/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu", exact=True).fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: "/dang-nhap/" not in url)
        return page

    return make
