"""The road of a document from the education office: sent with a report, registered, instructed on a
phone, acknowledged, reported, counted; and what the other school sees of all this."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from playwright.sync_api import Page, expect

SignIn = Callable[..., Page]
OFFICE = "/dieu-hanh-noi-bo/phong-giao-duc/"
FIRST = "/dieu-hanh-noi-bo/truong-tieu-hoc-mau-1/"
SECOND = "/dieu-hanh-noi-bo/truong-thcs-mau-2/"
TITLE = "Văn bản mẫu trên đường: khảo sát thư viện trường học"
ORDER = "Giao thầy cô khảo sát, báo cáo trước hạn."
WEEK_LINE = "Mục lịch đi trên đường"


def day(later: int) -> str:
    return f"{date.today() + timedelta(days=later):%d/%m/%Y}"


def send(desk: Page) -> None:
    """A broadcast to all schools that asks for a report of one figure; looked at before it goes."""
    desk.goto(OFFICE)
    desk.get_by_role("link", name="Soạn văn bản").click()
    desk.get_by_label("Trích yếu").fill(TITLE)
    desk.get_by_label("Số, ký hiệu").fill("99/MAU-GDĐT")
    desk.get_by_label("Hạn", exact=True).fill(day(9))
    desk.get_by_role("button", name="Lưu bản nháp").click()
    expect(desk.locator("main")).to_contain_text("chưa trường nào thấy")
    desk.get_by_role("link", name="Yêu cầu báo cáo").click()
    desk.get_by_label("Hạn nộp").fill(day(9))
    desk.get_by_label("Tên chỉ tiêu").first.fill("Số đầu sách")
    desk.get_by_role("button", name="Lưu mẫu báo cáo").click()
    expect(desk.locator("main")).to_contain_text("Trường Tiểu học Mẫu 1")
    desk.get_by_role("button", name=re.compile("Gửi đến 2 trường")).click()
    expect(desk.locator("main")).to_contain_text("Đã gửi đến 2 trường")


def register(clerk: Page) -> None:
    """One tap: the số đến is given, the rest comes filled; then to the principal."""
    clerk.goto(FIRST)
    clerk.get_by_role("link", name=TITLE).first.click()
    clerk.get_by_role("button", name="Vào sổ văn bản đến").click()
    expect(clerk.locator("main")).to_contain_text("Đã vào sổ: số đến")
    expect(clerk.locator("main")).to_contain_text("99/MAU-GDĐT")
    clerk.get_by_role("button", name="Trình hiệu trưởng").click()
    expect(clerk.locator("main")).to_contain_text("Trình hiệu trưởng")


def instruct(boss: Page) -> None:
    boss.goto(FIRST + "van-ban-den/")
    boss.get_by_role("link", name=re.compile(TITLE)).first.click()
    boss.get_by_role("link", name="Ghi ý kiến chỉ đạo").click()
    boss.get_by_label("Ý kiến chỉ đạo").fill(ORDER)
    boss.get_by_label("Người chủ trì").select_option(label="Giáo viên Mẫu 1 (mẫu)")
    boss.get_by_label("Hạn", exact=True).fill(day(6))
    boss.get_by_role("button", name="Ghi ý kiến và giao việc").click()
    expect(boss.locator("main")).to_contain_text("Đã ghi ý kiến chỉ đạo")
    assert boss.evaluate("document.documentElement.scrollWidth") <= 390


def acknowledge(teacher: Page) -> None:
    """What must be read stands on the first page, and the task beside it."""
    teacher.goto(FIRST)
    row = teacher.locator("li", has_text="Văn bản đến").filter(has_text=TITLE)
    row.get_by_role("link", name=TITLE).click()
    expect(teacher.locator("main")).to_contain_text(ORDER)
    teacher.get_by_role("button", name="Xác nhận đã tiếp nhận").click()
    expect(teacher.locator("main")).to_contain_text("Bạn đã xác nhận tiếp nhận lúc")
    teacher.goto(FIRST + "viec/")
    expect(teacher.locator("main")).to_contain_text(TITLE)


def report(clerk: Page) -> None:
    clerk.goto(FIRST + "bao-cao/")
    clerk.get_by_role("link", name=re.compile(TITLE)).click()
    clerk.get_by_role("link", name="Soạn báo cáo").click()
    clerk.get_by_label("Số đầu sách").fill("1.250")
    clerk.get_by_role("button", name="Lưu báo cáo").click()
    clerk.get_by_role("button", name="Trình hiệu trưởng duyệt").click()
    expect(clerk.locator("main")).to_contain_text("Chờ hiệu trưởng duyệt")


def approve_report(boss: Page) -> None:
    boss.goto(FIRST)
    boss.get_by_role("link", name=TITLE).last.click()
    if "/bao-cao/" not in boss.url:
        boss.goto(FIRST + "bao-cao/")
        boss.get_by_role("link", name=re.compile(TITLE)).click()
    boss.get_by_role("button", name="Duyệt và nộp cho phòng").click()
    expect(boss.locator("main")).to_contain_text("Đã nộp")


def plan(clerk: Page) -> str:
    """A week far ahead is pasted from a table; its address."""
    monday = date.today() + timedelta(days=28 - date.today().weekday())
    address = f"{FIRST}lich-tuan/{monday.isoformat()}/"
    clerk.goto(address)
    clerk.get_by_role("link", name="Dán từ Word, Excel").click()
    table = f"Thứ Hai\t8h - 9h\t{WEEK_LINE}\tBan giám hiệu\t\tPhòng họp"
    clerk.get_by_label("Bảng lịch").fill(table)
    clerk.get_by_role("button", name="Xem trước").click()
    clerk.get_by_role("button", name="Thêm vào dự thảo").click()
    expect(clerk.locator("main")).to_contain_text(WEEK_LINE)
    return address


def test_a_document_of_the_office_and_its_report(sign_in: SignIn) -> None:
    desk, clerk = sign_in("gddt", width=1366), sign_in("vanthu.mau1", width=1366)
    boss, teacher = sign_in("hieutruong.mau1", width=390), sign_in("giaovien.mau1", width=390)
    other = sign_in("vanthu.mau2", width=1366)
    send(desk)
    register(clerk)
    instruct(boss)
    acknowledge(teacher)
    report(clerk)
    approve_report(boss)

    week = plan(clerk)
    teacher.goto(week)
    expect(teacher.locator("main")).not_to_contain_text(WEEK_LINE)
    boss.goto(week)
    boss.get_by_role("button", name="Duyệt lịch tuần").click()
    teacher.goto(week)
    expect(teacher.locator("main")).to_contain_text(WEEK_LINE)

    desk.goto(OFFICE)
    desk.get_by_role("link", name=re.compile(TITLE)).first.click()
    row = desk.get_by_role("row", name=re.compile("Trường Tiểu học Mẫu 1"))
    expect(row).to_contain_text("Đã nộp")
    expect(desk.locator("main")).to_contain_text("1/2 trường đã nộp báo cáo")

    # The other school has what was sent to it, and nothing of what the first did with it.
    other.goto(SECOND)
    expect(other.locator("main")).to_contain_text(TITLE)
    for rest in ("van-ban-den/", "viec/", "bao-cao/", week.removeprefix(FIRST)):
        other.goto(SECOND + rest)
        for word in (ORDER, WEEK_LINE, "Mẫu 1 (mẫu)", "1.250"):
            expect(other.locator("body")).not_to_contain_text(word)
    answer = other.request.get(week)
    assert answer.status == 404
