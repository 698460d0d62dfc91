"""Lists that fill themselves: what they show comes from the page's context, never from a query of
the block."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class _ListOfPage(blocks.StructBlock):
    """A heading above what the page knows."""


class ThemesBlock(_ListOfPage):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Các chuyên đề")

    class Meta:
        label = _("Các chuyên đề")
        icon = "list-ul"
        template = "campaigns/blocks/themes_block.html"


class ContributionsBlock(_ListOfPage):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Bài mới của các đơn vị")

    class Meta:
        label = _("Bài mới của các đơn vị")
        icon = "doc-full"
        template = "campaigns/blocks/contributions_block.html"


class ContributorsBlock(_ListOfPage):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Các đơn vị đóng góp")

    class Meta:
        label = _("Các đơn vị đóng góp")
        icon = "group"
        template = "campaigns/blocks/contributors_block.html"


class ProgressBlock(_ListOfPage):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Tiến độ chuyên trang")

    class Meta:
        label = _("Tiến độ")
        icon = "tasks"
        template = "campaigns/blocks/progress_block.html"


class AlbumsBlock(_ListOfPage):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Album ảnh")

    class Meta:
        label = _("Album ảnh")
        icon = "image"
        template = "campaigns/blocks/albums_block.html"


class MemoriesBlock(_ListOfPage):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Góc ký ức")

    class Meta:
        label = _("Góc ký ức")
        icon = "openquote"
        template = "campaigns/blocks/memories_block.html"
