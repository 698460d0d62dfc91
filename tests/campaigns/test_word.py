"""Word files of every sort, made for real: what becomes of them, and which are not opened."""

import socket
import zipfile
from io import BytesIO
from typing import Any

import pytest
from docx.document import Document as WordDocument
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


def bomb() -> bytes:
    parts = parts_of(word(plain_document))
    parts["word/media/image1.bin"] = bytes(30_000_000)
    return zipped(parts)


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
    ("bai.docx", lambda: b"<html><body>Mau</body></html>", "hoặc tệp bị hỏng"),
    ("bai.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "bản cũ (.doc)"),
    ("bai.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "đuôi .docx"),
    ("bai.docx", lambda: b"", "rỗng"),
    ("bai.docm", with_macros, "macro"),
    ("bai.docx", with_macros, "macro"),
    ("bai.docx", with_hidden_macros, "macro"),
    ("bai.docx", bomb, "lớn bất thường"),
    ("bai.docx", with_entities, "khai báo lạ"),
]


@pytest.mark.parametrize(("filename", "make", "words"), REFUSED)
def test_a_file_that_is_not_read_says_why(filename: str, make: Any, words: str) -> None:
    with pytest.raises(WordRefused, match=words.replace("(", r"\(").replace(")", r"\)")):
        read(make(), filename)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bomb()
    opened: list[str] = []
    real = zipfile.ZipFile.open

    def watched(self: zipfile.ZipFile, name: Any, *arguments: Any, **options: Any) -> Any:
        opened.append(str(name))
        return real(self, name, *arguments, **options)

    monkeypatch.setattr(zipfile.ZipFile, "open", watched)
    with pytest.raises(WordRefused):
        read(data)
    assert opened == []


def test_a_broken_picture_costs_no_other() -> None:
    data = word(with_one_picture)
    parts = parts_of(data)
    parts["word/media/image1.jpg"] = encoded(Image.new("RGB", (8, 8)))[:30]
    # What the bytes begin with says JPEG: that it is broken is found where it is stored.
    assert len(read(zipped(parts)).pictures) == 1
