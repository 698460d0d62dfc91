"""Blocks of a page's body, shared by all apps. Each has one template in templates/blocks/."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock

from portal import block_samples as samples
from portal.body_images import BodyImageBlock

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "superscript"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Tiêu đề mục"), max_length=200)

    class Meta:
        label = _("Tiêu đề mục")
        icon = "title"
        template = "blocks/heading_block.html"
        description = _("Chia bài thành các mục; trên chuyên trang dài còn là chỗ để chuyển đến.")
        preview_value = {"text": "Tiêu đề mục (mẫu)"}


class ParagraphBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        label = _("Đoạn văn")
        icon = "pilcrow"
        template = "blocks/paragraph_block.html"
        description = _("Chữ của bài: đậm, nghiêng, danh sách, liên kết.")
        preview_value = "<p>Một đoạn văn mẫu, có chữ <b>đậm</b> và <i>nghiêng</i>.</p>"


class CaptionedImageBlock(blocks.StructBlock):
    image = BodyImageBlock(label=_("Ảnh"))
    caption = blocks.CharBlock(label=_("Chú thích"), required=False, max_length=250)
    credit = blocks.CharBlock(label=_("Nguồn ảnh"), required=False, max_length=120)

    class Meta:
        label = _("Ảnh kèm chú thích")
        icon = "image"
        template = "blocks/image_block.html"
        description = _("Một ảnh rộng, có chú thích và nguồn ảnh.")
        preview_value = staticmethod(samples.captioned_image)


class GalleryBlock(blocks.StructBlock):
    images = blocks.ListBlock(CaptionedImageBlock(), label=_("Các ảnh"), min_num=2, max_num=60)

    class Meta:
        label = _("Chùm ảnh")
        icon = "copy"
        template = "blocks/gallery_block.html"
        description = _("Nhiều ảnh xếp thành lưới.")
        preview_value = staticmethod(samples.gallery)


class DataTableBlock(TypedTableBlock):
    class Meta:
        label = _("Bảng")
        icon = "table"
        template = "blocks/table_block.html"
        description = _("Bảng số liệu; trên điện thoại cuộn ngang được.")

    def get_preview_value(self) -> TypedTable:
        return self.to_python(samples.table())

    def get_context(
        self, value: TypedTable, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """A table may have no headings, and an empty row of them helps nobody."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["has_headings"] = any(column["heading"] for column in value.columns)
        return context


class FileBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Tệp"))
    title = blocks.CharBlock(label=_("Tên hiển thị"), required=False, max_length=200)

    class Meta:
        label = _("Tệp đính kèm")
        icon = "doc-full"
        template = "blocks/file_block.html"
        description = _("Một tệp để tải về, kèm loại và dung lượng.")
        preview_value = staticmethod(samples.file)


class VideoBlock(blocks.StructBlock):
    """A film of our own with poster and captions, or a plain link; nothing is embedded."""

    title = blocks.CharBlock(label=_("Tên video"), max_length=200)
    file = DocumentChooserBlock(label=_("Tệp video (MP4, WebM)"), required=False)
    poster = BodyImageBlock(label=_("Ảnh đại diện"), required=False)
    captions = DocumentChooserBlock(label=_("Phụ đề (VTT)"), required=False)
    link = blocks.URLBlock(label=_("Hoặc đường dẫn"), required=False)

    class Meta:
        label = _("Video")
        icon = "media"
        template = "blocks/video_block.html"
        description = _("Video có ảnh đại diện và phụ đề, hoặc đường dẫn tới video.")
        preview_value = samples.VIDEO

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        errors: dict[str, ValidationError] = {}
        film = cleaned.get("file")
        if not film and not cleaned.get("link"):
            errors["file"] = ValidationError(_("Chọn một tệp video hoặc ghi một đường dẫn."))
        if film and film.file_extension.lower() not in ("mp4", "webm"):
            errors["file"] = ValidationError(_("Tệp video phải là MP4 hoặc WebM."))
        if film and not cleaned.get("poster"):
            errors["poster"] = ValidationError(_("Video cần một ảnh đại diện."))
        captions = cleaned.get("captions")
        if film and not captions:
            errors["captions"] = ValidationError(
                _("Video cần phụ đề (tệp VTT) cho người nghe kém.")
            )
        elif captions and captions.file_extension.lower() != "vtt":
            errors["captions"] = ValidationError(_("Phụ đề phải là tệp VTT."))
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Lời trích"))
    attribution = blocks.CharBlock(label=_("Người nói, nguồn"), required=False, max_length=200)

    class Meta:
        label = _("Trích dẫn")
        icon = "openquote"
        template = "blocks/quote_block.html"
        description = _("Một lời trích và người nói.")
        preview_value = samples.QUOTE


class FigureBlock(blocks.StructBlock):
    value = blocks.CharBlock(label=_("Số liệu"), max_length=40)
    unit = blocks.CharBlock(label=_("Đơn vị tính"), required=False, max_length=40)
    label = blocks.CharBlock(label=_("Nội dung"), max_length=160)
    source = blocks.CharBlock(label=_("Nguồn"), max_length=250)
    as_of = blocks.DateBlock(label=_("Tính đến ngày"))


class FiguresBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Tiêu đề"), required=False, max_length=160)
    items = blocks.ListBlock(FigureBlock(), label=_("Các số liệu"), min_num=1, max_num=12)

    class Meta:
        label = _("Số liệu")
        icon = "order"
        template = "blocks/figures_block.html"
        description = _("Vài con số lớn, mỗi số có nguồn và ngày.")
        preview_value = samples.FIGURES


class BodyBlock(blocks.StreamBlock):
    heading = HeadingBlock()
    paragraph = ParagraphBlock()
    image = CaptionedImageBlock()
    gallery = GalleryBlock()
    table = DataTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Chữ"), required=False)),
            ("number", blocks.DecimalBlock(label=_("Số"), required=False)),
        ]
    )
    file = FileBlock()
    video = VideoBlock()
    quote = QuoteBlock()
    figures = FiguresBlock()


def stream_text(value: blocks.StreamValue) -> str:
    """All words of a StreamField, headings, captions and tables too, a line for each piece."""
    return "\n".join(value.stream_block.get_searchable_content(value))
