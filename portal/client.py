"""Which address a request comes from, with only our own proxies trusted, and what limits count."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

HOUSEHOLD = 64
"""Bits of an IPv6 address that a provider gives to one line; the others its owner may choose."""


def client_address(request: HttpRequest) -> str:
    """The visitor's address; empty where there is none, as behind a socket without a proxy.

    With n proxies of our own in front, the n-th address from the right of X-Forwarded-For was
    written by one of them; what stands left of it was typed by the visitor and proves nothing.
    """
    found = _address(request)
    return "" if found is None else str(found)


def client_network(request: HttpRequest) -> str:
    """The address as limits count it: of IPv6 the first of its /64, or one line would have 2^64
    counts."""
    found = _address(request)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((int(found), HOUSEHOLD), strict=False).network_address)
    return "" if found is None else str(found)


def _address(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    proxies: int = settings.TRUSTED_PROXIES
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies and (found := _parsed(forwarded[-proxies])):
        return found
    return _parsed(str(request.META.get("REMOTE_ADDR", "")))


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    # A socket that takes both kinds writes ::ffff:10.0.0.1 for 10.0.0.1.
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
