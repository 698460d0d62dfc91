"""The frame of a school's portal in a browser: who is signed in, what must be read, the editor of
texts, and what the Back button shows after signing out.

The portal of these tests is the test process's own: its schools come from the fixtures of the app.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from portal.models import User
from school_intranet.models import Announcement, SchoolPortalPage
from school_intranet.services import announcing
from school_intranet.services.announcing import Words
from tests.school_intranet.conftest import (  # noqa: F401 - fixtures
    MakeReader,
    as_reader,
    door,
    make_school,
    office,
    portal_a,
    principal,
    teacher,
)

SECRET = "Họp hội đồng kín"
PASTE_FROM_WORD = """(editor) => {
  const data = new DataTransfer();
  data.setData("text/html", `<style>p { color: red }</style>
    <p class="MsoNormal" style="margin: 0">Dán từ <b style='font-size: 14pt'>Word</b>
    <img src="https://ngoai.test/x.png"></p>`);
  data.setData("text/plain", "Dán từ Word");
  editor.dispatchEvent(new ClipboardEvent("paste", {
    clipboardData: data, bubbles: true, cancelable: true,
  }));
}"""


@pytest.fixture(scope="session", autouse=True)
def _database_beside_a_browser() -> Iterator[None]:
    """Playwright keeps a loop of its own in this thread, which Django takes for asynchronous code;
    nothing here is."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    yield
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def notice(
    live_server: LiveServer,
    portal_a: SchoolPortalPage,  # noqa: F811
    principal: User,  # noqa: F811
    teacher: User,  # noqa: F811
    as_reader: MakeReader,  # noqa: F811
) -> Announcement:
    words = Words(SECRET, "<p>Nội dung kín</p>", asks_receipt=True)
    return announcing.announce(reader=as_reader(principal, portal_a), words=words)


@pytest.fixture
def enter(live_server: LiveServer, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`enter("giaovien-a", width=390)`: a page of a person who has signed in at a school."""
    contexts, errors = [], []

    def make(username: str, *, width: int, height: int) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            locale="vi-VN",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto("/dieu-hanh-noi-bo/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill(username)
        page.get_by_label("Mật khẩu", exact=True).fill("mat-khau-thu")
        page.get_by_role("button", name="Đăng nhập").click()
        expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
        page.wait_for_load_state()  # what is measured sooner has no style yet
        return page

    yield make
    for context in contexts:
        context.close()
    # What was asked for after signing out is not there, a form that does not hold is refused: of
    # both Chromium says so.
    said = ("status of 404", "status of 400")
    assert [text for text in errors if not any(word in text for word in said)] == []


@pytest.mark.usefixtures("notice")
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1366, 768)])
def test_the_back_button_shows_nothing_after_signing_out(
    enter: Callable[..., Page], width: int, height: int
) -> None:
    page = enter("giaovien-a", width=width, height=height)
    expect(page.get_by_text("Giaovien-A")).to_be_visible()
    page.get_by_role("link", name=SECRET).first.click()
    expect(page.get_by_text("Nội dung kín")).to_be_visible()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/dieu-hanh-noi-bo/dang-nhap/")
    for _step in range(2):
        page.go_back()
        page.wait_for_load_state()
        assert "kín" not in page.content()
        assert "Giaovien-A" not in page.content()


@pytest.mark.usefixtures("notice")
def test_what_must_be_read_is_above_the_fold(enter: Callable[..., Page]) -> None:
    page = enter("giaovien-a", width=1366, height=768)
    tops = [
        page.get_by_role("heading", name=name).bounding_box()
        for name in ("Cần đọc, cần xác nhận", "Hôm nay và tuần này", "Việc của tôi")
    ]
    assert all(box is not None and box["y"] < 300 for box in tops)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1366
    phone = enter("giaovien-a", width=390, height=844)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.usefixtures("notice")
def test_a_text_is_written_with_marks(enter: Callable[..., Page]) -> None:
    page = enter("hieutruong-a", width=1366, height=768)
    page.get_by_role("link", name="Thông báo", exact=True).click()
    page.get_by_role("link", name="Viết thông báo").click()
    page.get_by_label("Tiêu đề").fill("Lịch trực")
    page.locator("trix-editor").click()
    page.get_by_role("button", name="Đậm").click()
    page.keyboard.type("Sáng thứ Hai")
    page.locator("trix-editor").evaluate(PASTE_FROM_WORD)
    page.get_by_role("button", name="Đăng thông báo").click()
    expect(page.locator(".prose strong").first).to_have_text("Sáng thứ Hai")
    expect(page.locator(".prose")).to_contain_text("Dán từ Word")
    assert page.locator(".prose :is(img, style, [style])").count() == 0


@pytest.mark.usefixtures("notice")
@pytest.mark.parametrize("width", [390, 1440])
def test_a_word_as_long_as_a_line_stays_on_the_page(
    enter: Callable[..., Page],
    portal_a: SchoolPortalPage,  # noqa: F811
    principal: User,  # noqa: F811
    as_reader: MakeReader,  # noqa: F811
    width: int,
) -> None:
    long = "x" * 240
    item = announcing.announce(reader=as_reader(principal, portal_a), words=Words(long, long))
    page = enter("hieutruong-a", width=width, height=844)
    start = page.url
    for rest in ("", "thong-bao/", f"thong-bao/{item.pk}/", f"da-doc/thong-bao/{item.pk}/phieu/"):
        page.goto(start + rest)
        page.wait_for_load_state()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, rest


@pytest.mark.usefixtures("notice")
def test_the_field_to_mend_comes_into_sight(enter: Callable[..., Page]) -> None:
    page = enter("hieutruong-a", width=390, height=844)
    page.goto(page.url + "thong-bao/moi/")
    page.get_by_label("Tiêu đề").fill("Thông báo mẫu")
    page.get_by_label("Hiện đến hết ngày").fill("32/13/2026")
    page.get_by_role("button", name="Đăng thông báo").click()
    field = page.get_by_label("Hiện đến hết ngày")
    expect(field).to_be_focused()
    expect(field).to_be_in_viewport()
    expect(field).to_have_value("32/13/2026")
