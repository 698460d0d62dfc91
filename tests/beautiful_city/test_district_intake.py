"""Batch intake: grouping, archives that are not to be trusted, and reports made of groups."""

import io
import struct
import uuid
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from beautiful_city.intake import archive
from beautiful_city.intake.archive import ArchiveRefused, entries, read_entry, shown_name
from beautiful_city.intake.grouping import Shot, centre, grouped
from beautiful_city.models import Case, CasePhoto, Category, Intake
from beautiful_city.services import intake as service
from portal.models import Photo, Unit, User
from tests.beautiful_city.conftest import picture
from tests.beautiful_city.test_district_cases import signed_in

START = "/viec/nhap-hang-loat/"
NINE = datetime(2018, 5, 30, 2, tzinfo=UTC)
HERE = (21.0400, 105.8900)
THERE = (21.0410, 105.8900)  # 111 m to the north


def shot(key: str, minutes: float | None = None, point: Any = None) -> Shot:
    taken = None if minutes is None else NINE + timedelta(minutes=minutes)
    return Shot(key, taken, point)


@pytest.mark.parametrize(
    ("shots", "groups"),
    [
        ([shot("a", 0), shot("b", 10), shot("c", 20.1)], ["ab", "c"]),
        ([shot("c", 15), shot("a", 0), shot("b", 7)], ["abc"]),
        ([shot("a", 0, HERE), shot("b", 1, THERE), shot("c", 2, HERE)], ["ac", "b"]),
        ([shot("a", 0, HERE), shot("b", 1), shot("c", 2, THERE)], ["ab", "c"]),
        ([shot("a", None, HERE), shot("b", None, THERE), shot("c", None, HERE)], ["ac", "b"]),
        ([shot("a"), shot("b"), shot("c", 0)], ["c", "a", "b"]),
        ([shot(key, 0) for key in "abcdefg"], ["abcde", "fg"]),
        ([], []),
    ],
)
def test_photos_are_grouped_by_time_and_place(shots: list[Shot], groups: list[str]) -> None:
    found = ["".join(each.key for each in group) for group in grouped(shots, most=5)]
    assert found == groups


def test_the_centre_of_points() -> None:
    assert centre([]) is None
    assert centre([(1.0, 3.0), (2.0, 5.0)]) == (1.5, 4.0)


# --- Archives -----------------------------------------------------------------------------------


def zipped(files: dict[str, bytes]) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out


def test_only_files_that_are_meant_are_read() -> None:
    file = zipped(
        {
            "thu-muc/": b"",
            "thu-muc/ảnh 1.jpg": b"1",
            "__MACOSX/._ảnh 1.jpg": b"x",
            ".DS_Store": b"x",
            "../../etc/passwd": b"2",
            "C:\\anh\\2.jpg": b"3",
        }
    )
    found = entries(file)
    assert [shown_name(info) for info in found] == ["ảnh 1.jpg", "passwd", "2.jpg"]
    assert [read_entry(file, info).read() for info in found] == [b"1", b"2", b"3"]


def test_a_bomb_is_read_no_further_than_a_photo_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_BYTES", 1000)
    file = zipped({"bom.jpg": b"\0" * 5_000_000})
    with pytest.raises(ArchiveRefused) as refused:
        read_entry(file, entries(file)[0])
    assert refused.value.code == "entry_too_large"


END = b"PK\x05\x06"


def streamed(data: bytes, *, claims: int | None = None) -> bytes:
    """With the records of 64 bits that a program adds which writes while it reads."""
    at = data.rfind(END)
    count, (size, start) = data[at + 10], struct.unpack_from("<LL", data, at + 12)
    numbers = (44, 45, 45, 0, 0, count, count, size if claims is None else claims, start)
    record = b"PK\x06\x06" + struct.pack("<QHHLLQQQQ", *numbers)
    return data[:at] + record + b"PK\x06\x07" + struct.pack("<LQL", 0, at, 1) + data[at:]


def test_an_archive_written_while_streaming_is_judged_by_its_records() -> None:
    whole = zipped({"1.jpg": b"1", "2.jpg": b"2"}).getvalue()
    file = io.BytesIO(streamed(whole))
    assert [read_entry(file, info).read() for info in entries(file)] == [b"1", b"2"]
    for claims in (2**20, 2**40, 2**63):
        with pytest.raises(ArchiveRefused):
            entries(io.BytesIO(streamed(whole, claims=claims)))


def test_a_directory_that_lies_is_refused() -> None:
    whole = zipped({"1.jpg": b"1"}).getvalue()
    at = whole.rfind(END)
    large = bytearray(whole)
    struct.pack_into("<L", large, at + 12, 2**31)
    for data in (bytes(large), whole[:at], whole[: at + 6], b"PK\x03\x04", b"PK\x05\x06"):
        with pytest.raises(ArchiveRefused):
            entries(io.BytesIO(data))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_unpack_without_a_bound_are_refused(method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        made.writestr("1.jpg", bytes(10_000_000))
    with pytest.raises(ArchiveRefused, match="chức năng nén có sẵn"):
        read_entry(out, entries(out)[0])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ảnh 1.jpg".encode(), "Ảnh 1.jpg"),
        ("A\u0309nh c\u1ea7u.jpg".encode(), "Ảnh cầu.jpg"),
        (b"A\xd2nh.jpg", "Ảnh.jpg"),
        (b"C\xe2\xccu.jpg", "Cầu.jpg"),
    ],
    ids=["utf-8", "decomposed", "cp1258", "cp1258 of two marks"],
)
def test_names_without_a_flag_are_read_as_they_were_written(written: bytes, read: str) -> None:
    placeholder = "X" * len(written)
    data = zipped({placeholder: b"1"}).getvalue().replace(placeholder.encode(), written)
    (info,) = entries(io.BytesIO(data))
    assert shown_name(info) == read


def test_too_many_files_none_and_locked_ones_are_refused() -> None:
    with pytest.raises(ArchiveRefused, match="50"):
        entries(zipped({f"{at}.jpg": b"1" for at in range(51)}))
    with pytest.raises(ArchiveRefused):
        entries(zipped({"a/": b""}))
    file = zipped({"1.jpg": b"1"})
    (info,) = entries(file)
    info.flag_bits |= 1
    with pytest.raises(ArchiveRefused) as refused:
        read_entry(file, info)
    assert refused.value.code == "locked"


def test_a_picture_with_an_archive_behind_it_is_a_picture() -> None:
    both = picture(1) + zipped({"1.jpg": b"1"}).getvalue()
    assert zipfile.is_zipfile(io.BytesIO(both))
    assert not archive.is_archive(io.BytesIO(both))


# --- From photos to reports ---------------------------------------------------------------------


def taken(seed: int, at: str = "", point: tuple[float, float] | None = None) -> bytes:
    """A JPEG whose EXIF says when and where it was taken."""
    image = Image.open(io.BytesIO(picture(seed)))
    exif = image.getexif()
    if at:
        exif.get_ifd(0x8769)[0x9003] = at
    if point:
        gps = exif.get_ifd(0x8825)
        for tag, name, value in ((1, "N", point[0]), (3, "E", point[1])):
            gps[tag] = name
            gps[tag + 1] = (float(int(value)), float(int(value % 1 * 60)), value * 60 % 1 * 60)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


@pytest.fixture
def client_(city: Any, clerk: User) -> Client:
    return signed_in(clerk)


@pytest.fixture
def begun(client_: Client) -> Intake:
    client_.post(START)
    return Intake.objects.get()


def address(intake: Intake, tail: str = "") -> str:
    return f"{START}{intake.key}/{tail}"


def test_a_batch_is_one_clerks(
    begun: Intake, officer: User, second_clerk: User, client_: Client
) -> None:
    assert signed_in(officer).get(START).status_code == 404
    assert signed_in(officer).get(address(begun)).status_code == 404
    assert signed_in(second_clerk).get(address(begun)).status_code == 404
    assert signed_in(second_clerk).post(address(begun, "nhan/")).status_code == 404
    assert client_.get(address(begun)).status_code == 200
    assert client_.get(f"{START}{uuid.uuid4()}/").status_code == 404


def test_photos_become_groups_and_groups_reports(
    begun: Intake, client_: Client, clerk: User, ward: Unit, urban: Unit
) -> None:
    files = [
        upload("1.jpg", taken(1, "2018:05:30 09:00:00", HERE)),
        upload("2.jpg", taken(2, "2018:05:30 09:05:00", HERE)),
        upload("3.jpg", taken(3, "2018:05:30 10:30:00")),
        upload("chu.jpg", b"khong phai anh"),
    ]
    client_.post(address(begun, "nhan/"), {"files": files})
    # Sent once more by a retry: there once.
    again = upload("1.jpg", taken(1, "2018:05:30 09:00:00", HERE))
    client_.post(address(begun, "nhan/"), {"files": [again]})
    page = client_.get(address(begun))
    forms = page.context["forms"]
    assert [len(form.group_photos) for form in forms] == [2, 1]
    assert "chu.jpg" in page.content.decode()
    category = Category.objects.get(code="rac-thai")
    data = {
        **{f"to-{p.key}": form.number for form in forms for p in form.group_photos},
        "g1-category": category.pk,
        "g1-ward": ward.pk,
        "g1-title": "Rác ven đường",
        "g2-category": category.pk,
        "act": "make",
    }
    page = client_.post(address(begun), data)
    (case,) = page.context["made"]
    assert (case.reporter, case.reporter_unit, case.ward) == (clerk, urban, ward)
    assert (round(case.latitude, 3), round(case.longitude, 3)) == (21.04, 105.89)
    assert CasePhoto.objects.filter(case=case).count() == 2
    # The other has no place: it stays, with what was typed and a sentence.
    (left,) = page.context["forms"]
    assert "Hãy ghi địa điểm" in page.content.decode()
    assert left["category"].value() == str(category.pk)
    # Sent again it makes no second report of the first group.
    client_.post(address(begun), data)
    assert Case.objects.count() == 1
    data |= {"g2-place_text": "Ngõ 5, phố Mẫu"}
    client_.post(address(begun), data)
    assert Case.objects.count() == 2
    assert not service.photos_of(begun)


def test_what_was_typed_and_joined_is_kept(begun: Intake, client_: Client) -> None:
    files = [upload(f"{at}.jpg", taken(at, f"2018:05:30 {at + 8:02}:00:00")) for at in (1, 2, 3)]
    client_.post(address(begun, "nhan/"), {"files": files})
    forms = client_.get(address(begun)).context["forms"]
    assert len(forms) == 3
    keys = [str(form.group_photos[0].key) for form in forms]
    data = {f"to-{keys[0]}": 1, f"to-{keys[1]}": 1, f"to-{keys[2]}": 7, "g1-text": "Đang viết"}
    assert client_.post(address(begun), data).status_code == 302
    forms = client_.get(address(begun)).context["forms"]
    assert [(form.number, len(form.group_photos)) for form in forms] == [(1, 2), (7, 1)]
    assert forms[0]["text"].value() == "Đang viết"
    odd = {f"to-{keys[0]}": "9" * 50, f"to-{keys[1]}": "x", "g1-category": "9" * 50, "act": "make"}
    assert client_.post(address(begun), odd).status_code == 400
    assert len(service.photos_of(begun)) == 3


def test_an_archive_is_opened_bit_by_bit(begun: Intake, client_: Client) -> None:
    files = {f"{at}.jpg": picture(at) for at in range(1, 4)} | {"4.txt": b"khong phai anh"}
    data = zipped(files).getvalue()
    json = {"Accept": "application/json"}
    answer = client_.post(address(begun, "nhan/"), {"files": upload("anh.zip", data)}, headers=json)
    assert answer.json() == {"error": "", "photos": 0, "opened": 0, "entries": 4, "opening": True}
    begun.refresh_from_db()
    service.open_some(intake=begun, seconds=0)
    assert (begun.opened, len(service.photos_of(begun))) == (1, 1)
    answer = client_.post(address(begun, "mo/"), headers=json).json()
    assert (answer["photos"], answer["opened"], answer["opening"]) == (3, 4, False)
    begun.refresh_from_db()
    assert not begun.archive
    assert [each["name"] for each in begun.refused] == ["4.txt"]
    # Asked once more, nothing happens.
    assert client_.post(address(begun, "mo/")).status_code == 302


def test_a_second_archive_waits_until_the_first_is_open(begun: Intake, client_: Client) -> None:
    first, second = (zipped({f"{at}.jpg": picture(at)}).getvalue() for at in (1, 2))
    both = [upload("mot.zip", first), upload("hai.zip", second)]
    client_.post(address(begun, "nhan/"), {"files": both})
    begun.refresh_from_db()
    assert [each["name"] for each in begun.refused] == ["hai.zip"]
    assert "Mỗi lần chỉ mở một tệp ZIP" in client_.get(address(begun)).content.decode()
    # Sent once more by a retry, the first is there once.
    client_.post(address(begun, "nhan/"), {"files": upload("mot.zip", first)})
    client_.post(address(begun, "mo/"))
    begun.refresh_from_db()
    assert (len(begun.refused), len(service.photos_of(begun))) == (1, 1)
    client_.post(address(begun, "nhan/"), {"files": upload("hai.zip", second)})
    client_.post(address(begun, "mo/"))
    assert len(service.photos_of(begun)) == 2


def test_a_broken_archive_is_refused_with_a_sentence(begun: Intake, client_: Client) -> None:
    file = upload("anh.zip", b"PK\x03\x04" + b"x" * 100)
    answer = client_.post(
        address(begun, "nhan/"), {"files": file}, headers={"Accept": "application/json"}
    )
    assert "Không mở được tệp ZIP" in answer.json()["error"]


def test_what_was_left_goes_after_a_while(begun: Intake, client_: Client) -> None:
    data = zipped({"1.jpg": picture(1)}).getvalue()
    client_.post(address(begun, "nhan/"), {"files": upload("anh.zip", data)})
    begun.refresh_from_db()
    storage, name = begun.archive.storage, begun.archive.name
    assert service.delete_old() == "0"
    Intake.objects.update(created_at=timezone.now() - service.KEPT - timedelta(minutes=1))
    assert service.delete_old() == "1"
    assert not storage.exists(name)
    assert not Photo.objects.filter(claimed_at__isnull=False).exists()
