"""The fixed words below `/dieu-hanh-noi-bo/`, which no school's address may be; and the way to a
view of a portal."""

from django.urls import reverse

ROOT = "dieu-hanh-noi-bo"
SIGN_IN = "dang-nhap"
OFFICE = "phong-giao-duc"
CHOOSE = "chon-truong"
LEADERS = "tong-hop"
FEED = "lich"
RESERVED = frozenset({SIGN_IN, OFFICE, CHOOSE, LEADERS, FEED})


def portal_path(slug: str, name: str, *args: object, **kwargs: object) -> str:
    """The path of a view of the portal with this slug."""
    rest = reverse(name, urlconf="school_intranet.urls", args=args, kwargs=kwargs)
    return f"/{ROOT}/{slug}{rest}"
