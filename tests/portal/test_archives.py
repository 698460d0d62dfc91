"""Archives from outside and archives for Windows."""

import io
import struct
import zipfile

import pytest

from portal.archive_names import ArchiveNames
from portal.archives import Archive, ArchiveFault


def zipped(names: list[str], method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name in names:
            made.writestr(name, name * 100)
    return out


def fault(file: io.BytesIO, *, most: int = 10, most_bytes: int = 10_000) -> str:
    try:
        with Archive(file, most=most, most_bytes=most_bytes) as archive:
            for entry in archive.entries:
                archive.read(entry)
    except ArchiveFault as error:
        return error.code
    return ""


def test_what_is_sound_is_read() -> None:
    with Archive(zipped(["a", "b"]), most=2, most_bytes=200) as archive:
        assert [archive.read(entry) for entry in archive.entries] == [b"a" * 100, b"b" * 100]


def test_entries_and_bytes_are_counted_over_all() -> None:
    assert fault(zipped(["a", "b"]), most=2, most_bytes=200) == ""
    assert fault(zipped(["a", "b"]), most=1) == "too_many"
    assert fault(zipped(["a", "b"]), most=2, most_bytes=199) == "too_large"
    assert fault(zipped(["x" * 200] * 1)) == "too_large"


def test_a_long_list_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    file = zipped([f"{n}" for n in range(4000)])
    made: list[object] = []
    real = zipfile.ZipInfo.__init__

    def counted(self: zipfile.ZipInfo, *arguments: object) -> None:
        made.append(self)
        real(self, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(zipfile.ZipInfo, "__init__", counted)
    assert fault(file) == "too_many"
    assert not made, "not one entry of it was made"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packings_are_refused(method: int) -> None:
    assert fault(zipped(["a"], method)) == "packing"


def test_an_entry_that_claims_to_be_smaller_is_broken() -> None:
    data = bytearray(zipped(["a"]).getvalue())
    struct.pack_into("<L", data, data.rfind(b"PK\x01\x02") + 24, 5)
    assert fault(io.BytesIO(bytes(data))) == "broken"


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"x" * 100_000])
def test_no_archive_at_all(data: bytes) -> None:
    assert fault(io.BytesIO(data)) in ("broken", "")


# --- Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ('Kế hoạch 12:30 "mới"?.docx', "Kế hoạch 12_30 _mới__.docx"),
        ("CON.txt", "_CON.txt"),
        ("com1", "_com1"),
        ("conto.txt", "conto.txt"),
        ("cuối . ", "cuối"),
        ("a\\b|c\t.pdf", "a_b_c_.pdf"),
        ("", "_"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("tep/aux/1.pdf", "tep/_aux/1.pdf"),
    ],
)
def test_a_name_can_be_unpacked_on_windows(sent: str, kept: str) -> None:
    assert ArchiveNames().take(sent) == kept


def test_names_that_differ_in_capitals_only_are_told_apart() -> None:
    names = ArchiveNames()
    sent = ["Tờ trình.PDF", "tờ trình.pdf", "tờ trình.pdf", "khác/tờ trình.pdf", "a", "A"]
    assert [names.take(name) for name in sent] == [
        "Tờ trình.PDF",
        "tờ trình (2).pdf",
        "tờ trình (3).pdf",
        "khác/tờ trình.pdf",
        "a",
        "A (2)",
    ]
