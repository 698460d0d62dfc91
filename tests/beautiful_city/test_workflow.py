"""The table of moves, row by row: what it allows, what it refuses, and what is written down."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from beautiful_city import permissions
from beautiful_city.models import Case, CaseEvent, CasePhoto, HistoryIsFixed
from beautiful_city.services import Refused, Stale, checking, triage, unit
from beautiful_city.services.core import Note, make_move
from beautiful_city.states import BAD_STATES, OPEN, SHOWN, State
from beautiful_city.workflow import MOVES, Actor, moves_from
from portal.models import Unit, User
from tests.beautiful_city.conftest import PATHS, MakeCase, MakePhoto

# As the design of the case has it, written out once more by hand.
TABLE = {
    "submitted": {"needs_info", "rejected", "duplicate", "assigned"},
    "needs_info": {"submitted", "rejected", "duplicate"},
    "assigned": {"disputed", "in_progress", "rejected", "duplicate"},
    "disputed": {"assigned", "rejected", "duplicate"},
    "in_progress": {"waiting_external", "remediated", "disputed", "rejected", "duplicate"},
    "waiting_external": {"in_progress", "disputed", "rejected", "duplicate"},
    "remediated": {"verified", "rework", "rejected", "duplicate"},
    "rework": {"in_progress", "disputed", "rejected", "duplicate"},
    "verified": {"reopen_requested", "closed"},
    "reopen_requested": {"reopened", "verified"},
    "reopened": {"in_progress", "disputed", "rejected", "duplicate"},
    "rejected": set(),
    "duplicate": set(),
    "closed": set(),
    "draft": {"pending_review"},
    "pending_review": {"published", "archived"},
    "published": {"archived"},
    "archived": set(),
}


@pytest.fixture
def actors(clerk: User, second_clerk: User, officer: User) -> dict[Actor, User | None]:
    """Who makes the moves of each actor; a reporter without an account and the system are None."""
    return {
        Actor.DISTRICT: second_clerk,
        Actor.UNIT: officer,
        Actor.REPORTER: None,
        Actor.SYSTEM: None,
    }


def test_the_table_is_the_one_of_the_design() -> None:
    assert {state: {move.target.value for move in moves_from(state)} for state in State} == TABLE
    assert len(BAD_STATES) == 14


def test_only_the_system_takes_a_case_from_a_unit_that_ended() -> None:
    to_disputed = [move for move in MOVES.values() if move.target == State.DISPUTED]
    assert {move.name: move.actor for move in to_disputed} == {
        "dispute": Actor.UNIT,
        "end_unit": Actor.SYSTEM,
    }
    assert MOVES["dispute"].sources == {State.ASSIGNED}


@pytest.mark.parametrize("state", PATHS)
def test_every_move_from_every_state(
    make_case: MakeCase, actors: dict[Actor, User | None], ward: Unit, state: str
) -> None:
    """Allowed moves go through and write a line; all others are refused and change nothing."""
    case = make_case(state)
    master = make_case("assigned") if state in MOVES["mark_duplicate"].sources else None
    for move in MOVES.values():
        case.refresh_from_db()
        before = (case.state, case.version)
        lines = CaseEvent.objects.filter(case=case).count()
        needed = {"mark_duplicate": {"master": master}, "assign": {"unit": ward}}
        changes = needed.get(move.name, {})
        by = actors[move.actor]
        if state not in move.sources:
            with pytest.raises(Stale) as stale:
                make_move(case, move.name, by=by, version=case.version, note=Note(text="Lý do"))
            assert case.get_state_display() in str(stale.value)
        else:
            with transaction.atomic():
                moved = make_move(
                    case, move.name, by=by, version=case.version, note=Note(text="x"), **changes
                )
                assert moved.state == move.target
                assert moved.version == case.version + 1
                line = CaseEvent.objects.filter(case=case).last()
                assert line is not None
                assert (line.from_state, line.to_state) == (state, move.target)
                assert CaseEvent.objects.filter(case=case).count() == lines + 1
                transaction.set_rollback(True)
        case.refresh_from_db()
        assert (case.state, case.version) == before
        assert CaseEvent.objects.filter(case=case).count() == lines


@pytest.mark.parametrize("state", [state for state in PATHS if TABLE[state]])
def test_nobody_makes_the_moves_of_another(
    make_case: MakeCase,
    officer: User,
    other_officer: User,
    clerk: User,
    leader: User,
    state: str,
) -> None:
    case = make_case(state)
    strangers: dict[Actor, tuple[User | None, ...]] = {
        Actor.DISTRICT: (officer, other_officer, leader, None),
        Actor.UNIT: (other_officer, leader, clerk, None),
        Actor.REPORTER: (officer, other_officer, leader),
        Actor.SYSTEM: (officer, clerk, leader),
    }
    for move in moves_from(state):
        for stranger in strangers[move.actor]:
            with pytest.raises(PermissionDenied):
                make_move(
                    case, move.name, by=stranger, version=case.version, note=Note(text="Lý do")
                )
    case.refresh_from_db()
    assert case.state == state


@pytest.mark.parametrize("name", [move.name for move in MOVES.values() if move.reason])
def test_a_reason_is_asked_for(
    make_case: MakeCase, actors: dict[Actor, User | None], name: str
) -> None:
    move = MOVES[name]
    state = next(state for state in PATHS if state in move.sources)
    case = make_case(state)
    with pytest.raises(Refused, match="lý do"):
        make_move(case, name, by=actors[move.actor], version=case.version, note=Note(text="  "))


def test_a_stale_version_is_refused_and_says_what_happened(
    make_case: MakeCase, clerk: User, ward: Unit, officer: User
) -> None:
    case = make_case("assigned")
    unit.start(case=case, by=officer, version=case.version)
    with pytest.raises(Stale, match="Đang khắc phục"):
        unit.dispute(
            case=case, by=officer, version=case.version, reason="not_area", text="Không phải"
        )
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    assert not CaseEvent.objects.filter(case=case, name="dispute").exists()


def test_an_officer_answers_while_the_district_marks_a_duplicate(
    make_case: MakeCase, officer: User, clerk: User, make_photo: MakePhoto
) -> None:
    master, case = make_case("assigned"), make_case("in_progress")
    seen = case.version
    triage.mark_duplicate(case=case, by=clerk, version=seen, master=master, text="Trùng")
    with pytest.raises(Stale, match="Trùng phản ánh"):
        unit.remediate(case=case, by=officer, version=seen, photos=[make_photo()], text="Xong")
    case.refresh_from_db()
    assert (case.state, case.master) == (State.DUPLICATE, master)
    # Nothing of the answer stays behind.
    assert not CasePhoto.objects.filter(case=case, role="after").exists()


def test_the_one_who_reported_it_as_done_does_not_check_it(
    make_case: MakeCase, make_user: Callable[..., User], urban: Unit, clerk: User, make_photo
) -> None:
    """A department can be the unit in charge; its district officer may not verify the own work."""
    case = make_case("assigned", unit_=urban, by_unit=clerk)
    case = unit.remediate(
        case=case, by=clerk, version=case.version, photos=[make_photo()], text="Đã làm"
    )
    before, after = case.photos.get(role="before"), case.photos.get(role="after")
    with pytest.raises(PermissionDenied):
        checking.verify(
            case=case,
            by=clerk,
            version=case.version,
            before=before.pk,
            after=after.pk,
            checked_photos=[after.pk],
        )
    case.refresh_from_db()
    assert case.state == State.REMEDIATED


def test_a_ward_moves_only_its_own(
    make_case: MakeCase, other_officer: User, make_photo: MakePhoto
) -> None:
    case = make_case("assigned")
    assert not permissions.can_see_case(other_officer, case)
    with pytest.raises(PermissionDenied):
        unit.remediate(
            case=case, by=other_officer, version=case.version, photos=[make_photo()], text="Xong"
        )
    assert permissions.moves_of(other_officer, case) == []


def test_after_photos_for_each_view_that_was_marked(
    make_case: MakeCase, officer: User, make_photo: MakePhoto
) -> None:
    case = make_case("in_progress", photos=3, views=2)
    with pytest.raises(Refused, match="2 góc"):
        unit.remediate(
            case=case, by=officer, version=case.version, photos=[make_photo()], text="Xong"
        )
    with pytest.raises(Refused):
        unit.remediate(case=case, by=officer, version=case.version, photos=[], text="Xong")
    done = unit.remediate(
        case=case, by=officer, version=case.version, photos=[make_photo(), make_photo()], text="X"
    )
    assert done.state == State.REMEDIATED


def test_assignment_asks_for_the_privacy_check(
    make_case: MakeCase, clerk: User, ward: Unit
) -> None:
    case = make_case("submitted")
    foreign = CasePhoto.objects.exclude(case=case).values_list("pk", flat=True)
    for passed in ([], list(foreign), [10**18]):
        with pytest.raises(Refused, match="ít nhất một ảnh"):
            triage.assign(
                case=case,
                by=clerk,
                version=case.version,
                unit=ward,
                severity="normal",
                checked_photos=passed,
            )
    case.refresh_from_db()
    assert (case.state, case.is_public) == (State.SUBMITTED, False)


def test_a_case_is_public_only_in_the_states_that_are_shown(make_case: MakeCase) -> None:
    for state in PATHS:
        case = make_case(state)
        assert case.is_public is (state in SHOWN), state
        shown = CasePhoto.objects.filter(case=case, photo__published_at__isnull=False)
        hidden = CasePhoto.objects.filter(case=case, photo__hidden_at__isnull=False)
        if state in ("submitted", "needs_info", "draft", "pending_review"):
            assert not shown.exists(), state
        if state in SHOWN:
            assert shown.exclude(pk__in=hidden).exists(), state


def test_duplicates_hang_on_the_first_and_never_on_each_other(
    make_case: MakeCase, clerk: User
) -> None:
    first, second, third = make_case("assigned"), make_case("assigned"), make_case("assigned")
    triage.mark_duplicate(case=third, by=clerk, version=third.version, master=second, text="Trùng")
    triage.mark_duplicate(case=second, by=clerk, version=second.version, master=first, text="Trùng")
    assert {Case.objects.get(pk=case.pk).master for case in (second, third)} == {first}
    with pytest.raises(Refused, match="chính nó"):
        triage.mark_duplicate(
            case=first, by=clerk, version=first.version, master=second, text="Trùng"
        )


def test_the_history_is_never_changed(make_case: MakeCase) -> None:
    line = CaseEvent.objects.filter(case=make_case("assigned")).first()
    assert line is not None
    line.text = "khác"
    for change in (
        line.save,
        line.delete,
        CaseEvent.objects.all().delete,
        lambda: CaseEvent.objects.update(text="khác"),
    ):
        with pytest.raises(HistoryIsFixed):
            change()


def test_open_states_are_those_that_somebody_must_act_on() -> None:
    assert not OPEN & {State.REJECTED, State.DUPLICATE, State.CLOSED, State.VERIFIED}
