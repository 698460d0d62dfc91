"""What a person should know on opening an item: why it came back, and how long there is."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from portal.editor.selectors import item_state
from portal.unit_pages import is_unit_page_type


def tell_state(request: HttpRequest, page: Page) -> None:
    """`before_edit_page`"""
    if request.method != "GET" or not is_unit_page_type(page.specific_class):
        return
    state = item_state(page)
    if state.reason:
        messages.warning(
            request,
            _("%(state)s. Lý do: %(reason)s") % {"state": state.label, "reason": state.reason},
        )
    if state.due:
        when = f"{timezone.localtime(state.due):%H:%M %d/%m/%Y}"
        text = (
            _("Tin khẩn, quá hạn duyệt từ %(when)s.")
            if state.is_late
            else _("Tin khẩn, hạn duyệt %(when)s.")
        )
        messages.warning(request, text % {"when": when})
