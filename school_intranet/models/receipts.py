"""Who was given something to read, opened it, acknowledged it. Opening and acknowledging are two
things: the one happens, the other is said."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from school_intranet.models.announcements import Announcement
from school_intranet.models.base import SchoolOwned, SchoolQuerySet
from school_intranet.models.broadcasts import BroadcastDelivery
from school_intranet.models.documents import IncomingDocument

ITEMS = ("announcement", "document", "delivery")


def _exactly_one() -> Q:
    condition = Q()
    for name in ITEMS:
        others = {f"{other}__isnull": other != name for other in ITEMS}
        condition |= Q(**others)
    return condition


class Receipt(SchoolOwned):
    """One person and one version of one thing to read; a new version asks again.

    `expected`: among those to whom it was sent; who comes later reads it too, but does not count.
    `entered_by`: văn thư entered the signature of a printed sheet.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="school_receipts"
    )
    announcement = models.ForeignKey(
        Announcement, null=True, on_delete=models.CASCADE, related_name="receipts"
    )
    document = models.ForeignKey(
        IncomingDocument, null=True, on_delete=models.CASCADE, related_name="receipts"
    )
    delivery = models.ForeignKey(
        BroadcastDelivery, null=True, on_delete=models.CASCADE, related_name="receipts"
    )
    version = models.PositiveSmallIntegerField(default=1)
    asks = models.BooleanField(default=False)
    expected = models.BooleanField(default=True)
    delivered_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    reminded_on = models.DateField(null=True)

    objects = SchoolQuerySet.as_manager()
    same_school = ITEMS

    class Meta:
        verbose_name = _("xác nhận")
        verbose_name_plural = _("xác nhận")
        ordering = ["-delivered_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="receipt_of_one_thing", condition=_exactly_one()),
            *(
                models.UniqueConstraint(
                    fields=["user", name, "version"],
                    condition=Q(**{f"{name}__isnull": False}),
                    name=f"receipt_{name}_once",
                )
                for name in ITEMS
            ),
        ]
        indexes = [
            models.Index(
                fields=["school", "user", "-delivered_at"],
                condition=Q(opened_at=None),
                name="receipt_unopened",
            ),
            models.Index(
                fields=["school", "user", "-delivered_at"],
                condition=Q(acknowledged_at=None, asks=True),
                name="receipt_unacknowledged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.delivered_at:%d/%m/%Y}"
