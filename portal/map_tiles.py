"""Where the pictures of a map come from. None by default: a map then shows points on a plain grid.

Settings ask this module, so it imports nothing of Django.
"""

from urllib.parse import urlsplit


def tile_sources(url: str) -> list[str]:
    """The origins that the content security policy must allow for a tile address.

    `https://{s}.tiles.example.vn/{z}/{x}/{y}.png` gives `["https://*.tiles.example.vn"]`; an
    empty address, or a path of this site, gives none. Raises ValueError for anything else that
    is not an address by HTTPS: it would be a hole in the policy or a map that stays empty.
    """
    if not url or (url.startswith("/") and not url.startswith("//")):
        return []
    parts = urlsplit(url)
    host = parts.netloc.replace("{s}", "*", 1)
    if parts.scheme != "https" or not host.strip("*.") or any(mark in host for mark in "{};, @'"):
        raise ValueError(f"MAP_TILE_URL must be an address by https, not {url!r}.")
    return [f"https://{host}"]
