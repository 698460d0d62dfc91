"""Names in an archive that people unpack on Windows."""

from __future__ import annotations

import re

from portal.text import nfc

LONGEST = 120
"""Characters of one part. A path of more than 260 in all is not unpacked."""

_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
# Names of devices, whatever follows the first dot.
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[1-9¹²³]|lpt[1-9¹²³])(?=\.|$)", re.IGNORECASE)
LONGEST_EXTENSION = 10


class ArchiveNames:
    """Hands out each name once. Windows tells no capitals from small letters."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, path: str) -> str:
        """`path`, its folders parted by "/", so that it can be unpacked and replaces no other: the
        second of a name gets a number before its extension."""
        *folders, name = [_unpackable(part) for part in path.split("/")]
        stem, extension = _parted(name)
        number, wanted = 1, name
        while (whole := "/".join([*folders, wanted])).casefold() in self._taken:
            number += 1
            wanted = f"{stem} ({number}){extension}"
        self._taken.add(whole.casefold())
        return whole


def _unpackable(part: str) -> str:
    name = _FORBIDDEN.sub("_", nfc(part)).strip().rstrip(" .") or "_"
    if _DEVICE.match(name):
        name = f"_{name}"
    stem, extension = _parted(name)
    return f"{stem[: LONGEST - len(extension)].rstrip(' .')}{extension}"


def _parted(name: str) -> tuple[str, str]:
    """ "a.tar.gz" → ("a.tar", ".gz"); what is too long for an extension is part of the name."""
    stem, dot, extension = name.rpartition(".")
    if not stem or len(extension) > LONGEST_EXTENSION:
        return name, ""
    return stem, f"{dot}{extension}"
