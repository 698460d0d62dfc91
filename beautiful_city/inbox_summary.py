"""The reports in numbers, above the list at `/viec/`: those of the dashboard, counted by it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from beautiful_city import permissions
from beautiful_city.selectors.dashboard import Scope, read_red
from beautiful_city.selectors.measures import BY_WORD, Asked, Period
from portal.inbox import InboxSummary, SummaryNumber
from portal.models import User
from portal.working_time import current_calendar

WORDS = ("qua-han", "keo-dai", "dang-mo", "cho-quan")
LATE = frozenset({"qua-han", "keo-dai"})


def summary(user: User, now: datetime) -> InboxSummary | None:
    """For those who see the dashboard, over all time as it opens. Two statements."""
    if not permissions.sees_dashboard(user):
        return None
    scope = read_red(Scope(Asked(Period(), now)), current_calendar())
    counted = scope.cases().aggregate(
        **{
            word.replace("-", "_"): Count("pk", filter=BY_WORD[word].rows(scope.asked))
            for word in WORDS
        }
    )
    behind = reverse("work_dashboard_list")
    return InboxSummary(
        _("Long Biên đẹp - chưa đẹp"),
        reverse("work_dashboard"),
        [
            SummaryNumber(
                str(BY_WORD[word].label),
                counted[word.replace("-", "_")],
                f"{behind}?{urlencode({'so': word})}",
                is_late=word in LATE,
            )
            for word in WORDS
        ],
    )
