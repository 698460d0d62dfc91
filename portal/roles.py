"""The roles that a membership can give, and what each one opens.

This table is the only place where a role is tied to the editor, to a kind of unit or to a Wagtail
group. `portal.provisioning` reads it; permission functions ask `Membership`, never a group.
"""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from portal.kinds import DISTRICT_LEVEL, SCHOOL_SIDE, WARD_SIDE, UnitKind


class Role(TextChoices):
    CONTRIBUTOR = "contributor", _("Cộng tác viên")
    HEAD_OF_UNIT = "head_of_unit", _("Trưởng đơn vị")
    EDITORIAL_BOARD = "editorial_board", _("Ban Biên tập")
    DISTRICT_OFFICER = "district_officer", _("Chuyên viên quận")
    WARD_OFFICER = "ward_officer", _("Cán bộ phường")
    WARD_LEADERSHIP = "ward_leadership", _("Lãnh đạo phường")
    EDUCATION_OFFICE = "education_office", _("Chuyên viên Phòng Giáo dục và Đào tạo")
    PRINCIPAL = "principal", _("Hiệu trưởng")
    DEPUTY_PRINCIPAL = "deputy_principal", _("Phó hiệu trưởng")
    CLERK = "clerk", _("Văn thư")
    SUBJECT_HEAD = "subject_head", _("Tổ trưởng chuyên môn")
    TEACHER = "teacher", _("Giáo viên")
    STAFF = "staff", _("Nhân viên")
    LEADERSHIP = "leadership", _("Lãnh đạo quận")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")


@dataclass(frozen=True)
class RoleFacts:
    """What a role opens.

    `kinds`: the kinds of unit in which it can be held. `editor`: whether it opens the Wagtail
    editor. `page_permissions`: Wagtail page permissions on the site's whole tree; the page types
    narrow them to the member's own units. `works`: whether there is work at `/viec/` for the role
    without the editor.
    """

    kinds: frozenset[UnitKind]
    editor: bool = False
    page_permissions: tuple[str, ...] = ()
    works: bool = False


# Wards write for a campaign too.
WRITING_UNITS = DISTRICT_LEVEL | {UnitKind.WARD}
WRITES = ("add_page",)
PUBLISHES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")

ROLE_FACTS: dict[Role, RoleFacts] = {
    Role.CONTRIBUTOR: RoleFacts(WRITING_UNITS, editor=True, page_permissions=WRITES),
    Role.HEAD_OF_UNIT: RoleFacts(WRITING_UNITS, editor=True, page_permissions=WRITES),
    Role.EDITORIAL_BOARD: RoleFacts(
        frozenset({UnitKind.DISTRICT}), editor=True, page_permissions=PUBLISHES
    ),
    Role.DISTRICT_OFFICER: RoleFacts(DISTRICT_LEVEL, editor=True, page_permissions=WRITES),
    Role.EDUCATION_OFFICE: RoleFacts(DISTRICT_LEVEL, editor=True, page_permissions=WRITES),
    Role.WARD_OFFICER: RoleFacts(WARD_SIDE, works=True),
    Role.WARD_LEADERSHIP: RoleFacts(WARD_SIDE, works=True),
    Role.PRINCIPAL: RoleFacts(SCHOOL_SIDE),
    Role.DEPUTY_PRINCIPAL: RoleFacts(SCHOOL_SIDE),
    Role.CLERK: RoleFacts(SCHOOL_SIDE),
    Role.SUBJECT_HEAD: RoleFacts(SCHOOL_SIDE),
    Role.TEACHER: RoleFacts(SCHOOL_SIDE),
    Role.STAFF: RoleFacts(SCHOOL_SIDE),
    Role.LEADERSHIP: RoleFacts(frozenset({UnitKind.DISTRICT}), works=True),
    Role.ADMINISTRATOR: RoleFacts(frozenset({UnitKind.DISTRICT}), editor=True),
}

EDITOR_ROLES = frozenset(role for role, facts in ROLE_FACTS.items() if facts.editor)
WORK_ROLES = frozenset(role for role, facts in ROLE_FACTS.items() if facts.works)
WRITER_ROLES = frozenset(role for role, facts in ROLE_FACTS.items() if facts.page_permissions)
