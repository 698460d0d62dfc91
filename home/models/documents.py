"""Official documents (văn bản) and their index."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index

from home.forms import DocumentPageForm
from portal.pages import BasePage, UnitOwnedMixin


class DocumentForm(models.TextChoices):
    """Forms of administrative documents (hình thức), by Nghị định 30/2020/NĐ-CP and the Party's."""

    RESOLUTION = "nghi-quyet", _("Nghị quyết")
    DECISION = "quyet-dinh", _("Quyết định")
    DECREE = "nghi-dinh", _("Nghị định")
    DIRECTIVE = "chi-thi", _("Chỉ thị")
    PLAN = "ke-hoach", _("Kế hoạch")
    NOTICE = "thong-bao", _("Thông báo")
    GUIDANCE = "huong-dan", _("Hướng dẫn")
    REPORT = "bao-cao", _("Báo cáo")
    LETTER = "cong-van", _("Công văn")
    INVITATION = "giay-moi", _("Giấy mời")
    OTHER = "khac", _("Văn bản khác")


class DocumentIndexPage(BasePage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.OfficialDocumentPage"]
    max_count = 1
    template = "home/document_index_page.html"
    open_to_contributors = True

    class Meta:
        verbose_name = _("trang văn bản")
        verbose_name_plural = _("trang văn bản")


class OfficialDocumentPage(UnitOwnedMixin, BasePage):
    """One document. The title is its short name; `summary` is the trích yếu."""

    number = models.CharField(_("Số, ký hiệu"), max_length=60)
    number_folded = models.CharField(max_length=60, editable=False, db_index=True)
    form = models.CharField(_("Hình thức"), max_length=20, choices=DocumentForm.choices)
    issuer_name = models.CharField(_("Cơ quan ban hành"), max_length=200)
    issuer_folded = models.CharField(max_length=200, editable=False, db_index=True)
    issued_on = models.DateField(_("Ngày ban hành"), db_index=True)
    effective_on = models.DateField(_("Ngày hiệu lực"), null=True, blank=True)
    supersedes = ParentalManyToManyField(
        "self",
        verbose_name=_("Thay thế văn bản"),
        symmetrical=False,
        blank=True,
        related_name="superseded_by",
    )

    parent_page_types = ["home.DocumentIndexPage"]
    subpage_types: list[str] = []
    is_structural = False
    template = "home/official_document_page.html"
    base_form_class = DocumentPageForm

    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("form")]),
        FieldPanel("issuer_name"),
        FieldRowPanel([FieldPanel("issued_on"), FieldPanel("effective_on")]),
        FieldPanel("unit"),
        InlinePanel("files", label=_("Tệp")),
        PageChooserPanel("supersedes"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("number")]

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")

    @property
    def form_label(self) -> str:
        return self.get_form_display()

    @property
    def abstract(self) -> str:
        return self.summary


class DocumentFile(Orderable):
    page = ParentalKey(OfficialDocumentPage, on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(
        "portal.PortalDocument",
        verbose_name=_("Tệp"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    title = models.CharField(_("Tên hiển thị"), max_length=200, blank=True)

    panels = [FieldPanel("document"), FieldPanel("title")]
