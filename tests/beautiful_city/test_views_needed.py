"""The district marks which views have to be shown again, and the unit shows those."""

from typing import Any

import pytest
from django.test import Client

from beautiful_city.forms.ward import Answer
from beautiful_city.models import Case, CasePhoto
from beautiful_city.selectors.case_frame import photos_of_case
from beautiful_city.services import triage, unit
from beautiful_city.services.core import Refused
from portal.models import Unit, User
from tests.beautiful_city.conftest import MakeCase, MakePhoto
from tests.beautiful_city.test_district_cases import photos, post, signed_in


def needed(case: Case) -> list[int]:
    rows = CasePhoto.objects.filter(case=case, role="before", needed=True)
    return list(rows.values_list("view", flat=True))


def assign(case: Case, clerk: User, ward: Unit, **views: Any) -> Case:
    return triage.assign(
        case=case,
        by=clerk,
        version=case.version,
        unit=ward,
        severity="normal",
        checked_photos=photos(case),
        **views,
    )


def answer(case: Case, officer: User, new: list[Any], views: tuple[int, ...] = ()) -> Case:
    return unit.remediate(
        case=case, by=officer, version=case.version, photos=new, views=views, text="Xong"
    )


def test_the_form_marks_views_and_offers_the_first(
    make_case: MakeCase, clerk: User, ward: Unit
) -> None:
    case = make_case(photos=3)
    rows = photos(case)
    client: Client = signed_in(clerk)
    page = client.get(case.work_url).content.decode()
    assert [
        f'value="{pk}" id="giao-needed_{at}" checked' in page for at, pk in enumerate(rows)
    ] == [
        True,
        False,
        False,
    ]
    sent = {"unit": ward.pk, "severity": "normal", "photos": rows[:1], "title": "T"}
    assert post(client, case, "giao", **sent, needed=[rows[1], rows[2]]).status_code == 302
    case.refresh_from_db()
    assert (case.views_needed, needed(case)) == (2, [2, 3])


def test_none_marked_is_the_first_and_another_cases_photo_is_refused(
    make_case: MakeCase, clerk: User, ward: Unit
) -> None:
    case, other = make_case(photos=2), make_case()
    sent = {"unit": ward.pk, "severity": "normal", "photos": photos(case), "title": "T"}
    client = signed_in(clerk)
    assert post(client, case, "giao", **sent, needed=photos(other)).status_code == 400
    assert needed(case) == []
    assert post(client, case, "giao", **sent).status_code == 302
    case.refresh_from_db()
    assert (case.views_needed, needed(case)) == (1, [1])


def test_a_number_marks_the_first_views(make_case: MakeCase, clerk: User, ward: Unit) -> None:
    case = make_case(photos=3)
    with pytest.raises(Refused, match="Số góc ảnh"):
        assign(case, clerk, ward, views_needed=4)
    with pytest.raises(Refused, match="Số góc ảnh"):
        assign(case, clerk, ward, views_needed=0)
    case = assign(case, clerk, ward, views_needed=2)
    assert (case.views_needed, needed(case)) == (2, [1, 2])


def test_each_marked_view_needs_its_photo(
    make_case: MakeCase, make_photo: MakePhoto, clerk: User, officer: User, ward: Unit
) -> None:
    case = make_case(photos=3)
    case = assign(case, clerk, ward, needed=photos(case)[1:])
    # Two photos, but of a view that was not asked for, and of one only.
    for views in ((1, 2), (3, 3)):
        with pytest.raises(Refused, match="Còn thiếu góc"):
            answer(case, officer, [make_photo(), make_photo()], views)
    with pytest.raises(Refused, match="Còn thiếu góc: 3"):
        answer(case, officer, [make_photo()])
    case = answer(case, officer, [make_photo(), make_photo(), make_photo()])
    views = CasePhoto.objects.filter(case=case, role="after").values_list("view", flat=True)
    assert sorted(views) == [2, 3, 3]


def test_the_camera_is_given_the_marked_views(
    make_case: MakeCase, clerk: User, officer: User, ward: Unit
) -> None:
    case = make_case(photos=3)
    rows = photos(case)
    case = assign(case, clerk, ward, needed=[rows[0], rows[2]])
    form = Answer(case=case, user=officer, photos=photos_of_case(case))
    assert [(number, row.pk) for number, row in form.views] == [(1, rows[0]), (3, rows[2])]
    page = signed_in(officer).get(case.work_url).content.decode()
    assert 'data-ghost-view="3"' in page
    assert 'data-ghost-view="2"' not in page
    assert "góc 1, góc 3." in " ".join(page.split())
