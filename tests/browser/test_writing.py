"""Writing in a real browser: what is pasted from Word, and what is typed before all is ready."""

import re
from collections.abc import Callable

from playwright.sync_api import Dialog, Locator, Page, expect

from tests.browser.arriving import press

SignIn = Callable[..., Page]
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>
<h2>1. Kết quả<o:p></o:p></h2>
<p class=MsoNormal>Đơn vị đã <b style='mso-bidi-font-weight:normal'>làm xong</b>.<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1.<span>
</span></span>Việc một</p>
<table class=MsoTableGrid><tr><td><b>Đơn vị</b></td><td><b>Số việc</b></td></tr>
<tr><td>Phòng Mẫu</td><td>12</td></tr></table></body></html>"""


def new_item(page: Page) -> None:
    page.goto("/quan-tri/viet-tin-bai/")
    page.get_by_role("link", name="Đô thị Tin, bài").click()


def blocks(page: Page) -> Locator:
    return page.locator("#body-root > div > [data-streamfield-child]:visible")


def kinds(page: Page) -> list[str]:
    return blocks(page).evaluate_all(
        "all => all.map(block => block.querySelector('input[name$=\"-type\"]').value)"
    )


def begin_paragraph(page: Page) -> Locator:
    """A new paragraph block with its cursor in it."""
    page.locator("#body-root .c-sf-add-button").first.click()
    page.get_by_role("option", name="Đoạn văn").click()
    text = blocks(page).first.locator("[contenteditable=true]")
    text.click()
    return text


def paste(target: Locator, html: str) -> None:
    target.evaluate(
        """(element, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            const words = new DOMParser().parseFromString(html, "text/html").body.textContent;
            data.setData("text/plain", words);
            element.dispatchEvent(new ClipboardEvent("paste", {
                clipboardData: data, bubbles: true, cancelable: true,
            }));
        }""",
        html,
    )


def test_word_becomes_blocks_where_the_cursor_is_and_can_be_taken_back(sign_in: SignIn) -> None:
    page = sign_in("chuyenvien.vhtt")
    new_item(page)
    text = begin_paragraph(page)
    page.keyboard.type("Câu đầu.Câu sau.")
    for _ in "Câu sau.":
        page.keyboard.press("ArrowLeft")
    paste(text, WORD)
    expect(page.locator(".portal-pasted")).to_contain_text("đã tách thành 3 khối")
    assert kinds(page) == ["paragraph", "heading", "paragraph", "table", "paragraph"]
    all_blocks = blocks(page)
    expect(all_blocks.nth(0).locator("[contenteditable=true]")).to_have_text("Câu đầu.")
    expect(all_blocks.nth(1).locator("input[type=text]")).to_have_value("1. Kết quả")
    written = all_blocks.nth(2).locator("[contenteditable=true]")
    expect(written.locator("li")).to_have_text("Việc một")
    expect(written.locator("[style*=bold]").first).to_have_text("làm xong")
    expect(all_blocks.nth(3).locator("[name$='-cell-0-0']")).to_have_value("Phòng Mẫu")
    expect(all_blocks.nth(4).locator("[contenteditable=true]")).to_have_text("Câu sau.")

    page.get_by_role("button", name="Hoàn tác", exact=True).click()
    expect(page.locator(".portal-pasted")).to_have_count(0)
    assert kinds(page) == ["paragraph"]
    expect(blocks(page).locator("[contenteditable=true]")).to_have_text("Câu đầu.Câu sau.")


def test_blocks_of_word_are_saved_and_shown(sign_in: SignIn) -> None:
    page = sign_in("banbientap")
    new_item(page)
    page.get_by_role("textbox", name="Tiêu đề").first.fill("Tin mẫu dán từ Word")
    paste(begin_paragraph(page), WORD)
    expect(page.locator(".portal-pasted")).to_be_visible()
    assert kinds(page) == ["heading", "paragraph", "table"]
    page.get_by_role("button", name="Việc khác").click()
    press(page.get_by_role("button", name="Đăng").first)
    page.goto("/tin-tuc/do-thi/tin-mau-dan-tu-word/")
    main = page.locator("main")
    expect(main.get_by_role("heading", name="1. Kết quả")).to_be_visible()
    expect(main.get_by_role("columnheader", name="Số việc")).to_be_visible()
    expect(main.locator("ol > li", has_text="Việc một")).to_be_visible()


def test_the_half_that_is_typed_in_an_old_font_is_converted_if_the_writer_says_so(
    sign_in: SignIn,
) -> None:
    page = sign_in("chuyenvien.vhtt")
    new_item(page)
    asked: list[str] = []

    def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    page.on("dialog", agree)
    text = begin_paragraph(page)
    paste(text, WORD.replace("Việc một", "ViÖc mét cña tæ"))
    item = blocks(page).nth(1).locator("li")
    expect(item).to_have_text("Việc một của tổ")
    assert ["TCVN3" in each for each in asked] == [True]


def test_text_without_headings_is_pasted_as_ever(sign_in: SignIn) -> None:
    page = sign_in("chuyenvien.vhtt")
    new_item(page)
    text = begin_paragraph(page)
    paste(text, "<p class=MsoNormal>Chỉ một <b>câu</b>.</p>")
    expect(text).to_have_text("Chỉ một câu.")
    assert kinds(page) == ["paragraph"]
    expect(page.locator(".portal-pasted")).to_have_count(0)


def test_what_is_typed_before_wagtail_looks_is_saved(sign_in: SignIn) -> None:
    page = sign_in("chuyenvien.vhtt")
    new_item(page)
    # Once and at once; without a second change nothing else would make Wagtail save.
    page.get_by_role("textbox", name="Tiêu đề").first.fill("Tin mẫu gõ nhanh")
    page.wait_for_url(re.compile(r"/quan-tri/pages/\d+/edit/"), timeout=15_000)
    page.reload()
    title = page.get_by_role("textbox", name="Tiêu đề").first
    expect(title).to_have_value("Tin mẫu gõ nhanh")


def test_a_form_that_nobody_touched_has_not_changed(sign_in: SignIn) -> None:
    page = sign_in("chuyenvien.vhtt")
    new_item(page)
    page.evaluate(
        "() => new Promise(done => document.addEventListener('w-unsaved:watch-edits', done))"
    )
    form = page.locator("form[data-controller~='w-unsaved']")
    expect(form).to_have_attribute("data-w-unsaved-force-value", "false")
