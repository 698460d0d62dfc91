"""The floor of browsers, Android WebView 80 and iOS 14, played by a newer one from which is taken
what those do not have: the road from photo to case works there, with less comfort."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.test_posting import ADDRESS as REPORT
from tests.browser.test_posting import PHOTOS, TRACK, fill_in, fits, send_off

Old = Callable[..., Page]
NO_NEWER_FUNCTIONS = """
    const without = (where, ...names) => {
      for (const name of names) delete where[name];
    };
    without(Array.prototype, "at", "findLast", "findLastIndex", "toSorted", "toReversed", "with");
    without(String.prototype, "at", "replaceAll");
    without(Object, "hasOwn", "groupBy");
    without(AbortSignal, "timeout", "any");
    without(Crypto.prototype, "randomUUID");
    without(Element.prototype, "replaceChildren");
    without(HTMLElement.prototype, "inert", "showPopover", "popover");
    without(HTMLFormElement.prototype, "requestSubmit");
    without(HTMLDialogElement.prototype, "show", "showModal", "close");
    without(SubmitEvent.prototype, "submitter");
    without(window, "structuredClone", "CSSLayerBlockRule", "OffscreenCanvas");
    without(Navigator.prototype, "clipboard", "share");
"""
# Both tell a browser that knows the option from one that does not; and the old one does not turn.
PICTURES = {
    "iOS 14 opens no pictures": "delete window.createImageBitmap;",
    "web views know no options": """
        const open = window.createImageBitmap;
        window.createImageBitmap = async (source, ...rest) => {
          if (rest.length) throw new TypeError("from-image is no ImageOrientation");
          return open(source);
        };
    """,
    "web views that do not turn": """
        const open = window.createImageBitmap;
        window.createImageBitmap = async (source, ...rest) => {
          if (rest.length) throw new TypeError("from-image is no ImageOrientation");
          const bytes = new Uint8Array(await source.arrayBuffer());
          const at = String.fromCharCode(...bytes.slice(0, 64)).indexOf("Exif");
          if (at > 0) bytes[at] = 0;
          return open(new Blob([bytes]));
        };
    """,
}


@pytest.fixture
def old(browser: Browser, portal: str) -> Iterator[Old]:
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def make(pictures: str) -> Page:
        context = browser.new_context(
            base_url=portal,
            viewport={"width": 390, "height": 844},
            has_touch=True,
            locale="vi-VN",
        )
        contexts.append(context)
        context.on("weberror", lambda error: errors.append(str(error.error)))
        context.add_init_script(NO_NEWER_FUNCTIONS + PICTURES[pictures])
        # All of them stands in layers, of which such a browser takes nothing.
        for sheet in ("portal", "school"):
            context.route(f"**/css/{sheet}*.css", no_rules)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert not errors, "\n".join(errors)


def no_rules(route: Route) -> None:
    route.fulfill(content_type="text/css", body="")


@pytest.mark.parametrize("pictures", PICTURES)
def test_from_photo_to_case(old: Old, pictures: str) -> None:
    page = old(pictures)
    page.goto(REPORT)
    assert fits(page)
    # It has its colours and its buttons from the flat sheet.
    send = page.get_by_role("button", name="Gửi phản ánh")
    assert (
        send.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(47, 93, 115)"
    )
    page.get_by_label("Lấy vị trí ghi trong ảnh").check()
    page.locator("[data-photo-input] input[type=file]").set_input_files(PHOTOS)
    expect(page.locator("[data-photo-status]")).to_contain_text("Đã nhận 2 ảnh")
    expect(page.locator("[name=latitude]")).to_have_value("21.061200")
    fill_in(page)
    send_off(page)
    code = page.get_by_role("textbox", name="Mã tra cứu").input_value()
    page.goto("about:blank")
    page.goto(f"{TRACK}#{code}")
    expect(page.get_by_role("heading", name="Tình trạng")).to_be_visible()
    expect(page.get_by_text("Chờ tiếp nhận").first).to_be_visible()
    assert fits(page)
