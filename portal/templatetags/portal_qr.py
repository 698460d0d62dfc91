"""QR codes drawn on the server, as SVG within the page."""

from functools import lru_cache
from io import BytesIO
from typing import Any

import segno
from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.inclusion_tag("components/qr.html")
def qr(url: str, label: str = "") -> dict[str, Any]:
    """`{% qr case_url "Mã của phản ánh" %}`: the code, and below it the address in letters.

    A path of this site is made absolute. An address that grants something, as
    a sender's code does, is only for a page that no cache keeps.
    """
    address = f"{settings.SITE_URL}{url}" if url.startswith("/") else url
    return {"code": qr_svg(address), "address": address, "label": label}


@lru_cache(maxsize=512)
def qr_svg(address: str) -> SafeString:
    """An `<svg>` without a style attribute; black on white in both themes, or phones miss it."""
    out = BytesIO()
    segno.make(address, error="m", micro=False).save(
        out,
        kind="svg",
        xmldecl=False,
        nl=False,
        omitsize=True,
        dark="#000",
        light="#fff",
        svgclass="qr__code",
        lineclass=None,
    )
    # segno writes paths and numbers; no letter of the address stands in them.
    return mark_safe(out.getvalue().decode())  # noqa: S308
