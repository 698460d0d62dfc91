"""A ZIP of all that a school has: a CSV for each kind of row, what the education office sent it,
the files with their hashes, photos whose consents live, and the receipt ledger."""

from __future__ import annotations

import csv
import hashlib
import zipfile
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from typing import IO, Any

from django.apps import apps
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.archive_names import ArchiveNames
from portal.models import Membership, Unit, User
from portal.spreadsheets import plain_csv
from portal.text import slugify_vi
from school_intranet import ledger
from school_intranet.export_words import head_of
from school_intranet.models import (
    AlbumPhoto,
    Broadcast,
    BroadcastDelivery,
    BroadcastFile,
    CalendarToken,
    Graduation,
    Receipt,
    ReportField,
    SchoolFile,
    SchoolOwned,
    SelfCheck,
)

# Secrets, and what speaks of the export itself.
LEFT_OUT = (CalendarToken, Graduation, SelfCheck, Receipt, AlbumPhoto)
# So that Excel reads Vietnamese.
BOM = "\ufeff"
LEDGER = "so-xac-nhan.csv"
LEDGER_END = "so-xac-nhan-cuoi.txt"
CONTENTS = "muc-luc.csv"


def write_export(school: Unit, target: IO[bytes]) -> None:
    """Write the whole of a school into `target`. A statement for each kind of row, one or two for
    the files and photos."""
    contents: list[tuple[str, str, int]] = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:

        def put_text(name: str, text: str) -> None:
            data = (BOM + text).encode()
            archive.writestr(name, data)
            contents.append((name, hashlib.sha256(data).hexdigest(), len(data)))

        for model in exported_models():
            name = f"{slugify_vi(str(model._meta.verbose_name))}-{model._meta.model_name}.csv"
            put_text(name, _table(model, school))
        put_text("can-bo-giao-vien.csv", _people(school))
        put_text("van-ban-cua-phong.csv", _from_the_office(school))
        put_text("chi-tieu-bao-cao.csv", _report_fields(school))
        put_text("anh-album.csv", _photos(school))
        text = _ledger(school)
        put_text(LEDGER, text)
        put_text(LEDGER_END, ledger.end_of(text))
        names = ArchiveNames()
        for sent_name, file in _files(school):
            name = names.take(sent_name)
            contents.append((name, *_copied(archive, name, file)))
        archive.writestr(CONTENTS, (BOM + _contents(contents)).encode())


def exported_models() -> list[type[models.Model]]:
    """Every kind of row of a school, but for what is left out by name."""
    return [
        model
        for model in apps.get_app_config("school_intranet").get_models()
        if issubclass(model, SchoolOwned) and model not in LEFT_OUT
    ]


def _table(model: type[models.Model], school: Unit) -> str:
    fields = [field for field in model._meta.concrete_fields if field.name != "school"]
    many = list(model._meta.local_many_to_many)
    people = [field.name for field in fields if field.related_model is User]
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([head_of(field) for field in (*fields, *many)])
    rows = (
        model._base_manager.filter(school=school)
        .select_related(*people)
        .prefetch_related(*(field.name for field in many))
        .order_by("pk")
    )
    for row in rows.iterator(chunk_size=500):
        related = (map(str, getattr(row, field.name).all()) for field in many)
        writer.writerow(
            [*(_cell(row, field) for field in fields), *(plain_csv("; ".join(r)) for r in related)]
        )
    return out.getvalue()


def _cell(row: models.Model, field: models.Field) -> str:
    """People by name, other rows by key, choices in words, moments in local time; no formula for a
    spreadsheet."""
    if field.related_model is User:
        return plain_csv(str(getattr(row, field.name) or ""))
    if field.choices:
        return plain_csv(str(getattr(row, f"get_{field.name}_display")()))
    value: Any = getattr(row, field.attname)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M:%S}"
    if hasattr(value, "strftime"):
        return value.isoformat() if not hasattr(value, "year") else f"{value:%d/%m/%Y}"
    if isinstance(value, str):
        return plain_csv(value)
    return "" if value is None else str(value)


def _people(school: Unit) -> str:
    """Who has worked there, from when to when, as what."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Họ và tên"), _("Vai trò"), _("Đơn vị"), _("Từ ngày"), _("Đến hết ngày")])
    rows = Membership.objects.filter(models.Q(unit=school) | models.Q(unit__parent=school))
    for row in rows.select_related("user", "unit").order_by("user__sort_key", "pk"):
        end = f"{row.end:%d/%m/%Y}" if row.end else ""
        words = [plain_csv(each) for each in (str(row.user), row.get_role_display(), row.unit.name)]
        writer.writerow([*words, f"{row.start:%d/%m/%Y}", end])
    return out.getvalue()


def _from_the_office(school: Unit) -> str:
    """What it sent, in the version that the school has; and the report that it asked for."""
    out = StringIO()
    writer = csv.writer(out)
    names = ("title", "symbol", "issued_on", "form", "urgency", "due_on", "body")
    fields = [field for field in Broadcast._meta.concrete_fields if field.name in names]
    heads = [head_of(field) for field in fields]
    writer.writerow([_("Mã"), _("Gửi lúc"), _("Bản"), *heads, _("Báo cáo"), _("Hạn nộp")])
    rows = BroadcastDelivery.objects.filter(school=school).select_related(
        "broadcast__report_request"
    )
    for row in rows.order_by("pk").iterator(500):
        asked = getattr(row.broadcast, "report_request", None)
        writer.writerow(
            [
                str(row.pk),
                f"{timezone.localtime(row.delivered_at):%d/%m/%Y %H:%M:%S}",
                str(row.version),
                *(_cell(row.broadcast, field) for field in fields),
                plain_csv(asked.title) if asked else "",
                f"{asked.due_on:%d/%m/%Y}" if asked else "",
            ]
        )
    return out.getvalue()


def _report_fields(school: Unit) -> str:
    """What the keys stand for under which a report keeps its figures."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Báo cáo"), _("Mã chỉ tiêu"), _("Tên chỉ tiêu"), _("Kiểu")])
    rows = ReportField.objects.filter(request__submissions__school=school)
    for row in rows.select_related("request").order_by("request", "position", "pk"):
        kind = row.get_kind_display()
        writer.writerow([plain_csv(row.request.title), str(row.pk), plain_csv(row.label), kind])
    return out.getvalue()


def _photos(school: Unit) -> str:
    """Of the photos that are in the export: where, under which words, and what each rests on."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Mã"), _("Album"), _("Chú thích"), _("Căn cứ")])
    rows = AlbumPhoto.objects.living().filter(school=school).select_related("album", "consent")
    for row in rows.order_by("pk").iterator(500):
        rests_on = str(row.consent) if row.consent else _("Ảnh không có học sinh")
        words = [plain_csv(each) for each in (row.album.title, row.caption, rests_on)]
        writer.writerow([str(row.pk), *words])
    return out.getvalue()


def _ledger(school: Unit) -> str:
    head = ["ma", "loai", "muc", "ban", "nguoi", "gui", "mo", "xac_nhan", "nhap_tu_phieu"]
    rows = Receipt.objects.filter(school=school).select_related("user", "entered_by")
    return ledger.written(head, (_receipt(row) for row in rows.order_by("pk").iterator(500)))


def _receipt(row: Receipt) -> list[str]:
    kind = next(
        name for name in ("announcement", "document", "delivery") if getattr(row, f"{name}_id")
    )
    moments = (row.delivered_at, row.opened_at, row.acknowledged_at)
    return [
        str(row.pk),
        kind,
        str(getattr(row, f"{kind}_id")),
        str(row.version),
        plain_csv(str(row.user)),
        *(moment.isoformat() if moment else "" for moment in moments),
        plain_csv(str(row.entered_by)) if row.entered_by else "",
    ]


def _files(school: Unit) -> Iterator[tuple[str, Any]]:
    for file in SchoolFile.objects.filter(school=school).order_by("pk").iterator(500):
        yield f"tep/{file.pk}-{file.name}", file.file
    sent = BroadcastFile.objects.current().filter(broadcast__deliveries__school=school)
    for from_office in sent.order_by("pk").iterator(500):
        yield f"tep-cua-phong/{from_office.pk}-{from_office.name}", from_office.file
    photos = (
        AlbumPhoto.objects.living().filter(school=school).select_related("photo").order_by("pk")
    )
    for row in photos.iterator(500):
        if row.photo.original:
            extension = str(row.photo.original.name).rpartition(".")[2]
            yield f"anh/album-{row.album_id}/{row.pk}.{extension}", row.photo.original


def _copied(archive: zipfile.ZipFile, name: str, file: Any) -> tuple[str, int]:
    """The SHA-256 and the size in bytes of what was copied; a file that is lost is said to be."""
    digest = hashlib.sha256()
    size = 0
    if not file.storage.exists(file.name):
        return _("không còn tệp"), 0
    with file.open("rb") as source, archive.open(name, "w") as target:
        while chunk := source.read(1024 * 1024):
            digest.update(chunk)
            size += len(chunk)
            target.write(chunk)
    return digest.hexdigest(), size


def _contents(contents: list[tuple[str, str, int]]) -> str:
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([_("Tệp"), "SHA-256", _("Số byte")])
    writer.writerows(contents)
    return out.getvalue()
