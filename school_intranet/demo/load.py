"""Fills the demo schools by the real services, as their people would."""

from __future__ import annotations

from datetime import date

from wagtail.models import Page

from portal.accounts import give_role
from portal.models import Unit, User
from portal.roles import Role
from school_intranet.demo.schools import WITH_PORTAL, DemoSchool, more_usernames
from school_intranet.models import SchoolPortalPage
from school_intranet.readers import Reader, enter
from school_intranet.services.announcing import Words, announce
from school_intranet.services.portals import ensure_door, open_portal

OFFICE = "gddt"
SINCE = date(2018, 5, 30)


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
        write_announcements(Story(school, portal))


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
