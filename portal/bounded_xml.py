"""XML from outside, read as a stream: no entities, and a bound for whatever costs time or memory.

The cost of expat itself is linear but for one thing: a single tag (or comment) that comes in many
pieces is looked through again with each of them. How far it has come after a piece is asked of
expat, so that no second reading of the XML decides what is too long.

expat is not asked to look up namespaces: before each name it would write the address of its own,
which may be as long as a tag. A prefix is only cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Sized
from dataclasses import dataclass
from typing import Protocol
from xml.parsers import expat

LONGEST_TAG = 512 * 1024
MOST_NAMES = 10_000
"""Of elements and attributes, each of which is kept to the end; Office has some two thousand."""


class XmlFault(Exception):  # noqa: N818 - an answer, not a fault of ours
    """`code`: "broken", "declared" entities, "too_many" elements or names, "too_deep", "too_long" a
    tag."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class Reader(Protocol):
    """Elements come without their prefix: transitional and strict Office files are alike."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str, text: str) -> None:
        """`text` is what stood in the element behind its last child."""


@dataclass
class Bounds:
    """`elements` counts down; one object may serve several parts of a file."""

    elements: int
    depth: int


def read_xml(chunks: Iterable[bytes], bounds: Bounds, reader: Reader | None = None) -> None:
    """Raises XmlFault, and what `reader` raises."""
    names: dict[str, str] = {}
    parser = expat.ParserCreate(intern=names)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    walk = _Walk(bounds, reader, names)
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    if reader is not None:
        parser.CharacterDataHandler = walk.text.append
    fed = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
            fed += len(chunk)
            if fed - max(parser.CurrentByteIndex, 0) > LONGEST_TAG:
                raise XmlFault("too_long")
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError) as error:
        # ValueError: an encoding that Python does not know.
        raise XmlFault("broken") from error


def _refuse_doctype(*_declared: object) -> None:
    raise XmlFault("declared")


class _Walk:
    def __init__(self, bounds: Bounds, reader: Reader | None, names: Sized) -> None:
        self.bounds, self.reader, self.names = bounds, reader, names
        self.depth = 0
        self.text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.bounds.elements -= 1
        self.depth += 1
        if self.bounds.elements < 0 or len(self.names) > MOST_NAMES:
            raise XmlFault("too_many")
        if self.depth > self.bounds.depth:
            raise XmlFault("too_deep")
        if self.reader is not None:
            self.text.clear()
            self.reader.start(name.rpartition(":")[2], attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        if self.reader is not None:
            self.reader.end(name.rpartition(":")[2], "".join(self.text))
            self.text.clear()
