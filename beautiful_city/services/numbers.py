"""Numbers of reports: one row a year is counted up, so that two sendings never get the same."""

from django.db import transaction
from django.db.models import F

from beautiful_city.models import CaseNumber


def next_number(year: int) -> int:
    """To be called in a transaction: the row stays locked until its end."""
    with transaction.atomic():
        CaseNumber.objects.get_or_create(year=year)
        CaseNumber.objects.filter(year=year).update(last=F("last") + 1)
        return CaseNumber.objects.values_list("last", flat=True).get(year=year)
