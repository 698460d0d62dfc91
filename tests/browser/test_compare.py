"""Pair, line to share, photos and map, as the style page shows them. No console error is let
through, so neither is anything that the content security policy forbids."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

OpenPage = Callable[..., Page]
STYLE_PAGE = "/he-thong-thiet-ke/"


def open_style_page(open_page: OpenPage, **options: object) -> Page:
    page = open_page(**options)
    page.goto(STYLE_PAGE)
    return page


def shown_before(page: Page) -> float:
    """How much of the pair's width shows the picture before, in per cent."""
    return page.locator(".compare").first.evaluate(
        """figure => {
          const whole = figure.querySelector(".compare__stage").getBoundingClientRect();
          const bar = figure.querySelector(".compare__bar").getBoundingClientRect();
          return (bar.left + bar.width / 2 - whole.left) / whole.width * 100;
        }"""
    )


def test_arrow_keys_move_the_slider(open_page: OpenPage) -> None:
    page = open_style_page(open_page, width=390)
    slider = page.get_by_role("slider", name="so sánh ảnh trước và ảnh sau").first
    slider.focus()
    assert round(shown_before(page)) == 50
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    assert round(shown_before(page)) == 60
    expect(slider).to_have_attribute("aria-valuetext", "Ảnh trước 60%, ảnh sau 40%")
    slider.press("Home")
    assert round(shown_before(page)) == 0
    slider.press("End")
    slider.press("ArrowLeft")
    assert round(shown_before(page)) == 95


def test_a_pointer_moves_the_slider(open_page: OpenPage) -> None:
    page = open_style_page(open_page)
    stage = page.locator(".compare__stage").first
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 3
    page.mouse.move(box["x"] + box["width"] * 0.8, middle)
    page.mouse.down()
    assert round(shown_before(page)) == 80
    page.mouse.move(box["x"] + box["width"] * 0.25, middle, steps=4)
    page.mouse.up()
    assert round(shown_before(page)) == 25
    # Let go: the picture stays where it was left.
    page.mouse.move(box["x"] + box["width"] * 0.6, middle)
    assert round(shown_before(page)) == 25


def test_a_finger_moves_the_slider_and_still_scrolls_the_page(
    browser: Browser, portal: str
) -> None:
    context = browser.new_context(
        base_url=portal, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(STYLE_PAGE)
    stage = page.locator(".compare__stage").first
    stage.scroll_into_view_if_needed()
    box = stage.bounding_box()
    assert box is not None
    left, top = box["x"], box["y"] + 80
    page.touchscreen.tap(left + box["width"] * 0.8, top)
    assert round(shown_before(page)) == 80
    session = context.new_cdp_session(page)

    def swipe(dx: float, dy: float) -> None:
        for step in range(11):
            kind = "touchMove" if step else "touchStart"
            point = {"x": left + 250 + dx * step / 10, "y": top + dy * step / 10}
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    swipe(-200, 0)
    assert shown_before(page) < 30
    left_at, scrolled = shown_before(page), page.evaluate("scrollY")
    swipe(-4, -150)
    page.wait_for_function("before => scrollY > before", arg=scrolled)
    assert shown_before(page) == left_at
    context.close()


def test_pictures_fill_their_frames(open_page: OpenPage) -> None:
    page = open_style_page(open_page, width=390)
    for place in (".case-card__picture", ".compare__half"):
        page.locator(place).first.scroll_into_view_if_needed()
        gaps = page.locator(f"{place}:has(img)").evaluate_all(
            """frames => frames.map(frame =>
              frame.clientHeight - frame.querySelector("img").clientHeight)"""
        )
        assert gaps
        assert max(abs(gap) for gap in gaps) <= 1, place


def test_the_pair_stands_side_by_side_without_a_script(open_page: OpenPage) -> None:
    page = open_style_page(open_page, width=390, javascript=False)
    before, after = (page.locator(".compare__half").nth(number) for number in (0, 1))
    left, right = before.bounding_box(), after.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"]
    assert left["y"] == right["y"]
    expect(before.get_by_text("Trước")).to_be_visible()
    expect(after.get_by_text("Sau")).to_be_visible()
    expect(page.locator(".compare input").first).to_be_hidden()


def test_the_line_is_copied(open_page: OpenPage) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(STYLE_PAGE)
    box = page.locator("[data-share-message]")
    expect(box.get_by_role("textbox")).to_be_hidden()
    box.get_by_role("button", name="Sao chép tin nhắn").click()
    expect(box.get_by_role("status")).to_have_text("Đã sao chép tin nhắn.")
    assert page.evaluate("navigator.clipboard.readText()").startswith("Mẫu: Rác thải ven đường")


def test_the_line_is_shown_where_an_app_forbids_copying(open_page: OpenPage) -> None:
    page = open_page(width=390)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(STYLE_PAGE)
    box = page.locator("[data-share-message]")
    box.get_by_role("button", name="Sao chép tin nhắn").click()
    line = box.get_by_role("textbox", name="Tin nhắn để gửi vào nhóm")
    expect(line).to_be_focused()
    expect(box.get_by_role("status")).to_contain_text("chạm giữ để sao chép")


def test_the_line_can_be_read_without_a_script(open_page: OpenPage) -> None:
    page = open_style_page(open_page, javascript=False)
    box = page.locator("[data-share-message]")
    expect(box.get_by_role("textbox")).to_be_visible()
    expect(box.get_by_role("button")).to_have_count(0)


def test_a_photo_opens_over_the_whole_screen(open_page: OpenPage) -> None:
    page = open_page()
    # While it opens with an animation the photo does not listen to keys.
    page.emulate_media(reduced_motion="reduce")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(STYLE_PAGE)
    assert not any("photoswipe" in url for url in asked)
    photo = page.locator(".photos__link").nth(1)
    photo.press("Enter")
    dialog = page.get_by_role("dialog", name="Xem ảnh")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Mẫu ảnh 2")
    page.keyboard.press("ArrowRight")
    expect(dialog).to_contain_text("Mẫu ảnh 3")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(photo).to_be_focused()


def test_a_map_is_fetched_when_it_comes_near_and_works_by_keyboard(open_page: OpenPage) -> None:
    page = open_page(width=390)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(STYLE_PAGE)
    assert not any("leaflet" in url for url in asked)
    page.locator(".map").scroll_into_view_if_needed()
    pin = page.get_by_role("button", name="Mẫu: Nắp cống hỏng")
    pin.focus()
    pin.press("Enter")
    expect(page.locator(".leaflet-popup a")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-popup")).to_have_count(0)
    expect(pin).to_be_focused()
    expect(page.locator(".map__points li")).to_have_count(3)
    # Nothing is asked of anybody else.
    assert not [url for url in asked if not url.startswith(page.url.removesuffix(STYLE_PAGE))]


def test_the_points_of_a_map_are_a_list_without_a_script(open_page: OpenPage) -> None:
    page = open_style_page(open_page, javascript=False)
    expect(page.locator(".map__frame")).to_be_hidden()
    expect(page.locator(".map__points").get_by_role("link")).to_have_count(3)
