"""Under complaint the originals stay, however long ago the report ended; contact data go."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from beautiful_city.models import Case, CaseEvent, Contact
from beautiful_city.services import complaints, system
from beautiful_city.services.core import Refused, Stale
from beautiful_city.services.sending import Reach
from portal.models import Photo, User
from tests.beautiful_city.conftest import MakeCase
from tests.beautiful_city.test_district_cases import post, signed_in


def originals(case: Case) -> int:
    kept = Photo.objects.filter(pk__in=case.photos.values("photo_id"), original_deleted_at=None)
    return kept.count()


def test_originals_stay_until_the_complaint_is_settled(make_case: MakeCase, clerk: User) -> None:
    case = make_case("closed", reach=Reach(phone="0900000000"))
    case = complaints.set_complaint(case=case, by=clerk, version=case.version, reason="Đơn số 1")
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now() - timedelta(days=91))
    system.forget_contacts()
    assert originals(case) == 2
    assert not Contact.objects.filter(case=case).exists()
    complaints.lift_complaint(case=case, by=clerk, version=case.version, reason="Đã trả lời")
    system.forget_contacts()
    assert originals(case) == 0


def test_the_district_sets_and_lifts_it_with_a_reason(
    make_case: MakeCase, clerk: User, officer: User, client: Client
) -> None:
    case = make_case("verified")
    assert post(signed_in(officer), case, "co-khieu-nai", text="Đơn").status_code == 404
    assert post(signed_in(clerk), case, "het-khieu-nai", text="Đơn").status_code == 404
    assert post(signed_in(clerk), case, "co-khieu-nai").status_code == 400
    assert post(signed_in(clerk), case, "co-khieu-nai", text="Đơn số 1").status_code == 302
    case.refresh_from_db()
    assert case.complaint_since is not None
    assert CaseEvent.objects.get(case=case, name="complaint").text == "Đơn số 1"
    assert "khiếu nại" not in client.get(case.get_absolute_url()).content.decode()
    assert post(signed_in(officer), case, "het-khieu-nai", text="Xong").status_code == 404
    assert post(signed_in(clerk), case, "het-khieu-nai", text="Xong").status_code == 302
    case.refresh_from_db()
    assert case.complaint_since is None
    assert CaseEvent.objects.filter(case=case, name="complaint_over").exists()


def test_the_service_refuses(make_case: MakeCase, clerk: User, officer: User) -> None:
    case = make_case("assigned")
    asked = {"case": case, "version": case.version, "reason": "Đơn"}
    with pytest.raises(PermissionDenied):
        complaints.set_complaint(by=officer, **asked)
    with pytest.raises(Refused):
        complaints.lift_complaint(by=clerk, **asked)
    with pytest.raises(Refused):
        complaints.set_complaint(by=clerk, **{**asked, "reason": " "})
    with pytest.raises(Stale):
        complaints.set_complaint(by=clerk, **{**asked, "version": case.version + 1})
    case = complaints.set_complaint(by=clerk, **asked)
    with pytest.raises(Refused):
        complaints.set_complaint(by=clerk, case=case, version=case.version, reason="Nữa")
