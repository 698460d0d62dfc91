"""Messages by e-mail about raw material. The unit's inbox says the same: mail can fail."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from campaigns.models import Delivery, Material
from portal.models import User
from portal.notices import event_of, write_mail


def tell_sender_of_return(*, material: Material, delivery: Delivery, by: User) -> None:
    _tell_sender("material_returned", material, delivery, by)


def tell_sender_of_refusal(*, material: Material, delivery: Delivery, by: User) -> None:
    _tell_sender("material_refused", material, delivery, by)


def _tell_sender(name: str, material: Material, delivery: Delivery, by: User) -> None:
    if material.sender_id == by.pk or not material.sender.email:
        return
    context: dict[str, Any] = {
        "delivery": delivery,
        "by": by,
        "url": f"{settings.SITE_URL}{material.work_url}",
        "site_name": settings.WAGTAIL_SITE_NAME,
    }
    # The same material can come and go several times.
    event = event_of(material.pk, material.sent_at)
    write_mail(name, event, [material.sender], context, path=material.work_url)
