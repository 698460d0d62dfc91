"""Sending photos from a phone-sized browser: once, through a lost line, and with words for what
cannot be sent. The example form of the style page hosts the uploader."""

import re
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.factories.images import exif_block, image_bytes

NewPage = Callable[..., Page]
SENDING = "**/anh/nhan/**"
ADDRESS = "/he-thong-thiet-ke/"


def photo(name: str = "IMG_0001.jpg", size: tuple[int, int] = (800, 600)) -> dict[str, Any]:
    data = image_bytes(size=size, exif=exif_block())
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


@pytest.fixture
def new_page(browser: Browser, portal: str) -> Iterator[NewPage]:
    """Like `open_page`, but a line that is lost and a refusal are no errors here."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(*, before: str = "", javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=portal,
            viewport={"width": 390, "height": 844},
            java_script_enabled=javascript,
            has_touch=True,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.add_init_script(before)
        page.goto(ADDRESS)
        return page

    yield make
    for context in contexts:
        context.close()
    assert not errors, "\n".join(errors)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page()


def choose(page: Page, *files: dict[str, Any]) -> None:
    page.locator("[data-photo-input] input[type=file]").set_input_files(list(files))


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-photo-status]")).to_contain_text(words)


def keys(page: Page) -> list[str]:
    return [
        str(hidden.get_attribute("value"))
        for hidden in page.locator("[data-photo-input] [name=photo_keys]").all()
    ]


def there(page: Page) -> list[str]:
    """What the server has of the batch that the form names."""
    batch = page.locator("[data-batch-input]").input_value()
    return page.request.get(f"/anh/nhan/{batch}/").json()["keys"]


def test_good_photos_are_sent_and_bad_files_are_named(page: Page, tmp_path: Path) -> None:
    """What is no photo, or is broken, the server says: it opens more than any browser."""
    files = {
        "lớn.jpg": image_bytes(size=(3000, 2250)),
        "đơn thư.jpg": b"Kinh gui Uy ban nhan dan quan",
        "nặng.jpg": b"\xff\xd8\xff" * 8_000_000,
        "hỏng.jpg": b"\xff\xd8\xff" + b"0" * 500,
        "rỗng.jpg": b"",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    field = page.locator("[data-photo-input] input[type=file]")
    with page.expect_response(re.compile("/anh/nhan/.+/.+/")) as sent:
        field.set_input_files([tmp_path / name for name in files])
    assert (sent.value.json()["width"], sent.value.json()["height"]) == (2000, 1500)
    says(page, "Đã nhận 1 ảnh.")
    refused = page.locator("[data-refused]")
    expect(refused).to_contain_text("nặng.jpg: nặng 22,9 MB, vượt mức 20 MB")
    expect(refused).to_contain_text("rỗng.jpg: tệp rỗng")
    tiles = page.locator("[data-tiles] li")
    expect(tiles.filter(has_text="đơn thư.jpg")).to_contain_text("không phải là ảnh")
    expect(tiles.filter(has_text="hỏng.jpg")).to_contain_text("bị hỏng")
    assert len(there(page)) == 1
    for name in ("đơn thư.jpg", "hỏng.jpg"):
        page.get_by_role("button", name=f"Bỏ ảnh này: {name}").click()
    assert keys(page) == there(page)

    field.set_input_files([tmp_path / "lớn.jpg"])
    expect(refused).to_contain_text("lớn.jpg: đã có trong danh sách")
    choose(page, *[photo(f"{number}.jpg", (60, 40)) for number in range(6)])
    says(page, "Đã nhận 5 ảnh.")
    expect(refused.locator("li")).to_have_count(2)
    expect(refused).to_contain_text("chỉ nhận tối đa 5 ảnh")

    page.get_by_role("button", name="Bỏ ảnh này: lớn.jpg").click()
    says(page, "Đã nhận 4 ảnh.")
    expect(page.locator("[data-tiles] canvas")).to_have_count(4)
    assert sorted(keys(page)) == sorted(there(page))


def test_a_large_photo_is_made_small_before_it_is_weighed(page: Page, tmp_path: Path) -> None:
    whole = image_bytes(size=(3000, 2250))
    # 21 MB, as of a camera that writes much beside the picture.
    (tmp_path / "21MB.jpg").write_bytes(whole + bytes(21 * 1024 * 1024))
    page.locator("[data-photo-input] input[type=file]").set_input_files(tmp_path / "21MB.jpg")
    says(page, "Đã nhận 1 ảnh.")
    assert len(there(page)) == 1


def test_a_photo_that_a_browser_cannot_open_goes_as_it_is(new_page: NewPage) -> None:
    fails = "window.createImageBitmap = () => Promise.reject(new Error());"
    page = new_page(before=fails + NOTE_WHAT_IS_SENT)
    choose(page, photo("a.jpg", (900, 700)))
    says(page, "Đã nhận 1 ảnh.")
    assert "SecretPhone" in "".join(page.evaluate("window.sent"))


@pytest.mark.parametrize("missing", [2, 200])
def test_a_photo_whose_end_is_missing_is_not_refused_here(page: Page, missing: int) -> None:
    cut = photo()
    cut["buffer"] = cut["buffer"][:-missing]
    with page.expect_request(SENDING):
        choose(page, cut)
    expect(page.locator("[data-refused] li")).to_have_count(0)


def test_a_file_that_cannot_be_read_is_named_and_the_others_go(new_page: NewPage) -> None:
    page = new_page(
        before="""
        const read = Blob.prototype.arrayBuffer;
        File.prototype.arrayBuffer = Blob.prototype.arrayBuffer = function () {
          if (this.type === "image/gone") throw new DOMException("gone", "NotReadableError");
          return read.call(this);
        };
        const slice = File.prototype.slice;
        File.prototype.slice = function (from, to) {
          return slice.call(this, from, to, this.type);
        };
        """
    )
    gone = photo("xa.jpg") | {"mimeType": "image/gone"}
    choose(page, gone, photo("b.jpg"))
    says(page, "Đã nhận 1 ảnh.")
    expect(page.locator("[data-refused]")).to_contain_text("xa.jpg: không đọc được từ máy")


READ_CAPTURE = """
    async (bytes) => {
      const script = document.querySelector("script[src*='/js/uploads']").src;
      const { readCapture } = await import(new URL("uploads-exif.js", script));
      return readCapture(new File([Uint8Array.from(bytes)], "a"));
    }
"""


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_time_and_place_are_read_from_every_format(page: Page, format_: str) -> None:
    data = image_bytes(format_, size=(64, 48), exif=exif_block(orientation=1))
    capture = page.evaluate(READ_CAPTURE, list(data))
    # AVIF and HEIC turn in another way.
    capture.pop("orientation", None)
    assert capture == {
        "taken_at": "2018:05:30 08:15:00",
        "latitude": "21.037500",
        "longitude": "105.892500",
    }


def test_what_cannot_be_read_costs_neither_the_rest_nor_the_photo(page: Page) -> None:
    whole = image_bytes(exif=exif_block())
    for cut in range(20, 400, 20):
        page.evaluate(READ_CAPTURE, list(whole[:cut]))
    # The block of the place points out of the file: the time stays.
    entry = whole.index(b"\x88\x25") if b"\x88\x25" in whole else whole.index(b"\x25\x88")
    odd = whole[: entry + 8] + b"\x7f\xff\xff\xff" + whole[entry + 12 :]
    assert page.evaluate(READ_CAPTURE, list(odd)) == {
        "orientation": 1,
        "taken_at": "2018:05:30 08:15:00",
    }


NOTE_WHAT_IS_SENT = """
    window.sent = [];
    const append = FormData.prototype.append;
    FormData.prototype.append = function (name, value, ...rest) {
      if (value instanceof Blob) value.text().then((text) => window.sent.push(text));
      else window.sent.push(`${name}=${value}`);
      return append.call(this, name, value, ...rest);
    };
    document.addEventListener("photos:place", (event) => { window.place = event.detail; });
"""


def test_the_place_leaves_the_phone_only_when_allowed(new_page: NewPage) -> None:
    page = new_page(before=NOTE_WHAT_IS_SENT)
    choose(page, photo("kin.jpg"))
    says(page, "Đã nhận 1 ảnh.")
    closed = "".join(page.evaluate("window.sent"))
    assert "taken_at=2018:05:30 08:15:00" in closed
    assert "latitude" not in closed
    assert "SecretPhone" not in closed
    assert page.evaluate("window.place") is None

    page.get_by_label("Lấy vị trí ghi trong ảnh").check()
    choose(page, photo("mo.jpg"))
    says(page, "Đã nhận 2 ảnh.")
    opened = page.evaluate("window.sent")
    assert "latitude=21.037500" in opened
    assert "longitude=105.892500" in opened
    assert "keep_place=1" in opened
    assert page.evaluate("window.place.latitude") == "21.037500"


def test_a_place_that_the_phone_took_out_is_told_at_once(page: Page) -> None:
    data = image_bytes(size=(80, 60), exif=exif_block(latitude=0.0, longitude=0.0))
    note = page.locator("[data-no-place]")
    choose(page, {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": data})
    says(page, "Đã nhận 1 ảnh.")
    expect(note).to_be_hidden()
    # Also where it is ticked only now.
    page.get_by_label("Lấy vị trí ghi trong ảnh").check()
    expect(note).to_contain_text("Ảnh không ghi vị trí")
    choose(page, photo("b.jpg"))
    says(page, "Đã nhận 2 ảnh.")
    expect(note).to_be_hidden()
    page.get_by_role("button", name="Bỏ ảnh này: b.jpg").click()
    expect(note).to_be_visible()
    page.get_by_label("Lấy vị trí ghi trong ảnh").uncheck()
    expect(note).to_be_hidden()


def test_photos_wait_for_the_line_and_go_once(page: Page) -> None:
    page.context.set_offline(True)
    choose(page, photo("a.jpg"), photo("b.jpg"))
    says(page, "Đang chờ mạng · 2 ảnh.")
    assert keys(page) == []
    page.context.set_offline(False)
    says(page, "Đã nhận 2 ảnh.")
    assert sorted(keys(page)) == sorted(there(page))


def test_an_answer_that_got_lost_makes_no_second_photo(page: Page) -> None:
    """The photo arrives, its answer does not; then the page is opened anew."""

    def lose_answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
        route.abort()

    page.route(SENDING, lose_answer)
    choose(page, photo("a.jpg"), photo("b.jpg"))
    says(page, "Đang chờ mạng · 2 ảnh.")
    page.unroute(SENDING)
    page.reload()
    says(page, "Đã nhận 2 ảnh.")
    assert len(there(page)) == 2
    assert sorted(keys(page)) == sorted(there(page))
    expect(page.locator("[data-tiles] canvas")).to_have_count(2)


def test_an_old_page_gets_a_fresh_token(page: Page) -> None:
    page.context.clear_cookies()
    choose(page, photo())
    says(page, "Đã nhận 1 ảnh.")


def test_what_the_server_refuses_is_said_at_that_photo(page: Page) -> None:
    sentence = "Mẫu: máy chủ từ chối ảnh này."

    def refuse(route: Route) -> None:
        route.fulfill(status=409, json={"error": sentence})

    page.route(SENDING, refuse)
    choose(page, photo("a.jpg"))
    tile = page.locator("[data-tiles] li")
    expect(tile).to_contain_text(sentence)
    page.get_by_role("button", name="Mẫu: Gửi phản ánh").click()
    says(page, "Có ảnh chưa gửi được")
    page.unroute(SENDING)
    tile.get_by_role("button", name="Thử lại").click()
    says(page, "Đã nhận 1 ảnh.")
    assert keys(page) == there(page)


def test_the_form_goes_by_itself_once_the_photos_are_there(page: Page) -> None:
    page.route(SENDING, lambda route: route.abort())
    choose(page, photo())
    says(page, "Đang chờ mạng · 1 ảnh.")
    page.get_by_role("button", name="Mẫu: Gửi phản ánh").click()
    says(page, "Phiếu sẽ tự gửi")
    page.unroute(SENDING)
    with page.expect_request(
        lambda request: request.method == "POST" and ADDRESS in request.url
    ) as sent:
        page.evaluate("dispatchEvent(new Event('online'))")
    body = sent.value.post_data or ""
    assert len(re.findall('name="photo_keys"', body)) == 1
    assert 'name="photos"' not in body


def test_a_browser_that_always_says_it_has_no_line_sends_all_the_same(new_page: NewPage) -> None:
    never = "Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });"
    page = new_page(before=never)
    choose(page, photo())
    says(page, "Đã nhận 1 ảnh.")
    with page.expect_request(lambda request: request.method == "POST" and ADDRESS in request.url):
        page.get_by_role("button", name="Mẫu: Gửi phản ánh").click()


def test_a_form_waits_for_the_line_without_being_told_of_it(new_page: NewPage) -> None:
    """Neither `online` nor any other event comes: it tries again by itself."""
    never = "Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });"
    page = new_page(before=never)
    choose(page, photo())
    says(page, "Đã nhận 1 ảnh.")
    page.route("**/anh/nhan/the/", lambda route: route.abort())
    page.get_by_role("button", name="Mẫu: Gửi phản ánh").click()
    says(page, "Đang chờ mạng. Phiếu sẽ tự gửi")
    page.unroute("**/anh/nhan/the/")
    with page.expect_request(lambda request: request.method == "POST" and ADDRESS in request.url):
        pass


NO_STORAGE = {
    "refused": "indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); };",
    "silent": "indexedDB.open = () => ({});",
    "none": "Object.defineProperty(window, 'indexedDB', { value: undefined });",
}


@pytest.mark.parametrize("kind", NO_STORAGE)
def test_without_storage_photos_wait_in_memory(new_page: NewPage, kind: str) -> None:
    page = new_page(before=NO_STORAGE[kind])
    page.context.set_offline(True)
    choose(page, photo())
    says(page, "Đang chờ mạng · 1 ảnh.")
    page.context.set_offline(False)
    says(page, "Đã nhận 1 ảnh.")


def test_without_a_script_the_form_sends_the_files(new_page: NewPage) -> None:
    page = new_page(javascript=False)
    field = page.locator("[data-photo-input] input[type=file]")
    assert field.get_attribute("name") == "photos"
    assert page.locator("[data-photo-input]").get_attribute("data-batch")
    assert uuid.UUID(page.locator("[name=batch]").input_value())


def test_a_photo_without_a_verdict_says_so_and_is_told_when_it_is_broken(page: Page) -> None:
    """What the server answers in that state is held by tests/portal/uploads/test_pending.py."""
    page.clock.install()
    verdict: dict[str, Any] = {"checking": True}

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            verdict["key"] = route.request.url.rstrip("/").rpartition("/")[2]
            told = {"key": verdict["key"], "width": 400, "height": 300, "checking": True}
        elif verdict["checking"]:
            told = {"keys": [verdict["key"]], "checking": [verdict["key"]], "refused": {}}
        else:
            told = {"keys": [], "checking": [], "refused": {verdict["key"]: "Ảnh bị hỏng."}}
        route.fulfill(json=told)

    page.route(SENDING, answer)
    choose(page, photo())
    says(page, "Đã nhận 1 ảnh, đang kiểm tra 1 ảnh.")
    tile = page.locator(".photo-tile")
    expect(tile).to_contain_text("Đang kiểm tra")
    assert keys(page) == [verdict["key"]], "the form may go off without the verdict"
    verdict["checking"] = False
    page.clock.run_for(6_000)
    expect(tile).to_contain_text("Ảnh bị hỏng.")
    assert keys(page) == []
