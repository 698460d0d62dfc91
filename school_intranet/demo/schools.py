"""Three made-up schools: two with a portal, one that has adopted the e-school model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.kinds import SchoolLevel, UnitKind
from portal.models import Unit

DISTRICT = "quan-long-bien"
E_SCHOOL_SINCE = date(2017, 9, 5)


@dataclass(frozen=True)
class DemoSchool:
    """`groups` are the codes and names of its tổ chuyên môn; `mark` ends its accounts' names."""

    code: str
    name: str
    level: SchoolLevel
    mark: str
    groups: tuple[tuple[str, str], ...] = ()
    is_e_school: bool = False


SCHOOLS = (
    DemoSchool(
        "truong-mau-1",
        "Trường Tiểu học Mẫu 1",
        SchoolLevel.PRIMARY,
        "mau1",
        (
            ("truong-mau-1-to-123", "Tổ 1, 2, 3 (mẫu)"),
            ("truong-mau-1-to-45", "Tổ 4, 5 (mẫu)"),
            ("truong-mau-1-to-vp", "Tổ Văn phòng (mẫu)"),
        ),
    ),
    DemoSchool(
        "truong-mau-2",
        "Trường THCS Mẫu 2",
        SchoolLevel.LOWER_SECONDARY,
        "mau2",
        (
            ("truong-mau-2-to-tn", "Tổ Khoa học tự nhiên (mẫu)"),
            ("truong-mau-2-to-xh", "Tổ Khoa học xã hội (mẫu)"),
            ("truong-mau-2-to-vp", "Tổ Văn phòng (mẫu)"),
        ),
    ),
    DemoSchool(
        "truong-mau-3", "Trường Mầm non Mẫu 3", SchoolLevel.NURSERY, "mau3", is_e_school=True
    ),
)
MORE_STAFF = 6
WITH_PORTAL = tuple(school for school in SCHOOLS if not school.is_e_school)


def more_usernames(school: DemoSchool) -> list[str]:
    """Of people without a way to sign in, who fill the school's lists."""
    return [f"gv{number + 1}.{school.mark}" for number in range(MORE_STAFF)]


def build_schools() -> None:
    """The units of the schools and of their groups. The registry must be there."""
    district = Unit.objects.get(code=DISTRICT)
    for order, school in enumerate(SCHOOLS, start=1):
        unit = Unit.objects.create(
            code=school.code,
            kind=UnitKind.SCHOOL,
            parent=district,
            name=school.name,
            order=order,
            school_level=school.level,
            e_school_from=E_SCHOOL_SINCE if school.is_e_school else None,
        )
        for place, (code, name) in enumerate(school.groups, start=1):
            Unit.objects.create(
                code=code, kind=UnitKind.SUBJECT_GROUP, parent=unit, name=name, order=place
            )
