"""The pages of a campaign: the feature page, its themes, what units contribute, albums."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Orderable
from wagtail.search import index

from campaigns.addresses import RESERVED
from campaigns.blocks import ContributionBody, FeatureBody, ThemeBody
from campaigns.blocks.facts import FIRST_YEAR, LAST_YEAR, year_block
from campaigns.editor_panels import MissingYearsPanel
from campaigns.page_forms import ContributionForm
from campaigns.states import ItemKind
from portal.editor.forms import UnitPageForm
from portal.kinds import UnitKind
from portal.pages import BasePage, UnitOwnedMixin

if TYPE_CHECKING:
    from campaigns.models.deliveries import Delivery

YEARS = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


def _image(label: Any) -> models.ForeignKey:
    return models.ForeignKey(
        "portal.PortalImage",
        verbose_name=label,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )


class FeaturePage(BasePage):
    """A campaign and its front page: one picture, one sentence, then what the editor chose.

    `start_year` and `end_year` are the years that it looks back on; the years without an event are
    those that units are asked about. Nothing is asked after `closed_on`.
    """

    hero_image = _image(_("Ảnh mở đầu"))
    hero_credit = models.CharField(_("Nguồn ảnh"), max_length=120, blank=True)
    start_year = models.PositiveSmallIntegerField(_("Từ năm"), validators=YEARS)
    end_year = models.PositiveSmallIntegerField(_("Đến năm"), validators=YEARS)
    body = StreamField(FeatureBody(), verbose_name=_("Nội dung"), blank=True)
    memories_open = models.BooleanField(
        _("Nhận ảnh, lời kể của người dân (Góc ký ức)"), default=True
    )
    closed_on = models.DateField(
        _("Kết thúc ngày"), null=True, blank=True, help_text=_("Để trống khi đang thực hiện.")
    )

    parent_page_types = ["home.HomePage"]
    subpage_types = ["campaigns.ThemePage", "campaigns.AlbumPage"]
    template = "campaigns/feature_page.html"
    open_to_contributors = True
    select_on_serve = ("hero_image",)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("hero_image"), FieldPanel("hero_credit")], heading=_("Ảnh mở đầu")
        ),
        FieldRowPanel([FieldPanel("start_year"), FieldPanel("end_year"), FieldPanel("closed_on")]),
        FieldPanel("body"),
        MissingYearsPanel(heading=_("Năm chưa có sự kiện")),
        FieldPanel("memories_open"),
        InlinePanel("quotas", heading=_("Chỉ tiêu theo loại đơn vị"), label=_("Chỉ tiêu")),
    ]

    class Meta:
        verbose_name = _("chuyên trang")
        verbose_name_plural = _("chuyên trang")
        constraints = [
            models.CheckConstraint(
                name="feature_years_in_order",
                condition=models.Q(end_year__gte=models.F("start_year")),
                violation_error_message=_("“Đến năm” không được trước “Từ năm”."),
            ),
        ]


class Quota(Orderable):
    """How much each unit of a kind is asked for. It is put into requests by the board, once for
    each unit."""

    feature = ParentalKey(FeaturePage, on_delete=models.CASCADE, related_name="quotas")
    unit_kind = models.CharField(
        _("Loại đơn vị"),
        max_length=20,
        choices=[
            (kind.value, kind.label)
            for kind in (
                UnitKind.DEPARTMENT,
                UnitKind.PARTY_BODY,
                UnitKind.MASS_ORGANISATION,
                UnitKind.AFFILIATE,
                UnitKind.WARD,
                UnitKind.SCHOOL,
            )
        ],
    )
    kind = models.CharField(_("Loại tin, bài"), max_length=10, choices=ItemKind.choices)
    count = models.PositiveSmallIntegerField(_("Số lượng"), validators=[MinValueValidator(1)])
    due_on = models.DateField(_("Hạn gửi"))

    panels = [
        FieldRowPanel(
            [
                FieldPanel("unit_kind"),
                FieldPanel("kind"),
                FieldPanel("count"),
                FieldPanel("due_on"),
            ]
        )
    ]

    def __str__(self) -> str:
        return f"{self.get_unit_kind_display()}: {self.count} {self.get_kind_display()}"


def refuse_reserved_slug(page: BasePage) -> None:
    """Words that are addresses of the campaign itself. ValidationError."""
    if page.slug in RESERVED:
        raise ValidationError({"slug": _("Địa chỉ này đã dùng cho mục khác của chuyên trang.")})


class ThemePage(BasePage):
    """A theme of the campaign; units write their contributions below it."""

    image = _image(_("Ảnh đại diện"))
    image_credit = models.CharField(_("Nguồn ảnh"), max_length=120, blank=True)
    body = StreamField(ThemeBody(), verbose_name=_("Nội dung"), blank=True)

    parent_page_types = ["campaigns.FeaturePage"]
    subpage_types = ["campaigns.ContributionPage"]
    template = "campaigns/theme_page.html"
    open_to_contributors = True
    select_on_serve = ("image",)

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_credit")], heading=_("Ảnh đại diện")
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("chuyên đề")
        verbose_name_plural = _("chuyên đề")

    def clean(self) -> None:
        super().clean()
        refuse_reserved_slug(self)


class ContributionPage(UnitOwnedMixin, BasePage):
    """An article or a photo story of a unit, in one theme, perhaps for a request."""

    kind = models.CharField(
        _("Loại"), max_length=10, choices=ItemKind.choices, default=ItemKind.ARTICLE
    )
    request = models.ForeignKey(
        "campaigns.ContributionRequest",
        verbose_name=_("Theo đề nghị"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = StreamField(ContributionBody(), verbose_name=_("Nội dung"), blank=True)
    image = _image(_("Ảnh đại diện"))
    image_caption = models.CharField(_("Chú thích ảnh"), max_length=250, blank=True)
    image_credit = models.CharField(_("Nguồn ảnh"), max_length=120, blank=True)
    author_name = models.CharField(_("Tác giả"), max_length=120, blank=True)
    source_name = models.CharField(_("Nguồn tư liệu"), max_length=250, blank=True)
    published_at = models.DateTimeField(_("Ngày đăng"), null=True, blank=True, editable=False)

    # Set on a new page that is made of raw material, before it is first saved: no field.
    continues: "Delivery | None" = None

    parent_page_types = ["campaigns.ThemePage"]
    subpage_types: list[str] = []
    is_structural = False
    template = "campaigns/contribution_page.html"
    base_form_class = ContributionForm
    select_on_serve = ("unit", "image", "view_record")

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("image"), FieldPanel("image_caption"), FieldPanel("image_credit")],
            heading=_("Ảnh đại diện"),
        ),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("unit"),
                FieldPanel("request"),
                FieldPanel("kind"),
                FieldPanel("author_name"),
                FieldPanel("source_name"),
            ],
            heading=_("Đơn vị, đề nghị, tác giả"),
        ),
    ]
    search_fields = [*BasePage.search_fields, index.FilterField("unit")]

    class Meta:
        verbose_name = _("bài của chuyên trang")
        verbose_name_plural = _("bài của chuyên trang")

    @property
    def effective_date(self) -> datetime:
        return self.published_at or self.first_published_at or timezone.now()


class AlbumPhotoBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Ảnh"))
    caption = blocks.CharBlock(label=_("Chú thích"), max_length=250)
    year = year_block(required=False)
    credit = blocks.CharBlock(label=_("Nguồn ảnh"), max_length=120)

    class Meta:
        label = _("Ảnh")
        icon = "image"


class AlbumPage(UnitOwnedMixin, BasePage):
    """An album of photos, each with its caption and credit."""

    photos = StreamField(
        [("photo", AlbumPhotoBlock())], verbose_name=_("Các ảnh"), blank=True, max_num=200
    )
    author_name = models.CharField(_("Tác giả"), max_length=120, blank=True)

    parent_page_types = ["campaigns.FeaturePage"]
    subpage_types: list[str] = []
    is_structural = False
    template = "campaigns/album_page.html"
    base_form_class = UnitPageForm
    select_on_serve = ("unit",)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("photos"),
        FieldPanel("unit"),
        FieldPanel("author_name"),
    ]

    class Meta:
        verbose_name = _("album ảnh")
        verbose_name_plural = _("album ảnh")

    def clean(self) -> None:
        super().clean()
        refuse_reserved_slug(self)
