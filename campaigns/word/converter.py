"""A script of its own: a Word file in, its HTML and pictures out. See `converting`, which runs it.

mammoth's cost is not linear in what it is given (nested fields, for one), so no count before it can
bound it: this process is bounded.
"""

import resource
import sys

if __name__ == "__main__":
    _SECONDS, _BYTES = int(sys.argv[1]), int(sys.argv[2]) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    # The pictures are held in memory afterwards.
    resource.setrlimit(resource.RLIMIT_FSIZE, (150 * 1024 * 1024,) * 2)

import json
import zipfile
import zlib
from typing import IO, Any

import mammoth
from mammoth.docx.files import InvalidFileReferenceError

MOST_PICTURES = 60
MAX_BYTES = 20 * 1024 * 1024
NO_MEMORY = 90
"""As `portal.limited` has it, which is not on this script's path."""
STYLES = """
p[style-name='Title'] => h1.ten-bai:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Caption'] => figcaption:fresh
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


def convert(file: IO[bytes], out: IO[bytes]) -> None:
    """The pictures, then a line of JSON about all, then its length in eight bytes."""
    pictures = Pictures(out)
    html = mammoth.convert_to_html(
        file,
        style_map=STYLES,
        # The document itself must not say how it is read.
        include_embedded_style_map=False,
        external_file_access=False,
        convert_image=mammoth.images.img_element(pictures.take),
    ).value
    told = json.dumps({"html": html, "pictures": pictures.told}).encode()
    out.write(told)
    out.write(len(told).to_bytes(8, "big"))


if __name__ == "__main__":
    try:
        convert(sys.stdin.buffer, sys.stdout.buffer)
    except MemoryError:
        sys.exit(NO_MEMORY)
