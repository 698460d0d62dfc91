"""What the services share: refusals, and holding a request while it changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from campaigns.models import ContributionRequest, RequestChange
from campaigns.states import ChangeKind
from portal.models import User


class Refused(Exception):  # noqa: N818 - an answer, not a fault
    """What was asked does not meet a rule; `field` names the input, `str()` is the sentence."""

    def __init__(self, sentence: str | Promise, *, field: str = "") -> None:
        self.field = field
        super().__init__(str(sentence))


def held(request: ContributionRequest) -> ContributionRequest:
    """The request as it is now, kept from others until the transaction ends."""
    rows = ContributionRequest.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("feature", "unit").get(pk=request.pk)


FACTS = ("theme_id", "kind", "count", "topic", "year", "due_on", "note", "state")


def facts_of(request: ContributionRequest) -> dict[str, Any]:
    """What the history keeps of a request."""
    values = {name: getattr(request, name) for name in FACTS}
    values["due_on"] = f"{request.due_on:%Y-%m-%d}"
    return values


def note_change(
    request: ContributionRequest,
    *,
    kind: ChangeKind,
    by: User | None,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> RequestChange:
    """Write a line of history: of `before` and `after` only what differs."""
    before, after = before or {}, after or {}
    changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    return RequestChange.objects.create(
        request=request,
        kind=kind,
        by=by,
        at=at,
        before={name: before[name] for name in sorted(changed) if name in before},
        after={name: after[name] for name in sorted(changed) if name in after},
        reason=reason,
    )
