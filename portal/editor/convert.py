"""Pasted text of old fonts: the editor's script asks here, and then asks the writer."""

import json
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.legacy_text import convert_all


@require_POST
def convert_text(request: HttpRequest) -> JsonResponse:
    """`{"texts": [str, …]}` in; out the same texts in Unicode and the name of the old encoding,
    or null and the texts as they were. 400 for anything else."""
    texts = _texts(request.body)
    if texts is None:
        return JsonResponse({"error": _("Không đọc được nội dung vừa dán.")}, status=400)
    encoding, converted = convert_all(texts)
    return JsonResponse({"encoding": encoding, "texts": converted})


def _texts(body: bytes) -> list[str] | None:
    try:
        data: Any = json.loads(body)
    except ValueError:
        return None
    texts = data.get("texts") if isinstance(data, dict) else None
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        return None
    return texts
