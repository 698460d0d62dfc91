"""What of a report becomes public: where it lies and what it is called, also near a home."""

from __future__ import annotations

import math
from typing import Any

from django.utils.translation import gettext as _

from beautiful_city.models import Case
from beautiful_city.services.core import Refused
from portal.contacts import contacts_in, without_contacts
from portal.models import Unit
from portal.text import fold

# About 50 m at the latitude of Hà Nội.
SNAP_DEGREES = 0.0005


def position(case: Case, *, near_home: bool) -> dict[str, Any]:
    """The public position: snapped to about 50 m where somebody's home is near."""
    if case.latitude is None or case.longitude is None:
        return {"near_home": near_home, "public_latitude": None, "public_longitude": None}
    return {
        "near_home": near_home,
        "public_latitude": snapped(case.latitude) if near_home else case.latitude,
        "public_longitude": snapped(case.longitude) if near_home else case.longitude,
    }


def snapped(degrees: float) -> float:
    return round(math.floor(degrees / SNAP_DEGREES + 0.5) * SNAP_DEGREES, 6)


def public_title(case: Case, title: str, *, ward: Unit | None, near_home: bool) -> str:
    """The title that everybody reads. Where somebody's home is near, one that gives the place in
    the sender's words names the ward instead, as the other public data do."""
    title = title.strip() or without_contacts(case.title)
    if not near_home or not any(
        _gives_place(title, place) for place in (case.place_text, case.place_words)
    ):
        return title
    return f"{case.category.name}: {ward.name}"[:160] if ward else case.category.name


def check_words(case: Case, *, title: str, public_text: str) -> None:
    """Raises Refused where the sender's number, address or link would become public. What the
    district adds of its own, such as the number of an office, is its to say."""
    sent = set(contacts_in(f"{case.title}\n{case.place_text}\n{case.text}"))
    for field, words in (("title", title), ("public_text", public_text)):
        left = [each for each in contacts_in(words) if each in sent]
        if left:
            raise Refused(
                _("Còn thông tin liên hệ của người gửi: %s. Hãy bỏ trước khi cho hiện công khai.")
                % ", ".join(left),
                field=field,
            )


def _gives_place(title: str, place: str) -> bool:
    """Also where the title, made of the place by itself, was too long and broke off within it."""
    if not place:
        return False
    folded, (_category, _colon, rest) = fold(place), title.partition(": ")
    return folded in fold(title) or (bool(rest) and folded.startswith(fold(rest)))
