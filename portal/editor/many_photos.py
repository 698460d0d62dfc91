"""A button in the gallery block that takes many photos from the computer at once.

The files go through Wagtail's own upload of many images, so each is checked as any other.
"""

from functools import cached_property
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter
from wagtail.images.utils import get_accept_attributes

from portal.blocks import GalleryBlock


class GalleryAdapter(StructBlockAdapter):
    js_constructor = "portal.blocks.Gallery"

    def js_args(self, block: GalleryBlock) -> list[Any]:
        name, children, meta = super().js_args(block)
        meta["photos"] = {
            "addUrl": reverse("wagtailimages:add_multiple"),
            "chosenUrl": reverse("wagtailimages_chooser:chosen", args=[0]),
            "accept": get_accept_attributes(),
            "label": _("Thêm nhiều ảnh từ máy"),
            "progress": _("Đang tải ảnh %s…"),
            "done": _("Đã thêm %s ảnh."),
            "failed": _("Chưa thêm được:"),
        }
        return [name, children, meta]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[versioned_static("js/editor-photos.js")])


def register_adapter() -> None:
    register(GalleryAdapter(), GalleryBlock)
