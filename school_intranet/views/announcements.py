"""Announcements: the list, one of them, writing, changing, taking back."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from school_intranet.forms.announcements import (
    AnnouncementChangeForm,
    AnnouncementFilter,
    AnnouncementForm,
)
from school_intranet.models import Announcement
from school_intranet.permissions import changes_announcement, may_write, writes_announcements
from school_intranet.readers import Reader
from school_intranet.selectors.announcements import announcements_for
from school_intranet.selectors.receipts import counts_of
from school_intranet.services import announcing, reading
from school_intranet.services.core import Refused, Stale, require
from school_intranet.views.acknowledging import acknowledge_shown
from school_intranet.views.base import allowed_to, carry_on, get_or_404, posted, render
from school_intranet.views.lists import listing, status_of
from school_intranet.views.sending import sent_once


@require_safe
def announcement_list(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = AnnouncementFilter(request.GET, reader=reader)
    context = {
        **listing(request, form, partial(announcements_for, reader), count=_("%d thông báo")),
        "may_write": writes_announcements(reader),
    }
    return render(request, reader, "announcements.html", context, status=status_of(form))


@require_safe
def announcement(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Opening is noted: the reader has it before them. A HEAD looks at nothing."""
    item = get_or_404(Announcement.objects, reader, pk)
    receipt = None
    if request.method == "GET" and item.withdrawn_at is None and item.author_id != reader.user.pk:
        receipt = reading.open_item(item=item, reader=reader)
    may_change = changes_announcement(reader, item)
    return render(
        request,
        reader,
        "announcement.html",
        {
            "item": item,
            "files": item.files.all(),
            "receipt": receipt,
            "may_change": may_change,
            "read": counts_of(item, reader) if may_change else None,
        },
    )


@allowed_to(may_write)
@require_POST
def acknowledge(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    item = get_or_404(Announcement.objects, reader, pk)
    acknowledge_shown(request, reader, item, said=_("Đã ghi nhận: bạn đã đọc thông báo này."))
    return redirect(reader.path("school_announcement", pk))


@allowed_to(writes_announcements)
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def write(request: HttpRequest, reader: Reader) -> HttpResponse:
    form = AnnouncementForm(*posted(request), reader=reader)
    if request.method == "POST" and form.is_valid():
        try:
            item = announcing.announce(
                reader=reader, words=form.words(), files=form.cleaned_data["attachments"]
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã đăng thông báo."))
            return redirect(reader.path("school_announcement", item.pk))
    status = 400 if form.is_bound else 200
    return render(request, reader, "announcement_form.html", {"form": form}, status=status)


@allowed_to(writes_announcements)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """A form that another has overtaken shows what stands now beside what was typed."""
    item = get_or_404(Announcement.objects, reader, pk)
    require(changes_announcement(reader, item))
    names = ("title", "body", "group", "pinned", "expires_on", "asks_receipt", "version")
    form = AnnouncementChangeForm(
        *posted(request),
        reader=reader,
        kept=item.files.all(),
        initial={name: getattr(item, name) for name in names},
    )
    current, status = None, 400 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            announcing.change(
                item=item,
                reader=reader,
                version=form.cleaned_data["version"],
                words=form.words(),
                files=form.cleaned_data["attachments"],
                dropped=form.cleaned_data.get("dropped", ()),
                asks_again=form.cleaned_data["asks_again"],
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        except Stale as stale:
            current, status = Announcement.objects.visible_to(reader).get(pk=stale.current.pk), 409
            carry_on(request, form, version=current.version)
        else:
            messages.success(request, _("Đã sửa thông báo."))
            return redirect(reader.path("school_announcement", pk))
    context = {"form": form, "item": item, "current": current}
    return render(request, reader, "announcement_form.html", context, status=status)


@allowed_to(writes_announcements)
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Asks before: nobody sees it afterwards."""
    item = get_or_404(Announcement.objects, reader, pk)
    require(changes_announcement(reader, item) or item.withdrawn_at is not None)
    if request.method == "POST":
        announcing.withdraw(item=item, reader=reader)
        messages.success(request, _("Đã thu hồi thông báo."))
        return redirect(reader.path("school_announcements"))
    return render(request, reader, "announcement_withdraw.html", {"item": item})
