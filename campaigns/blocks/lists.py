"""Lists that fill themselves: what they show comes from the page's context, never from a query of
the block."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from campaigns.blocks import samples


class _ListOfPage(blocks.StructBlock):
    """A heading above what the page knows: its context holds `lists`."""

    def get_preview_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(value, parent_context)
        return {**context, "lists": samples.LISTS[self.name]()}


class ThemesBlock(_ListOfPage):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Các chuyên đề")

    class Meta:
        label = _("Các chuyên đề")
        icon = "list-ul"
        template = "campaigns/blocks/themes_block.html"
        description = _("Các chuyên đề của chuyên trang, kèm số bài và bài mới nhất.")


class ContributionsBlock(_ListOfPage):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Bài mới của các đơn vị")

    class Meta:
        label = _("Bài mới của các đơn vị")
        icon = "doc-full"
        template = "campaigns/blocks/contributions_block.html"
        description = _("Bài mới nhất của các đơn vị.")


class ContributorsBlock(_ListOfPage):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Các đơn vị đóng góp")

    class Meta:
        label = _("Các đơn vị đóng góp")
        icon = "group"
        template = "campaigns/blocks/contributors_block.html"
        description = _("Mọi đơn vị đã có bài, theo loại đơn vị, kèm số bài.")


class ProgressBlock(_ListOfPage):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Tiến độ chuyên trang")

    class Meta:
        label = _("Tiến độ")
        icon = "tasks"
        template = "campaigns/blocks/progress_block.html"
        description = _("Bao nhiêu sản phẩm đã đề nghị, đã gửi, đã đăng.")


class AlbumsBlock(_ListOfPage):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Album ảnh")

    class Meta:
        label = _("Album ảnh")
        icon = "image"
        template = "campaigns/blocks/albums_block.html"
        description = _("Các album ảnh mới nhất của chuyên trang.")


class MemoriesBlock(_ListOfPage):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Góc ký ức")

    class Meta:
        label = _("Góc ký ức")
        icon = "openquote"
        template = "campaigns/blocks/memories_block.html"
        description = _("Ảnh và lời kể mới nhất của người dân, và lối gửi ảnh.")
