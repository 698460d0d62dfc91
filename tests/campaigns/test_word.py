"""Word files of every sort, made for real: what becomes of them, and which are not opened."""

import socket
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx.document import Document as WordDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from campaigns.word import WordDraft, WordRefused, read_word
from tests.campaigns.word_files import (
    add_picture,
    encoded,
    jpeg,
    parts_of,
    replaced,
    with_footnotes,
    with_linked_picture,
    word,
    zipped,
)
from tests.costs import DJANGO, costs_of, over


def read(data: bytes, filename: str = "bai.docx") -> WordDraft:
    return read_word(BytesIO(data), filename=filename)


def kinds(draft: WordDraft) -> list[str]:
    return [block["type"] for block in draft.blocks]


def plain_document(document: WordDocument) -> None:
    document.add_heading("Bài mẫu", 0)
    document.add_paragraph("Một đoạn văn mẫu.")


def with_one_picture(document: WordDocument) -> None:
    plain_document(document)
    add_picture(document, jpeg(1))


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: Any) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_thirty_pictures_with_tables_and_footnotes() -> None:
    def build(document: WordDocument) -> None:
        document.add_heading("Mười lăm năm của một đơn vị mẫu", 0)
        document.add_heading("Những năm đầu", 1)
        for number in range(30):
            paragraph = document.add_paragraph(f"Đoạn {number}")
            if number in (3, 20):
                paragraph.add_run(f"[[{1 if number == 3 else 2}]]")
            add_picture(document, jpeg(number), alt=f"Cảnh mẫu số {number}")
            if number == 0:
                document.add_paragraph("Cảnh buổi sáng", style="Caption")
            if number % 10 == 9:
                table = document.add_table(rows=2, cols=2)
                for cell, words in zip(
                    [*table.rows[0].cells, *table.rows[1].cells],
                    ("Năm", "Số hộ", "2003", "12"),
                    strict=True,
                ):
                    cell.text = words

    draft = read(with_footnotes(word(build), ["Theo báo cáo mẫu.", "Theo niên giám mẫu."]))
    assert draft.title == "Mười lăm năm của một đơn vị mẫu"
    assert draft.notes == []
    assert len(draft.pictures) == 30
    assert kinds(draft).count("image") == 30
    assert kinds(draft).count("table") == 3
    assert kinds(draft)[:4] == ["heading", "paragraph", "image", "paragraph"]
    assert [block["value"]["image"] for block in draft.blocks if block["type"] == "image"] == [
        picture.name for picture in draft.pictures
    ]
    assert draft.blocks[2]["value"]["caption"] == "Cảnh buổi sáng"
    assert draft.pictures[7].alt == "Cảnh mẫu số 7"
    table = next(block for block in draft.blocks if block["type"] == "table")
    assert [row["values"] for row in table["value"]["rows"]] == [["Năm", "Số hộ"], ["2003", "12"]]
    marked = next(block for block in draft.blocks if "Đoạn 3<" in str(block["value"]))
    assert "<sup>[1]</sup>" in marked["value"]
    heading, notes = draft.blocks[-2:]
    assert heading == {"type": "heading", "value": {"text": "Chú thích"}}
    assert notes["value"] == "<ol><li>Theo báo cáo mẫu.</li><li>Theo niên giám mẫu.</li></ol>"


def test_pictures_within_a_line_a_list_and_a_cell_keep_their_words() -> None:
    def build(document: WordDocument) -> None:
        paragraph = document.add_paragraph("Trước ")
        paragraph.add_run().add_picture(BytesIO(jpeg(1)))
        paragraph.add_run(" sau")
        item = document.add_paragraph("Một việc", style="List Bullet")
        item.add_run().add_picture(BytesIO(jpeg(2)))
        cell = document.add_table(rows=1, cols=2).rows[0].cells[0]
        cell.paragraphs[0].add_run("Trong ô").add_picture(BytesIO(jpeg(3)))

    draft = read(word(build))
    assert draft.title == ""
    assert [str(block["value"]) for block in draft.blocks if block["type"] == "paragraph"] == [
        "<p>Trước</p>",
        "<p>sau</p><ul><li>Một việc</li></ul>",
    ]
    assert kinds(draft) == ["paragraph", "image", "paragraph", "image", "table", "image"]


def test_a_heading_below_words_is_the_title_and_stays_in_the_text() -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph("Lời mở đầu")
        document.add_heading("Phần một", 1)

    draft = read(word(build))
    assert draft.title == "Phần một"
    assert kinds(draft) == ["paragraph", "heading"]


def test_old_fonts_become_unicode() -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph("Céng hßa x· héi chñ nghÜa ViÖt Nam, ®éc lËp tù do h¹nh phóc")

    draft = read(word(build))
    assert "Cộng hòa xã hội chủ nghĩa Việt Nam" in draft.blocks[0]["value"]
    assert "TCVN3" in draft.notes[0]


def test_nothing_of_the_document_runs_or_styles() -> None:
    def build(document: WordDocument) -> None:
        document.add_paragraph("<script>alert(1)</script> & <b>chữ</b>")

    (block,) = read(word(build)).blocks
    assert (
        block["value"]
        == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;chữ&lt;/b&gt;</p>"
    )


def test_a_linked_picture_is_not_fetched(no_network: None) -> None:
    data = with_linked_picture(word(with_one_picture), "http://127.0.0.1:9/anh.jpg")
    draft = read(data)
    assert draft.pictures == []
    assert "image" not in kinds(draft)
    assert "chỉ là liên kết" in draft.notes[0]


@pytest.mark.parametrize(
    ("content", "kind"), [(b"\x01\x00\x00\x00" + bytes(200), "EMF"), (b"GIF89a" + bytes(50), "GIF")]
)
def test_a_picture_that_cannot_be_shown_is_named_and_left_out(content: bytes, kind: str) -> None:
    def build(document: WordDocument) -> None:
        plain_document(document)
        add_picture(document, jpeg(1))
        add_picture(document, jpeg(2))

    parts = parts_of(word(build))
    name = f"word/media/anh.{kind.lower()}"
    parts[name] = content
    rels = parts["word/_rels/document.xml.rels"]
    parts["word/_rels/document.xml.rels"] = rels.replace(
        b"media/image1.jpg", f"media/anh.{kind.lower()}".encode()
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"<Override",
        f'<Default Extension="{kind.lower()}" ContentType="image/x-{kind.lower()}"/>'
        "<Override".encode(),
        1,
    )
    draft = read(zipped(parts))
    assert [picture.number for picture in draft.pictures] == [2]
    assert kinds(draft) == ["paragraph", "image"]
    (note,) = draft.notes
    assert f"ảnh thứ 1 ({kind})" in note


def broken_inside() -> bytes:
    return replaced(word(plain_document), "word/document.xml", "</w:document>", "")


def with_text(markup: str, name: str = "word/document.xml") -> bytes:
    """The document with `markup` in front of its first paragraph."""
    return replaced(word(plain_document), name, "<w:body>", f"<w:body>{markup}")


def bomb() -> bytes:
    return with_text("<w:p/>" * 200_000)


def under_another_name() -> bytes:
    """The main part is found by its reference, whatever it is called."""
    parts = parts_of(bomb())
    parts["word/anh.png"] = parts.pop("word/document.xml")
    parts["word/document.xml"] = b"<a/>"
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document.xml", b"word/anh.png")
    return zipped(parts)


def packed_otherwise() -> bytes:
    """bzip2 and LZMA unpack a thousandfold at one step; no Word uses them."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts_of(word(with_one_picture)).items():
            method = zipfile.ZIP_BZIP2 if "media" in name else None
            archive.writestr(name, content, compress_type=method)
    return buffer.getvalue()


def with_entities() -> bytes:
    declared = '<!DOCTYPE w [<!ENTITY a "mẫu">]><w:document '
    return replaced(word(plain_document), "word/document.xml", "<w:document ", declared)


def with_macros() -> bytes:
    parts = parts_of(word(plain_document))
    parts["word/vbaProject.bin"] = b"\xd0\xcf\x11\xe0"
    return zipped(parts)


def with_hidden_macros() -> bytes:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    return replaced(word(plain_document), "[Content_Types].xml", kind, macro)


REFUSED = [
    ("bai.docx", lambda: word(plain_document)[:-400], "không phải loại tệp đó, hoặc tệp bị hỏng"),
    ("bai.docx", broken_inside, "bị hỏng"),
    ("bai.docx", lambda: b"<html><body>Mau</body></html>", "văn bản loại khác"),
    ("bai.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "bản cũ (.doc)"),
    ("bai.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "đuôi .docx"),
    ("bai.docx", lambda: b"", "rỗng"),
    ("bai.docm", with_macros, "macro"),
    ("bai.docx", with_macros, "macro"),
    ("bai.docx", with_hidden_macros, "macro"),
    ("bai.docx", bomb, "lớn bất thường"),
    ("bai.docx", under_another_name, "lớn bất thường"),
    ("bai.docx", packed_otherwise, "bị hỏng"),
    ("bai.docx", with_entities, "khai báo lạ"),
]


@pytest.mark.parametrize(("filename", "make", "words"), REFUSED)
def test_a_file_that_is_not_read_says_why(filename: str, make: Any, words: str) -> None:
    with pytest.raises(WordRefused, match=words.replace("(", r"\(").replace(")", r"\)")):
        read(make(), filename)


def test_a_picture_that_is_a_bomb_is_left_out() -> None:
    parts = parts_of(word(with_one_picture))
    parts["word/media/image1.jpg"] = bytes(30_000_000)
    draft = read(zipped(parts))
    assert (draft.pictures, kinds(draft)) == ([], ["paragraph"])
    assert "20 MB" in draft.notes[0]


BEGIN, SEPARATE = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate")
)
RUN = "<w:r><w:t>a</w:t></w:r>"
WORST: dict[str, Callable[[], bytes]] = {
    "elements": lambda: with_text(
        "".join(f"<w:p><w:r><w:t>{n * n}</w:t></w:r></w:p>" for n in range(45_000))
    ),
    "empty elements": lambda: with_text("<w:p/>" * 190_000),
    "too many elements": lambda: with_text("<w:p/>" * 2_000_000),
    # mammoth looks through all open fields for each run.
    "nested fields": lambda: with_text(f"<w:p>{BEGIN * 40_000}{RUN * 40_000}</w:p>"),
    "fields taken together": lambda: with_text(
        f"<w:p>{BEGIN * 40_000}<w:r><w:instrText>{'a' * 5_000_000}</w:instrText></w:r>"
        f"{SEPARATE * 40_000}</w:p>"
    ),
    "depth": lambda: with_text("<w:sdt><w:sdtContent>" * 50_000),
    # expat looks through a tag from its beginning with each piece that comes.
    "one long attribute": lambda: with_text(f'<w:p w:x="{"a" * 50_000_000}"/>'),
    "one long comment": lambda: with_text(f"<!--{'a' * 50_000_000}-->"),
    "names of attributes": lambda: with_text(
        "".join(
            "<w:p " + " ".join(f"a{at}_{number}=''" for number in range(30_000)) + "/>"
            for at in range(150)
        )
    ),
    # Before each of its names expat would write it.
    "a long namespace": lambda: with_text(
        f"<a:p xmlns:a='{'u' * 300_000}'>"
        + "".join(f"<a:p{number}/>" for number in range(3_000))
        + "</a:p>"
    ),
    "one long text": lambda: with_text(f"<w:p><w:r><w:t>{'a' * 50_000_000}</w:t></w:r></w:p>"),
    "rows": lambda: with_text(
        "<w:tbl>"
        + ("<w:tr>" + "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc>" * 60 + "</w:tr>") * 750
        + "</w:tbl>"
    ),
    "a million entries": lambda: directory_of_a_million(word(plain_document)),
}


def directory_of_a_million(data: bytes) -> bytes:
    at = data.rfind(b"PK\x05\x06")
    count, (_size, start) = 1_000_000, struct.unpack_from("<LL", data, at + 12)
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, *[0] * 15)
    listed = data[start:at] + entry * count
    record = struct.pack("<QHHLLQQQQ", 44, 45, 45, 0, 0, count, count, len(listed), start)
    end = struct.pack("<4H2LH", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    locator = struct.pack("<LQL", 0, start + len(listed), 1)
    return b"".join(
        [data[:start], listed, b"PK\x06\x06", record, b"PK\x06\x07", locator, b"PK\x05\x06", end]
    )


def test_the_worst_documents_cost_little(tmp_path: Path) -> None:
    """mammoth's process is ended when its seconds are over, which are fewer here so that the tests
    need not wait for them; what is left is linear."""
    calls = {}
    for number, (name, make) in enumerate(WORST.items()):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(make())
        assert path.stat().st_size < 50 * 1024 * 1024
        calls[name] = f"len(read_word(open({str(path)!r}, 'rb'), filename='a.docx').blocks)"
    setup = f"{DJANGO}\nfrom campaigns.word import converting, read_word\nconverting.SECONDS = 2"
    costs = costs_of(calls, setup=setup)
    assert over(costs, seconds=6, megabytes=400) == {}
    odd = [c for c in costs.values() if not c.said.isdecimal() and "WordRefused: " not in c.said]
    assert odd == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_damaged_document_is_read_or_refused_with_a_sentence(data: st.DataObject) -> None:
    parts = parts_of(GOOD)
    name = data.draw(st.sampled_from(sorted(parts)))
    old = data.draw(st.sampled_from([b"<w:", b"/>", b'"', b"rId", b"w:val", b"Override", b"1"]))
    new = data.draw(st.sampled_from([b"", b"<w:t>", b"<w:tbl/>", b"9" * 40, b"\xff", b"'", b"x:"]))
    parts[name] = parts[name].replace(old, new, data.draw(st.integers(1, 50)))
    damaged = zipped(parts)
    if data.draw(st.booleans()):
        damaged = damaged[: data.draw(st.integers(0, len(damaged)))]
    assert verdict(damaged).endswith(".")


def verdict(data: bytes) -> str:
    try:
        return f"{len(read(data).blocks)} blocks."
    except WordRefused as refusal:
        return str(refusal)


GOOD = word(with_one_picture)


def test_a_broken_picture_costs_no_other() -> None:
    data = word(with_one_picture)
    parts = parts_of(data)
    parts["word/media/image1.jpg"] = encoded(Image.new("RGB", (8, 8)))[:30]
    # What the bytes begin with says JPEG: that it is broken is found where it is stored.
    assert len(read(zipped(parts)).pictures) == 1
