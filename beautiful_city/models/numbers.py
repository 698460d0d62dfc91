"""The numbers that reports get."""

from django.db import models


class CaseNumber(models.Model):
    """The last number given in a year; a row of its own, so that two reports never share one."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
