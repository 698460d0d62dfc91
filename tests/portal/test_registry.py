"""The registry as of 30/05/2018, and what the changes of 2025 make of it."""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.models import GroupPagePermission, Site

from portal.kinds import DISTRICT_LEVEL, UnitKind
from portal.models import Membership, Unit, UnitSuccession, User
from portal.provisioning import group_name, save_membership
from portal.registry import DATA, WARDS_FILE, load_registry
from portal.roles import Role
from portal.succession import COLUMNS, SuccessionRefused, apply_succession

pytestmark = pytest.mark.usefixtures("indexes")

CHANGES = DATA / "changes-2025.csv"
THEN = date(2018, 5, 30)
BEFORE, BETWEEN, AFTER = date(2024, 12, 31), date(2025, 1, 1), date(2025, 7, 1)


@pytest.fixture
def registry(db: None) -> None:
    load_registry()


@pytest.fixture
def change_file(tmp_path: Path) -> Callable[..., Path]:
    def write(*lines: dict[str, str]) -> Path:
        path = tmp_path / "thay-doi.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, COLUMNS, restval="")
            rows.writeheader()
            rows.writerows(lines)
        return path

    return write


def wards(day: date) -> list[str]:
    found = Unit.objects.valid_on(day).of_kind(UnitKind.WARD).order_by("sort_key")
    return list(found.values_list("short_name", flat=True))


def line(**fields: str) -> dict[str, str]:
    return {"date": "2025-07-01", "decision": "Quyết định mẫu", **fields}


# --- Loading ---------------------------------------------------------------------------------


def test_the_registry_of_2018(registry: None) -> None:
    with WARDS_FILE.open(encoding="utf-8", newline="") as file:
        codes = {row["gso_code"]: row["name"] for row in csv.DictReader(file)}
    district = Unit.objects.get(kind=UnitKind.DISTRICT)
    loaded = Unit.objects.valid_on(THEN).of_kind(UnitKind.WARD)
    assert {ward.code: ward.short_name for ward in loaded} == codes
    assert len(codes) == 14
    assert {ward.parent for ward in loaded} == {district}
    assert {ward.legal_basis for ward in loaded} == {"Nghị định 132/2003/NĐ-CP ngày 06/11/2003"}
    assert Unit.objects.get(code="00139").name == "Phường Bồ Đề"
    assert Unit.objects.get(code="phong-vhtt").name == "Phòng Văn hóa và Thông tin"
    assert not Unit.objects.exclude(valid_to=None).exists()
    assert wards(date(2003, 11, 5)) == []


def test_wards_stand_in_the_order_of_the_alphabet(registry: None) -> None:
    order = wards(THEN)
    assert order.index("Cự Khối") < order.index("Đức Giang") < order.index("Gia Thụy")
    assert order.index("Phúc Đồng") < order.index("Phúc Lợi")


def test_loading_again_keeps_what_was_put_right(registry: None) -> None:
    Unit.objects.filter(code="00139").update(phone="024 0000 0000")
    assert load_registry() == 0
    assert Unit.objects.get(code="00139").phone == "024 0000 0000"


def test_a_wrong_line_is_named_and_nothing_is_loaded(db: None, tmp_path: Path) -> None:
    path = tmp_path / "units.csv"
    path.write_text(
        "code,kind,parent,name,short_name,order,valid_from,legal_basis,source\n"
        "quan,district,,Quận Mẫu,,,,,\n"
        "phong,department,khong-co,Phòng Mẫu,,,,,\n",
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match=r"units\.csv:3: .*khong-co"):
        load_registry(units=path)
    path.write_text(path.read_text().replace("khong-co", "quan").replace("department", "so"))
    with pytest.raises(ValueError, match=r"units\.csv:3: "):
        load_registry(units=path)
    assert not Unit.objects.exists()


def test_commands(db: None) -> None:
    out = StringIO()
    call_command("load_registry", stdout=out)
    call_command("load_registry", stdout=out)
    call_command("provision", stdout=out)
    assert "Đã thêm 0 đơn vị." in out.getvalue()
    assert "nhóm" in out.getvalue()


# --- The changes of 2025 ---------------------------------------------------------------------


def test_wards_before_between_and_after(registry: None) -> None:
    apply_succession(path=CHANGES)
    assert len(wards(THEN)) == len(wards(BEFORE)) == 14
    assert len(wards(BETWEEN)) == len(wards(date(2025, 6, 30))) == 13
    assert "Sài Đồng" not in wards(BETWEEN)
    assert wards(AFTER) == ["Bồ Đề", "Long Biên", "Phúc Lợi", "Việt Hưng"]


def test_amounts_are_those_of_the_source(registry: None) -> None:
    apply_succession(path=CHANGES)
    found = UnitSuccession.objects.filter(predecessor__code="00142").order_by("pk")
    assert [(s.successor.code, str(s.area_km2), s.population, s.share) for s in found] == [
        ("00136", "0.73", 13092, None),
        ("00151", "0.13", 4817, None),
    ]


def test_which_ward_went_where_in_july_is_not_claimed(registry: None) -> None:
    apply_succession(path=CHANGES)
    july = UnitSuccession.objects.filter(date=AFTER)
    assert set(july.values_list("successor", flat=True)) == {None}
    new = Unit.objects.filter(kind=UnitKind.WARD, valid_from=AFTER)
    assert set(new.values_list("legal_basis", flat=True)) == {"Nghị quyết 1656 ngày 16/06/2025"}


def test_a_name_that_comes_back_is_another_unit(registry: None) -> None:
    apply_succession(path=CHANGES)
    old, new = Unit.objects.named("phuong bo de").order_by("valid_from")
    assert old.code == "00139"
    assert old != new
    assert (old.valid_to, new.valid_from) == (AFTER, AFTER)
    assert [Unit.objects.named("Phường Bồ Đề").valid_on(day).get() for day in (THEN, AFTER)] == [
        old,
        new,
    ]


def test_the_district_level_ends(registry: None) -> None:
    outcome = apply_succession(path=CHANGES)
    district_level = Unit.objects.of_kind(*DISTRICT_LEVEL)
    assert district_level.valid_on(BETWEEN).count() == district_level.count() > 1
    assert not district_level.valid_on(AFTER).exists()
    assert outcome.without_parent == []


def test_applying_again_changes_nothing(registry: None) -> None:
    apply_succession(path=CHANGES)
    before = list(Unit.objects.order_by("pk").values())
    again = apply_succession(path=CHANGES)
    assert (again.founded, again.ended, again.successions) == ([], [], [])
    assert list(Unit.objects.order_by("pk").values()) == before
    assert load_registry() == 0


def test_a_dry_run_tells_and_keeps_nothing(registry: None) -> None:
    out = StringIO()
    call_command("apply_succession", CHANGES, dry_run=True, stdout=out)
    assert "Đơn vị mới: 4." in out.getvalue()
    assert "Chạy thử" in out.getvalue()
    assert not UnitSuccession.objects.exists()
    assert not Unit.objects.exclude(valid_to=None).exists()


def test_memberships_end_with_their_unit(
    registry: None, make_user: Callable[..., User], client: Client
) -> None:
    ward, department = Unit.objects.get(code="00139"), Unit.objects.get(code="phong-vhtt")
    officer = make_user("can-bo", (ward, Role.WARD_OFFICER))
    writer = make_user("nguoi-viet", (department, Role.CONTRIBUTOR))
    assert writer.groups.exists()
    client.force_login(writer)
    outcome = apply_succession(path=CHANGES)
    assert outcome.memberships_ended == 2
    ends = set(Membership.objects.values_list("user__username", "end"))
    assert ends == {(person.username, date(2025, 6, 30)) for person in (officer, writer)}
    writer.refresh_from_db()
    assert not writer.groups.exists()
    assert client.get("/quan-tri/").status_code == 302, "the open session has ended"


def test_a_membership_in_a_unit_that_goes_on_stays(
    registry: None, make_user: Callable[..., User], change_file: Callable[..., Path]
) -> None:
    keeper = make_user("giu", (Unit.objects.get(code="phong-gddt"), Role.CONTRIBUTOR))
    apply_succession(path=change_file(line(predecessor="phong-vhtt", ends="yes")))
    keeper.refresh_from_db()
    assert keeper.groups.exists()
    assert Membership.objects.get(user=keeper).end is None


def test_a_change_to_come_is_worked_out_when_it_comes(
    registry: None, change_file: Callable[..., Path]
) -> None:
    writer = User.objects.create_user("nguoi-viet", full_name="Người Viết")
    unit = Unit.objects.get(code="phong-vhtt")
    save_membership(
        Membership(user=writer, unit=unit, role=Role.CONTRIBUTOR, start=date(2018, 1, 1))
    )
    apply_succession(
        path=change_file({**line(predecessor="phong-vhtt", ends="yes"), "date": "2099-01-01"})
    )
    writer.refresh_from_db()
    assert writer.groups.exists()
    assert writer.rights_valid_until == date(2099, 1, 1)


# --- Files of changes ------------------------------------------------------------------------


def test_units_below_an_ended_one_are_told(
    registry: None, change_file: Callable[..., Path]
) -> None:
    school = Unit.objects.create(
        kind=UnitKind.SCHOOL,
        code="mau-1",
        name="Trường Tiểu học Mẫu 1",
        parent=Unit.objects.get(code="phong-gddt"),
    )
    path = change_file(line(predecessor="phong-gddt", ends="yes"))
    assert apply_succession(path=path).without_parent == [school]


def test_a_part_may_pass_on_while_the_unit_stays(
    registry: None, change_file: Callable[..., Path]
) -> None:
    apply_succession(path=change_file(line(predecessor="00139", successor="00133", share="0.25")))
    assert Unit.objects.get(code="00139").valid_to is None
    assert UnitSuccession.objects.get().share == pytest.approx(0.25)


def test_a_founded_unit_can_inherit_in_the_same_file(
    registry: None, change_file: Callable[..., Path]
) -> None:
    path = change_file(
        line(successor="moi", kind="ward", name="Phường Mới"),
        line(predecessor="00139", ends="yes", successor="moi"),
    )
    apply_succession(path=path)
    assert UnitSuccession.objects.get().successor == Unit.objects.get(code="moi")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"date": "01/07/2025"}, "2025-07-01"),
        ({"decision": ""}, "quyết định"),
        ({"predecessor": "khong-co", "ends": "yes"}, "khong-co"),
        ({"predecessor": "00139"}, "yes"),
        ({"predecessor": "00139", "ends": "có"}, "ends"),
        ({"predecessor": "00139", "successor": "00139"}, "chính nó"),
        ({"predecessor": "00139", "successor": "00133", "share": "2"}, "0"),
        ({"predecessor": "00139", "successor": "00133", "population": "đông"}, "population"),
        ({"predecessor": "00139", "successor": "00133", "area_km2": "NaN"}, "không phải là số"),
        ({"predecessor": "00139", "successor": "moi", "kind": "ward", "name": "M"}, "dòng riêng"),
        ({"predecessor": "00139", "ends": "yes", "date": "2003-11-06"}, "chưa có"),
        ({"successor": "moi"}, "mã, loại và tên"),
        ({"successor": "moi", "kind": "xa", "name": "Xã Mới"}, "xa"),
        ({"successor": "00139", "kind": "ward", "name": "Phường Mới"}, "đơn vị khác"),
    ],
)
def test_a_wrong_line_is_refused_with_its_number(
    registry: None, change_file: Callable[..., Path], fields: dict[str, str], words: str
) -> None:
    path = change_file(line(predecessor="phong-y-te", ends="yes"), line(**fields))
    with pytest.raises(SuccessionRefused) as refused:
        apply_succession(path=path)
    [error] = refused.value.errors
    assert error.startswith("thay-doi.csv:3: ")
    assert words in error
    assert Unit.objects.get(code="phong-y-te").valid_to is None, "all of the file or nothing"


def test_an_end_cannot_be_moved_to_later(registry: None, change_file: Callable[..., Path]) -> None:
    apply_succession(path=change_file(line(predecessor="phong-y-te", ends="yes")))
    later = change_file({**line(predecessor="phong-y-te", ends="yes"), "date": "2026-01-01"})
    with pytest.raises(CommandError, match=r"thay-doi\.csv:2: .*01/07/2025"):
        call_command("apply_succession", later)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"date,decision\n", "predecessor"),
        ("date,decision,Sài Đồng".encode("utf-16"), "UTF-8"),
    ],
)
def test_a_file_that_is_not_one_of_changes(
    registry: None, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "thay-doi.csv"
    path.write_bytes(content)
    with pytest.raises(SuccessionRefused, match=words):
        apply_succession(path=path)
    with pytest.raises(SuccessionRefused, match="khong-co"):
        apply_succession(path=tmp_path / "khong-co.csv")


def test_groups_that_somebody_deleted_are_made_again(
    make_unit: Callable[..., Unit], make_user: Callable[..., User]
) -> None:
    """With the next person whose role opens the editor."""
    unit = make_unit("Phòng Mẫu")
    Group.objects.all().delete()
    writer = make_user("viet-tin", (unit, Role.CONTRIBUTOR))
    (group,) = writer.groups.all()
    assert group.name == group_name(Role.CONTRIBUTOR)
    assert group.permissions.filter(codename="access_admin").exists()
    assert GroupPagePermission.objects.filter(group=group).exists()


def test_rights_are_given_before_there_is_a_site(
    make_unit: Callable[..., Unit], make_user: Callable[..., User]
) -> None:
    Site.objects.all().delete()
    Group.objects.all().delete()
    writer = make_user("viet-tin", (make_unit("Phòng Mẫu"), Role.CONTRIBUTOR))
    (group,) = writer.groups.all()
    assert group.permissions.filter(codename="access_admin").exists()
    assert not GroupPagePermission.objects.filter(group=group).exists()
