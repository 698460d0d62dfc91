"""Pasted text: the editor's scripts ask here what it is in Unicode, and what blocks it makes."""

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from portal.bounded_html import TooLarge
from portal.editor.pasted import read_pasted
from portal.legacy_text import convert_all

LONGEST_TEXT = 500_000
"""Characters: two hundred pages."""
TOO_LARGE = gettext_lazy("Nội dung dán vào quá lớn hoặc quá phức tạp. Hãy dán từng phần.")


@require_POST
def convert_text(request: HttpRequest) -> JsonResponse:
    """`{"texts": [str, …]}` in; out the same texts in Unicode and the name of the old encoding,
    or null and the texts as they were. 400 for anything else."""
    texts = _texts(request.body)
    if texts is None:
        return _unreadable()
    if sum(map(len, texts)) > LONGEST_TEXT:
        return _unreadable(TOO_LARGE)
    encoding, converted = convert_all(texts)
    return JsonResponse({"encoding": encoding, "texts": converted})


@require_POST
def split_html(request: HttpRequest) -> JsonResponse:
    """`{"html": str}` in; out its blocks as the editor inserts them, and how many pictures stayed
    behind. 400 for anything else."""
    html = _given(request.body, "html")
    if not isinstance(html, str):
        return _unreadable()
    try:
        pasted = read_pasted(html)
    except TooLarge:
        return _unreadable(TOO_LARGE)
    return JsonResponse({"blocks": pasted.blocks, "pictures": pasted.pictures})


def _unreadable(why: str | Promise = "") -> JsonResponse:
    return JsonResponse({"error": str(why or _("Không đọc được nội dung vừa dán."))}, status=400)


def _given(body: bytes, name: str) -> Any:
    try:
        data: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data.get(name) if isinstance(data, dict) else None


def _texts(body: bytes) -> list[str] | None:
    texts = _given(body, "texts")
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return None
    return texts
