"""The kinds of unit and the levels of school, as the registry names them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class UnitKind(TextChoices):
    DISTRICT = "district", _("Quận")
    DEPARTMENT = "department", _("Phòng, ban chuyên môn")
    PARTY_BODY = "party_body", _("Cơ quan Đảng")
    MASS_ORGANISATION = "mass_organisation", _("Mặt trận Tổ quốc và đoàn thể")
    AFFILIATE = "affiliate", _("Đơn vị trực thuộc, lực lượng")
    WARD = "ward", _("Phường")
    SCHOOL = "school", _("Trường học")
    SUBJECT_GROUP = "subject_group", _("Tổ chuyên môn")
    RESIDENTIAL_GROUP = "residential_group", _("Tổ dân phố")


class SchoolLevel(TextChoices):
    NURSERY = "nursery", _("Mầm non")
    PRIMARY = "primary", _("Tiểu học")
    LOWER_SECONDARY = "lower_secondary", _("Trung học cơ sở")
    UPPER_SECONDARY = "upper_secondary", _("Trung học phổ thông")


DISTRICT_LEVEL = frozenset(
    {
        UnitKind.DISTRICT,
        UnitKind.DEPARTMENT,
        UnitKind.PARTY_BODY,
        UnitKind.MASS_ORGANISATION,
        UnitKind.AFFILIATE,
    }
)
SCHOOL_SIDE = frozenset({UnitKind.SCHOOL, UnitKind.SUBJECT_GROUP})
WARD_SIDE = frozenset({UnitKind.WARD, UnitKind.RESIDENTIAL_GROUP})
