"""Odd Word files, by what is odd about them. Each but the empty ones says “Văn bản mẫu”."""

from __future__ import annotations

import re
import struct
import zipfile
from collections.abc import Callable
from io import BytesIO

from docx.document import Document

from tests.campaigns.word_files import (
    add_picture,
    encoded,
    jpeg,
    p,
    parts_of,
    replaced,
    run,
    with_body,
    with_footnotes,
    with_linked_picture,
    word,
    zipped,
)
from tests.factories.images import drawing

TEXT = p(run("Văn bản mẫu."))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCUMENT = "word/document.xml"


def said(*markup: str) -> Callable[[], bytes]:
    return lambda: with_body(TEXT, *markup)


def plain(document: Document) -> None:
    document.add_heading("Tiêu đề mẫu", 1)
    document.add_paragraph("Văn bản mẫu.")


def parts(change: Callable[[dict[str, bytes]], object]) -> Callable[[], bytes]:
    """The plain document after `change(parts)`."""

    def make() -> bytes:
        found = parts_of(word(plain))
        change(found)
        return zipped(found)

    return make


def field(code: str, shown: str) -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return p(mark("begin"), code, mark("separate"), run(shown), mark("end"))


def cell(*inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(inside)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def alternate(first: str, second: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{first}</mc:Choice>'
        f"<mc:Fallback>{second}</mc:Fallback></mc:AlternateContent>"
    )


def picture(kind: str, data: bytes) -> Callable[[], bytes]:
    """The document's picture, of another kind than it says."""

    def make() -> bytes:
        found = parts_of(word(lambda it: (plain(it), add_picture(it, jpeg()))))
        found["word/media/image1.jpg"] = data
        return zipped(found)

    return make


def picture_missing() -> bytes:
    found = parts_of(word(lambda it: (plain(it), add_picture(it, jpeg()))))
    del found["word/media/image1.jpg"]
    return zipped(found)


def open_document() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", "<office/>")
    return out.getvalue()


def strict() -> bytes:
    """As Word writes “Strict Open XML”: other namespaces."""
    found = parts_of(word(plain))
    for name, part in found.items():
        if name.endswith((".xml", ".rels")):
            part = part.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            found[name] = part.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
    return zipped(found)


def other_prefix() -> bytes:
    found = parts_of(word(plain))
    text = found[DOCUMENT].decode()
    text = re.sub(r"(</?|\s)w:", r"\1van:", text).replace("xmlns:w=", "xmlns:van=")
    found[DOCUMENT] = text.encode()
    return zipped(found)


def in_utf16(found: dict[str, bytes]) -> None:
    text = found[DOCUMENT].decode()
    text = re.sub(r"encoding=['\"]UTF-8['\"]", 'encoding="UTF-16"', text)
    found[DOCUMENT] = text.encode("utf-16")


def with_mark(found: dict[str, bytes]) -> None:
    found[DOCUMENT] = b"\xef\xbb\xbf" + found[DOCUMENT]


def stored() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts_of(word(plain)).items():
            archive.writestr(name, content)
        archive.comment = b"nhan xet"
    return out.getvalue()


def streamed() -> bytes:
    """As programs write it that cannot go back: sizes stand behind each entry."""

    class NoWayBack(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise OSError

    out = NoWayBack()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts_of(word(plain)).items():
            archive.writestr(name, content)
    return out.getvalue()


def minimal() -> bytes:
    """The three parts that there must be, and no more."""
    found = parts_of(word(plain))
    kinds = re.sub(
        rb"<Override (?!PartName=\"/word/document.xml)[^>]*>", b"", found["[Content_Types].xml"]
    )
    rels = re.sub(rb"<Relationship (?![^>]*officeDocument\")[^>]*>", b"", found["_rels/.rels"])
    text = re.sub(rb"<w:sectPr.*</w:sectPr>", b"", found[DOCUMENT], flags=re.S)
    return zipped({"[Content_Types].xml": kinds, "_rels/.rels": rels, DOCUMENT: text})


def with_notes() -> bytes:
    data = with_body(TEXT, p(run("Câu có chú thích"), "<w:r><w:t>[[1]]</w:t></w:r>"))
    return with_footnotes(data, ["Chú thích mẫu"])


def linked() -> bytes:
    data = word(lambda it: (plain(it), add_picture(it, jpeg())))
    return with_linked_picture(data, "https://example.vn/anh.jpg")


def in_old_font() -> bytes:
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    return with_body(TEXT, p(run("C¸n bé phßng V¨n ho¸ vµ Th«ng tin quËn", font)))


def wmf() -> bytes:
    return struct.pack("<IHhhhhHIH", 0x9AC6CDD7, 0, 0, 0, 100, 100, 96, 0, 0) + bytes(100)


def object_within() -> str:
    """A sheet of Excel, as Word shows it: its picture is a WMF."""
    return p(
        '<w:r><w:object><v:shape style="width:9cm;height:4cm"><v:imagedata r:id="rId99"/></v:shape>'
        '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" '
        'ProgID="Excel.Sheet.12" r:id="rId98"/></w:object></w:r>'
    )


HTML = "<html><head><meta charset='utf-8'></head><body><p>Văn bản mẫu.</p></body></html>".encode()
RTF = rb"{\rtf1\ansi Van ban mau.}"

WORD: dict[str, Callable[[], bytes]] = {
    "plain.docx": lambda: word(plain),
    "CAPITALS.DOCX": lambda: word(plain),
    "bookmarks and marks of spelling.docx": said(
        p(
            '<w:bookmarkStart w:id="1" w:name="a"/>',
            "<w:proofErr/>",
            run("Câu hai."),
            '<w:bookmarkEnd w:id="1"/>',
        )
    ),
    "a word in many runs.docx": lambda: with_body(p(*[run(sign) for sign in "Văn bản mẫu."])),
    "a table of contents.docx": said(field("TOC \\o", "1. Mục một ... 3")),
    "page numbers.docx": said(field("PAGE", "3")),
    "a field without an end.docx": said(
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', run("Câu hai."))
    ),
    "a simple field.docx": said(
        p(f'<w:fldSimple w:instr="DATE">{run("30/05/2018")}</w:fldSimple>')
    ),
    "a link of a field.docx": said(field('HYPERLINK "https://example.vn/"', "Trang mẫu")),
    "a form to fill in.docx": said(
        f"<w:sdt><w:sdtPr/><w:sdtContent>{p(run('Ô điền'))}</w:sdtContent></w:sdt>"
    ),
    "footnotes.docx": with_notes,
    "two ways to draw.docx": said(p(f"<w:r>{alternate('<w:t>Mới</w:t>', '<w:t>Cũ</w:t>')}</w:r>")),
    "a table in a table.docx": said(table(cell(table(cell(TEXT)), TEXT))),
    "merged cells.docx": said(
        table(
            cell(TEXT, properties='<w:gridSpan w:val="2"/>'),
            cell(TEXT, properties='<w:vMerge w:val="restart"/>') + cell(TEXT),
            cell(p(), properties="<w:vMerge/>") + cell(TEXT),
        )
    ),
    "a table without rows.docx": said(table()),
    "rows of different lengths.docx": said(table(cell(TEXT), cell(TEXT) * 3)),
    "a list of many levels.docx": said(
        *[
            p(
                run(f"Mục {level}"),
                properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>',
            )
            for level in range(9)
        ]
    ),
    "a list that is not defined.docx": said(
        p(run("Mục"), properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="99"/></w:numPr>')
    ),
    "a style that is not there.docx": said(p(run("Câu hai."), properties='<w:pStyle w:val="la"/>')),
    "breaks of lines, pages and columns.docx": said(
        p(
            run("một"),
            "<w:r><w:br/></w:r>",
            '<w:r><w:br w:type="page"/></w:r>',
            run("hai"),
            "<w:r><w:tab/><w:cr/><w:noBreakHyphen/><w:softHyphen/></w:r>",
        )
    ),
    "tracked changes.docx": said(
        p(
            f'<w:ins w:id="1" w:author="a">{run("thêm")}</w:ins>',
            '<w:del w:id="2" w:author="a"><w:r><w:delText>bớt</w:delText></w:r></w:del>',
        )
    ),
    "hidden text.docx": said(p(run("giấu", "<w:vanish/>"))),
    "an old font.docx": in_old_font,
    "signs of Symbol.docx": said(p('<w:r><w:sym w:font="Symbol" w:char="F0B0"/></w:r>')),
    "signs of Wingdings.docx": said(p('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>')),
    "letters apart from their marks.docx": said(p(run("Quận Long Biên"))),
    "marks of direction.docx": said(p(run("\u200fmẫu\u200e\u200b\ufeff"))),
    "signs beyond the plane.docx": said(p(run("😀 𝑥"))),
    "a formula.docx": said(p("<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>")),
    "an object.docx": said(object_within()),
    "an object without a picture.docx": said(
        p(
            '<w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office"/>'
            "</w:object></w:r>"
        )
    ),
    "a drawing.docx": said(p("<w:r><w:pict><v:rect/></w:pict></w:r>")),
    "a box of text.docx": said(
        p(
            f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{p(run('Trong khung'))}"
            "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
    ),
    "two columns.docx": said(p(properties='<w:sectPr><w:cols w:num="2"/></w:sectPr>')),
    "a picture.docx": lambda: word(lambda it: (plain(it), add_picture(it, jpeg(), "Ảnh mẫu"))),
    "the same picture three times.docx": lambda: word(
        lambda it: (plain(it), *[add_picture(it, jpeg()) for _ in range(3)])
    ),
    "a picture that is linked.docx": linked,
    "a picture of nothing.docx": picture("jpg", b""),
    "half a picture.docx": picture("jpg", jpeg()[:200]),
    "a PNG named JPEG.docx": picture("png", encoded(drawing((64, 48)), "PNG")),
    "a GIF named JPEG.docx": picture("gif", encoded(drawing((64, 48)), "GIF")),
    "a BMP named JPEG.docx": picture("bmp", encoded(drawing((64, 48)), "BMP")),
    "a TIFF named JPEG.docx": picture("tiff", encoded(drawing((64, 48)), "TIFF")),
    "a WMF named JPEG.docx": picture("wmf", wmf()),
    "a picture that is not there.docx": picture_missing,
    "strict.docx": strict,
    "another prefix.docx": other_prefix,
    "in UTF-16.docx": parts(in_utf16),
    "a mark of the order of bytes.docx": parts(with_mark),
    "not packed, with a comment.docx": stored,
    "streamed.docx": streamed,
    "three parts.docx": minimal,
    "without styles.docx": parts(lambda found: found.pop("word/styles.xml")),
    "without settings.docx": parts(lambda found: found.pop("word/settings.xml")),
    "without its list of kinds.docx": parts(lambda found: found.pop("[Content_Types].xml")),
    "without its main part.docx": parts(lambda found: found.pop(DOCUMENT)),
    "rubbish behind the end.docx": lambda: word(plain) + b"\0" * 200,
    "rubbish before the beginning.docx": lambda: b"\0" * 64 + word(plain),
    "half of it missing.docx": lambda: word(plain)[: len(word(plain)) // 2],
    "a mark left open.docx": lambda: replaced(word(plain), DOCUMENT, "</w:document>", ""),
    "nothing.docx": lambda: b"",
    "an empty document.docx": lambda: word(lambda it: None),
    "spaces only.docx": lambda: word(lambda it: it.add_paragraph("   ")),
    "pictures only.docx": lambda: word(lambda it: add_picture(it, jpeg())),
    "the old Word.docx": lambda: OLE + bytes(4096),
    "the old Word.doc": lambda: OLE + bytes(4096),
    "RTF named Word.docx": lambda: RTF,
    "RTF.rtf": lambda: RTF,
    "a page of the web named Word.docx": lambda: HTML,
    "a PDF named Word.docx": lambda: b"%PDF-1.7\n" + bytes(500),
    "a workbook named Word.docx": lambda: zipped({"xl/workbook.xml": b"<workbook/>"}),
    "OpenDocument named Word.docx": open_document,
    "with macros.docx": parts(lambda found: found.update({"word/vbaProject.bin": OLE})),
    "a template.dotx": lambda: word(plain),
}
