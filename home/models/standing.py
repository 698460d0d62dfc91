"""Standing pages: plain text, the leaders, the structure drawn from the registry."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock

from portal.blocks import BodyBlock
from portal.kinds import UnitKind
from portal.pages import BasePage


class StandingPage(BasePage):
    """Shared by the standing pages: they hang below each other."""

    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage", "home.LeadersPage", "home.StructurePage"]

    class Meta:
        abstract = True


class StandardPage(StandingPage):
    body = StreamField(BodyBlock(), verbose_name=_("Nội dung"), blank=True)
    template = "home/standard_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("trang giới thiệu")
        verbose_name_plural = _("trang giới thiệu")


class PersonBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Họ và tên"), max_length=120)
    post = blocks.CharBlock(label=_("Chức vụ"), max_length=200)
    portrait = ImageChooserBlock(label=_("Ảnh chân dung"), required=False)
    phone = blocks.CharBlock(label=_("Điện thoại"), required=False, max_length=60)
    email = blocks.EmailBlock(label=_("Thư điện tử"), required=False)
    source = blocks.CharBlock(label=_("Nguồn, thời điểm"), required=False, max_length=200)


class LeadersBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Nhóm"), max_length=120)
    people = blocks.ListBlock(PersonBlock(), label=_("Các đồng chí"))

    class Meta:
        label = _("Nhóm lãnh đạo")
        icon = "group"
        template = "blocks/leaders_block.html"


class LeadersPage(StandingPage):
    groups = StreamField([("leaders", LeadersBlock())], verbose_name=_("Lãnh đạo"), blank=True)
    subpage_types: list[str] = []
    template = "home/leaders_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("groups")]

    class Meta:
        verbose_name = _("trang lãnh đạo")
        verbose_name_plural = _("trang lãnh đạo")


class StructurePage(StandingPage):
    """Units of the registry that exist on the day of the visit, with their contacts."""

    only_kind = models.CharField(
        _("Chỉ một loại đơn vị"), max_length=20, choices=UnitKind.choices, blank=True
    )
    subpage_types: list[str] = []
    template = "home/structure_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("only_kind")]

    class Meta:
        verbose_name = _("trang cơ cấu tổ chức")
        verbose_name_plural = _("trang cơ cấu tổ chức")
