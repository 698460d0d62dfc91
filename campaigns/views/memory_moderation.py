"""The board looks at what citizens sent for Góc ký ức. For everybody else it is not there."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns import permissions
from campaigns.forms.memory import ReasonForm
from campaigns.models import FeaturePage, Memory
from campaigns.selectors.memories import counts_by_state, queue_page
from campaigns.services import memories
from campaigns.services.core import Refused
from campaigns.services.memories import Overtaken
from campaigns.states import MemoryState
from portal import uploads
from portal.cursor import Asked
from portal.forms.blurring import BoxFormSet, boxes_of, initial_boxes
from portal.models import OriginalAccess, User
from portal.permissions import signed_in_user
from portal.uploads import UploadRefused

LOG_LINES = 20
TABS: dict[str, MemoryState] = {
    "cho-duyet": MemoryState.WAITING,
    "da-dang": MemoryState.PUBLISHED,
    "khong-dang": MemoryState.REFUSED,
    "da-an": MemoryState.HIDDEN,
}
Step = Callable[[Memory, User, str], Memory]
# By the word in the address: what is done, whether it needs a reason, what is said afterwards.
STEPS: dict[str, tuple[Step, bool, str | Promise]] = {
    "dang": (
        lambda memory, by, reason: memories.publish(memory=memory, by=by),
        False,
        _("Đã đăng “%s” lên Góc ký ức."),
    ),
    "tu-choi": (
        lambda memory, by, reason: memories.refuse(memory=memory, by=by, reason=reason),
        True,
        _("Không đăng “%s”. Người gửi đọc được lý do khi tra cứu."),
    ),
    "an": (
        lambda memory, by, reason: memories.hide(memory=memory, by=by, reason=reason),
        True,
        _("Đã ẩn “%s” khỏi Góc ký ức."),
    ),
    "xem-lai": (
        lambda memory, by, reason: memories.reconsider(memory=memory, by=by),
        False,
        _("Đã chuyển “%s” về danh sách chờ duyệt."),
    ),
}


@login_required
@never_cache
@require_safe
def moderation(request: HttpRequest, feature: int) -> HttpResponse:
    return _list(request, _feature(request, feature))


@login_required
@never_cache
@require_POST
def decide(request: HttpRequest, feature: int, pk: int, step: str) -> HttpResponse:
    page = _feature(request, feature)
    memory = _memory(page, pk)
    if step not in STEPS:
        raise Http404
    perform, needs_reason, said = STEPS[step]
    form = ReasonForm(request.POST if needs_reason else {}, prefix=f"ly-do-{memory.pk}")
    if not form.is_valid():
        return _list(request, page, failed=(memory, step, form), status=400)
    try:
        perform(memory, signed_in_user(request), form.words)
    except Overtaken as overtaken:
        return _list(request, page, problem=str(overtaken), status=409)
    except Refused as refusal:
        form.add_error(refusal.field or None, str(refusal))
        return _list(request, page, failed=(memory, step, form), status=400)
    messages.success(request, said % memory.title)
    return redirect(_address(page, request.POST.get("muc", "")))


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def blur(request: HttpRequest, feature: int, pk: int) -> HttpResponse:
    page = _feature(request, feature)
    memory = _memory(page, pk)
    refusal, status = "", 200
    formset = BoxFormSet(initial=initial_boxes(memory.photo.boxes))
    if request.method == "POST":
        formset, status = BoxFormSet(request.POST), 400
        if formset.is_valid():
            try:
                memories.blur(memory=memory, boxes=boxes_of(formset), by=signed_in_user(request))
            except (UploadRefused, Overtaken) as refused:
                refusal, status = str(refused), 409
            else:
                messages.success(request, _("Đã lưu. Ảnh được làm lại với các vùng mờ này."))
                return redirect(request.path)
    context = {
        "feature": page,
        "memory": memory,
        "formset": formset,
        "refusal": refusal,
        "opened": OriginalAccess.objects.filter(photo=memory.photo).select_related("user")[
            :LOG_LINES
        ],
        "preview": uploads.preview_url(memory.photo, 1600),
        "back_url": _address(page, _tab_of(memory)),
    }
    return render(request, "work/campaigns/memory_blur.html", context, status=status)


def _feature(request: HttpRequest, pk: int) -> FeaturePage:
    if not permissions.runs_campaigns(signed_in_user(request)):
        raise Http404
    return get_object_or_404(FeaturePage, pk=pk)


def _memory(feature: FeaturePage, pk: int) -> Memory:
    """What its sender took back is shown to nobody."""
    rows = Memory.objects.exclude(state=MemoryState.WITHDRAWN).select_related("photo")
    return get_object_or_404(rows, feature=feature, pk=pk)


def _list(
    request: HttpRequest,
    feature: FeaturePage,
    *,
    failed: tuple[Memory, str, ReasonForm] | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """`failed` is a decision that was not taken: its form stands open with what is wrong."""
    asked = _tab_of(failed[0]) if failed else request.GET.get("tab", request.POST.get("muc", ""))
    tab = asked if asked in TABS else "cho-duyet"
    counts = counts_by_state(feature)
    page = queue_page(feature, TABS[tab], Asked.parse(request.GET))
    context = {
        "feature": feature,
        "tab": tab,
        "tabs": [
            {
                "word": word,
                "label": state.label,
                "count": counts[state],
                "url": _address(feature, word),
            }
            for word, state in TABS.items()
        ],
        "withdrawn": counts[MemoryState.WITHDRAWN],
        "rows": [
            (memory, _form_of(memory, failed), failed is not None and memory.pk == failed[0].pk)
            for memory in page.memories
        ],
        "newer_url": f"?tab={tab}&sau={page.newer}" if page.newer else "",
        "older_url": f"?tab={tab}&truoc={page.older}" if page.older else "",
        "problem": problem,
    }
    return render(request, "work/campaigns/memory_moderation.html", context, status=status)


def _form_of(memory: Memory, failed: tuple[Memory, str, ReasonForm] | None) -> ReasonForm:
    if failed is not None and failed[0].pk == memory.pk:
        return failed[2]
    return ReasonForm(prefix=f"ly-do-{memory.pk}")


def _tab_of(memory: Memory) -> str:
    return next(word for word, state in TABS.items() if state == memory.state)


def _address(feature: FeaturePage, tab: str) -> str:
    path = reverse("memory_moderation", args=[feature.pk])
    return f"{path}?tab={tab}" if tab in TABS and tab != "cho-duyet" else path
