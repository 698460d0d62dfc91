"""Real Word files, made by python-docx; what it cannot write is put into the zip by hand."""

import re
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Cm
from PIL import Image

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SCHEMAS = "http://schemas.openxmlformats.org"
SPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": f"{SCHEMAS}/wordprocessingml/2006/main",
        "m": f"{SCHEMAS}/officeDocument/2006/math",
        "wp": f"{SCHEMAS}/drawingml/2006/wordprocessingDrawing",
        "a": f"{SCHEMAS}/drawingml/2006/main",
        "c": f"{SCHEMAS}/drawingml/2006/chart",
        "r": f"{SCHEMAS}/officeDocument/2006/relationships",
        "mc": f"{SCHEMAS}/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)


def jpeg(shade: int = 0, size: tuple[int, int] = (64, 48)) -> bytes:
    """A small picture; another `shade` is another picture."""
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    image.paste((shade * 7 % 256, shade * 31 % 256, 90), (0, 0, size[0] // 2, size[1] // 2))
    return encoded(image)


def encoded(image: Image.Image, kind: str = "JPEG") -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def word(build: Callable[[WordDocument], None]) -> bytes:
    document = Document()
    build(document)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def add_picture(document: WordDocument, data: bytes, alt: str = "") -> None:
    shape = document.add_picture(BytesIO(data), width=Cm(8))
    shape._inline.docPr.set("descr", alt)


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def replaced(data: bytes, name: str, old: str, new: str) -> bytes:
    parts = parts_of(data)
    text = parts[name].decode()
    assert old in text, f"{old} is not in {name}"
    parts[name] = text.replace(old, new).encode()
    return zipped(parts)


def with_body(*markup: str, styles: Iterable[str] = ()) -> bytes:
    """A document of python-docx with these elements in its body, and these styles more."""
    body, more = (
        "".join(re.sub(r"^<[\w:]+", rf"\g<0> {SPACES}", each) for each in given)
        for given in (markup, styles)
    )
    data = replaced(
        word(lambda document: None), "word/document.xml", "<w:sectPr", f"{body}<w:sectPr"
    )
    return replaced(data, "word/styles.xml", "</w:styles>", f"{more}</w:styles>")


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def with_footnotes(data: bytes, notes: list[str]) -> bytes:
    """Where a run of the document says “[[n]]”, the mark of the n-th note stands afterwards."""
    parts = parts_of(data)
    text = parts["word/document.xml"].decode()
    for number in range(1, len(notes) + 1):
        mark = f"<w:t>[[{number}]]</w:t>"
        assert mark in text
        text = text.replace(mark, f'<w:footnoteReference w:id="{number}"/>')
    parts["word/document.xml"] = text.encode()
    rows = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:footnote>'
        for number, note in enumerate(notes, 1)
    )
    parts["word/footnotes.xml"] = f"<w:footnotes {NAMESPACE}>{rows}</w:footnotes>".encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        f'<Override PartName="/word/footnotes.xml" ContentType="{NOTES_TYPE}"/></Types>'.encode(),
    )
    parts["word/_rels/document.xml.rels"] = parts["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rIdNotes" Type="{OFFICE}/footnotes" Target="footnotes.xml"/>'
        "</Relationships>".encode(),
    )
    return zipped(parts)


def with_linked_picture(data: bytes, address: str) -> bytes:
    """The first picture of the document, no longer in the file but at `address`."""
    parts = parts_of(data)
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"r:embed=", b"r:link=", 1)
    rels = parts["word/_rels/document.xml.rels"].decode()
    target = 'Target="media/image1.jpg"'
    assert target in rels
    rels = rels.replace(target, f'Target="{address}" TargetMode="External"')
    parts["word/_rels/document.xml.rels"] = rels.encode()
    return zipped(parts)
