"""What a unit delivers: a page that it wrote, or raw material that the board makes a page of."""

import uuid
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaigns.models.pages import FeaturePage, ThemePage
from campaigns.models.requests import MOST, ContributionRequest
from campaigns.states import HANDED_IN, TAKEN, DeliveryState, ItemKind
from portal.documents import extension_of
from portal.models import Photo, Unit
from portal.storage import private_storage


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def handed_in(self) -> Self:
        return self.filter(state__in=HANDED_IN)

    def taken(self) -> Self:
        return self.filter(state__in=TAKEN)


class Delivery(models.Model):
    """One item of a unit on its way, whether it was asked for or not.

    `counts_for` is how many of the asked items it stands for: 1 as a rule, 0 for the second of two
    that the board took for one. `sent_at` is when the unit last sent it to the board, and the day
    on which it counts for the unit: how long the board takes is not held against the unit.
    """

    feature = models.ForeignKey(FeaturePage, on_delete=models.PROTECT, related_name="deliveries")
    theme = models.ForeignKey(
        ThemePage, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="deliveries")
    request = models.ForeignKey(
        ContributionRequest, null=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    title = models.CharField(max_length=255)
    page = models.OneToOneField(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="delivery"
    )
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.DRAFT
    )
    counts_for = models.PositiveSmallIntegerField(
        _("Tính là"), default=1, validators=[MaxValueValidator(MOST)]
    )
    reason = models.TextField(_("Lý do"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    author_name = models.CharField(_("Tác giả"), max_length=120, blank=True)
    begun_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    """When it was refused or taken down."""

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("sản phẩm đóng góp")
        verbose_name_plural = _("sản phẩm đóng góp")
        ordering = ["-begun_at", "-pk"]
        indexes = [
            models.Index(fields=["feature", "unit", "state"], name="delivery_unit_state"),
            models.Index(fields=["published_at"], name="delivery_published"),
        ]

    def __str__(self) -> str:
        return self.title


class Material(models.Model):
    """Raw material as a unit sent it: words, photos, files. How far it is stands in `delivery`.

    `key` comes from the form, so that sending twice is once.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="material")
    text = models.TextField(_("Nội dung, lời kể"), blank=True, max_length=20_000)
    sender = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="materials"
    )
    sent_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tư liệu gửi đến")
        verbose_name_plural = _("tư liệu gửi đến")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return str(self.delivery)

    @property
    def work_url(self) -> str:
        return reverse("work_material", args=[self.pk])


class MaterialPhoto(models.Model):
    """A photo of the upload path (`portal.uploads`); it is private until the board uses it."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="photos")
    photo = models.OneToOneField(Photo, on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("Chú thích"), max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.material_id} · {self.position}"


class MaterialFile(models.Model):
    """A file as it came, private: a document, a table, a film. `name` is what the sender called
    it, `size` in bytes, `digest` its SHA-256 in hex."""

    material = models.ForeignKey(Material, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(upload_to="materials/%Y/%m", storage=private_storage)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["material", "digest"], name="material_file_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        return extension_of(self.name)


class ContributionListing(models.Model):
    """What lists read: one row for each public contribution. `path` is its place in the tree, and
    so in the reading order; `campaigns.services.listing` keeps the rows right."""

    contribution = models.OneToOneField(
        "campaigns.ContributionPage", on_delete=models.CASCADE, related_name="listing"
    )
    feature = models.ForeignKey(FeaturePage, on_delete=models.CASCADE, related_name="+")
    theme = models.ForeignKey(ThemePage, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ItemKind.choices)
    path = models.CharField(max_length=255)
    date = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["feature", "path"], name="listing_reading_order"),
            models.Index(fields=["feature", "-date", "-contribution"], name="listing_feature_date"),
            models.Index(fields=["theme", "-date", "-contribution"], name="listing_theme_date"),
            models.Index(
                fields=["feature", "unit", "-date", "-contribution"], name="listing_unit_date"
            ),
        ]
        constraints = [
            models.CheckConstraint(name="listing_path_given", condition=~Q(path="")),
        ]

    def __str__(self) -> str:
        return f"{self.path} · {self.date:%d/%m/%Y}"
