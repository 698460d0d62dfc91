"""Looking again after 7 and 30 days: who, when, once, and what a relapse leads to."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from beautiful_city.models import Case, CaseEvent, CasePhoto, GalleryPage, Revisit
from beautiful_city.selectors.revisits import due
from beautiful_city.services import Refused, checking
from beautiful_city.services.revisits import write_look
from beautiful_city.states import State
from portal.inbox import inbox_for
from portal.models import User
from tests.beautiful_city.conftest import picture
from tests.beautiful_city.public import statements

MakeCase = Callable[..., Case]
LIST = "/viec/xem-lai/"


@pytest.fixture
def look(make_case: MakeCase) -> Revisit:
    """The first of the two looks of a verified case, due today."""
    case = make_case("verified", title="Rác ở đầu ngõ")
    return first_look(case)


def first_look(case: Case) -> Revisit:
    looks = Revisit.objects.filter(case=case)
    today = timezone.localdate()
    assert [look.days for look in looks] == [7, 30]
    assert [look.due_on - today for look in looks] == [timedelta(days=7), timedelta(days=30)]
    Revisit.objects.filter(pk=looks[0].pk).update(due_on=today)
    return Revisit.objects.select_related("case").get(pk=looks[0].pk)


def test_what_is_due_stands_in_the_inbox_of_the_district(
    look: Revisit, officer: User, clerk: User
) -> None:
    now = timezone.now()
    assert [item.url for item in inbox_for(clerk, now)] == [f"{LIST}{look.pk}/"]
    assert inbox_for(officer, now) == []


def test_the_district_alone(client: Client, look: Revisit, officer: User, clerk: User) -> None:
    for path in (LIST, f"{LIST}{look.pk}/"):
        client.logout()
        assert client.get(path).status_code == 302
        client.force_login(officer)
        assert client.get(path).status_code == 404
        client.force_login(clerk)
        assert client.get(path).status_code == 200
    client.force_login(officer)
    assert client.post(f"{LIST}{look.pk}/", {"result": "con-tot"}).status_code == 404
    with pytest.raises(PermissionDenied):
        write_look(look=look, by=officer, relapsed=False, note="")


def test_the_list_has_what_is_due_and_still_put_right(look: Revisit, make_case: MakeCase) -> None:
    assert list(due(timezone.localdate())) == [look]
    assert list(due(timezone.localdate() - timedelta(days=1))) == []
    Case.objects.filter(pk=look.case_id).update(state=State.REOPENED)
    assert list(due(timezone.localdate())) == []


def test_in_order_is_written_once_and_public(client: Client, look: Revisit, clerk: User) -> None:
    client.force_login(clerk)
    assert "Rác ở đầu ngõ" in client.get(LIST).content.decode()
    response = client.post(f"{LIST}{look.pk}/", {"result": "con-tot"})
    assert response.status_code == 302
    look.refresh_from_db()
    assert (look.relapsed, look.done_by) == (False, clerk)
    event = CaseEvent.objects.get(case=look.case, name="looked_again")
    assert (event.label, event.is_public) == ("Quận xem lại sau 7 ngày: vẫn tốt", True)
    again = client.post(f"{LIST}{look.pk}/", {"result": "tai-dien", "note": "Lại có"})
    assert again.status_code == 400
    assert "vừa được người khác ghi" in again.content.decode()
    look.refresh_from_db()
    assert look.relapsed is False


def test_a_relapse_needs_a_word(client: Client, look: Revisit, clerk: User) -> None:
    client.force_login(clerk)
    response = client.post(f"{LIST}{look.pk}/", {"result": "tai-dien"})
    assert response.status_code == 400
    assert "Hãy ghi đã thấy gì" in response.content.decode()
    assert client.post(f"{LIST}{look.pk}/", {"note": "x"}).status_code == 400
    look.refresh_from_db()
    assert look.done_at is None


def test_a_relapse_with_a_photo_becomes_a_new_report(
    client: Client, look: Revisit, clerk: User
) -> None:
    client.force_login(clerk)
    photo = SimpleUploadedFile("nay.jpg", picture(77), "image/jpeg")
    told = {"result": "tai-dien", "note": "Rác lại đầy", "photos": photo}
    response = client.post(f"{LIST}{look.pk}/", told)
    new = Case.objects.exclude(pk=look.case_id).get()
    assert response["Location"] == new.work_url
    assert (new.state, new.source, new.category) == (
        State.SUBMITTED,
        "revisit",
        look.case.category,
    )
    assert (new.title, new.text, new.ward) == ("Rác ở đầu ngõ", "Rác lại đầy", look.case.ward)
    assert CasePhoto.objects.filter(case=new).count() == 1
    linked = CaseEvent.objects.filter(name="relapse_linked")
    assert {(event.case_id, event.data["case"]) for event in linked} == {
        (look.case_id, new.code),
        (new.pk, look.case.code),
    }


def test_a_relapse_without_a_photo_is_counted_all_the_same(look: Revisit, clerk: User) -> None:
    assert write_look(look=look, by=clerk, relapsed=True, note="Lại có") is None
    assert Case.objects.count() == 1
    assert Revisit.objects.get(relapsed=True) == look


def test_not_before_its_day(look: Revisit, clerk: User) -> None:
    later = Revisit.objects.get(case=look.case, days=30)
    with pytest.raises(Refused, match="Chưa đến ngày"):
        write_look(look=later, by=clerk, relapsed=False, note="")


def test_the_look_of_an_earlier_verification_goes_with_a_new_one(
    make_case: MakeCase, city: GalleryPage, second_clerk: User
) -> None:
    case = make_case("remediated")
    old = Revisit.objects.create(case=case, days=7, due_on=timezone.localdate())
    photos = CasePhoto.objects.filter(case=case)
    checking.verify(
        case=case,
        by=second_clerk,
        version=case.version,
        before=photos.get(role="before").pk,
        after=photos.get(role="after").pk,
        checked_photos=[photos.get(role="after").pk],
    )
    assert not Revisit.objects.filter(pk=old.pk).exists()
    assert Revisit.objects.filter(case=case).count() == 2


def test_statements_of_the_list_do_not_grow(
    client: Client, look: Revisit, make_case: MakeCase, clerk: User
) -> None:
    client.force_login(clerk)
    few = len(statements(client, LIST))
    for _ in range(3):
        first_look(make_case("verified"))
    assert len(statements(client, LIST)) == few
