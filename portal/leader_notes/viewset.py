"""The administrator's list of ready sentences for ý kiến chỉ đạo, under the editor's settings."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from portal.models import NotePhrase


class NotePhraseViewSet(ModelViewSet):
    model = NotePhrase
    name = "note_phrases"
    url_prefix = "cau-chi-dao"
    icon = "openquote"
    menu_label = _("Câu chỉ đạo có sẵn")
    add_to_settings_menu = True
    copy_view_enabled = False
    inspect_view_enabled = False
    list_display = ["text", "order"]
    search_fields = ["text"]
    panels = [FieldPanel("text"), FieldPanel("order")]
