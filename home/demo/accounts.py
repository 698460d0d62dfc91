"""The demo accounts. They share one published password, so they exist only where
`settings.DEMO_ALLOWED` is true."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from portal.accounts import give_role
from portal.models import Unit, User
from portal.roles import Role

PASSWORD = "longbien-demo"  # noqa: S105 - published on purpose
SINCE = date(2018, 5, 30)


@dataclass(frozen=True)
class DemoAccount:
    username: str
    full_name: str
    unit: str
    """The code of the unit."""
    roles: tuple[Role, ...]


ACCOUNTS = (
    DemoAccount("quantri", "Quản trị (mẫu)", "quan-long-bien", (Role.ADMINISTRATOR,)),
    DemoAccount("banbientap", "Ban Biên tập (mẫu)", "quan-long-bien", (Role.EDITORIAL_BOARD,)),
    DemoAccount("chuyenvien.vhtt", "Chuyên viên VHTT (mẫu)", "phong-vhtt", (Role.CONTRIBUTOR,)),
    DemoAccount("truongphong.vhtt", "Trưởng phòng VHTT (mẫu)", "phong-vhtt", (Role.HEAD_OF_UNIT,)),
    DemoAccount(
        "quanly.dothi",
        "Chuyên viên Quản lý đô thị (mẫu)",
        "phong-qldt",
        (Role.CONTRIBUTOR, Role.DISTRICT_OFFICER),
    ),
    DemoAccount("phuong.bode", "Cán bộ phường Bồ Đề (mẫu)", "00139", (Role.WARD_OFFICER,)),
    DemoAccount("lanhdao.bode", "Lãnh đạo phường Bồ Đề (mẫu)", "00139", (Role.WARD_LEADERSHIP,)),
    DemoAccount("phuong.ngoclam", "Cán bộ phường Ngọc Lâm (mẫu)", "00133", (Role.WARD_OFFICER,)),
    DemoAccount("gddt", "Chuyên viên GDĐT (mẫu)", "phong-gddt", (Role.EDUCATION_OFFICE,)),
    DemoAccount("lanhdao", "Lãnh đạo quận (mẫu)", "quan-long-bien", (Role.LEADERSHIP,)),
    DemoAccount("hieutruong.mau1", "Hiệu trưởng Mẫu 1 (mẫu)", "truong-mau-1", (Role.PRINCIPAL,)),
    DemoAccount("vanthu.mau1", "Văn thư Mẫu 1 (mẫu)", "truong-mau-1", (Role.CLERK,)),
    DemoAccount("giaovien.mau1", "Giáo viên Mẫu 1 (mẫu)", "truong-mau-1", (Role.TEACHER,)),
    DemoAccount("hieutruong.mau2", "Hiệu trưởng Mẫu 2 (mẫu)", "truong-mau-2", (Role.PRINCIPAL,)),
    DemoAccount("vanthu.mau2", "Văn thư Mẫu 2 (mẫu)", "truong-mau-2", (Role.CLERK,)),
    DemoAccount("giaovien.mau2", "Giáo viên Mẫu 2 (mẫu)", "truong-mau-2", (Role.TEACHER,)),
)


def refuse_outside_development() -> None:
    if not settings.DEMO_ALLOWED:
        raise PermissionDenied(_("Nội dung và tài khoản dùng thử chỉ có ở môi trường phát triển."))


def create_accounts() -> list[User]:
    """Make the demo accounts with their memberships. PermissionDenied outside development."""
    refuse_outside_development()
    users = []
    for account in ACCOUNTS:
        user = User.objects.create_user(
            account.username, password=PASSWORD, full_name=account.full_name
        )
        unit = Unit.objects.get(code=account.unit)
        for role in account.roles:
            give_role(user=user, unit=unit, role=role, start=SINCE)
        users.append(user)
    return users
