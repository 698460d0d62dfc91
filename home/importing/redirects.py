"""Addresses of the old portal that lead to the articles which were there."""

from urllib.parse import urlsplit

from wagtail.contrib.redirects.models import Redirect

from home.importing.grammar import Refused
from home.models import ArticlePage, SectionPage

LONGEST = 255


def old_path(address: str) -> str:
    """`/tin.aspx?id=7`, or the same with https:// and the old host, as redirects are kept. Empty
    for an empty address; raises ValueError with a sentence for anything else."""
    address = address.strip()
    if not address:
        return ""
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    path = Redirect.normalise_path(parts.path + query) if parts.path.startswith("/") else ""
    if path in ("", "/") or parts.scheme not in ("", "http", "https"):
        raise ValueError(f"địa chỉ cũ “{address}” phải có dạng /… hoặc https://…/…")
    if len(path) > LONGEST:
        raise ValueError(f"địa chỉ cũ dài hơn {LONGEST} ký tự")
    return path


def find(path: str, section: SectionPage, article: ArticlePage | None) -> Redirect | None:
    """The redirect of an old path, if there is one. Raises Refused where it leads to anything but
    `article`: two items cannot have had one address."""
    found: Redirect | None = Redirect.get_for_site(section.get_site()).filter(old_path=path).first()
    if found and (article is None or found.redirect_page_id != article.pk):
        raise Refused(1, f"địa chỉ cũ “{path}” đã dẫn đến trang khác")
    return found


def lead(path: str, section: SectionPage, article: ArticlePage) -> None:
    """Let an old path lead to `article`, once. Raises Refused as `find` does."""
    if find(path, section, article) is None:
        Redirect.add_redirect(path, article, site=section.get_site())
