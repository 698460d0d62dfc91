"""The same thing for several reports: each by itself, so that one refusal stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from beautiful_city.models import Case
from beautiful_city.services.core import Refused, Stale


@dataclass(frozen=True)
class Outcome:
    """`refusal` is the sentence that says why nothing was done, empty where it was."""

    case: Case
    refusal: str = ""


def one_by_one(cases: Iterable[Case], act: Callable[[Case], Case]) -> list[Outcome]:
    return [_outcome(case, act) for case in cases]


def _outcome(case: Case, act: Callable[[Case], Case]) -> Outcome:
    try:
        return Outcome(act(case))
    except (Refused, Stale) as refusal:
        return Outcome(case, str(refusal))
    except PermissionDenied:
        return Outcome(case, _("Bạn không có quyền làm việc này với phản ánh."))
