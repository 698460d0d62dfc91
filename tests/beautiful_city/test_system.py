"""What the clock does by itself, run twice each time: the second run finds nothing to do."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from beautiful_city.models import Case, Contact, Follower
from beautiful_city.services import Refused, pauses, reporter, system, unit
from beautiful_city.services.core import fresh
from beautiful_city.services.sending import Reach
from beautiful_city.states import State
from portal.kinds import UnitKind
from portal.models import Membership, Unit, UnitSuccession, User
from portal.provisioning import save_membership
from portal.roles import Role
from tests.beautiful_city.conftest import MakeCase, MakePhoto

YESTERDAY = timedelta(days=1)


def test_silence_ends_a_case_after_five_working_days(make_case: MakeCase) -> None:
    silent, asked = make_case("needs_info"), make_case("needs_info")
    Case.objects.filter(pk=silent.pk).update(district_due_at=timezone.now() - YESTERDAY)
    assert system.expire_info() == "1"
    assert system.expire_info() == "0"
    assert (fresh(silent.pk).state, fresh(silent.pk).rejection) == (State.REJECTED, "no_answer")
    assert fresh(asked.pk).state == State.NEEDS_INFO


def test_who_cannot_be_reached_is_not_refused_for_silence(make_case: MakeCase) -> None:
    """A report of another system, or without a code: the district looks on site instead."""
    cases = [make_case("needs_info", source="open311"), make_case("needs_info")]
    Case.objects.filter(pk=cases[1].pk).update(code_digest=None)
    Case.objects.update(district_due_at=timezone.now() - YESTERDAY)
    assert system.expire_info() == "0"
    assert {fresh(case.pk).state for case in cases} == {State.NEEDS_INFO}


def test_a_pause_of_the_old_ward_holds_no_longer(
    make_case: MakeCase, ward: Unit, clerk: User, make_unit: Callable[..., Unit]
) -> None:
    case = make_case("in_progress")
    pauses.begin_pause(name="Bão", decision="1", by=clerk, ward=ward)
    today = timezone.localdate()
    heir = make_unit("Phường Mới", UnitKind.WARD)
    UnitSuccession.objects.create(predecessor=ward, successor=heir, date=today, decision="NQ")
    Unit.objects.filter(pk=ward.pk).update(valid_to=today)
    assert fresh(case.pk).clock_since is None
    assert system.pass_on_cases() == "1"
    assert fresh(case.pk).clock_since is not None


def test_a_verified_case_closes_after_fifteen_days(
    make_case: MakeCase, make_photo: MakePhoto
) -> None:
    old, new = make_case("verified"), make_case("verified")
    Case.objects.filter(pk=old.pk).update(verified_at=timezone.now() - timedelta(days=16))
    with pytest.raises(Refused, match="15 ngày"):
        reporter.ask_reopen(
            case=fresh(old.pk), version=fresh(old.pk).version, text="Lại có", photos=[make_photo()]
        )
    assert system.close_verified() == "1"
    assert system.close_verified() == "0"
    assert fresh(old.pk).state == State.CLOSED
    assert fresh(old.pk).is_public
    assert fresh(new.pk).state == State.VERIFIED


def test_nothing_is_verified_by_itself(make_case: MakeCase) -> None:
    case = make_case("remediated")
    Case.objects.filter(pk=case.pk).update(
        district_due_at=timezone.now() - timedelta(days=400),
        remediated_at=timezone.now() - timedelta(days=400),
    )
    for job in (system.expire_info, system.close_verified, system.pass_on_cases):
        job()
    assert fresh(case.pk).state == State.REMEDIATED


def test_open_cases_of_an_ended_ward_pass_to_its_successor(
    make_case: MakeCase,
    ward: Unit,
    officer: User,
    make_unit: Callable[..., Unit],
    make_user: Callable[..., User],
    make_photo: MakePhoto,
) -> None:
    case, done = make_case("in_progress"), make_case("verified")
    today = timezone.localdate()
    heir = make_unit("Phường Mới", UnitKind.WARD)
    new_officer = make_user("can-bo-moi", (heir, Role.WARD_OFFICER))
    UnitSuccession.objects.create(
        predecessor=ward, successor=heir, date=today, decision="Nghị quyết mẫu"
    )
    Unit.objects.filter(pk=ward.pk).update(valid_to=today)
    lines = case.events.count()
    assert system.pass_on_cases() == "1"
    assert system.pass_on_cases() == "0"
    passed = fresh(case.pk)
    assert (passed.unit, passed.state) == (heir, State.IN_PROGRESS)
    assert passed.deadline_at == case.deadline_at
    assert passed.events.count() == lines + 1
    assert "Nghị quyết mẫu" in passed.events.get(name="passed_on").public_text
    # What was done stays with the ward that did it.
    assert fresh(done.pk).unit == ward
    answered = unit.remediate(
        case=passed, by=new_officer, version=passed.version, photos=[make_photo()], text="Xong"
    )
    assert answered.state == State.REMEDIATED


def test_without_one_successor_the_district_names_a_unit(
    make_case: MakeCase, ward: Unit, make_unit: Callable[..., Unit]
) -> None:
    case = make_case("assigned")
    today = timezone.localdate()
    for name in ("Phường Một", "Phường Hai"):
        UnitSuccession.objects.create(
            predecessor=ward, successor=make_unit(name, UnitKind.WARD), date=today, decision="NQ"
        )
    Unit.objects.filter(pk=ward.pk).update(valid_to=today)
    assert system.pass_on_cases() == "1"
    assert system.pass_on_cases() == "0"
    case = fresh(case.pk)
    assert (case.state, case.clock_since) == (State.DISPUTED, None)
    assert case.district_due_at is not None


def test_contacts_and_originals_go_ninety_days_after_the_end(make_case: MakeCase) -> None:
    reach = Reach(phone="0900000000")
    old, new = make_case("closed", reach=reach), make_case("closed", reach=reach)
    still_open = make_case("assigned", reach=reach)
    before = timezone.now() - timedelta(days=91)
    Case.objects.filter(pk=old.pk).update(closed_at=before)
    Case.objects.filter(pk=still_open.pk).update(submitted_at=before)
    assert system.forget_contacts() == "1 · 2"
    assert system.forget_contacts() == "0 · 0"
    assert set(Contact.objects.values_list("case_id", flat=True)) == {new.pk, still_open.pk}
    for row in old.photos.select_related("photo"):
        row.photo.refresh_from_db()
        assert row.photo.original_deleted_at is not None
    assert not new.photos.filter(photo__original_deleted_at__isnull=False).exists()


def test_followers_are_forgotten_and_what_is_beautiful_too(make_case: MakeCase) -> None:
    reach = Reach(email="nguoi-gui@example.org")
    closed, beautiful = make_case("closed"), make_case("published", reach=reach)
    for case in (closed, beautiful):
        Follower.objects.create(case=case, email="ban-doc@example.org")
    before = timezone.now() - timedelta(days=91)
    Case.objects.filter(pk=closed.pk).update(closed_at=before)
    system.forget_contacts()
    assert set(Follower.objects.values_list("case_id", flat=True)) == {beautiful.pk}
    Case.objects.filter(pk=beautiful.pk).update(public_at=before)
    system.forget_contacts()
    assert not Follower.objects.exists()
    assert not Contact.objects.exists()


def test_a_member_of_the_old_ward_has_no_rights_left(
    make_case: MakeCase, ward: Unit, officer: User
) -> None:
    """A membership counts only in a unit that exists on the day."""
    case = make_case("assigned")
    save_membership(
        Membership(user=officer, unit=ward, role=Role.WARD_LEADERSHIP, start=date(2018, 1, 1))
    )
    Unit.objects.filter(pk=ward.pk).update(valid_to=timezone.localdate())
    again = User.objects.get(pk=officer.pk)
    with pytest.raises(PermissionDenied):
        unit.start(case=case, by=again, version=case.version)
    assert fresh(case.pk).state == State.ASSIGNED
