"""The district's pages in a browser: what only a script can show."""

import io
import zipfile
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.beautiful_city.conftest import picture
from tests.browser.arriving import press

CLERK = "quanly.dothi"


def test_the_list_is_walked_with_keys(sign_in: Callable[..., Page]) -> None:
    page = sign_in(CLERK)
    page.goto("/viec/tiep-nhan/?viec=tiep-nhan")
    page.keyboard.press("j")
    first = page.locator(".queue__row").first
    expect(first.locator(".task")).to_be_focused()
    page.keyboard.press("x")
    expect(first.get_by_role("checkbox")).to_be_checked()
    page.keyboard.press("r")
    page.wait_for_url("**/viec/phan-anh/**")
    expect(page.locator("#tu-choi")).to_have_attribute("open", "")
    expect(page.locator("#giao")).not_to_have_attribute("open", "")


def test_boxes_are_drawn_and_moved_by_keys(sign_in: Callable[..., Page]) -> None:
    page = sign_in(CLERK)
    page.goto("/viec/tiep-nhan/?viec=tiep-nhan")
    page.locator(".queue .task").first.click()
    press(page.get_by_role("link", name="Làm mờ").first)
    stage = page.locator(".blur__boxes")
    frame = stage.bounding_box()
    assert frame is not None
    left, top, wide, high = frame["x"], frame["y"], frame["width"], frame["height"]
    page.mouse.move(left + wide * 0.2, top + high * 0.2)
    page.mouse.down()
    page.mouse.move(left + wide * 0.4, top + high * 0.5, steps=4)
    page.mouse.up()
    box = page.locator(".blur__box")
    expect(box).to_have_count(1)
    expect(box).to_be_focused()
    before = float(box.get_attribute("x") or 0)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowDown")
    assert float(box.get_attribute("x") or 0) == before + 1
    page.get_by_role("button", name="Thêm vùng").click()
    expect(box).to_have_count(2)
    page.keyboard.press("Delete")
    expect(box).to_have_count(1)
    page.get_by_role("button", name="Lưu và làm mờ").click()
    expect(page.get_by_text("Đã lưu. Ảnh được làm lại")).to_be_visible()
    expect(page.get_by_text("Làm mờ 1 vùng trong ảnh")).to_be_visible()


def test_photos_and_an_archive_become_groups(sign_in: Callable[..., Page]) -> None:
    page = sign_in(CLERK)
    page.goto("/viec/nhap-hang-loat/")
    page.get_by_role("button", name="Bắt đầu một lượt mới").click()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number in (71, 72):
            archive.writestr(f"anh/{number}.jpg", picture(number))
    files = [
        {"name": "73.jpg", "mimeType": "image/jpeg", "buffer": picture(73)},
        {"name": "anh.zip", "mimeType": "application/zip", "buffer": made.getvalue()},
        {"name": "chu.txt", "mimeType": "text/plain", "buffer": b"khong phai anh"},
    ]
    page.locator("#anh-hang-loat").set_input_files(files)
    page.get_by_role("button", name="Gửi ảnh").click()
    expect(page.locator(".intake-group")).to_have_count(3)
    expect(page.get_by_text("chu.txt")).to_be_visible()
    # Without time and place each photo stands alone: the clerk joins two of them.
    page.locator(".intake-group").nth(1).locator("select[id^=to-]").select_option("1")
    page.get_by_role("button", name="Lưu và xếp lại nhóm").click()
    expect(page.locator(".intake-group")).to_have_count(2)
    group = page.locator(".intake-group").first
    group.get_by_label("Lĩnh vực").select_option(label="Ao hồ")
    group.get_by_label("Địa điểm").fill("Ngõ mẫu")
    page.get_by_role("button", name="Tạo phản ánh từ các nhóm đã đủ").click()
    expect(page.get_by_text("Đã tạo 1 phản ánh")).to_be_visible()
    expect(page.locator(".intake-group")).to_have_count(1)
