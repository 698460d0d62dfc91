"""What is to be imported: files, and folders with their table of contents."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from home.importing.contents import NAME, Line, read_contents
from home.importing.grammar import Refused
from home.importing.places import Places
from home.importing.service import Target
from portal.text import nfc

LONGEST_NAME = 255


@dataclass(frozen=True)
class Entry:
    """One file, what it is known by from one import to the next, and where it goes."""

    path: Path
    name: str
    target: Target


@dataclass(frozen=True)
class Refusal:
    """Shown as `path:line: reason`, which editors can jump to."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        # A name need not be UTF-8 on disk, but must be to be printed.
        path = os.fsencode(self.path).decode("utf-8", "backslashreplace")
        return f"{path}:{self.line}: {self.reason}"


@dataclass
class Found:
    entries: list[Entry] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def add(self, path: Path, folder: Path, target: Target | None) -> None:
        # With the folder's own name: `0001.txt` of another month is another file.
        name = nfc(f"{folder.resolve().name}/{path.relative_to(folder).as_posix()}")
        if len(name) > LONGEST_NAME or not name.isprintable():
            self.refuse(path, 1, f"tên tệp dài hơn {LONGEST_NAME} ký tự hoặc có ký tự lạ")
        elif target is None:
            self.refuse(path, 1, f"chưa biết chuyên mục: dùng --section hoặc {NAME}")
        else:
            self.entries.append(Entry(path, name, target))

    def refuse(self, path: Path, line: int, reason: str) -> None:
        self.refused.append(Refusal(path, line, reason))


def find(paths: Iterable[Path], places: Places, default: Target | None) -> Found:
    """Every text file of `paths` with where it goes: by the folder's table of contents, else
    `default`. A table of contents that cannot be read refuses its folder."""
    found = Found()
    for path in paths:
        if not path.is_dir():
            found.add(path, path.parent, default)
            continue
        contents = path / NAME
        try:
            lines = read_contents(contents, places, default) if contents.exists() else {}
        except Refused as error:
            found.refuse(contents, error.line, error.reason)
        else:
            _add_folder(found, path, lines, default)
    return found


def _add_folder(found: Found, folder: Path, lines: dict[str, Line], default: Target | None) -> None:
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() != ".txt" or not path.is_file():
            continue
        line = lines.pop(nfc(path.relative_to(folder).as_posix()), None)
        if line is None:
            found.add(path, folder, default)
        elif line.target is None:
            found.refuse(folder / NAME, line.number, line.refused)
        else:
            found.add(path, folder, line.target)
    for name, line in lines.items():
        found.refuse(folder / NAME, line.number, f"không có tệp “{name}” trong thư mục")
