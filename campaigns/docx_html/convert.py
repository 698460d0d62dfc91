"""mammoth's HTML of a Word file, and its pictures."""

import json
import zipfile
import zlib
from dataclasses import asdict
from typing import IO, Any

import mammoth
from mammoth.docx import office_xml
from mammoth.docx.files import InvalidFileReferenceError
from mammoth.docx.relationships_xml import Relationships

from campaigns.docx_html.shown import Reader

find_target = Relationships.find_target_by_relationship_id
NOWHERE = ""
MOST_PICTURES = 60
MAX_BYTES = 20 * 1024 * 1024
STYLES = """
p[style-name='Title'] => h1.ten-bai:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Caption'] => figcaption:fresh
r.chu-tcvn3 => span.chu-tcvn3
r.chu-vni => span.chu-vni
all-caps => span.chu-hoa
"""


class Pictures:
    """Written one behind the other into `out`; each is told by its size, or by why it is not there:
    "linked", "broken", "too_large", "too_many"."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out = out
        self.told: list[dict[str, Any]] = []

    def take(self, image: Any) -> dict[str, str]:
        told = {"alt": image.alt_text, "type": image.content_type, "size": 0, "fault": ""}
        self.told.append(told)
        try:
            data = self._data(image)
            self.out.write(data)
            told["size"] = len(data)
        except InvalidFileReferenceError:
            told["fault"] = "linked"
        except ValueError as error:
            told["fault"] = str(error)
        except (KeyError, OSError, zipfile.BadZipFile, zlib.error):
            told["fault"] = "broken"
        return {"data-picture": f"anh-{len(self.told)}"}

    def _data(self, image: Any) -> bytes:
        if len(self.told) > MOST_PICTURES:
            raise ValueError("too_many")
        with image.open() as opened:
            data: bytes = opened.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ValueError("too_large")
        return data


def target_of(relationships: Relationships, key: str) -> str:
    """Word and LibreOffice open a document with a reference to nothing: a link without an address
    is its words, a picture is told as broken."""
    try:
        return str(find_target(relationships, key))
    except KeyError:
        return NOWHERE


def convert(file: IO[bytes], out: IO[bytes]) -> None:
    """The pictures, then a line of JSON about all, then its length in eight bytes."""
    pictures = Pictures(out)
    reader = Reader()
    # mammoth's own hook comes after its reading, when hidden text has become text: so what it
    # parses is gone through here.
    office_xml.parse_xml = reader.parse
    Relationships.find_target_by_relationship_id = target_of
    html = mammoth.convert_to_html(
        file,
        style_map=STYLES,
        # The document itself must not say how it is read.
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=mammoth.images.img_element(pictures.take),
    ).value
    if not reader.seen_document:
        raise RuntimeError("mammoth reads its parts in another way")
    told = {"html": html, "pictures": pictures.told, "changed": asdict(reader.changed)}
    line = json.dumps(told).encode()
    out.write(line)
    out.write(len(line).to_bytes(8, "big"))
