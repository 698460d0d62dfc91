"""Pages of our own in the editor: where to write, asking for changes, answering, delegating."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from portal import editorial
from portal.approval import headed_units
from portal.editor import selectors
from portal.editor.request_forms import AnswerForm, ChangeForm, DelegationForm
from portal.models import ApprovalDelegation, CorrectionRequest, RequestKind, RequestStatus, User
from portal.page_permissions import can_see
from portal.permissions import can_ask_change, is_board, writing_units


def signed_in(request: HttpRequest) -> User:
    """The person of the request. Wagtail has let only people with a right to the editor through."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class EditorPage(WagtailAdminTemplateMixin):
    """The head of a page of our own: the way back, then its title."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            {"url": reverse_lazy("wagtailadmin_home"), "label": _("Trang làm việc")},
            {"url": "", "label": self.get_page_title()},
        ]


class WriteView(EditorPage, TemplateView):
    """Where an item can be begun."""

    page_title = _("Viết tin, bài")
    header_icon = "edit"
    template_name = "portal/editor/write.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = signed_in(self.request)
        if not writing_units(user) and not is_board(user):
            raise PermissionDenied
        return super().get_context_data(places=selectors.places_to_write(), **kwargs)


class EditorFormView(EditorPage, FormView):
    """One form and one service. What the service refuses becomes an error of the form."""

    template_name = "portal/editor/form.html"
    success_url = reverse_lazy("wagtailadmin_home")
    success_message: Any = ""

    @property
    def person(self) -> User:
        return signed_in(self.request)

    def perform(self, form: Form) -> None:
        raise NotImplementedError

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.perform(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, self.success_message)
        return redirect(self.success_url)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class RequestChangeView(EditorFormView):
    """Asking for a correction or the taking down of a published item. Of the board's own members a
    take-down is carried out at once."""

    form_class = ChangeForm
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = get_object_or_404(Page, pk=kwargs["page_id"])
        if not can_see(signed_in(request), page) or kwargs["kind"] not in RequestKind.values:
            raise Http404
        if not can_ask_change(signed_in(request), page):
            raise PermissionDenied
        self.page = page.specific
        self.kind = RequestKind(kwargs["kind"])
        self.at_once = self.kind == RequestKind.TAKE_DOWN and is_board(signed_in(request))
        self.page_title = self.kind.label
        self.page_subtitle = self.page.get_admin_display_title()
        self.success_message = (
            _("Đã gỡ bài.") if self.at_once else _("Đã gửi đề nghị đến Ban Biên tập.")
        )
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        label = _("Gỡ bài") if self.at_once else _("Gửi đề nghị")
        return super().get_context_data(item=self.page, submit_label=label, **kwargs)

    def perform(self, form: Form) -> None:
        reason = form.cleaned_data["reason"]
        if self.at_once:
            editorial.take_down(page=self.page, user=self.person, reason=reason)
        else:
            editorial.request_change(
                page=self.page, user=self.person, kind=self.kind, reason=reason
            )


class AnswerRequestView(EditorFormView):
    """The board answers a request."""

    form_class = AnswerForm
    header_icon = "mail"
    page_title = _("Trả lời đề nghị")
    success_message = _("Đã trả lời đề nghị.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_board(signed_in(request)):
            raise PermissionDenied
        self.change = get_object_or_404(
            CorrectionRequest, pk=kwargs["pk"], status=RequestStatus.OPEN
        )
        self.page_subtitle = self.change.page.title
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            item=self.change.page, change=self.change, submit_label=_("Trả lời"), **kwargs
        )

    def perform(self, form: Form) -> None:
        editorial.answer_request(
            request=self.change,
            user=self.person,
            carried_out=form.cleaned_data["decision"] == AnswerForm.DONE,
            answer=form.cleaned_data["answer"],
        )


class DelegationView(EditorFormView):
    """A head's delegations, and a new one."""

    form_class = DelegationForm
    template_name = "portal/editor/delegations.html"
    header_icon = "group"
    page_title = _("Ủy quyền duyệt bài")
    success_url = reverse_lazy("portal_editor_delegations")
    success_message = _("Đã ủy quyền duyệt bài.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not headed_units(signed_in(request)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "head": self.person}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = ApprovalDelegation.objects.filter(head=self.person)
        return super().get_context_data(
            delegations=given.select_related("unit", "deputy"),
            today=timezone.localdate(),
            submit_label=_("Ủy quyền"),
            **kwargs,
        )

    def perform(self, form: Form) -> None:
        editorial.delegate(head=self.person, **form.cleaned_data)


@require_POST
def withdraw_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """404 for another head's delegation."""
    delegation = get_object_or_404(ApprovalDelegation, pk=pk, head=signed_in(request))
    editorial.withdraw_delegation(delegation=delegation, user=signed_in(request))
    messages.success(request, _("Đã thu hồi ủy quyền."))
    return redirect("portal_editor_delegations")
