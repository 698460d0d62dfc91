"""What of the registry stands on public pages: a change of it begins a new revision."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from beautiful_city.models import Category, DutyNumber
from portal import revision


def registry_changed(sender: Any, **kwargs: Any) -> None:
    revision.bump()


def connect() -> None:
    for model in (Category, DutyNumber):
        for signal in (post_save, post_delete):
            signal.connect(registry_changed, sender=model, dispatch_uid="city_revision")
