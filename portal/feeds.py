"""RSS and Atom: what every feed of the portal shares."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from portal.text import printable

NAMESPACE = uuid.UUID("0d5a3c52-52b4-4c2e-8a63-6e0f5a1f9c11")
"""Of the numbers that readers know entries by; never to be changed."""


def stable_guid(kind: str, pk: int) -> str:
    """What a reader knows an entry by: the same wherever it is moved, and whatever the portal's own
    address is. `kind` says of what the key is ("page", "case")."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{pk}").urn


class _Printable:
    """One sign that XML cannot hold, in one entry, would end the feed for everybody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*map(_clean, args), **_cleaned(kwargs))

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        super().add_item(*map(_clean, args), **_cleaned(kwargs))  # type: ignore[misc]


class Rss(_Printable, Rss201rev2Feed):
    pass


class Atom(_Printable, Atom1Feed):
    pass


class PortalFeed(Feed):
    """RSS. A feed gives its entries their `item_guid` by `stable_guid`."""

    feed_type: Any = Rss
    item_guid_is_permalink = False


def _cleaned(values: dict[str, Any]) -> dict[str, Any]:
    return {name: _clean(value) for name, value in values.items()}


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    return [_clean(each) for each in value] if isinstance(value, list | tuple) else value
