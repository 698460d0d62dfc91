"""The road of a report: a stranger sends it, the district assigns it, the ward answers with a
photo, the district verifies, and everybody sees the pair with the time it took."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.test_posting import send_off

SignIn = Callable[..., Page]
DRAWN = Path(__file__).parents[2] / "beautiful_city" / "demo" / "pictures"
PLACE = "Đầu ngõ mẫu số 7"
# Asked once a second for two minutes at most.
PAIR_IS_THERE = """async () => {
  for (let turn = 0; turn < 120; turn += 1) {
    if ((await (await fetch(location)).text()).includes("data-compare")) return true;
    await new Promise((go) => setTimeout(go, 1000));
  }
  return false;
}"""


def drawn(name: str) -> dict[str, Any]:
    return {
        "name": f"{name}.jpg",
        "mimeType": "image/jpeg",
        "buffer": (DRAWN / f"{name}.jpg").read_bytes(),
    }


def report(page: Page) -> str:
    """Send a photo as a stranger; gives the public number of the report."""
    page.goto("/long-bien-dep-chua-dep/")
    page.get_by_role("link", name="Gửi ảnh").first.click()
    page.locator("[data-photo-input] input[type=file]").set_input_files(
        [drawn("ngo-ngap-nuoc-truoc")]
    )
    expect(page.locator("[data-photo-status]")).to_contain_text("Đã nhận 1 ảnh")
    page.get_by_label("Chưa đẹp", exact=True).check()
    page.get_by_label("Úng ngập, thoát nước").check()
    page.get_by_label("Phường", exact=True).select_option(label="Phường Bồ Đề")
    page.get_by_label("Địa chỉ hoặc mô tả nơi chụp").fill(PLACE)
    page.get_by_label("Nội dung", exact=True).fill("Mẫu: ngõ ngập sau mưa.")
    # A form of less than three seconds is taken for a script's.
    page.evaluate("() => new Promise(go => setTimeout(go, 3500 - performance.now()))")
    send_off(page)
    number = page.locator(".page-head__intro strong").inner_text()
    assert "-" in number
    return number


def unfold(page: Page, name: str) -> None:
    """Open a move's form, unless it stands open as the one that is waited for."""
    if page.locator(f"#{name}").get_attribute("open") is None:
        page.locator(f"#{name} > summary").click()


def assign(page: Page, number: str) -> None:
    page.goto("/viec/tiep-nhan/")
    page.get_by_role("link", name=PLACE).first.click()
    unfold(page, "giao")
    form = page.locator("#giao form")
    form.get_by_label("Đơn vị xử lý").select_option(label="Phường Bồ Đề")
    public = form.get_by_role("group", name="Ảnh công khai")
    public.get_by_role("checkbox", name="Trước").check()
    form.get_by_role("button").click()
    expect(page.locator(".case-line")).to_contain_text("Đã giao đơn vị")


def answer(page: Page) -> None:
    """From the ward's list to the photo that is sent."""
    page.goto("/viec/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Việc của phường")
    page.get_by_role("link", name=PLACE).first.click()
    page.locator("[data-answer] input[type=file]").first.set_input_files(
        [drawn("ngo-ngap-nuoc-sau")]
    )
    expect(page.locator("[data-photo-status]").first).to_contain_text("Đã nhận 1 ảnh")
    page.locator("[data-answer]").get_by_role("button", name="Gửi", exact=True).click()
    expect(page.locator("main")).to_contain_text("Đơn vị báo đã khắc phục")


def verify(page: Page) -> None:
    page.goto("/viec/xac-nhan/")
    page.get_by_role("link", name=PLACE).first.click()
    unfold(page, "xac-nhan")
    form = page.locator("#xac-nhan form")
    form.get_by_role("radio", name="Trước").first.check()
    form.get_by_role("radio", name="Sau").first.check()
    form.get_by_role("checkbox", name="Đã kiểm tra").first.check()
    form.get_by_role("button").click()
    expect(page.locator(".case-line")).to_contain_text("Đã khắc phục")


def test_from_a_stranger_to_the_public_pair(
    open_page: Callable[..., Page], sign_in: SignIn
) -> None:
    stranger = open_page(width=390)
    number = report(stranger)
    address = f"/long-bien-dep-chua-dep/{number}/"
    # Nothing of a citizen's is public before the district has looked at it.
    assert stranger.request.get(address).status == 404

    district = sign_in("quanly.dothi")
    assign(district, number)
    stranger.goto(address)
    expect(stranger.get_by_role("heading", level=1)).to_contain_text(PLACE)

    other_ward = sign_in("phuong.ngoclam", width=390)
    assert other_ward.request.get(f"/viec/phan-anh/{number}/").status == 404

    answer(sign_in("phuong.bode", width=390))
    verify(district)

    # The worker makes the pictures: the page shows the pair once they are there.
    assert stranger.evaluate(PAIR_IS_THERE)
    stranger.goto(address)
    pair = stranger.locator("[data-compare]").first
    expect(pair).to_be_visible()
    expect(stranger.locator("main")).to_contain_text("Đã khắc phục")
    expect(stranger.locator("main")).to_contain_text("Phường Bồ Đề")
    expect(stranger.locator("main")).to_contain_text("sau ")
    for who in ("Cán bộ phường", "Chuyên viên"):
        expect(stranger.locator("main")).not_to_contain_text(who)
    stranger.goto("/long-bien-dep-chua-dep/?tab=da-khac-phuc")
    expect(stranger.get_by_role("link", name=PLACE).first).to_be_visible()
