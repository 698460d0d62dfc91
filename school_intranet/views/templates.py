"""Forms and templates (biểu mẫu)."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from school_intranet.forms.library import TemplateFilter, TemplateForm
from school_intranet.models import FormTemplate
from school_intranet.permissions import keeps_templates
from school_intranet.readers import Reader
from school_intranet.selectors import library as selectors
from school_intranet.services import templates as services
from school_intranet.services.core import Refused
from school_intranet.views.base import allowed_to, get_or_404, posted, render
from school_intranet.views.lists import listing, status_of
from school_intranet.views.sending import sent_once

LISTED = 30


@require_safe
def template_list(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = TemplateFilter(request.GET, categories=selectors.categories_of(reader))
    rows = partial(selectors.templates_for, reader)
    context = {
        **listing(request, form, rows, count=_("%d biểu mẫu"), listed=LISTED),
        "may_keep": keeps_templates(reader),
    }
    return render(request, reader, "templates.html", context, status=status_of(form))


@require_safe
def template(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(FormTemplate.objects, reader, pk)
    context = {
        "item": item,
        "files": selectors.files_of(item, reader),
        "may_keep": keeps_templates(reader),
    }
    return render(request, reader, "template.html", context)


@allowed_to(keeps_templates)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def add(request: HttpRequest, reader: Reader) -> HttpResponse:
    return _form(request, reader, None)


@allowed_to(keeps_templates)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    return _form(request, reader, get_or_404(FormTemplate.objects, reader, pk))


def _form(request: HttpRequest, reader: Reader, item: FormTemplate | None) -> HttpResponse:
    names = ("title", "category", "note")
    form = TemplateForm(
        *posted(request), initial={name: getattr(item, name) for name in names} if item else None
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            item = services.keep(
                reader=reader, files=data.pop("attachments"), template=item, **data
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã lưu biểu mẫu."))
            return redirect(reader.path("school_template", item.pk))
    context = {"form": form, "item": item}
    status = 400 if form.is_bound else 200
    return render(request, reader, "template_form.html", context, status=status)


@allowed_to(keeps_templates)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks before."""
    item = get_or_404(FormTemplate.objects, reader, pk)
    if request.method == "POST":
        services.remove(template=item, reader=reader)
        messages.success(request, _("Đã bỏ biểu mẫu khỏi danh sách."))
        return redirect(reader.path("school_templates"))
    return render(request, reader, "template_remove.html", {"item": item})
