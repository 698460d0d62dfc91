"""The district corrects what a sender chose: the deadline follows from the right category."""

from datetime import date

import pytest

from beautiful_city.models import Category, DeadlinePolicy
from beautiful_city.services import Refused, triage
from portal.models import Unit, User
from tests.beautiful_city.conftest import MakeCase


def test_the_category_is_corrected_and_its_policy_holds(
    make_case: MakeCase, clerk: User, ward: Unit
) -> None:
    case = make_case("submitted", category="khac")
    right = Category.objects.get(code="chieu-sang")
    DeadlinePolicy.objects.create(
        category=right,
        severity="normal",
        valid_from=date(2018, 1, 2),
        triage_hours=8,
        acknowledge_hours=8,
        finish_hours=16,
    )
    done = triage.assign(
        case=case,
        by=clerk,
        version=case.version,
        unit=ward,
        severity="normal",
        checked_photos=list(case.photos.values_list("pk", flat=True)),
        category=right,
    )
    assert (done.category, done.allowed_hours) == (right, 16)


def test_neither_another_kind_nor_one_out_of_use(
    make_case: MakeCase, clerk: User, ward: Unit
) -> None:
    case = make_case("submitted")
    Category.objects.filter(code="ao-ho").update(is_active=False)
    for code in ("duong-hoa", "ao-ho"):
        with pytest.raises(Refused, match="lĩnh vực"):
            triage.assign(
                case=case,
                by=clerk,
                version=case.version,
                unit=ward,
                severity="normal",
                checked_photos=list(case.photos.values_list("pk", flat=True)),
                category=Category.objects.get(code=code),
            )
    case.refresh_from_db()
    assert (case.state, case.category.code) == ("submitted", "rac-thai")
