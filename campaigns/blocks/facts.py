"""Facts with their source: events, figures of several years, pairs of photos, works."""

from dataclasses import asdict
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from campaigns.addresses import WORKS, campaign_address
from campaigns.anchors import Anchors
from campaigns.blocks import samples
from campaigns.figures import comparison
from campaigns.timeline import in_order
from portal.body_images import BodyImageBlock
from portal.models import PortalImage
from portal.pictures import picture_sources

FIRST_YEAR, LAST_YEAR = 1800, 2100


def year_block(label: str | Promise = "", **kwargs: object) -> blocks.IntegerBlock:
    return blocks.IntegerBlock(
        label=label or _("Năm"), min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs
    )


class EventBlock(blocks.StructBlock):
    """An event of the timeline, known by its day or by its year alone."""

    year = year_block()
    date = blocks.DateBlock(label=_("Ngày"), required=False, help_text=_("Nếu biết rõ ngày."))
    title = blocks.CharBlock(label=_("Sự kiện"), max_length=160)
    text = blocks.TextBlock(label=_("Nội dung"), required=False, max_length=1000)
    image = BodyImageBlock(label=_("Ảnh"), required=False)
    image_credit = blocks.CharBlock(label=_("Nguồn ảnh"), required=False, max_length=120)
    source = blocks.CharBlock(label=_("Nguồn"), max_length=250)
    source_url = blocks.URLBlock(label=_("Đường dẫn nguồn"), required=False)

    class Meta:
        label = _("Sự kiện")
        icon = "date"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        day = cleaned.get("date")
        if day and cleaned.get("year") and day.year != cleaned["year"]:
            raise blocks.StructBlockValidationError(
                block_errors={"date": ValidationError(_("Ngày không thuộc năm đã ghi."))}
            )
        return cleaned


class TimelineBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Dòng thời gian")
    events = blocks.ListBlock(EventBlock(), label=_("Các sự kiện"), min_num=1, max_num=200)

    class Meta:
        label = _("Dòng thời gian")
        icon = "history"
        template = "campaigns/blocks/timeline_block.html"
        description = _(
            "Các sự kiện theo năm, mỗi sự kiện có địa chỉ riêng; tự xếp theo thứ tự thời gian."
        )
        preview_value = staticmethod(samples.timeline)

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        events = in_order(value["events"])
        years = [placed for placed in events if placed.opens_year]
        return {**context, "events": events, "years": years}


class DatedValueBlock(blocks.StructBlock):
    year = year_block()
    value = blocks.DecimalBlock(label=_("Số liệu"))
    as_of = blocks.DateBlock(label=_("Tính đến ngày"))

    class Meta:
        label = _("Số liệu của một năm")
        icon = "order"


class ThenNowBlock(blocks.StructBlock):
    """One quantity at two or more times, all in one unit of measure."""

    label = blocks.CharBlock(label=_("Nội dung"), max_length=160)
    unit = blocks.CharBlock(label=_("Đơn vị tính"), max_length=40)
    values = blocks.ListBlock(DatedValueBlock(), label=_("Theo năm"), min_num=2, max_num=20)
    source = blocks.CharBlock(label=_("Nguồn"), max_length=250)
    source_url = blocks.URLBlock(label=_("Đường dẫn nguồn"), required=False)

    class Meta:
        label = _("Chỉ tiêu")
        icon = "order"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        years = [item["year"] for item in cleaned["values"] if item["year"]]
        if len(set(years)) != len(years):
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(_("Mỗi năm chỉ ghi một số liệu."))]
            )
        if any((item["value"] or 0) < 0 for item in cleaned["values"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=[ValidationError(_("Số liệu không được nhỏ hơn 0."))]
            )
        return cleaned


class ThenNowFiguresBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Xưa và nay qua số liệu")
    items = blocks.ListBlock(ThenNowBlock(), label=_("Các chỉ tiêu"), min_num=1, max_num=12)

    class Meta:
        label = _("Số liệu xưa và nay")
        icon = "order"
        template = "campaigns/blocks/then_now_block.html"
        description = _("So sánh số liệu của hai hay nhiều năm; tự vẽ biểu đồ và tính số lần tăng.")
        preview_value = staticmethod(samples.then_now)

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        found = [comparison(item) for item in value["items"]]
        return {**context, "comparisons": [each for each in found if each]}


class PhotoPairBlock(blocks.StructBlock):
    """One place at two times, compared with a slider."""

    title = blocks.CharBlock(label=_("Nơi chụp, nội dung"), max_length=160)
    before = BodyImageBlock(label=_("Ảnh xưa"))
    before_year = year_block(_("Năm chụp ảnh xưa"), required=False)
    before_credit = blocks.CharBlock(label=_("Nguồn ảnh xưa"), max_length=120)
    after = BodyImageBlock(label=_("Ảnh nay"))
    after_year = year_block(_("Năm chụp ảnh nay"), required=False)
    after_credit = blocks.CharBlock(label=_("Nguồn ảnh nay"), max_length=120)
    text = blocks.TextBlock(label=_("Lời kể"), required=False, max_length=600)

    class Meta:
        label = _("Ảnh xưa và nay")
        icon = "image"
        template = "campaigns/blocks/photo_pair_block.html"
        description = _("Hai ảnh của một nơi, xưa và nay, kéo để so sánh.")
        preview_value = staticmethod(samples.photo_pair)

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        before = shown(value["before"], _("Xưa"), value["before_year"], value["title"])
        after = shown(value["after"], _("Nay"), value["after_year"], value["title"])
        return {**context, "before": before, "after": after}


def shown(
    image: PortalImage | None, word: str | Promise, year: int | None, title: str
) -> dict[str, Any] | None:
    """A half of components/compare.html; None where there is no picture (yet)."""
    sources = picture_sources(image, "lead") if image else None
    if sources is None:
        return None
    words = f"{word} · {year}" if year else str(word)
    return {**asdict(sources), "sizes": "", "word": words, "alt": f"{title} ({words})"}


class WorkBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Công trình"), max_length=160)
    year = year_block(_("Năm hoàn thành"), required=False)
    place = blocks.CharBlock(label=_("Địa điểm"), max_length=200)
    latitude = blocks.FloatBlock(label=_("Vĩ độ"), min_value=8, max_value=24)
    longitude = blocks.FloatBlock(label=_("Kinh độ"), min_value=102, max_value=110)
    text = blocks.TextBlock(label=_("Giới thiệu"), required=False, max_length=600)
    image = BodyImageBlock(label=_("Ảnh"), required=False)
    source = blocks.CharBlock(label=_("Nguồn"), max_length=250)

    class Meta:
        label = _("Công trình")
        icon = "site"


class WorksBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Tiêu đề"), max_length=160, default="Bản đồ công trình")
    works = blocks.ListBlock(WorkBlock(), label=_("Các công trình"), min_num=1, max_num=200)

    class Meta:
        label = _("Bản đồ công trình")
        icon = "site"
        template = "campaigns/blocks/works_block.html"
        description = _("Danh sách công trình, kèm bản đồ riêng của cả chuyên trang.")
        preview_value = staticmethod(samples.works)

    def get_context(
        self, value: blocks.StructValue, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        anchors = Anchors()
        works = [(anchors.give(work["name"], prefix=WORKS), work) for work in value["works"]]
        page = context.get("page")
        return {**context, "works": works, "map_url": campaign_address(page, WORKS)}
