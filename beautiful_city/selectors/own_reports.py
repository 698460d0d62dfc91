"""What offices have sent themselves."""

from django.db.models import Q, QuerySet

from beautiful_city.models import Case
from beautiful_city.permissions import answering_unit_ids
from portal.models import User


def own_reports_of(user: User) -> QuerySet[Case]:
    """Reports of the person and of the units for which the person answers, the latest first."""
    mine = Q(reporter=user) | Q(reporter_unit__in=answering_unit_ids(user))
    cases = Case.objects.select_related("category", "ward", "unit", "reporter_unit")
    return cases.filter(mine).order_by("-submitted_at", "-pk")
