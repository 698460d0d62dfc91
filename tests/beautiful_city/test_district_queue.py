"""The district's lists, several reports at once, and pauses."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from beautiful_city.inbox import district_items
from beautiful_city.models import Case, CasePhoto, Category, Pause
from beautiful_city.services import unit
from portal.models import Unit, User
from tests.beautiful_city.conftest import MakeCase
from tests.beautiful_city.test_district_cases import photos, signed_in

TRIAGE = "/viec/tiep-nhan/"
PAUSES = "/viec/tam-dung/"


def listed(page: str, cases: list[Case]) -> list[str]:
    """Codes of `cases` in the order in which the page links to them."""
    there = [(page.find(f'href="{case.work_url}"'), case.code) for case in cases]
    return [code for at, code in sorted(there) if at >= 0]


@pytest.fixture
def many(city: Any, ward: Unit) -> list[Case]:
    """Two hundred reports that wait, without photos: only their number matters."""
    now = timezone.now()
    category = Category.objects.get(code="rac-thai")
    return Case.objects.bulk_create(
        Case(
            year=2018,
            number=number,
            kind="bad",
            state="submitted",
            category=category,
            title=f"Mẫu {number}",
            ward=ward,
            submitted_at=now,
            # Three share each moment, so that pages must be told apart by key.
            district_due_at=now + timedelta(hours=number // 3),
        )
        for number in range(1, 201)
    )


@pytest.mark.parametrize(
    "address",
    [TRIAGE, "/viec/xac-nhan/", f"{TRIAGE}giao/", f"{TRIAGE}tu-choi/", PAUSES],
)
def test_the_lists_are_the_districts(
    city: Any, officer: User, leader: User, clerk: User, address: str
) -> None:
    assert Client().get(address).status_code == 302
    for user in (officer, leader):
        assert signed_in(user).get(address).status_code == 404
        assert signed_in(user).post(f"{TRIAGE}giao/", {"chon": "1"}).status_code == 404
    assert signed_in(clerk).get(address).status_code in (200, 302)


def test_what_awaits_the_district_stands_by_due_time(
    make_case: MakeCase, clerk: User, officer: User
) -> None:
    cases = [
        make_case(state)
        for state in ("submitted", "needs_info", "disputed", "reopen_requested", "pending_review")
    ]
    asked = make_case("in_progress", severity="complex")
    unit.ask_district(case=asked, by=officer, version=asked.version, kind="extension", text="Mưa")
    waiting = make_case("waiting_external")
    away = [make_case("assigned"), make_case("verified"), waiting]
    for at, case in enumerate(reversed(cases)):
        due = timezone.now() + timedelta(hours=at - 2)
        Case.objects.filter(pk=case.pk).update(district_due_at=due)
    page = signed_in(clerk).get(TRIAGE).content.decode()
    assert listed(page, cases) == [case.code for case in reversed(cases)]
    assert listed(page, [asked]) == [asked.code]
    assert not listed(page, away)
    assert "Quá hạn" in page
    # An external body is looked at when its time has come.
    Case.objects.filter(pk=waiting.pk).update(district_due_at=timezone.now())
    page = signed_in(clerk).get(TRIAGE, {"viec": "phoi-hop"}).content.decode()
    assert listed(page, [*cases, waiting]) == [waiting.code]


def test_checking_shows_what_units_reported(make_case: MakeCase, clerk: User) -> None:
    case, other = make_case("remediated"), make_case()
    page = signed_in(clerk).get("/viec/xac-nhan/").content.decode()
    assert listed(page, [case, other]) == [case.code]
    assert 'name="chon"' not in page


def test_filters_narrow_and_odd_ones_do_not_break(
    make_case: MakeCase, clerk: User, ward: Unit
) -> None:
    case = make_case()
    unknown = make_case(category="cay-xanh")
    Case.objects.filter(pk=unknown.pk).update(ward=None)
    client = signed_in(clerk)
    both = [case, unknown]
    page = client.get(TRIAGE, {"phuong": ward.pk}).content.decode()
    assert listed(page, both) == [case.code]
    page = client.get(TRIAGE, {"phuong": "chua-ro"}).content.decode()
    assert listed(page, both) == [unknown.code]
    tree = Category.objects.get(code="cay-xanh").pk
    assert listed(client.get(TRIAGE, {"linh_vuc": tree}).content.decode(), both) == [unknown.code]
    for odd in ("9" * 50, "x", "-1", "\x00"):
        asked = {"phuong": odd, "linh_vuc": odd, "viec": odd, "tu": odd}
        assert client.get(TRIAGE, asked).status_code == 200


def test_two_hundred_cost_no_more_than_a_page(
    many: list[Case], clerk: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(clerk)
    with django_assert_max_num_queries(11):
        client.get(TRIAGE)
    Case.objects.filter(number__gt=60).delete()
    with django_assert_max_num_queries(11):
        client.get(TRIAGE)


def test_pages_by_key_show_each_case_once(many: list[Case], clerk: User) -> None:
    client = signed_in(clerk)
    address, seen = TRIAGE, []
    for _page in range(10):
        context = client.get(address).context
        seen += [row.case.pk for row in context["page"].rows]
        if not context["next_url"]:
            break
        address = TRIAGE + context["next_url"]
    assert len(seen) == 200
    assert sorted(seen) == sorted(set(seen))


def test_the_inbox_of_the_district(make_case: MakeCase, clerk: User, officer: User) -> None:
    case = make_case("remediated")
    (item,) = district_items(clerk, [], timezone.now())
    assert item.url == case.work_url
    assert not list(district_items(officer, [], timezone.now()))
    assert case.title in signed_in(clerk).get("/viec/").content.decode()


# --- Several at once ----------------------------------------------------------------------------


def sent(cases: list[Case], **shared: Any) -> dict[str, Any]:
    data: dict[str, Any] = {"chon": [case.pk for case in cases], **shared}
    for case in cases:
        data[f"c{case.pk}-version"] = case.version
        data[f"c{case.pk}-title"] = case.title
        data[f"c{case.pk}-public_text"] = "Có rác"
        data[f"c{case.pk}-photos"] = photos(case)
    return data


def test_several_are_assigned_and_each_outcome_is_told(
    make_case: MakeCase, clerk: User, ward: Unit
) -> None:
    good, stale, unchecked = make_case(), make_case(), make_case()
    data = sent([good, stale, unchecked], unit=ward.pk, severity="normal")
    data[f"c{unchecked.pk}-photos"] = []
    Case.objects.filter(pk=stale.pk).update(version=stale.version + 1)
    client = signed_in(clerk)
    shown = client.get(f"{TRIAGE}giao/", {"chon": [good.pk, stale.pk]}).content.decode()
    assert good.code in shown
    page = client.post(f"{TRIAGE}giao/", data)
    assert page.status_code == 200
    outcomes = {outcome.case.pk: outcome.refusal for outcome in page.context["outcomes"]}
    assert not outcomes[good.pk]
    assert "vừa được người khác xử lý" in outcomes[stale.pk]
    assert "đánh dấu ít nhất một ảnh" in outcomes[unchecked.pk]
    states = dict(Case.objects.values_list("pk", "state"))
    assert (states[good.pk], states[stale.pk], states[unchecked.pk]) == (
        "assigned",
        "submitted",
        "submitted",
    )
    # What was not done stands there again, over the report as it is now.
    left = page.context["rows"]
    assert {form.case.pk for form in left} == {stale.pk, unchecked.pk}
    data = sent([stale], unit=ward.pk, severity="normal")
    data[f"c{stale.pk}-version"] = stale.version + 1
    client.post(f"{TRIAGE}giao/", data)
    stale.refresh_from_db()
    assert stale.state == "assigned"


def test_several_are_refused_for_one_reason(make_case: MakeCase, clerk: User) -> None:
    cases = [make_case(), make_case("needs_info")]
    client = signed_in(clerk)
    data = sent(cases, reason="not_here", text="Ngoài địa bàn")
    assert client.post(f"{TRIAGE}tu-choi/", {**data, "text": ""}).status_code == 400
    client.post(f"{TRIAGE}tu-choi/", data)
    assert set(Case.objects.values_list("state", flat=True)) == {"rejected"}


def test_photos_of_another_case_do_not_pass_in_bulk(
    make_case: MakeCase, clerk: User, ward: Unit
) -> None:
    case, other = make_case(), make_case()
    data = sent([case], unit=ward.pk, severity="normal")
    data[f"c{case.pk}-photos"] = photos(other)
    page = signed_in(clerk).post(f"{TRIAGE}giao/", data)
    assert page.context["outcomes"][0].refusal
    assert not CasePhoto.objects.filter(checked=True).exists()


@pytest.mark.parametrize("odd", ["x", "9" * 40, "0", "-1"])
def test_odd_choices_are_left_out(city: Any, clerk: User, odd: str) -> None:
    assert signed_in(clerk).get(f"{TRIAGE}giao/", {"chon": odd}).status_code == 302


# --- Pauses -------------------------------------------------------------------------------------


def test_a_pause_is_asked_about_before_it_begins(
    make_case: MakeCase, clerk: User, officer: User, ward: Unit
) -> None:
    case = make_case("assigned")
    client = signed_in(clerk)
    words = {"name": "Bão số 1 (mẫu)", "decision": "12/QĐ-UBND", "ward": ward.pk}
    assert client.post(PAUSES, {"name": "Bão"}).status_code == 400
    page = client.post(PAUSES, words).content.decode()
    assert "Sẽ dừng thời hạn của 1 phản ánh" in page
    assert not Pause.objects.exists()
    assert signed_in(officer).post(PAUSES, {**words, "sure": "on"}).status_code == 404
    assert client.post(PAUSES, {**words, "sure": "on"}).status_code == 302
    pause = Pause.objects.get()
    case.refresh_from_db()
    assert case.clock_since is None
    assert pause.name in client.get(case.work_url).content.decode()
    end = f"{PAUSES}{pause.pk}/ket-thuc/"
    assert signed_in(officer).post(end).status_code == 404
    assert client.post(f"{PAUSES}{'9' * 30}/ket-thuc/").status_code == 404
    assert client.post(end).status_code == 302
    case.refresh_from_db()
    assert case.clock_since is not None
