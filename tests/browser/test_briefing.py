"""Leaders' notes in two taps, answered from a phone; and the sheet of giao ban on one A4 page."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from portal.briefings.parts import BriefingLine, BriefingList, BriefingPart, room_of
from portal.models import Briefing
from portal.views.briefings import sections_of
from portal.working_time import LOCAL_TIME

CSS = Path(__file__).resolve().parents[2] / "static"
NOW = datetime(2018, 6, 7, 16, tzinfo=LOCAL_TIME)


def pages_of(page: Page) -> int:
    """How many sheets of paper the page prints on."""
    return len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True)))


def test_a_leader_asks_and_a_ward_answers(sign_in: Callable[..., Page]) -> None:
    leader, officer = sign_in("lanhdao", width=390), sign_in("phuong.bode", width=390)
    officer.goto("/viec/")
    address = officer.locator("a.task").first.get_attribute("href")
    assert address
    leader.goto(address)
    leader.get_by_text("Ghi ý kiến chỉ đạo").click()
    phrase = leader.locator(".note-phrase").first
    words = phrase.inner_text()
    phrase.click()
    expect(leader.get_by_role("status").first).to_contain_text("Đã gửi ý kiến chỉ đạo")
    expect(leader.get_by_role("button", name="Rút lại")).to_be_visible()

    officer.goto("/viec/")
    first = officer.locator("a.task").first
    expect(first).to_contain_text(words)
    first.click()
    officer.get_by_label("Nội dung trả lời").fill("Đã làm xong trong sáng nay (trả lời mẫu).")
    officer.get_by_role("button", name="Gửi trả lời").click()
    expect(officer.get_by_role("status")).to_contain_text("Đã ghi")
    officer.goto("/viec/")
    expect(officer.get_by_text(words)).to_have_count(0)

    leader.goto("/viec/")
    leader.locator("a.task").first.click()
    leader.get_by_text("Đạt, kết thúc").click()
    leader.get_by_role("button", name="Đạt").click()
    expect(leader.get_by_role("status")).to_contain_text("Đã ghi: Đạt")


def test_the_sheet_of_the_demo_prints_on_one_page_and_leads_on(
    sign_in: Callable[..., Page],
) -> None:
    leader = sign_in("lanhdao")
    leader.goto("/viec/giao-ban/")
    tomorrow = timezone.localdate() + timedelta(days=1)
    date_field = leader.get_by_label("Ngày giao ban")
    if not date_field.is_visible():
        leader.locator("summary", has_text="Đặt ngày giao ban").click()
    date_field.fill(tomorrow.isoformat())
    leader.get_by_role("button", name="Đặt ngày").click()
    leader.get_by_role("button", name="Lập phiếu ngay").click()
    expect(leader.get_by_role("heading", level=1)).to_contain_text(f"{tomorrow:%d/%m/%Y}")
    assert pages_of(leader) == 1
    leader.get_by_role("link", name=re.compile("Mới nhận: ")).click()
    expect(leader.get_by_role("heading", level=1)).to_have_text("Mới nhận")


def test_forty_late_units_still_fit_on_one_page(open_page: Callable[..., Page]) -> None:
    """As full as a sheet can be: three parts, every list with all its lines, every line cut."""
    assert room_of(3) == 5
    lines = [BriefingLine(f"Đơn vị {n}: " + "việc quá hạn kéo dài " * 9, "/") for n in range(40)]
    full = BriefingList(lines, 40, "/")
    parts = [BriefingPart(f"Phần {n}", full, full, full).frozen(f"p{n}", 5) for n in range(3)]
    sheet = Briefing(held_on=NOW.date(), since=NOW, made_at=NOW, content=parts)
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    html = render_to_string(
        "work/briefing.html",
        {"briefing": sheet, "sections": sections_of(sheet, ["p0", "p1", "p2"]), "frozen": True},
        request,
    )

    def answer(route: Route) -> None:
        path = route.request.url.split("sheet.test", 1)[1].split("?")[0]
        if path == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.fulfill(path=CSS / path.removeprefix("/static/"))

    page = open_page()
    page.route("http://sheet.test/**", answer)
    page.goto("http://sheet.test/")
    assert page.locator(".briefing__list li").count() == 9 * 6
    assert page.get_by_text("và 35 việc khác").count() == 9
    assert pages_of(page) == 1
