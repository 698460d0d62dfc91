"""What is to be imported: files, and folders with their table of contents."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from home.importing.grammar import Refused
from home.importing.service import Target
from home.models import SectionPage
from portal.models import Unit

CONTENTS = "muc-luc.csv"
COLUMNS = ("file", "section", "unit", "old address")


@dataclass(frozen=True)
class Entry:
    """One file. `refused` says why its line of the table of contents cannot be used."""

    path: Path
    name: str
    target: Target | None
    refused: str = ""


def find_section(text: str) -> SectionPage | None:
    """A section by its slug or by its address within the portal (`/tin-tuc/do-thi/`)."""
    slugs = [part for part in text.split("/") if part]
    if not slugs:
        return None
    found = SectionPage.objects.filter(slug=slugs[-1])
    if len(slugs) > 1:
        found = found.filter(url_path__endswith="/" + "/".join(slugs) + "/")
    sections = list(found[:2])
    return sections[0] if len(sections) == 1 else None


def entries(paths: Iterable[Path], default: Target | None) -> Iterator[Entry]:
    """Every `.txt` of `paths`, with where it goes: by the folder's table of contents, else
    `default`."""
    for path in paths:
        if path.is_dir():
            yield from _of_folder(path, default)
        else:
            yield _entry(path, path.name, default)


def _of_folder(folder: Path, default: Target | None) -> Iterator[Entry]:
    contents = _read_contents(folder / CONTENTS)
    for path in sorted(folder.rglob("*.txt")):
        name = path.relative_to(folder).as_posix()
        line = contents.get(name)
        if line is None:
            yield _entry(path, name, default)
            continue
        try:
            yield Entry(path, name, _target(line, default))
        except ValueError as error:
            yield Entry(path, name, None, refused=f"{CONTENTS}: {error}")


def _entry(path: Path, name: str, default: Target | None) -> Entry:
    refused = "" if default else "chưa biết chuyên mục: dùng --section hoặc muc-luc.csv"
    return Entry(path, name, default, refused)


def _read_contents(path: Path) -> dict[str, dict[str, str]]:
    if not path.exists():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = set(COLUMNS) - set(reader.fieldnames or ())
        if missing:
            raise Refused(1, f"{CONTENTS} thiếu cột {', '.join(sorted(missing))}")
        return {row["file"].strip(): row for row in reader}


def _target(line: dict[str, str], default: Target | None) -> Target:
    section = default.section if default else None
    if line["section"]:
        section = find_section(line["section"])
    if section is None:
        raise ValueError(f"không có (hoặc có nhiều) chuyên mục “{line['section']}”")
    unit = default.unit if default else None
    if line["unit"]:
        unit = Unit.objects.filter(code=line["unit"].strip()).first()
        if unit is None:
            raise ValueError(f"không có đơn vị mã “{line['unit']}”")
    return Target(section, unit, line["old address"].strip())
