"""People and honours: leaders by term, awards, good deeds, fifteen years of one unit."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from campaigns.addresses import unit_address
from campaigns.blocks import samples
from campaigns.blocks.facts import ThenNowBlock, year_block
from campaigns.figures import comparison
from campaigns.unit_choices import unit_choices, unit_names
from portal.blocks import RICH_TEXT_FEATURES
from portal.body_images import BodyImageBlock


class LeaderBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Họ và tên"), max_length=120)
    post = blocks.CharBlock(label=_("Chức vụ"), max_length=160)
    served = blocks.CharBlock(label=_("Thời gian giữ chức vụ"), required=False, max_length=80)
    photo = BodyImageBlock(label=_("Ảnh chân dung"), required=False)

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
        description = _("Lãnh đạo theo từng nhiệm kỳ, có hoặc không có ảnh chân dung.")
        preview_value = samples.LEADERS


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
        description = _("Danh hiệu, khen thưởng theo năm, mới nhất đứng trước.")
        preview_value = samples.AWARDS

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        awards = sorted(value["awards"], key=lambda award: -(award["year"] or 0))
        return {**context, "awards": awards}


class GoodDeedBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Người, tập thể"), max_length=160)
    unit = blocks.CharBlock(label=_("Đơn vị, nơi ở"), required=False, max_length=160)
    text = blocks.TextBlock(label=_("Việc tốt"), max_length=1500)
    image = BodyImageBlock(label=_("Ảnh"), required=False)
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
        description = _("Người tốt, việc tốt: mỗi tấm gương một đoạn ngắn, có ảnh thì tốt hơn.")
        preview_value = staticmethod(samples.good_deeds)


class UnitChoiceBlock(blocks.ChoiceBlock):
    """A unit by its code. Wagtail looks every stored value up in the choices, which would cost a
    statement for each; a code is what it is, also of a unit that nobody may choose any more."""

    def normalize_choice(self, value: str | None) -> str | None:
        return value


class UnitYearsBlock(blocks.StructBlock):
    """“Phường … 15 năm”: one unit's story, with a way to all that the unit gave."""

    unit = UnitChoiceBlock(label=_("Đơn vị"), choices=unit_choices)
    text = blocks.RichTextBlock(label=_("Nội dung"), features=RICH_TEXT_FEATURES)
    image = BodyImageBlock(label=_("Ảnh"), required=False)
    image_credit = blocks.CharBlock(label=_("Nguồn ảnh"), required=False, max_length=120)
    figures = blocks.ListBlock(ThenNowBlock(), label=_("Số liệu"), min_num=0, max_num=8)

    class Meta:
        label = _("Đơn vị qua các năm")
        icon = "home"
        template = "campaigns/blocks/unit_years_block.html"
        description = _("“Phường … 15 năm”: lời kể, ảnh và số liệu của một đơn vị.")
        preview_value = staticmethod(samples.unit_years)

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = [comparison(item) for item in value["figures"]]
        code = value["unit"]
        givers = context.get("givers", ())
        page = context.get("page")
        return {
            **context,
            "unit_name": unit_names().get(code, "") if code else _("Đơn vị mẫu"),
            "unit_url": unit_address(page, code) if code in givers else "",
            "comparisons": [each for each in found if each],
        }
