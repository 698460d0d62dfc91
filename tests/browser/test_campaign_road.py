"""The road of a contribution: asked by the board, written by the unit, passed by its head,
published, and counted."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.arriving import press

SignIn = Callable[..., Page]
TOPIC = "Bài mẫu về một ngày hội đọc sách"
TITLE = "Bài mẫu: Ngày hội đọc sách bên sông"
CAMPAIGN = "Long Biên - 15 năm xây dựng và phát triển"


def ask(board: Page) -> None:
    """One unit is asked for one article; nothing is sent before the board has looked again."""
    board.goto("/viec/chuyen-trang/")
    board.get_by_role("link", name="Các đề nghị").first.click()
    board.get_by_role("link", name="Đề nghị các đơn vị").first.click()
    board.get_by_label("Nội dung đề nghị").fill(TOPIC)
    board.get_by_label("Loại", exact=True).select_option(label="Bài")
    board.get_by_label("Số lượng").fill("1")
    board.get_by_label("Chuyên đề").select_option(label="Văn hóa - xã hội")
    board.get_by_label("Hạn gửi").fill("2030-12-31")
    board.locator("summary", has_text="Phòng, ban chuyên môn").click()
    board.get_by_label("Phòng Văn hóa và Thông tin").check()
    board.get_by_role("button", name="Xem lại trước khi gửi").click()
    expect(board.get_by_role("heading", level=1)).to_have_text("Gửi đề nghị cho 1 đơn vị?")
    board.get_by_role("button", name="Gửi đề nghị cho 1 đơn vị").click()
    expect(board.locator("main")).to_contain_text("Đã gửi")


def write(writer: Page) -> None:
    """From the unit's list of work to the editor, and to the head."""
    writer.goto("/viec/")
    writer.get_by_role("link", name=re.compile(TOPIC)).first.click()
    press(writer.get_by_role("button", name="Viết bài"))
    writer.get_by_role("textbox", name="Tiêu đề").first.fill(TITLE)
    writer.locator("textarea[name=summary]").fill("Một câu tóm tắt của bài mẫu.")
    press(writer.get_by_role("button", name="Gửi duyệt"))


def approve(page: Page, name: str) -> None:
    """From the person's list of work: the item stands there."""
    page.goto("/viec/")
    press(page.get_by_role("link", name=re.compile(TITLE)).first)
    press(page.get_by_role("button", name=name, exact=True).first)


def published(board: Page) -> int:
    """What the progress table says is published for the unit."""
    board.goto("/viec/tien-do/")
    row = board.get_by_role("row", name=re.compile("Phòng Văn hóa và Thông tin")).first
    heads = board.get_by_role("table").first.get_by_role("columnheader").all_inner_texts()
    column = next(n for n, head in enumerate(heads) if "Đã đăng" in head)
    text = row.locator("th, td").nth(column).inner_text()
    found = re.search(r"\d+", text)
    return int(found[0]) if found else 0


def test_from_the_request_to_the_public_page_and_the_table(
    sign_in: SignIn, open_page: Callable[..., Page]
) -> None:
    board = sign_in("banbientap")
    before = published(board)
    ask(board)
    write(sign_in("chuyenvien.vhtt"))

    visitor = open_page(width=390)
    visitor.goto("/long-bien-15-nam/van-hoa-xa-hoi/")
    expect(visitor.locator("main")).not_to_contain_text(TITLE)

    approve(sign_in("truongphong.vhtt", width=390), "Duyệt")
    approve(board, "Duyệt và đăng")

    visitor.reload()
    visitor.get_by_role("link", name=TITLE).first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(visitor.locator("main")).to_contain_text("Phòng Văn hóa và Thông tin")
    assert published(board) == before + 1

    writer = sign_in("chuyenvien.vhtt", width=390)
    writer.goto("/viec/de-nghi/")
    row = writer.locator("li, tr", has_text=TOPIC).last
    expect(row).to_contain_text(re.compile("đủ", re.IGNORECASE))


def test_the_feature_page_opens_at_an_event_by_its_address(open_page: Callable[..., Page]) -> None:
    page = open_page(width=390)
    page.goto("/long-bien-15-nam/#nam-2015")
    expect(page.locator("#nam-2015")).to_be_in_viewport()
    expect(page.locator("#nam-2015")).to_contain_text("Đại hội đại biểu Đảng bộ quận lần thứ III")
    plain = open_page(javascript=False)
    plain.goto("/long-bien-15-nam/")
    expect(plain.locator("main")).to_contain_text("Thành lập quận Long Biên")
    expect(plain.locator("main")).to_contain_text("6.673")
