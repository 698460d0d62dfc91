"""The directory, the page of one person, adding one, groups, leaving."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from school_intranet.forms.people import DirectoryFilter, GroupForm, JoinForm, PersonForm
from school_intranet.permissions import manages, runs_portal
from school_intranet.readers import Reader
from school_intranet.selectors.people import (
    Person,
    groups_of,
    narrowed,
    people_of,
    person_of,
    without_slip,
)
from school_intranet.services import groups as groups_of_school
from school_intranet.services import people as services
from school_intranet.services.core import Refused
from school_intranet.views.base import LONGEST_KEY, allowed_to, posted, render
from school_intranet.views.lists import paged, status_of

LISTED = 50


def person_or_404(reader: Reader, pk: int) -> Person:
    found = person_of(reader, pk) if len(str(pk)) <= LONGEST_KEY else None
    if found is None:
        raise Http404
    return found


@require_safe
def directory(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = DirectoryFilter(request.GET, reader=reader)
    nothing: dict[str, Any] = {"q": "", "group": None, "role": ""}
    data: dict[str, Any] = form.cleaned_data if form.is_valid() else nothing
    group = data["group"]
    found = narrowed(
        people_of(reader), words=data["q"], group=group.pk if group else None, role=data["role"]
    )
    runs = runs_portal(reader)
    on = [word for word in (data["q"], group.name if group else "", _role_name(form)) if word]
    return render(
        request,
        reader,
        "directory.html",
        {
            "form": form,
            "on": on,
            "count": _("%d người") % len(found),
            "runs": runs,
            "waiting": len(without_slip(reader)) if runs else 0,
            **paged(
                request,
                found,
                listed=LISTED,
                kept={**data, "group": group.pk if group else ""},
            ),
        },
        status=status_of(form),
    )


def _role_name(form: DirectoryFilter) -> str:
    chosen = form.cleaned_data.get("role") if form.is_valid() else ""
    return str(dict(form.fields["role"].choices).get(chosen, "")) if chosen else ""  # type: ignore[attr-defined]


@require_safe
def person(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    found = person_or_404(reader, pk)
    runs = runs_portal(reader)
    return render(
        request,
        reader,
        "person.html",
        {
            "person": found,
            "runs": runs,
            "may_end": runs and manages(reader, found.user.pk, found.roles),
            "may_have_slip": runs and services.may_have_slip(reader, found),
            "join_form": JoinForm(reader=reader) if runs else None,
        },
    )


@allowed_to(runs_portal)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = PersonForm(*posted(request), reader=reader)
    if request.method == "POST" and form.is_valid():
        try:
            (user,) = services.add_people(reader=reader, people=[form.new_person()])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Đã thêm %s. Hãy in phiếu tài khoản.") % user)
            return redirect(reader.path("school_slips"))
    status = 400 if form.is_bound and form.errors else 200
    return render(request, reader, "person_form.html", {"form": form}, status=status)


@allowed_to(runs_portal)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks before: the person is out at once."""
    found = person_or_404(reader, pk)
    if request.method == "POST":
        try:
            services.end_work(reader=reader, user=found.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(reader.path("school_person", pk))
        messages.success(request, _("Đã kết thúc công tác của %s tại trường.") % found.user)
        return redirect(reader.path("school_people"))
    return render(request, reader, "person_end.html", {"person": found})


@allowed_to(runs_portal)
@require_POST
def join(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    found = person_or_404(reader, pk)
    form = JoinForm(request.POST, reader=reader)
    if form.is_valid():
        groups_of_school.join_group(
            reader=reader,
            user=found.user,
            group=form.cleaned_data["group"],
            head=form.cleaned_data["head"],
        )
        messages.success(request, _("Đã đưa %s vào tổ.") % found.user)
    else:
        messages.error(request, _("Chọn một tổ chuyên môn của trường."))
    return redirect(reader.path("school_person", pk))


@allowed_to(runs_portal)
@require_POST
def leave(request: HttpRequest, reader: Reader, pk: int, group_pk: int) -> HttpResponse:
    found = person_or_404(reader, pk)
    group = next((each for each in found.groups if each.pk == group_pk), None)
    if group is None:
        raise Http404
    try:
        groups_of_school.leave_group(reader=reader, user=found.user, group=group)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Đã đưa %s ra khỏi tổ.") % found.user)
    return redirect(reader.path("school_person", pk))


@allowed_to(runs_portal)
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = GroupForm(*posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            group = groups_of_school.add_group(reader=reader, name=form.cleaned_data["name"])
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã thêm tổ “%s”.") % group)
            return redirect(reader.path("school_groups"))
    everybody = people_of(reader)
    rows = [(group, narrowed(everybody, group=group.pk)) for group in groups_of(reader)]
    status = 400 if form.is_bound and form.errors else 200
    return render(request, reader, "groups.html", {"form": form, "rows": rows}, status=status)
