"""The front page: what an editor chooses for it. What it lists by itself is in `contexts`."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

from portal.links import validate_link
from portal.pages import BasePage


class QuickLinkBlock(blocks.StructBlock):
    label = blocks.CharBlock(label=_("Tên việc"), max_length=60)
    url = blocks.CharBlock(
        label=_("Địa chỉ"),
        max_length=300,
        help_text=_("Đường dẫn trong cổng (bắt đầu bằng /) hoặc địa chỉ https:// đầy đủ."),
        validators=[validate_link],
    )
    icon = blocks.ChoiceBlock(
        label=_("Biểu tượng"),
        choices=[
            ("services", _("Dịch vụ công")),
            ("onestop", _("Một cửa")),
            ("camera", _("Máy ảnh")),
            ("track", _("Tra cứu")),
            ("phone", _("Điện thoại")),
            ("document", _("Văn bản")),
            ("calendar", _("Lịch")),
            ("map", _("Bản đồ")),
        ],
    )


class DoorBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Tiêu đề"), max_length=120)
    text = blocks.TextBlock(label=_("Giới thiệu"), max_length=300)
    page = blocks.PageChooserBlock(label=_("Trang"))
    image = ImageChooserBlock(label=_("Ảnh"), required=False)
    action = blocks.CharBlock(label=_("Chữ trên nút"), max_length=40, default="Xem trang")


class HomePage(BasePage):
    lead_article = models.ForeignKey(
        "home.ArticlePage",
        verbose_name=_("Tin chính"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Để trống: tin mới nhất có ảnh."),
    )
    quick_links = StreamField(
        [("link", QuickLinkBlock())], verbose_name=_("Việc thường làm"), blank=True
    )
    doors = StreamField([("door", DoorBlock())], verbose_name=_("Chuyên trang"), blank=True)
    urgent_text = models.CharField(_("Thông báo khẩn"), max_length=200, blank=True)
    urgent_url = models.CharField(
        _("Đường dẫn thông báo"),
        max_length=300,
        blank=True,
        validators=[validate_link],
    )
    urgent_until = models.DateTimeField(_("Hiện đến"), null=True, blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.SectionPage",
        "home.DocumentIndexPage",
        "home.StandardPage",
        "home.LeadersPage",
        "home.StructurePage",
        "beautiful_city.GalleryPage",
        "campaigns.FeaturePage",
        "school_intranet.SchoolPortalIndexPage",
    ]
    max_count = 1
    template = "home/home_page.html"

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("urgent_text"), FieldPanel("urgent_url"), FieldPanel("urgent_until")],
            heading=_("Thông báo khẩn"),
        ),
        PageChooserPanel("lead_article"),
        FieldPanel("quick_links"),
        FieldPanel("doors"),
    ]

    class Meta:
        verbose_name = _("trang chủ")
        verbose_name_plural = _("trang chủ")
