"""People and honours: leaders by term, awards, good deeds, fifteen years of one unit."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from campaigns.blocks.facts import ThenNowBlock, year_block
from campaigns.unit_choices import unit_choices
from portal.blocks import RICH_TEXT_FEATURES


class LeaderBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Họ và tên"), max_length=120)
    post = blocks.CharBlock(label=_("Chức vụ"), max_length=160)
    served = blocks.CharBlock(label=_("Thời gian giữ chức vụ"), required=False, max_length=80)
    photo = ImageChooserBlock(label=_("Ảnh chân dung"), required=False)

    class Meta:
        label = _("Lãnh đạo")
        icon = "user"


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Nhiệm kỳ, giai đoạn"), max_length=120)
    leaders = blocks.ListBlock(LeaderBlock(), label=_("Lãnh đạo"), min_num=1, max_num=60)

    class Meta:
        label = _("Nhiệm kỳ")
        icon = "group"


class LeadersByTermBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Tiêu đề"), max_length=160, default="Lãnh đạo quận qua các thời kỳ"
    )
    terms = blocks.ListBlock(TermBlock(), label=_("Các nhiệm kỳ"), min_num=1, max_num=20)
    source = blocks.CharBlock(label=_("Nguồn"), max_length=250)

    class Meta:
        label = _("Lãnh đạo qua các thời kỳ")
        icon = "group"
        template = "campaigns/blocks/leaders_by_term_block.html"


class AwardBlock(blocks.StructBlock):
    year = year_block()
    name = blocks.CharBlock(label=_("Danh hiệu, hình thức khen thưởng"), max_length=200)
    awarded_to = blocks.CharBlock(label=_("Tập thể, cá nhân"), max_length=200)
    source = blocks.CharBlock(label=_("Quyết định, nguồn"), max_length=250)

    class Meta:
        label = _("Khen thưởng")
        icon = "success"


class AwardsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Thành tích - khen thưởng")
    awards = blocks.ListBlock(AwardBlock(), label=_("Các thành tích"), min_num=1, max_num=200)

    class Meta:
        label = _("Thành tích - khen thưởng")
        icon = "success"
        template = "campaigns/blocks/awards_block.html"


class GoodDeedBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Người, tập thể"), max_length=160)
    unit = blocks.CharBlock(label=_("Đơn vị, nơi ở"), required=False, max_length=160)
    text = blocks.TextBlock(label=_("Việc tốt"), max_length=1500)
    image = ImageChooserBlock(label=_("Ảnh"), required=False)
    source = blocks.CharBlock(label=_("Nguồn"), max_length=250)

    class Meta:
        label = _("Gương người tốt - việc tốt")
        icon = "pick"


class GoodDeedsBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Tiêu đề"), max_length=160, default="Gương người tốt - việc tốt"
    )
    deeds = blocks.ListBlock(GoodDeedBlock(), label=_("Các tấm gương"), min_num=1, max_num=60)

    class Meta:
        label = _("Gương người tốt - việc tốt")
        icon = "pick"
        template = "campaigns/blocks/good_deeds_block.html"


class UnitYearsBlock(blocks.StructBlock):
    """“Phường … 15 năm”: one unit's story, with a way to all that the unit gave."""

    unit = blocks.ChoiceBlock(label=_("Đơn vị"), choices=unit_choices)
    text = blocks.RichTextBlock(label=_("Nội dung"), features=RICH_TEXT_FEATURES)
    image = ImageChooserBlock(label=_("Ảnh"), required=False)
    image_credit = blocks.CharBlock(label=_("Nguồn ảnh"), required=False, max_length=120)
    figures = blocks.ListBlock(ThenNowBlock(), label=_("Số liệu"), min_num=0, max_num=8)

    class Meta:
        label = _("Đơn vị qua các năm")
        icon = "home"
        template = "campaigns/blocks/unit_years_block.html"
