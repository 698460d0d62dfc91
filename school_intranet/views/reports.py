"""Reports to the office, at a school: văn thư fills in, the principal approves."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from school_intranet.forms.deliveries import ReportFilter, SubmissionForm
from school_intranet.forms.tasks import StepForm
from school_intranet.models import ReportSubmission
from school_intranet.office_sheets import figure, figures_of
from school_intranet.permissions import keeps_registers, sees_reports
from school_intranet.readers import Reader
from school_intranet.selectors.deliveries import reports_for
from school_intranet.services import reporting
from school_intranet.services.core import Refused, Stale
from school_intranet.services.reporting import STEPS, may_take
from school_intranet.states import WITH_SCHOOL
from school_intranet.views.base import allowed_to, carry_on, get_or_404, posted, render
from school_intranet.views.lists import listing, status_of

DONE_WORDS = {
    "submit": gettext_lazy("Đã trình hiệu trưởng duyệt."),
    "approve": gettext_lazy("Đã duyệt; báo cáo đã nộp cho phòng."),
    "send-back": gettext_lazy("Đã trả lại văn thư."),
}


@allowed_to(sees_reports)
@require_safe
def report_list(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = ReportFilter(request.GET)
    context = {
        **listing(request, form, partial(reports_for, reader), count=_("%d báo cáo")),
        "today": timezone.localdate(),
        "with_school": WITH_SCHOOL,
    }
    return render(request, reader, "reports.html", context, status=status_of(form))


@allowed_to(sees_reports)
@require_safe
def report(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(ReportSubmission.objects, reader, pk)
    return _report_page(request, reader, item)


def _report_page(
    request: HttpRequest,
    reader: Reader,
    item: ReportSubmission,
    *,
    form: StepForm | None = None,
    status: int = 200,
) -> HttpResponse:
    fills = keeps_registers(reader) and item.state in STEPS["submit"].froms
    return render(
        request,
        reader,
        "report.html",
        {
            "item": item,
            "figures": figures_of(item),
            "files": item.files.all(),
            "missing": reporting.missing_in(item) if fills else [],
            "may_fill": fills,
            "late": item.state in WITH_SCHOOL and item.request.due_on < timezone.localdate(),
            "steps": [(key, step) for key, step in STEPS.items() if may_take(step, item, reader)],
            "form": form or StepForm(initial={"version": item.version}),
            "moves": item.moves.select_related("by"),
        },
        status=status,
    )


@allowed_to(keeps_registers)
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Saved as often as one likes; a form that another has overtaken shows what stands now."""
    item = get_or_404(ReportSubmission.objects, reader, pk)
    if item.state not in STEPS["submit"].froms:
        raise Http404
    fields = list(item.request.fields.all())
    initial = {
        f"field-{field.pk}": figure(field, item.values.get(str(field.pk), ""))
        for field in fields
        if field.kind in ("number", "date")
    } | {
        f"field-{field.pk}": item.values.get(str(field.pk), "")
        for field in fields
        if field.kind not in ("number", "date")
    }
    form = SubmissionForm(
        *posted(request),
        asked=item.request,
        kept=item.files.all(),
        initial={**initial, "version": item.version},
    )
    current, status = None, 400 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            reporting.save_draft(
                submission=item,
                reader=reader,
                version=form.cleaned_data["version"],
                values=form.values(),
                files=form.cleaned_data["attachments"],
                dropped=form.cleaned_data.get("dropped", ()),
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        except Stale:
            current, status = get_or_404(ReportSubmission.objects, reader, pk), 409
            carry_on(request, form, version=current.version)
        else:
            messages.success(request, _("Đã lưu báo cáo."))
            return redirect(reader.path("school_report", pk))
    context = {
        "form": form,
        "item": item,
        "current": figures_of(current) if current else [],
        "stale": current,
    }
    return render(request, reader, "report_form.html", context, status=status)


@allowed_to(sees_reports)
@require_POST
def step(request: HttpRequest, reader: Reader, pk: int, name: str) -> HttpResponse:
    item = get_or_404(ReportSubmission.objects, reader, pk)
    if name not in STEPS or STEPS[name].who == "office":
        raise Http404
    form = StepForm(request.POST)
    if not form.is_valid():
        return _report_page(request, reader, item, form=form, status=400)
    try:
        reporting.take(
            submission=item,
            reader=reader,
            step=name,
            version=form.cleaned_data["version"],
            text=form.cleaned_data["text"],
        )
    except Refused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return _report_page(request, reader, item, form=form, status=400)
    except Stale:
        messages.warning(request, _("Báo cáo vừa được người khác cập nhật; xem lại trước."))
        item = get_or_404(ReportSubmission.objects, reader, pk)
        carry_on(request, form, version=item.version)
        return _report_page(request, reader, item, form=form, status=409)
    messages.success(request, DONE_WORDS[name])
    return redirect(reader.path("school_report", pk))
