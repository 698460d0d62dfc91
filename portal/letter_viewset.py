"""The board's list of templates of công văn, under the editor's settings."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from portal.models import LetterTemplate


class LetterTemplateViewSet(ModelViewSet):
    """New wording from a date on is a copy with that date; a template that made letters stays."""

    model = LetterTemplate
    name = "letter_templates"
    url_prefix = "mau-cong-van"
    icon = "doc-full"
    menu_label = _("Mẫu công văn")
    add_to_settings_menu = True
    copy_view_enabled = True
    inspect_view_enabled = False
    list_display = [
        "name",
        Column("get_style_display", label=_("Thể thức"), sort_key="style"),
        "valid_from",
    ]
    list_filter = ["style"]
    search_fields = ["name", "series", "subject"]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("series"), FieldPanel("valid_from")]),
                FieldPanel("style"),
            ],
            heading=_("Mẫu"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("upper_name"), FieldPanel("body_name")]),
                FieldRowPanel([FieldPanel("number_code"), FieldPanel("place")]),
            ],
            heading=_("Đầu công văn"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("subject", "ward_addressee", "basis", "opening", "request", "closing")
            ],
            heading=_("Nội dung"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("authority"), FieldPanel("signs_for")]),
                FieldRowPanel([FieldPanel("signer_title"), FieldPanel("signer_name")]),
                FieldPanel("copies"),
            ],
            heading=_("Ký và nơi nhận"),
        ),
    ]
