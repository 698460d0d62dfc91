"""Reports asked from schools: designing the form, looking at one, Excel and ZIP of all."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.permissions import signed_in_user
from portal.private_files import private_file_response
from portal.spreadsheets import xlsx_response
from school_intranet.forms.office import ReasonForm, ReportFields, ReportForm, fields_of
from school_intranet.models import Broadcast, ReportRequest, ReportSubmission, SchoolFile
from school_intranet.office_sheets import figures_of, figures_workbook
from school_intranet.report_archive import archive_of
from school_intranet.selectors.office import DONE, submissions_of
from school_intranet.services import reporting
from school_intranet.services.core import Refused, log_access, log_access_in
from school_intranet.services.reporting import STEPS
from school_intranet.views.base import posted
from school_intranet.views.files import INLINE
from school_intranet.views.office.base import for_office, render

LONGEST_COUNT = 4
MORE_LINES = 3


@for_office
@require_http_methods(["GET", "HEAD", "POST"])
def design(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a report, before the broadcast is sent. “Thêm dòng” adds lines, nothing lost."""
    item = get_object_or_404(Broadcast, pk=pk, sent_at=None)
    present = ReportRequest.objects.filter(broadcast=item).first()
    if "bo" in request.POST:
        reporting.drop(broadcast=item, by=signed_in_user(request))
        messages.success(request, _("Văn bản này không yêu cầu báo cáo nữa."))
        return redirect("office_broadcast", pk)
    data = request.POST.copy() if request.method == "POST" else None
    adds = data is not None and "them" in data
    if adds and data is not None:
        sent = str(data.get("chi-tieu-TOTAL_FORMS", ""))
        count = int(sent) if sent.isdecimal() and len(sent) < LONGEST_COUNT else 0
        data["chi-tieu-TOTAL_FORMS"] = str(min(count + MORE_LINES, reporting.MOST_FIELDS))
    initial = {"due_on": item.due_on, "title": item.title[:250]}
    if present:
        initial = {name: getattr(present, name) for name in ("title", "due_on", "wants_file")}
    form = ReportForm(data, initial=initial)
    fields = ReportFields(
        data,
        prefix="chi-tieu",
        initial=list(present.fields.values("label", "kind", "required")) if present else None,
    )
    wrong = False
    if data is not None and not adds:
        wrong = not (form.is_valid() and fields.is_valid())
        if not wrong:
            try:
                reporting.ask(
                    broadcast=item,
                    by=signed_in_user(request),
                    fields=fields_of(fields),
                    **form.cleaned_data,
                )
            except Refused as refusal:
                form.add_error(refusal.field or None, str(refusal))
                wrong = True
            else:
                messages.success(request, _("Đã lưu mẫu báo cáo."))
                return redirect("office_broadcast", pk)
    context = {"form": form, "fields": fields, "item": item, "present": present}
    return render(request, "report_design.html", context, status=400 if wrong else 200)


@for_office
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """One school's report, once it was handed in."""
    item = _handed_in(pk)
    form = ReasonForm(*posted(request))
    status = 200
    if request.method == "POST":
        step = request.POST.get("buoc", "")
        if step not in STEPS or STEPS[step].who != "office":
            raise Http404
        if form.is_valid():
            try:
                reporting.take_as_office(
                    submission=item, by=signed_in_user(request), step=step, **form.cleaned_data
                )
            except Refused as refusal:
                form.add_error(refusal.field or None, str(refusal))
            else:
                messages.success(request, _("Đã cập nhật báo cáo."))
                return redirect("office_broadcast", item.request.broadcast_id)
        status = 400
    return render(
        request,
        "submission.html",
        {
            "item": item,
            "form": form,
            "figures": figures_of(item) if item.state in DONE else [],
            "files": item.files.all() if item.state in DONE else [],
            "steps": [
                (key, step)
                for key, step in STEPS.items()
                if step.who == "office" and item.state in step.froms
            ],
            "moves": item.moves.filter(state__in=(*DONE, "returned")),
        },
        status=status,
    )


def _handed_in(pk: int) -> ReportSubmission:
    """What a school is still writing is the school's own: of a report that was returned the page
    shows where it stands, and nothing of what is being changed."""
    rows = ReportSubmission.objects.select_related("school", "request__broadcast")
    return get_object_or_404(rows, pk=pk, submitted_at__isnull=False, state__in=(*DONE, "returned"))


@for_office
@require_safe
def submission_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a report that was handed in, and of nothing else."""
    found = get_object_or_404(SchoolFile, pk=pk, submission__state__in=DONE)
    log_access(school=found.school, user=signed_in_user(request), action="download", item=found)
    return private_file_response(
        request,
        found.file,
        content_type=found.content_type,
        inline=found.content_type in INLINE,
        for_whom="private",
        filename=found.name,
    )


@for_office
@require_safe
def figures(request: HttpRequest, pk: int) -> HttpResponseBase:
    asked = get_object_or_404(ReportRequest, broadcast=pk)
    handed_in = list(submissions_of(asked).filter(state__in=DONE))
    book = figures_workbook(asked, list(asked.fields.all()), handed_in)
    return xlsx_response(book, f"so-lieu-bao-cao-{asked.pk}")


@for_office
@require_safe
def archive(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One ZIP of the files of all schools that have handed in."""
    asked = get_object_or_404(ReportRequest, broadcast=pk)
    handed_in = list(submissions_of(asked).filter(state__in=DONE))
    file = archive_of(handed_in)
    schools = [each.school for each in handed_in]
    log_access_in(schools=schools, user=signed_in_user(request), action="download")
    response = FileResponse(file, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="bao-cao-{asked.pk}.zip"'
    return response


@for_office
@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """The schools whose report is still out, once a day."""
    asked = get_object_or_404(ReportRequest, broadcast=pk)
    count = reporting.remind_late(request=asked, by=signed_in_user(request))
    if count:
        messages.success(request, _("Đã nhắc %d trường chưa nộp.") % count)
    else:
        messages.info(request, _("Hôm nay đã nhắc rồi, hoặc mọi trường đã nộp."))
    return redirect("office_broadcast", pk)
