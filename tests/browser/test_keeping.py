"""Nothing that was typed into the editor is lost: not when the session ends meanwhile, nor when two
windows write, nor while a save is on its way."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import DEMO_PASSWORD
from tests.browser.test_writing import begin_paragraph, new_item, paste

Editor = Callable[[str], Page]
KEPT = ".portal-kept"


@pytest.fixture
def editor(browser: Browser, portal: str) -> Iterator[Editor]:
    """The page of an editor who has signed in; a refusal is no error here."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(username: str) -> Page:
        context = browser.new_context(base_url=portal, locale="vi-VN")
        contexts.append(context)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        page = context.new_page()
        sign_in(page, username)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not errors, "\n".join(errors)


def sign_in(page: Page, username: str) -> None:
    page.goto("/dang-nhap/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url(lambda url: "/dang-nhap/" not in url)


def title(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Tiêu đề").first


def draft(page: Page, words: str) -> str:
    """A new item that has been saved by itself; its address."""
    new_item(page)
    title(page).fill(words)
    page.wait_for_url("**/edit/", timeout=30_000)
    with page.expect_response("**/phien/"):
        page.reload()
    expect(title(page)).to_have_value(words)
    watched(page)
    return page.url


def watched(page: Page) -> None:
    """Until Wagtail looks for changes."""
    page.evaluate(
        "() => new Promise(done => document.addEventListener('w-unsaved:watch-edits', done))"
    )


def end_session(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")


def saved(page: Page, words: str) -> None:
    """The server has it."""

    def there() -> bool:
        return words in page.request.get(page.url).text()

    for _ in range(60):
        if there():
            return
        page.wait_for_timeout(250)
    raise AssertionError(f"not saved: {words}")


def test_a_session_that_ends_keeps_the_page_and_goes_on_after_signing_in(editor: Editor) -> None:
    page = editor("chuyenvien.vhtt")
    address = draft(page, "Tin mẫu hết phiên")
    end_session(page)
    title(page).fill("Tin mẫu hết phiên, viết thêm")
    expect(page.locator(KEPT)).to_contain_text("Phiên đăng nhập đã hết", timeout=15_000)
    page.get_by_role("button", name="Gửi duyệt").first.click()
    expect(page.locator(KEPT)).to_contain_text("Phiên đăng nhập đã hết")
    assert page.url == address
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Đăng nhập lại ở thẻ mới").click()
    sign_in(opened.value, "chuyenvien.vhtt")
    opened.value.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    saved(page, "Tin mẫu hết phiên, viết thêm")
    expect(page.locator(KEPT)).to_have_count(0)


def test_what_was_typed_is_offered_to_its_writer_alone(editor: Editor) -> None:
    page = editor("chuyenvien.vhtt")
    address = draft(page, "Tin mẫu đóng trang")
    end_session(page)
    title(page).fill("Tin mẫu đóng trang, viết thêm")
    expect(page.locator(KEPT)).to_be_visible(timeout=15_000)

    other = page.context.new_page()
    page.close()
    sign_in(other, "banbientap")
    other.goto(address)
    expect(title(other)).to_have_value("Tin mẫu đóng trang")
    expect(other.locator(KEPT)).to_have_count(0)

    end_session(other)
    sign_in(other, "chuyenvien.vhtt")
    other.goto(address)
    expect(other.locator(KEPT)).to_contain_text("chưa lưu được, vẫn còn trên máy này")
    other.get_by_role("button", name="Lưu thành bản nháp").click()
    expect(title(other)).to_have_value("Tin mẫu đóng trang, viết thêm")
    other.reload()
    expect(title(other)).to_have_value("Tin mẫu đóng trang, viết thêm")
    expect(other.locator(KEPT)).to_have_count(0)


TYPE_WHEN_SAVED = """
    addEventListener("w-autosave:success", () => {
      if (window.typed) return;
      window.typed = true;
      const field = document.querySelector("[name=title]");
      field.value += ", chữ cuối";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }, true);
"""


def test_what_is_typed_while_a_save_is_on_its_way_is_saved_too(editor: Editor) -> None:
    page = editor("chuyenvien.vhtt")
    page.add_init_script(TYPE_WHEN_SAVED)
    new_item(page)
    title(page).fill("Tin mẫu đang lưu")
    page.wait_for_url("**/edit/", timeout=30_000)
    saved(page, "Tin mẫu đang lưu, chữ cuối")


def test_two_windows_and_a_schedule_lose_nothing(editor: Editor) -> None:
    first = editor("banbientap")
    address = draft(first, "Tin mẫu hai cửa sổ")
    second = first.context.new_page()
    second.goto(address)
    watched(second)
    second.evaluate("document.querySelector('[name=go_live_at]').value = '31/12/2030 08:00'")
    second.get_by_role("button", name="Việc khác").click()
    second.get_by_role("button", name="Đăng").first.click()
    expect(second.locator(".messages")).to_contain_text("Đã hẹn giờ đăng", timeout=15_000)

    title(first).fill("Tin mẫu hai cửa sổ, viết thêm")
    expect(first.locator(".footer__save-warning")).to_contain_text(
        "Trang đã có bản lưu mới hơn", timeout=15_000
    )
    # Nothing saves any more, but it is kept.
    title(first).fill("Tin mẫu hai cửa sổ, viết thêm nữa")
    first.wait_for_function(
        "() => Object.values(localStorage).some(each => each.includes('viết thêm nữa'))"
    )
    first.goto(address)
    expect(title(first)).to_have_value("Tin mẫu hai cửa sổ")
    first.get_by_role("button", name="Lưu thành bản nháp").click()
    expect(title(first)).to_have_value("Tin mẫu hai cửa sổ, viết thêm nữa")
    # What the other window said is still so.
    second.goto(f"{address}../history/")
    expect(second.locator("main")).to_contain_text("31/12/2030")


def test_lists_pasted_twice_are_saved_whole(editor: Editor) -> None:
    page = editor("chuyenvien.vhtt")
    new_item(page)
    title(page).fill("Tin mẫu danh sách")
    text = begin_paragraph(page)
    for _ in range(2):
        paste(text, "<ul><li>Việc một</li><li>Việc hai<ul><li>Việc con</li></ul></li></ul>")
    page.keyboard.type(", xong")
    words = text.inner_text()
    assert words.count("Việc một") == words.count("Việc hai") == words.count("Việc con") == 2
    page.wait_for_url("**/edit/", timeout=30_000)
    saved(page, ", xong")
    page.reload()
    expect(page.locator("#body-root [contenteditable=true]")).to_have_text(
        text.inner_text(), use_inner_text=True
    )
