"""From a phone: send photos without an account, keep the code, follow what becomes of it."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.arriving import press
from tests.factories.images import exif_block, image_bytes

Phone = Callable[..., Page]
ADDRESS = "/long-bien-dep-chua-dep/gui-anh/"
TRACK = "/long-bien-dep-chua-dep/tra-cuu/"


def photo(name: str, size: tuple[int, int]) -> dict[str, Any]:
    data = image_bytes(size=size, exif=exif_block(latitude=21.0612, longitude=105.9123))
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


PHOTOS = [photo("IMG_0001.jpg", (2400, 1800)), photo("IMG_0002.jpg", (900, 1200))]


@pytest.fixture
def phone(browser: Browser, portal: str) -> Iterator[Phone]:
    """A new visitor's page, 390 px wide. Console errors fail the test; but that a form was refused,
    which the browser reports too, is no error here."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(*, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=portal,
            viewport={"width": 390, "height": 844},
            has_touch=True,
            java_script_enabled=javascript,
            locale="vi-VN",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on(
            "console",
            lambda message: errors.append(message.text) if message.type == "error" else None,
        )
        return page

    yield make
    for context in contexts:
        context.close()
    errors = [error for error in errors if "status of 400" not in error]
    assert not errors, "\n".join(errors)


def fill_in(page: Page) -> None:
    page.get_by_label("Chưa đẹp", exact=True).check()
    page.get_by_label("Rác thải, phế thải xây dựng").check()
    page.get_by_label("Địa chỉ hoặc mô tả nơi chụp").fill("Đầu ngõ mẫu, cạnh trường mẫu")
    page.get_by_label("Nội dung", exact=True).fill("Mẫu: có đống rác ven đường.")


def send_off(page: Page) -> None:
    """A form of less than three seconds is taken for a script's: refused with a sentence, and gone
    through when the button is pressed again."""
    heading = page.get_by_role("heading", level=1)
    press(page.get_by_role("button", name="Gửi phản ánh"))
    while page.get_by_text("Phiếu được gửi quá nhanh").count():
        press(page.get_by_role("button", name="Gửi phản ánh"))
    expect(heading).not_to_have_text("Gửi ảnh đẹp - chưa đẹp")
    # Another report of this demo may be near or look alike.
    if page.get_by_role("button", name="Không, gửi phản ánh mới").count():
        page.get_by_role("button", name="Không, gửi phản ánh mới").click()
    expect(heading).to_contain_text("Quận đã nhận phản ánh")


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_stranger_sends_two_photos_and_follows_them(phone: Phone) -> None:
    page = phone()
    page.goto(ADDRESS)
    assert fits(page)
    page.locator("[data-photo-input] input[type=file]").set_input_files(PHOTOS)
    expect(page.locator("[data-photo-status]")).to_contain_text("Đã nhận 2 ảnh")
    fill_in(page)
    # The good ones are out of sight once it is clear what is meant.
    expect(page.get_by_label("Vườn hoa")).to_be_hidden()
    send_off(page)
    assert fits(page)
    code = page.get_by_role("textbox", name="Mã tra cứu").input_value()
    assert len(code) == 19

    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Lưu lại mã").click()
    expect(page.locator("[data-code-status]")).to_contain_text("Đã sao chép mã")
    assert page.evaluate("navigator.clipboard.readText()") == code

    # The address of the QR code: the browser sends its last part to nobody.
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("about:blank")
    page.goto(f"{TRACK}#{code}")
    expect(page.get_by_role("heading", name="Tình trạng")).to_be_visible()
    expect(page.get_by_text("Chờ tiếp nhận").first).to_be_visible()
    expect(page.get_by_text("Gửi phản ánh", exact=True)).to_be_visible()
    assert fits(page)
    assert code not in page.url
    assert not [url for url in asked if code in url.partition("#")[0]]
    page.go_back()
    assert code not in page.url


def test_the_photo_tells_the_place_and_a_pin_corrects_it(phone: Phone) -> None:
    page = phone()
    page.goto(ADDRESS)
    page.get_by_label("Lấy vị trí ghi trong ảnh").check()
    page.locator("[data-photo-input] input[type=file]").set_input_files(PHOTOS[:1])
    expect(page.locator("[data-pin-status]")).to_have_text("Đã lấy vị trí ghi trong ảnh.")
    latitude = page.locator("[name=latitude]")
    expect(latitude).to_have_value("21.061200")
    page.get_by_text("Đặt ghim trên bản đồ", exact=True).click()
    middle = page.get_by_role("button", name="Đặt ghim ở giữa bản đồ")
    expect(middle).to_be_enabled()
    frame = page.locator(".map__frame")
    frame.focus()
    frame.press("ArrowDown")
    frame.click(position={"x": 60, "y": 60})
    expect(page.locator("[data-pin-status]")).to_have_text("Đã đặt ghim.")
    assert latitude.input_value() != "21.061200"
    page.get_by_role("button", name="Bỏ ghim").click()
    expect(latitude).to_have_value("")
    middle.click()
    assert latitude.input_value()
    assert fits(page)


SILENT = "navigator.geolocation.getCurrentPosition = (done) => { window.tell = done; };"


def test_a_position_that_never_comes_is_told(phone: Phone) -> None:
    page = phone()
    page.add_init_script(SILENT)
    page.clock.install()
    page.goto(ADDRESS)
    status = page.locator("[data-pin-status]")
    page.get_by_role("button", name="Lấy vị trí của tôi").click()
    expect(status).to_have_text("Đang lấy vị trí…")
    page.clock.fast_forward("00:30")
    expect(status).to_contain_text(
        "Chưa lấy được vị trí. Hãy đặt ghim trên bản đồ hoặc ghi địa chỉ"
    )
    # A person who took long to allow it is served all the same.
    page.evaluate("tell({ coords: { latitude: 21.05, longitude: 105.9 } })")
    expect(status).to_have_text("Đã lấy vị trí của bạn.")
    expect(page.locator("[name=latitude]")).to_have_value("21.050000")


def test_typed_words_outlive_the_page_until_they_are_sent(phone: Phone) -> None:
    page = phone()
    page.goto(ADDRESS)
    fill_in(page)
    page.get_by_label("Số điện thoại hoặc thư điện tử").fill("mau@example.vn")
    page.goto("about:blank")
    page.goto(ADDRESS)
    expect(page.get_by_text("Đã lấy lại nội dung bạn viết trước đó")).to_be_visible()
    expect(page.get_by_label("Nội dung", exact=True)).to_have_value("Mẫu: có đống rác ven đường.")
    expect(page.get_by_label("Rác thải, phế thải xây dựng")).to_be_checked()
    expect(page.get_by_label("Số điện thoại hoặc thư điện tử")).to_have_value("")
    assert "mau@example.vn" not in page.evaluate("JSON.stringify(localStorage)")
    assert fits(page)
    page.locator("[data-photo-input] input[type=file]").set_input_files(
        [photo("a.jpg", (800, 700))]
    )
    expect(page.locator("[data-photo-status]")).to_contain_text("Đã nhận 1 ảnh")
    send_off(page)
    page.goto(ADDRESS)
    expect(page.get_by_label("Nội dung", exact=True)).to_have_value("")
    expect(page.get_by_text("Đã lấy lại nội dung bạn viết trước đó")).to_be_hidden()


def test_danger_is_told_before_sending(phone: Phone) -> None:
    for javascript in (True, False):
        page = phone(javascript=javascript)
        page.goto(ADDRESS)
        page.get_by_label("Cây xanh").check()
        expect(page.get_by_role("link", name="114")).to_be_visible()


def test_without_a_script_the_same_works(phone: Phone) -> None:
    page = phone(javascript=False)
    page.goto(ADDRESS)
    bad = {"name": "thu.jpg", "mimeType": "image/jpeg", "buffer": b"Kinh gui Uy ban"}
    page.locator("[data-photo-input] input[type=file]").set_input_files([PHOTOS[1], bad])
    fill_in(page)
    page.get_by_role("button", name="Gửi phản ánh").click()
    expect(page.get_by_text("thu.jpg:")).to_be_visible()
    assert page.locator("[data-received] img").evaluate("image => image.naturalWidth") == 900
    expect(page.get_by_label("Nội dung", exact=True)).to_have_value("Mẫu: có đống rác ven đường.")
    expect(page.locator("[data-received]")).to_have_count(1)
    send_off(page)
    page.get_by_role("button", name="Xem tình trạng phản ánh").click()
    expect(page.get_by_role("heading", name="Diễn biến")).to_be_visible()
