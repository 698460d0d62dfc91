"""Sections (chuyên mục) and the articles in them."""

from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from portal.blocks import BodyBlock
from portal.editor.forms import UnitPageForm
from portal.pages import BasePage, UnitOwnedMixin


class SectionPage(BasePage):
    """A section; it lists its own articles and those of the sections below it."""

    parent_page_types = ["home.HomePage", "home.SectionPage"]
    subpage_types = ["home.SectionPage", "home.ArticlePage"]
    template = "home/section_page.html"
    open_to_contributors = True

    class Meta:
        verbose_name = _("chuyên mục")
        verbose_name_plural = _("chuyên mục")


class ArticleTag(TaggedItemBase):
    content_object = ParentalKey(
        "home.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ArticlePage(UnitOwnedMixin, BasePage):
    """A news item. `published_at` is when the item counts as published: for an item of the old
    portal it is the old date, else the moment of its first publishing."""

    body = StreamField(BodyBlock(), verbose_name=_("Nội dung"), blank=True)
    image = models.ForeignKey(
        "portal.PortalImage",
        verbose_name=_("Ảnh đại diện"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    image_caption = models.CharField(_("Chú thích ảnh"), max_length=250, blank=True)
    image_credit = models.CharField(_("Nguồn ảnh"), max_length=120, blank=True)
    author_name = models.CharField(_("Tác giả"), max_length=120, blank=True)
    source_name = models.CharField(_("Nguồn tin"), max_length=160, blank=True)
    source_url = models.URLField(_("Đường dẫn nguồn"), blank=True)
    source_text = models.TextField(
        _("Văn bản gốc"), blank=True, editable=False, help_text=_("Như trong tệp đã nhập.")
    )
    published_at = models.DateTimeField(_("Ngày đăng"), null=True, blank=True, db_index=True)
    is_urgent = models.BooleanField(
        _("Tin khẩn"), default=False, help_text=_("Duyệt trong 4 giờ làm việc.")
    )
    tags = ClusterTaggableManager(through=ArticleTag, blank=True, verbose_name=_("Từ khóa"))

    parent_page_types = ["home.SectionPage"]
    subpage_types: list[str] = []
    is_structural = False
    template = "home/article_page.html"
    base_form_class = UnitPageForm
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
                FieldPanel("author_name"),
                FieldPanel("source_name"),
                FieldPanel("source_url"),
                FieldPanel("tags"),
                FieldPanel("is_urgent"),
                FieldPanel("published_at", permission="home.change_articlepage"),
            ],
            heading=_("Đơn vị, tác giả, nguồn"),
        ),
    ]
    search_fields = [*BasePage.search_fields, index.FilterField("unit")]

    class Meta:
        verbose_name = _("tin, bài")
        verbose_name_plural = _("tin, bài")

    @property
    def effective_date(self) -> datetime:
        return self.published_at or self.first_published_at or timezone.now()
