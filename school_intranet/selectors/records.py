"""Handovers and self-checks of a school."""

from __future__ import annotations

from django.db.models import QuerySet

from school_intranet.models import Handover, SelfCheck
from school_intranet.readers import Reader
from school_intranet.selectors.words import holding


def handovers_for(reader: Reader, *, q: str = "") -> QuerySet[Handover]:
    """The newest first."""
    found = Handover.objects.visible_to(reader).select_related("giver", "taker")
    return holding(found, q, "giver__full_name", "taker__full_name")


def self_checks_for(reader: Reader, *, only_failed: bool = False) -> QuerySet[SelfCheck]:
    """The newest first."""
    found = SelfCheck.objects.visible_to(reader).select_related("by")
    return found.exclude(failures=[]) if only_failed else found
