"""What the portal stands on: the database, the cache, the folders, the disks, the time."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.utils.translation import gettext as _

from portal.health.registry import Finding, Section
from portal.models import JobRun
from portal.working_time import LOCAL_TIME

STORAGES_CHECKED = ("default", "private")
FOLDERS = ("VAR_DIR", "MEDIA_ROOT", "PRIVATE_ROOT")
GB = 1000**3
FEWEST_FILES = 10_000
"""Of a disk: places for further files (inodes)."""
CLOCKS_DIFFER_BY = timedelta(seconds=30)
AHEAD = timedelta(minutes=2)
"""A slot that was run further in the future than this."""


def check_database(now: datetime) -> Section:
    # The registry has asked already; here it is said.
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Section([Finding(_("Cơ sở dữ liệu trả lời bình thường."))])


def check_cache(now: datetime) -> Section:
    token = secrets.token_hex(8)
    key = f"healthz:{token}"
    cache.set(key, token, timeout=10)
    found = cache.get(key)
    cache.delete(key)
    if found == token:
        return Section([Finding(_("Bộ nhớ đệm ghi và đọc được."))])
    return Section(
        [
            Finding(
                _("Bộ nhớ đệm không giữ được gì."),
                ok=False,
                advice=_("Khởi động lại cổng:"),
                command="sudo systemctl restart portal-web",
            )
        ]
    )


# --- folders and disks -----------------------------------------------------------------------


def check_storage(now: datetime) -> Section:
    """Writes a small file into VAR_DIR and into each storage, and takes it away again."""
    unwritable = [name for name in ("VAR_DIR", *STORAGES_CHECKED) if not _can_write(name)]
    if not unwritable:
        return Section([Finding(_("Các thư mục lưu trữ ghi được."))])
    findings = [
        Finding(
            _("Không ghi được vào thư mục %s.") % _folder_of(name),
            ok=False,
            advice=_(
                "Kiểm tra đĩa còn trống, đĩa không bị chuyển sang chỉ đọc, và thư mục thuộc về "
                "người dùng chạy cổng:"
            ),
            command=f"df -h {_folder_of(name)}; ls -ld {_folder_of(name)}",
        )
        for name in unwritable
    ]
    return Section(findings, {"unwritable": unwritable})


def _can_write(name: str) -> bool:
    try:
        if name == "VAR_DIR":
            with tempfile.NamedTemporaryFile(dir=settings.VAR_DIR, prefix="healthz-") as file:
                file.write(b"ok")
                file.flush()
            return True
        storage, probe = storages[name], f"healthz-{secrets.token_hex(8)}"
        try:
            storage.save(probe, ContentFile(b"ok"))
        finally:
            # A full disk has room for a name still, and each question would leave one.
            storage.delete(probe)
        return True
    except OSError:
        return False


def _folder_of(name: str) -> str:
    return str(settings.VAR_DIR if name == "VAR_DIR" else getattr(storages[name], "location", name))


def check_disk(now: datetime) -> Section:
    """Each disk once, under the first of our folders on it."""
    findings, full = [], []
    for name, folder in _disks():
        free = shutil.disk_usage(folder).free / GB
        size = f"{free:.1f}".replace(".", ",")
        if free < settings.DISK_FREE_MIN_GB or _lacks_places(folder):
            full.append(name)
            findings.append(_full(folder, size))
        else:
            findings.append(
                Finding(_("%(folder)s: còn trống %(size)s GB.") % {"folder": folder, "size": size})
            )
    return Section(findings, {"nearly_full": full})


def _full(folder: Path, size: str) -> Finding:
    return Finding(
        _("Đĩa chứa %(folder)s sắp đầy: còn %(size)s GB.") % {"folder": folder, "size": size},
        ok=False,
        advice=_(
            "Dọn nhật ký và bản sao lưu cũ trên máy, hoặc mở rộng đĩa. Khi đĩa đầy, ảnh và hồ sơ "
            "gửi đến sẽ không lưu được."
        ),
    )


def _disks() -> Iterator[tuple[str, Path]]:
    seen = set()
    for name in FOLDERS:
        folder = Path(getattr(settings, name))
        # A folder of a storage that was never used is not there yet.
        while not folder.exists():
            folder = folder.parent
        device = folder.stat().st_dev
        if device not in seen:
            seen.add(device)
            yield name, folder


def _lacks_places(folder: Path) -> bool:
    disk = os.statvfs(folder)
    # Some file systems have no such number, and say 0.
    return disk.f_files > 0 and disk.f_favail < FEWEST_FILES


# --- time ------------------------------------------------------------------------------------


def check_time(now: datetime) -> Section:
    """Whether this machine's time can be believed: the database's is the same, and nothing was run
    in the future."""
    findings, facts = [], {}
    difference = now - database_time(now)
    if abs(difference) > CLOCKS_DIFFER_BY:
        facts["seconds_from_database"] = int(difference.total_seconds())
        findings.append(
            _wrong_time(
                _("Giờ của máy này và giờ của máy chủ cơ sở dữ liệu lệch nhau %d giây.")
                % abs(facts["seconds_from_database"])
            )
        )
    ahead = JobRun.objects.filter(slot__gt=now + AHEAD).order_by("-slot").first()
    if ahead is not None:
        slot = f"{ahead.slot.astimezone(LOCAL_TIME):%H:%M %d/%m/%Y}"
        facts["seconds_ahead"] = int((ahead.slot - now).total_seconds())
        findings.append(_wrong_time(_("Có công việc đã chạy cho một giờ chưa tới: %s.") % slot))
    local = now.astimezone(LOCAL_TIME)
    return Section(
        findings or [Finding(_("Giờ của máy chủ: %s.") % f"{local:%H:%M %d/%m/%Y}")], facts
    )


def database_time(now: datetime) -> datetime:
    """SQLite's is this machine's own."""
    if connection.vendor != "postgresql":
        return now
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found.astimezone(UTC)


def _wrong_time(text: str) -> Finding:
    advice = _("Bật đồng bộ giờ:")
    return Finding(text, ok=False, advice=advice, command="sudo timedatectl set-ntp true")
