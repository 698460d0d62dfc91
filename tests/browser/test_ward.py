"""A ward officer with a phone: three taps, a lost line, a browser without a camera."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, Route, expect

from tests.browser.conftest import DEMO_PASSWORD
from tests.factories.images import image_bytes

Officer = Callable[..., Page]
# Also after a reply that was lost, on a busy machine.
SENT_WITHIN = 30_000
NO_CAMERA_NO_STORAGE = """
    Object.defineProperty(navigator, "mediaDevices", { value: undefined });
    Object.defineProperty(window, "indexedDB", { value: undefined });
"""


@pytest.fixture
def officer(browser: Browser, portal: str) -> Iterator[Officer]:
    """A phone of a ward officer who has signed in; a lost line is no error here."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(*, before: str = "") -> Page:
        context = browser.new_context(
            base_url=portal,
            viewport={"width": 390, "height": 844},
            has_touch=True,
            locale="vi-VN",
        )
        contexts.append(context)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.add_init_script(before)
        page = context.new_page()
        page.goto("/dang-nhap/")
        page.get_by_label("Tên đăng nhập").fill("phuong.bode")
        page.get_by_label("Mật khẩu", exact=True).fill(DEMO_PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.wait_for_url(lambda url: "/dang-nhap/" not in url)
        page.goto("/viec/")
        expect(page.get_by_role("heading", name="Việc của phường")).to_be_visible()
        return page

    yield make
    for context in contexts:
        context.close()
    assert not errors, "\n".join(errors)


def open_case(page: Page, title: str) -> str:
    page.locator("a.task", has_text=title).click()
    page.wait_for_url("**/viec/phan-anh/**")
    return page.url


def photo() -> FilePayload:
    return {"name": "sau.jpg", "mimeType": "image/jpeg", "buffer": image_bytes(size=(900, 700))}


def state(page: Page, words: str) -> None:
    expect(page.locator("[data-answer-state]")).to_contain_text(words)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).tap()


def expect_one_answer(page: Page, *, earlier: int) -> None:
    # The first: playwright keeps the cookie, and so the words, of a reply that was lost as well.
    said = page.get_by_text("Đã ghi: Báo đã khắc phục.").first
    expect(said).to_be_visible(timeout=SENT_WITHIN)
    told = page.locator("section", has=page.get_by_role("heading", name="Diễn biến"))
    expect(told.get_by_text("Đơn vị báo đã khắc phục", exact=True)).to_have_count(earlier + 1)


def test_three_taps_send_the_after_photo(officer: Officer) -> None:
    page = officer()
    open_case(page, "Đèn đường không sáng")
    press(page, "Chụp ảnh sau")
    before = page.get_by_alt_text("Ảnh trước, góc 1")
    expect(before).to_be_visible()
    assert before.evaluate("image => getComputedStyle(image).opacity") == "0.45"
    page.wait_for_function("() => document.querySelector('[data-ghost-video]').videoWidth > 0")
    press(page, "Chụp")
    state(page, "1 ảnh đã sẵn sàng")
    press(page, "Gửi")
    # It was put right once before, and sent back.
    expect_one_answer(page, earlier=1)


def test_an_answer_survives_a_lost_line_and_a_lost_reply(officer: Officer) -> None:
    page = officer()
    context = page.context
    address = open_case(page, "Ao đầy bèo và rác")
    context.set_offline(True)
    page.locator("[data-answer] input[type=file]").set_input_files([photo()])
    page.get_by_label("Đã làm gì", exact=True).fill("Đã vớt bèo, thu gom rác.")
    press(page, "Gửi")
    state(page, "Đang chờ mạng · 1 ảnh. Sẽ tự gửi khi có mạng.")
    # The phone puts the page away; the line comes back, but the first reply gets lost.
    page.close()
    replies: list[int] = []

    def lose_the_first(route: Route) -> None:
        reply = route.fetch()
        replies.append(reply.status)
        if len(replies) == 1:
            route.abort("connectionreset")
        else:
            route.fulfill(response=reply)

    context.route("**/don-vi/tra-loi/", lose_the_first)
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect_one_answer(page, earlier=1)
    assert set(replies) == {200}
    assert len(replies) >= 2
    expect(page.get_by_text("Đã vớt bèo, thu gom rác.")).to_have_count(1)


def test_without_camera_and_storage_a_file_is_enough(officer: Officer) -> None:
    page = officer(before=NO_CAMERA_NO_STORAGE)
    open_case(page, "Nắp cống hỏng")
    with page.expect_file_chooser() as chosen:
        press(page, "Chụp ảnh sau")
    chosen.value.set_files([photo()])
    state(page, "1 ảnh đã sẵn sàng")
    page.context.set_offline(True)
    press(page, "Gửi")
    state(page, "Đang chờ mạng")
    page.context.set_offline(False)
    expect_one_answer(page, earlier=0)
