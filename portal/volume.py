"""What `make_volume` can fill a database with. Apps register in `AppConfig.ready`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Volume:
    """`fill(n)` adds n made-up things and yields how many are in; it raises ValueError, whose
    words are shown, where there is nothing to add them to. `name` is the command's option."""

    name: str
    label: str | Promise
    fill: Callable[[int], Iterator[int]]


_volumes: dict[str, Volume] = {}


def register_volume(
    name: str, *, label: str | Promise, fill: Callable[[int], Iterator[int]]
) -> None:
    _volumes[name] = Volume(name, label, fill)


def volumes() -> list[Volume]:
    return list(_volumes.values())
