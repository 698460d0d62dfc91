"""The gallery: the one Wagtail page of the app. Reports themselves are never pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from beautiful_city.models.cases import Case
from portal.pages import BasePage


class GalleryPage(BasePage):
    """Intro, rules and featured pairs; the list comes from the reports."""

    rules = RichTextField(
        _("Quy định gửi ảnh"), features=["bold", "italic", "ol", "ul", "link"], blank=True
    )

    template = "beautiful_city/gallery_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count = 1

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("rules"),
        InlinePanel("featured", heading=_("Cặp ảnh nổi bật"), label=_("Cặp ảnh"), max_num=6),
    ]

    # Without the slug: every plain address of the app hangs below it.
    promote_panels = [
        FieldPanel("seo_title"),
        FieldPanel("search_description"),
        FieldPanel("show_in_menus"),
    ]

    class Meta:
        verbose_name = _("trang đẹp - chưa đẹp")
        verbose_name_plural = _("trang đẹp - chưa đẹp")


class FeaturedPair(Orderable):
    page = ParentalKey(GalleryPage, on_delete=models.CASCADE, related_name="featured")
    case = models.ForeignKey(
        Case,
        verbose_name=_("Phản ánh"),
        on_delete=models.CASCADE,
        related_name="+",
        # What the chooser offers; an address made up by hand gets no further.
        limit_choices_to={"is_public": True},
    )

    panels = [FieldPanel("case")]

    def __str__(self) -> str:
        return str(self.case_id)
