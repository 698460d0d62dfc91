"""Checks of addresses: typed by an editor, and of where to go after a form."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _


def validate_link(value: str) -> None:
    """Accept `/path` within the portal, a full https or http address, or `tel:`; nothing else."""
    try:
        parts = urlsplit(value)
    except ValueError:
        parts = urlsplit("")
        value = ""
    # Browsers read `/\\host` as another host, like `//host`.
    within = value.startswith("/") and not value.startswith(("//", "/\\"))
    outside = parts.scheme in ("http", "https") and bool(parts.netloc)
    if not (within or outside or parts.scheme == "tel"):
        raise ValidationError(
            _("Ghi đường dẫn trong cổng (bắt đầu bằng /) hoặc địa chỉ https:// đầy đủ.")
        )


def safe_next(request: HttpRequest, value: str, *, default: str) -> str:
    """`value` where it stays on this host, else `default`: no open redirect."""
    allowed = url_has_allowed_host_and_scheme(
        value, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return value if value and allowed else default
