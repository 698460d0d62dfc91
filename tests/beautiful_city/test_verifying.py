"""Verifying shows after photos that were checked, and no photo before that is hidden."""

from typing import Any

import pytest
from django.test import Client

from beautiful_city.models import Case, CasePhoto
from beautiful_city.services import checking, hiding
from beautiful_city.services.core import Refused
from portal.models import Photo, User
from portal.uploads import public_picture
from tests.beautiful_city.conftest import MakeCase
from tests.beautiful_city.test_district_cases import photos, post, signed_in


def hide(case: Case, by: User, pk: int) -> Case:
    row = CasePhoto.objects.select_related("case").get(pk=pk)
    return hiding.hide_photo(row=row, by=by, version=case.version, reason="Lộ mặt")


def test_a_hidden_photo_before_is_refused_and_stays_not_found(
    make_case: MakeCase, clerk: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    commits = django_capture_on_commit_callbacks
    with commits(execute=True):
        case = make_case("remediated")
    (before,), (after,) = photos(case), photos(case, "after")
    photo = Photo.objects.get(pk=CasePhoto.objects.get(pk=before).photo_id)
    picture = public_picture(photo)
    assert picture is not None
    with commits(execute=True):
        case = hide(case, clerk, before)
    with pytest.raises(Refused, match="Hiện một ảnh chưa công khai"), commits(execute=True):
        checking.verify(
            case=case,
            by=clerk,
            version=case.version,
            before=before,
            after=after,
            checked_photos=[after],
        )
    asked = {"before": before, "after": after, "photos": [after]}
    page = signed_in(clerk).get(case.work_url).content.decode()
    assert "Chưa có ảnh trước nào được hiện công khai" in page
    with commits(execute=True):
        assert post(signed_in(clerk), case, "xac-nhan", **asked).status_code == 400
    row = CasePhoto.objects.get(pk=before)
    assert not row.checked
    assert not row.chosen
    assert public_picture(Photo.objects.get(pk=row.photo_id)) is None
    assert client.get(picture["src"]).status_code == 404

    with commits(execute=True):
        post(signed_in(clerk), case, "hien-anh", photo=before, text="Đã làm mờ")
    case.refresh_from_db()
    with commits(execute=True):
        assert post(signed_in(clerk), case, "xac-nhan", **asked).status_code == 302
    assert CasePhoto.objects.filter(case=case, chosen=True, checked=True).count() == 2


def test_only_a_public_photo_before_is_offered(make_case: MakeCase, clerk: User) -> None:
    case = make_case("remediated", photos=2)
    first, second = photos(case)
    (after,) = photos(case, "after")
    case = hide(case, clerk, first)
    asked = {"after": after, "photos": [after]}
    client = signed_in(clerk)
    assert post(client, case, "xac-nhan", before=first, **asked).status_code == 400
    assert post(client, case, "xac-nhan", before=second, **asked).status_code == 302
    assert not CasePhoto.objects.get(pk=first).checked
