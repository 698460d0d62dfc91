"""Handing over, the self-check, graduation, merged schools, restored backups."""

from __future__ import annotations

import csv
import hashlib
import zipfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from portal.models import Membership, Unit, User
from portal.provisioning import end_membership, save_unit
from school_intranet import ledger
from school_intranet.export import CONTENTS, LEDGER, LEDGER_END, write_export
from school_intranet.models import (
    Album,
    AlbumPhoto,
    CalendarToken,
    Graduation,
    Handover,
    PhotoConsent,
    Receipt,
    RegisterNumber,
    SchoolPortalPage,
    SelfCheck,
    Task,
)
from school_intranet.selectors.receipts import counts_of
from school_intranet.services import (
    announcing,
    broadcasting,
    directing,
    graduation,
    handover,
    incoming,
    reporting,
    selfcheck,
    tasks,
)
from school_intranet.services.calendars import make_token
from school_intranet.services.core import Refused
from school_intranet.states import PortalState
from tests.factories.photos import make_photo
from tests.outbox import posted
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.doors import at, enter_as
from tests.school_intranet.isolation.addresses import portal_routes
from tests.school_intranet.test_incoming import words

TODAY = timezone.localdate()
ROOT = "/dieu-hanh-noi-bo/phong-giao-duc/"
NEW = "https://truong-moi.example.vn/"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"


# --- Handing over --------------------------------------------------------------------------------


def test_the_office_of_a_school_passes_on(
    portal_a: SchoolPortalPage,
    principal: User,
    clerk: User,
    teacher: User,
    teacher_b: User,
    as_reader: MakeReader,
) -> None:
    boss = as_reader(principal, portal_a)
    tasks.assign(reader=boss, title="Việc đang dở", assignee=clerk, due_on=TODAY)
    item = incoming.register(reader=as_reader(clerk, portal_a), words=words())
    directing.forward(item=item, reader=boss, people=[clerk])
    old = enter_as(clerk)
    token = make_token(reader=as_reader(clerk, portal_a))
    client, where = enter_as(principal), at(portal_a, "ban-giao/moi/")
    assert client.post(where, {"giver": clerk.pk, "taker": teacher_b.pk}).status_code == 400
    assert client.post(where, {"giver": teacher.pk, "taker": clerk.pk}).status_code == 400
    assert enter_as(teacher).get(where).status_code == 404, "who runs the portal hands over"
    data = {"giver": clerk.pk, "taker": teacher.pk}
    asked = client.post(where, data).content.decode()
    assert f"Bàn giao văn thư từ {clerk} cho {teacher}?" in asked
    assert not Handover.objects.exists()
    data["chac-chan"] = 1
    page = client.post(where, data, follow=True).content.decode()
    assert "Biên bản bàn giao" in page
    assert "Việc đang dở" in page
    assert "số cuối 1" in page
    assert client.post(where, data).status_code == 400, "the giver is văn thư no longer"
    assert Task.objects.get().assignee == teacher
    assert Receipt.objects.filter(document=item, user=teacher).exists()
    assert old.get(at(portal_a)).status_code == 404
    assert old.get(f"/dieu-hanh-noi-bo/lich/{token}.ics").status_code == 404
    assert enter_as(teacher).get(at(portal_a, "van-ban-den/moi/")).status_code == 200
    assert Handover.objects.count() == 1
    listed = at(portal_a, "ban-giao/")
    assert "1 lần bàn giao" in client.get(listed, {"q": clerk.full_name}).content.decode()
    assert "0 lần bàn giao" in client.get(listed, {"q": "không ai"}).content.decode()


def test_a_principal_who_leaves(
    portal_a: SchoolPortalPage,
    principal: User,
    clerk: User,
    office: User,
    as_reader: MakeReader,
) -> None:
    """Nobody within the school makes another; the office sees that there is none, and names one."""
    tasks.assign(reader=as_reader(principal, portal_a), title="Việc của trưởng", assignee=principal)
    end_membership(Membership.objects.get(user=principal), last_day=TODAY - timedelta(days=1))
    desk = enter_as(office)
    assert "Chưa có hiệu trưởng" in desk.get(ROOT + "truong/").content.decode()
    item = incoming.register(reader=as_reader(clerk, portal_a), words=words())
    answer = enter_as(clerk).post(at(portal_a, f"van-ban-den/{item.pk}/trinh/"), follow=True)
    assert "Trường chưa có hiệu trưởng" in answer.content.decode()
    where = f"{ROOT}truong/{portal_a.school_id}/hieu-truong/"
    desk.post(where, {"full_name": "Hiệu Trưởng Mới"})
    new = User.objects.get(full_name="Hiệu Trưởng Mới")
    desk.post(where, {"full_name": "Hiệu Trưởng Kế"})
    assert Handover.objects.get().giver == new
    User.objects.filter(pk=new.pk).update(must_change_password=False)
    assert enter_as(new).get(at(portal_a)).status_code == 404


# --- The self-check ------------------------------------------------------------------------------


def test_a_stranger_learns_nothing_and_the_principal_sees_it(
    portal_a: SchoolPortalPage, principal: User, teacher: User
) -> None:
    client = enter_as(principal)
    page = client.post(at(portal_a, "tu-kiem-tra/chay/"), follow=True).content.decode()
    check = SelfCheck.objects.get()
    assert check.failures == []
    assert check.addresses > 100
    assert "Không có chỗ nào lộ" in page
    assert client.get(at(portal_a)).status_code == 200, "still signed in"
    listed = at(portal_a, "tu-kiem-tra/")
    assert "1 lần kiểm tra" in client.get(listed).content.decode()
    assert "0 lần kiểm tra" in client.get(listed, {"only_failed": "on"}).content.decode()
    assert enter_as(teacher).post(at(portal_a, "tu-kiem-tra/chay/")).status_code == 404


def test_it_would_find_a_door_that_tells(
    portal_a: SchoolPortalPage,
    principal: User,
    as_reader: MakeReader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A door that lets everybody in."""
    reader = as_reader(principal, portal_a)
    monkeypatch.setattr(
        "school_intranet.models.pages.enter",
        lambda user, slug: reader if slug == portal_a.slug else None,
    )
    check = selfcheck.run(reader=reader)
    assert len(check.failures) > 20


# --- Graduation ----------------------------------------------------------------------------------


@pytest.fixture
def full(
    portal_a: SchoolPortalPage,
    clerk: User,
    principal: User,
    teacher: User,
    as_reader: MakeReader,
) -> SchoolPortalPage:
    """A portal with a document, its file, receipts."""
    reader = as_reader(clerk, portal_a)
    files = [SimpleUploadedFile("Kế hoạch.pdf", PDF)]
    item = incoming.register(reader=reader, words=words("=1+1"), files=files)
    directing.forward(item=item, reader=reader, people=[teacher, principal])
    return portal_a


def export_of(school: Unit) -> zipfile.ZipFile:
    target = BytesIO()
    write_export(school, target)
    return zipfile.ZipFile(target)


def test_the_whole_way(
    full: SchoolPortalPage,
    office: User,
    principal: User,
    teacher: User,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    desk, boss = enter_as(office), enter_as(principal)
    where = f"{ROOT}truong/{full.school_id}/chuyen/"
    assert desk.post(where, {"new_address": "không phải địa chỉ"}).status_code == 400
    early = desk.post(where, {"xong": 1})
    assert early.status_code == 400
    with django_capture_on_commit_callbacks(execute=True):
        assert desk.post(where, {"new_address": NEW}).status_code == 302
    done = Graduation.objects.get()
    assert done.ready_at is not None
    assert done.digest in desk.get(where).content.decode()
    assert desk.get(at(full, f"ban-xuat/{done.pk}/")).status_code == 404, "the school's alone"
    content = b"".join(boss.get(at(full, f"ban-xuat/{done.pk}/")).streaming_content)
    assert hashlib.sha256(content).hexdigest() == done.digest
    assert enter_as(teacher).get(at(full, f"ban-xuat/{done.pk}/")).status_code == 404
    assert boss.get(at(full, "van-ban-den/")).status_code == 200, "read only"
    assert desk.post(where, {"xong": 1}).status_code == 302
    full.school.refresh_from_db()
    assert full.school.is_e_school_on(TODAY)
    for rest in ("", "van-ban-den/", "viec/moi/"):
        page = boss.get(at(full, rest)).content.decode()
        assert NEW in page
        assert "=1+1" not in page
    assert enter_as(office).get(at(full)).status_code == 404


@pytest.mark.one_database
def test_nothing_is_written_in_a_portal_that_is_read_only(
    full: SchoolPortalPage,
    clerk: User,
    principal: User,
    teacher: User,
    office: User,
) -> None:
    """Every address is posted to, by each of three people."""
    SchoolPortalPage.objects.filter(pk=full.pk).update(state=PortalState.READ_ONLY)
    key = (
        Task.objects.values_list("pk", flat=True).first()
        or Receipt.objects.get(user=teacher).document_id
    )
    for user in (clerk, principal, teacher):
        client = enter_as(user)
        for route in portal_routes():
            if route.name in ("school_calendar_revoke",):
                continue
            address = at(full, route.address(key))
            with CaptureQueriesContext(connection) as counted:
                answer = client.post(
                    address, {"text": "x", "version": 0, "title": "x", "body": "x"}
                )
            assert answer.status_code in (404, 405, 400, 302, 200), route
            written = [
                query["sql"]
                for query in counted
                if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
                and "school_intranet_" in query["sql"]
                and "accesslog" not in query["sql"]
            ]
            assert written == [], (route, user)


def test_the_export_opens_again(full: SchoolPortalPage, clerk: User) -> None:
    archive = export_of(full.school)
    names = archive.namelist()
    (register,) = [name for name in names if name.endswith("-incomingdocument.csv")]
    rows = list(csv.DictReader(StringIO(archive.read(register).decode("utf-8-sig"))))
    assert rows[0]["Trích yếu"] == "'=1+1"
    assert rows[0]["Số đến"] == "1"
    (file,) = [name for name in names if name.startswith("tep/")]
    assert archive.read(file) == PDF
    contents = csv.reader(StringIO(archive.read(CONTENTS).decode("utf-8-sig")))
    listed = {name: digest for name, digest, _size in contents}
    assert listed[file] == hashlib.sha256(PDF).hexdigest()
    assert set(listed) - {"Tệp"} == set(names) - {CONTENTS}
    assert not any("calendartoken" in name for name in names)


def test_the_ledger_shows_what_was_changed(full: SchoolPortalPage) -> None:
    text = export_of(full.school).read(LEDGER).decode("utf-8-sig")
    assert ledger.first_wrong_line(text) is None
    lines = text.splitlines()
    assert len(lines) == 1 + Receipt.objects.count()
    changed = [lines[0], lines[1].replace("document", "delivery"), *lines[2:]]
    assert ledger.first_wrong_line("\n".join(changed)) == 1
    assert ledger.first_wrong_line("\n".join([lines[0], *lines[2:]])) == 1
    assert ledger.first_wrong_line("\n".join([*lines, lines[-1]])) == len(lines)


@pytest.fixture
def photographed(full: SchoolPortalPage, clerk: User) -> PhotoConsent:
    """A consent with a photo that rests on it."""
    album = Album.objects.create(
        school=full.school, title="Mẫu", by=clerk, created_at=timezone.now()
    )
    consent = PhotoConsent.objects.create(
        school=full.school,
        about="Mẫu",
        given_by="Mẫu",
        purpose="internal",
        given_on=TODAY,
        kept_by=clerk,
    )
    AlbumPhoto.objects.create(
        school=full.school, album=album, photo=make_photo(derivatives=False), consent=consent
    )
    return consent


def photos_in(graduation: Graduation) -> list[str]:
    with graduation.file.open("rb") as file:
        names = zipfile.ZipFile(file).namelist()
    return [name for name in names if name.startswith("anh/")]


def test_a_photo_whose_consent_was_withdrawn_is_not_exported(
    full: SchoolPortalPage, photographed: PhotoConsent
) -> None:
    assert [name for name in export_of(full.school).namelist() if name.startswith("anh/")]
    PhotoConsent.objects.update(withdrawn_on=TODAY)
    assert not [name for name in export_of(full.school).namelist() if name.startswith("anh/")]


def test_an_export_is_made_anew_when_a_consent_is_withdrawn(
    full: SchoolPortalPage,
    photographed: PhotoConsent,
    clerk: User,
    office: User,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        graduation.begin(portal=full, by=office, new_address=NEW)
    made = Graduation.objects.get()
    old = str(made.file.name)
    assert photos_in(made)
    with django_capture_on_commit_callbacks(execute=True):
        enter_as(clerk).post(at(full, f"dong-y-anh/{photographed.pk}/rut/"))
    made.refresh_from_db()
    assert made.ready_at is not None
    assert photos_in(made) == []
    assert made.file.name == old or not made.file.storage.exists(old)


def test_an_export_that_cannot_be_made_says_so_and_is_made_again(
    full: SchoolPortalPage, office: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.email = "pgd@example.vn"
    office.save()

    def on_a_full_disk(school: Unit, target: BytesIO) -> None:
        raise OSError(28, "No space left on device")

    desk, where = enter_as(office), f"{ROOT}truong/{full.school.pk}/chuyen/"
    with monkeypatch.context() as broken:
        broken.setattr(graduation, "write_export", on_a_full_disk)
        desk.post(where, {"new_address": NEW})
    page = desk.get(where).content.decode()
    assert "Không làm được" in page
    assert "Đang làm" not in page
    assert "hãy làm lại" in desk.post(where, {"xong": 1}).content.decode()
    [letter] = posted()
    assert letter.to == ["pgd@example.vn"]
    assert where in letter.body
    assert full.title not in letter.subject + letter.body

    desk.post(where, {"new_address": NEW})
    page = desk.get(where).content.decode()
    assert Graduation.objects.first().digest in page
    assert "Làm lại bản xuất" not in page
    assert len(posted()) == 1


def test_what_was_begun_anew_is_not_called_failed(
    full: SchoolPortalPage, office: User, tasks_wait: None
) -> None:
    """A worker that was lost with an export, and another that has made it since."""
    graduation.begin(portal=full, by=office, new_address=NEW)
    made = Graduation.objects.get()
    graduation.make_export.func(made.pk)
    graduation.export_failed(made.pk)
    made.refresh_from_db()
    assert made.failed_at is None
    assert made.ready_at is not None


@pytest.fixture
def tasks_wait(settings: Settings) -> None:
    """For a worker, as in use; elsewhere a task is run at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def test_an_export_that_is_being_made_meanwhile_leaves_no_file(
    full: SchoolPortalPage,
    photographed: PhotoConsent,
    office: User,
    monkeypatch: pytest.MonkeyPatch,
    tasks_wait: None,
) -> None:
    graduation.begin(portal=full, by=office, new_address=NEW)
    made = Graduation.objects.get()

    def and_then_a_consent_is_withdrawn(school: Unit, target: BytesIO) -> None:
        write_export(school, target)
        graduation.renew_exports(school)

    monkeypatch.setattr(graduation, "write_export", and_then_a_consent_is_withdrawn)
    graduation.make_export.func(made.pk)
    made.refresh_from_db()
    assert (made.ready_at, made.file.name) == (None, "")


def test_the_statements_of_an_export_do_not_grow(full: SchoolPortalPage, teacher: User) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as counted:
            export_of(full.school)
        return len(counted)

    few = statements()
    document = Receipt.objects.first().document
    Receipt.objects.bulk_create(
        Receipt(
            school=full.school,
            user=teacher,
            document=document,
            version=number,
            delivered_at=timezone.now(),
        )
        for number in range(2, 202)
    )
    assert statements() == few


def test_graduation_can_be_stopped(full: SchoolPortalPage, office: User, principal: User) -> None:
    graduation.begin(portal=full, by=office, new_address=NEW)
    graduation.cancel(portal=full, by=office)
    assert enter_as(principal).get(at(full, "thong-bao/moi/")).status_code == 200
    with pytest.raises(Refused):
        graduation.finish(portal=full, by=office)


# --- A school merged with another ----------------------------------------------------------------


def test_a_school_that_is_merged_closes_and_stays_closed(
    full: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    teacher: User,
    teacher_b: User,
    tmp_path: Path,
) -> None:
    """The people of the other do not get its content; the administrator exports it by command."""
    inside = enter_as(teacher)
    assert inside.get(at(full)).status_code == 200
    full.school.valid_to = TODAY
    save_unit(full.school)
    assert inside.get(at(full)).status_code == 404
    assert enter_as(teacher_b).get(at(full)).status_code == 404
    assert "=1+1" not in enter_as(teacher_b).get(at(portal_b, "van-ban-den/")).content.decode()
    target = tmp_path / "truong.zip"
    call_command("export_school", full.school.code, str(target), stdout=StringIO())
    assert LEDGER in zipfile.ZipFile(target).namelist()
    with pytest.raises(CommandError, match="đã có"):
        call_command("export_school", full.school.code, str(target))
    with pytest.raises(CommandError, match="Không có trường"):
        call_command("export_school", "khong-co", str(tmp_path / "x.zip"))


# --- A restored backup ---------------------------------------------------------------------------


def test_after_a_restore_old_sessions_and_addresses_are_dead(
    full: SchoolPortalPage, clerk: User, teacher: User, as_reader: MakeReader
) -> None:
    inside = enter_as(teacher)
    token = make_token(reader=as_reader(teacher, full))
    made_at = timezone.now().isoformat()
    call_command("after_restore", made_at=made_at, withdrawn_lost=True, stdout=StringIO())
    assert inside.get(at(full)).status_code == 404
    assert inside.get(f"/dieu-hanh-noi-bo/lich/{token}.ics").status_code == 404
    assert not CalendarToken.objects.filter(revoked_at=None).exists()


def test_after_a_restore_no_number_is_given_twice(
    full: SchoolPortalPage, clerk: User, as_reader: MakeReader
) -> None:
    """The row that counts lags behind the lines, as it may when both were saved apart."""
    RegisterNumber.objects.update(last=0)
    second = incoming.register(reader=as_reader(clerk, full), words=words())
    assert second.number == 2


def test_no_school_moves_on_an_export_of_before(
    full: SchoolPortalPage, office: User, settings: Settings
) -> None:
    """What was written after the move was stopped is in no export yet."""
    graduation.begin(portal=full, by=office, new_address=NEW)
    graduation.cancel(portal=full, by=office)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    graduation.begin(portal=full, by=office, new_address=NEW)
    with pytest.raises(Refused):
        graduation.finish(portal=full, by=office)


def test_a_consent_is_withdrawn_after_the_school_has_moved(
    full: SchoolPortalPage, photographed: PhotoConsent, clerk: User
) -> None:
    SchoolPortalPage.objects.filter(pk=full.pk).update(state=PortalState.MOVED)
    client = enter_as(clerk)
    assert "dong-y-anh/" in client.get(at(full)).content.decode()
    assert photographed.about in client.get(at(full, "dong-y-anh/")).content.decode()
    client.post(at(full, f"dong-y-anh/{photographed.pk}/rut/"))
    photographed.refresh_from_db()
    assert photographed.withdrawn_on == TODAY


def test_each_page_says_that_the_portal_is_read_only(
    full: SchoolPortalPage, principal: User
) -> None:
    client = enter_as(principal)
    assert "Cổng chỉ đọc" not in client.get(at(full)).content.decode()
    SchoolPortalPage.objects.filter(pk=full.pk).update(state=PortalState.READ_ONLY)
    for rest in ("", "van-ban-den/", "nhat-ky/"):
        page = client.get(at(full, rest)).content.decode()
        assert "Cổng chỉ đọc" in page
        assert at(full, "da-chuyen/") in page


def test_the_export_holds_what_the_office_sent_and_what_keys_stand_for(
    full: SchoolPortalPage,
    office: User,
    principal: User,
    clerk: User,
    teacher: User,
    as_reader: MakeReader,
) -> None:
    item = broadcasting.write(
        by=office,
        words=broadcasting.Words("Tiêu đề của phòng", audience="all", body="<p>Lời của phòng</p>"),
        files=[SimpleUploadedFile("cua-phong.pdf", PDF)],
    )
    asked = [reporting.FieldWords("Số học sinh mẫu", "number", required=True)]
    reporting.ask(
        broadcast=item, by=office, title="Báo cáo mẫu", due_on=TODAY, wants_file=False, fields=asked
    )
    broadcasting.send(broadcast=item, by=office)
    document = Receipt.objects.exclude(document=None).first().document
    boss = as_reader(principal, full)
    directing.instruct(item=document, reader=boss, text="Thực hiện.", helpers=[teacher])
    album = Album.objects.create(
        school=full.school, title="Album mẫu", by=clerk, created_at=timezone.now()
    )
    photo = make_photo(derivatives=False)
    AlbumPhoto.objects.create(
        school=full.school, album=album, photo=photo, no_pupils=True, caption="Chú thích mẫu"
    )
    archive = export_of(full.school)
    tables = {
        name: archive.read(name).decode("utf-8-sig")
        for name in archive.namelist()
        if name.endswith(".csv")
    }
    for word in ("Tiêu đề của phòng", "Lời của phòng", "Báo cáo mẫu"):
        assert word in tables["van-ban-cua-phong.csv"]
    assert "Số học sinh mẫu" in tables["chi-tieu-bao-cao.csv"]
    assert "Chú thích mẫu" in tables["anh-album.csv"]
    (instructions,) = [text for name, text in tables.items() if name.endswith("-instruction.csv")]
    assert str(teacher) in instructions
    (file,) = [name for name in archive.namelist() if name.startswith("tep-cua-phong/")]
    assert archive.read(file) == PDF


def test_the_command_finds_what_was_done_to_a_ledger(
    full: SchoolPortalPage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = export_of(full.school)
    text = archive.read(LEDGER).decode("utf-8-sig")
    lines = text.splitlines()
    assert len(lines) > 2
    assert ledger.first_wrong_line("\n".join(lines[:-1])) is None, "a cut end is not seen there"

    def verify(content: str) -> None:
        path = tmp_path / "xuat.zip"
        with zipfile.ZipFile(path, "w") as target:
            target.writestr(LEDGER, content)
            target.writestr(LEDGER_END, archive.read(LEDGER_END))
        call_command("verify_ledger", path)

    verify(text)
    assert "còn nguyên" in capsys.readouterr().out
    with pytest.raises(CommandError, match="sai từ dòng 1"):
        verify(text.replace("document", "delivery", 1))
    with pytest.raises(CommandError, match="thiếu hoặc thừa"):
        verify("\n".join(lines[:-1]))
    with pytest.raises(CommandError, match="Không đọc được"):
        call_command("verify_ledger", tmp_path / "khong-co.zip")


def test_shares_stay_when_work_is_handed_over(
    portal_a: SchoolPortalPage,
    principal: User,
    clerk: User,
    teacher: User,
    as_reader: MakeReader,
) -> None:
    """Who takes it counts in place of who gave it; old versions and what was withdrawn stay."""
    boss = as_reader(principal, portal_a)
    said = announcing.Words("Thông báo mẫu", "Bản một", asks_receipt=True)
    item = announcing.announce(reader=boss, words=said)
    item = announcing.change(item=item, reader=boss, version=1, words=said, asks_again=True)
    gone = announcing.announce(reader=boss, words=announcing.Words("Đã thu hồi", ""))
    announcing.withdraw(item=gone, reader=boss)
    new = incoming.register(reader=as_reader(clerk, portal_a), words=words())
    directing.forward(item=new, reader=boss, people=[clerk])
    before = counts_of(item, boss).sent, counts_of(new, boss).sent
    record = handover.hand_over_office(reader=boss, giver=clerk, taker=teacher)
    assert (counts_of(item, boss).sent, counts_of(new, boss).sent) == before
    assert sorted(record.content["unread"]) == ["Thông báo mẫu", new.abstract]
    assert Receipt.objects.get(document=new, expected=True).user == teacher


@pytest.mark.parametrize(("stays", "status"), [("staff", 200), ("", 404)])
def test_who_gives_the_office_away_stays_if_the_school_says_so(
    portal_a: SchoolPortalPage,
    principal: User,
    clerk: User,
    teacher: User,
    stays: str,
    status: int,
) -> None:
    data = {"giver": clerk.pk, "taker": teacher.pk, "stays_as": stays, "chac-chan": 1}
    assert enter_as(principal).post(at(portal_a, "ban-giao/moi/"), data).status_code == 302
    assert enter_as(clerk).get(at(portal_a)).status_code == status


def test_the_clerk_who_hands_over_takes_leave_with_the_record(
    portal_a: SchoolPortalPage, clerk: User, teacher: User
) -> None:
    """The own sessions end with it: the record is shown at once, and to nobody afterwards."""
    client, where = enter_as(clerk), at(portal_a, "ban-giao/moi/")
    data = {"giver": clerk.pk, "taker": teacher.pk, "stays_as": "", "chac-chan": 1}
    answer = client.post(where, data)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Biên bản bàn giao" in page
    assert "bạn đã được đăng xuất" in page
    record = Handover.objects.get()
    assert client.get(at(portal_a, f"ban-giao/{record.pk}/")).status_code == 404
    assert (
        "Biên bản" in enter_as(teacher).get(at(portal_a, f"ban-giao/{record.pk}/")).content.decode()
    )


def test_no_column_and_no_state_of_the_export_is_in_english(full: SchoolPortalPage) -> None:
    archive = export_of(full.school)
    for name in archive.namelist():
        if name.endswith(".csv") and name not in (LEDGER, CONTENTS):
            text = archive.read(name).decode("utf-8-sig")
            heads = next(csv.reader(StringIO(text)))
            english = {head for head in heads if head.isascii()}
            assert english <= {"SHA-256", "Theo", "Ghim", "Album"}, (name, english)
    (register,) = [name for name in archive.namelist() if name.endswith("-incomingdocument.csv")]
    (row,) = csv.DictReader(StringIO(archive.read(register).decode("utf-8-sig")))
    assert row["Tình trạng"] == "Đã chuyển"
    assert row["Yêu cầu xác nhận đã tiếp nhận"] == "có"
