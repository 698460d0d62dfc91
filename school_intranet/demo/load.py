"""Fills the demo schools by the real services, as their people would."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from wagtail.models import Page

from portal.accounts import give_role
from portal.models import Unit, User
from portal.roles import Role
from school_intranet.demo.schools import WITH_PORTAL, DemoSchool, more_usernames
from school_intranet.models import SchoolPortalPage
from school_intranet.readers import Reader, enter
from school_intranet.services import (
    broadcasting,
    directing,
    incoming,
    meetings,
    outgoing,
    questions,
    reporting,
    tasks,
    templates,
)
from school_intranet.services import week as weeks
from school_intranet.services.announcing import Words, announce
from school_intranet.services.portals import ensure_door, open_portal
from school_intranet.states import Audience, FieldKind, Urgency

OFFICE = "gddt"
SINCE = date(2018, 5, 30)
MODEL_FORM = Path(__file__).parent / "don-mau.pdf"


def load(front_page: Page) -> None:
    """Open the portals and let their people work; units and demo accounts must be there."""
    ensure_door(front_page)
    office = User.objects.get(username=OFFICE)
    for school in WITH_PORTAL:
        portal = open_portal(school=Unit.objects.get(code=school.code), by=office)
        portal.welcome = (
            "<p>Đây là trường mẫu: tên trường, tên người và nội dung đều do dự án đặt ra.</p>"
        )
        portal.save_revision().publish()
        add_staff(school)
    stories = [
        Story(school, SchoolPortalPage.objects.get(school__code=school.code))
        for school in WITH_PORTAL
    ]
    send_broadcasts(office)
    for story in stories:
        write_announcements(story)
        work_on_documents(story)
        plan_the_week(story)
        fill_the_library(story)


class Story:
    """A demo school and its people, each within the portal."""

    def __init__(self, school: DemoSchool, portal: SchoolPortalPage) -> None:
        self.school, self.portal = school, portal
        self.principal = self.enter("hieutruong")
        self.clerk = self.enter("vanthu")
        self.teacher = self.enter("giaovien")
        self.groups = [Unit.objects.get(code=code) for code, _name in school.groups]

    def enter(self, name: str) -> Reader:
        user = User.objects.get(username=f"{name}.{self.school.mark}")
        reader = enter(user, self.portal.slug)
        if reader is None:
            raise LookupError(f"{user.username} holds nothing at {self.portal.slug}.")
        return reader


def add_staff(school: DemoSchool) -> None:
    """People without a way to sign in, so that lists are not empty; the first of each group heads
    it. The teacher who has an account belongs to the first group."""
    unit = Unit.objects.get(code=school.code)
    groups = [Unit.objects.get(code=code) for code, _name in school.groups]
    teacher = User.objects.get(username=f"giaovien.{school.mark}")
    give_role(user=teacher, unit=groups[0], role=Role.TEACHER, start=SINCE)
    for number, username in enumerate(more_usernames(school)):
        user = User(username=username, full_name=f"Giáo viên {number + 1} (mẫu)")
        user.set_unusable_password()
        user.save()
        group = groups[number % len(groups)]
        leads = number < len(groups)
        give_role(user=user, unit=unit, role=Role.TEACHER, start=SINCE)
        role = Role.SUBJECT_HEAD if leads else Role.TEACHER
        give_role(user=user, unit=group, role=role, start=SINCE)


def write_announcements(story: Story) -> None:
    announce(
        reader=story.principal,
        words=Words(
            "Thông báo mẫu: họp hội đồng sư phạm đầu tháng",
            "<p>Nội dung mẫu. Đề nghị các tổ chuẩn bị ý kiến trước buổi họp.</p>",
            pinned=True,
            asks_receipt=True,
        ),
    )
    announce(
        reader=story.clerk,
        words=Words("Thông báo mẫu: lịch trực vệ sinh khu vực sân trường", "<p>Nội dung mẫu.</p>"),
    )
    announce(
        reader=story.principal,
        words=Words(
            f"Thông báo mẫu cho {story.groups[0].name}: sinh hoạt chuyên môn",
            "<p>Nội dung mẫu.</p>",
            group=story.groups[0],
        ),
    )


def send_broadcasts(office: User) -> None:
    """What the office has sent to all schools, with a report; a meeting; a draft."""
    today = timezone.localdate()
    item = broadcasting.write(
        by=office,
        words=broadcasting.Words(
            title="Văn bản mẫu: báo cáo số liệu đầu năm học",
            audience=Audience.ALL,
            symbol="01/MAU-GDĐT",
            issued_on=today,
            form="Công văn",
            body="<p>Nội dung mẫu. Đề nghị các trường báo cáo theo mẫu kèm theo.</p>",
            urgency=Urgency.URGENT,
            due_on=today + timedelta(days=7),
        ),
    )
    reporting.ask(
        broadcast=item,
        by=office,
        title="Báo cáo mẫu: số liệu đầu năm học",
        due_on=today + timedelta(days=7),
        wants_file=False,
        fields=[
            reporting.FieldWords("Số lớp", FieldKind.NUMBER, required=True),
            reporting.FieldWords("Số học sinh", FieldKind.NUMBER, required=True),
            reporting.FieldWords("Khó khăn, đề nghị", FieldKind.TEXT, required=False),
        ],
    )
    broadcasting.send(broadcast=item, by=office)
    broadcasting.write(
        by=office,
        words=broadcasting.Words(
            title="Văn bản mẫu chưa gửi: hội thảo chuyên môn", audience=Audience.ALL
        ),
    )
    meetings.hold(
        by=office,
        words=meetings.MeetingWords(
            day=today + timedelta(days=2),
            start=time(14),
            end=time(16),
            title="Họp mẫu: giao ban hiệu trưởng các trường",
            place="Hội trường phòng (mẫu)",
        ),
    )


def work_on_documents(story: Story) -> None:
    """The first school is at work on what was sent; the second has it still to open."""
    today = timezone.localdate()
    item = incoming.register(
        reader=story.clerk,
        words=incoming.Words(
            symbol="12/MAU",
            issuer="Cơ quan mẫu",
            abstract="Văn bản mẫu: phối hợp tổ chức ngày hội đọc sách",
            arrived_on=today,
            form="Kế hoạch",
            due_on=today + timedelta(days=14),
        ),
    )
    outgoing.register(
        reader=story.clerk,
        words=outgoing.Words(
            issued_on=today,
            abstract="Văn bản mẫu: đăng ký tham gia ngày hội đọc sách",
            recipients="Cơ quan mẫu",
            signer="Hiệu trưởng (mẫu)",
            form="Công văn",
        ),
    )
    if story.school is not WITH_PORTAL[0]:
        return
    directing.submit(item=item, reader=story.clerk)
    directing.instruct(
        item=item,
        reader=story.principal,
        text="Ý kiến mẫu: giao tổ thực hiện, báo cáo kết quả.",
        lead=story.teacher.user,
        due_on=today + timedelta(days=10),
    )
    tasks.assign(
        reader=story.principal,
        title="Việc mẫu: rà soát trang thiết bị phòng máy",
        assignee=story.clerk.user,
        due_on=today + timedelta(days=5),
    )


def plan_the_week(story: Story) -> None:
    """This week is approved, the next a draft."""
    monday = weeks.monday_of(timezone.localdate())
    lines = [
        weeks.Line(
            monday, time(7, 30), "Lịch mẫu: chào cờ đầu tuần", end=time(8), place="Sân trường"
        ),
        weeks.Line(
            monday + timedelta(days=2),
            time(14),
            "Lịch mẫu: sinh hoạt tổ chuyên môn",
            end=time(16),
            leader=story.teacher.user,
            place="Phòng họp",
        ),
        weeks.Line(
            monday + timedelta(days=4),
            time(15),
            "Lịch mẫu: họp hội đồng sư phạm",
            end=time(17),
            leader=story.principal.user,
            participants="Toàn thể cán bộ, giáo viên",
            place="Phòng họp",
        ),
    ]
    week = weeks.add(reader=story.clerk, monday=monday, lines=lines)
    weeks.approve(reader=story.principal, week=week, version=week.version)
    weeks.copy_last(reader=story.clerk, monday=monday + timedelta(days=7))


def fill_the_library(story: Story) -> None:
    item = questions.ask(
        reader=story.teacher,
        title="Câu hỏi mẫu: nộp hồ sơ thi giáo viên dạy giỏi ở đâu?",
        body="Nội dung mẫu.",
    )
    questions.answer(question=item, reader=story.clerk, body="Trả lời mẫu: nộp tại văn phòng.")
    templates.keep(
        reader=story.clerk,
        title="Biểu mẫu mẫu: đơn xin nghỉ phép",
        category="Nhân sự",
        note="",
        files=[SimpleUploadedFile("don-mau.pdf", MODEL_FORM.read_bytes())],
    )
