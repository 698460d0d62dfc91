"""Bringing items of the old portal into their section, each in a transaction of its own."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.html import format_html
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from home.importing.grammar import OldItem, Refused, parse
from home.models import ArticlePage, ImportedArticle, SectionPage
from portal.models import Unit
from portal.views_count import set_imported

SUMMARY_LENGTH = 300


class Outcome(StrEnum):
    ADDED = "thêm mới"
    KNOWN = "đã có"
    CHANGED = "tệp đã đổi, giữ bài cũ"
    UPDATED = "cập nhật"


@dataclass(frozen=True)
class Target:
    """Where an item goes. `old_address` becomes a redirect to it."""

    section: SectionPage
    unit: Unit | None = None
    old_address: str = ""


@dataclass(frozen=True)
class Imported:
    outcome: Outcome
    article: ArticlePage | None


@transaction.atomic
def import_file(
    path: Path, target: Target, *, name: str = "", update: bool = False, dry_run: bool = False
) -> Imported:
    """Read `path` and publish it below the target's section, unless it is there.

    `name` is what the file is known by, its own name unless given. With `dry_run` nothing is
    written and an item that would be added has no article. Raises Refused.
    """
    data = path.read_bytes()
    item = parse(data)
    digest = hashlib.sha256(data).hexdigest()
    name = name or path.name
    known = (
        ImportedArticle.objects.filter(content_hash=digest).select_related("article").first()
        or ImportedArticle.objects.filter(file_name=name).select_related("article").first()
    )
    if known is not None and known.content_hash == digest:
        return Imported(Outcome.KNOWN, known.article)
    if known is not None and not update:
        return Imported(Outcome.CHANGED, known.article)
    if dry_run:
        outcome, kept = (Outcome.UPDATED, known.article) if known else (Outcome.ADDED, None)
        return Imported(outcome, kept)
    article = known.article if known else ArticlePage(live=False)
    _fill(article, item, target)
    if known is None:
        target.section.add_child(instance=article)
    article.save_revision().publish()
    set_imported(article, item.views)
    ImportedArticle.objects.update_or_create(
        article=article, defaults={"file_name": name, "content_hash": digest}
    )
    if target.old_address:
        redirect_from(target.old_address, article)
    return Imported(Outcome.UPDATED if known else Outcome.ADDED, article)


def _fill(article: ArticlePage, item: OldItem, target: Target) -> None:
    """The body holds the whole text, so the page needs no summary, which would say the same twice.
    Lists and shared links show the beginning, which is kept as the description for search engines.
    """
    article.title = item.title
    article.body = [
        (kind, {"text": text} if kind == "heading" else format_html("<p>{}</p>", text))
        for kind, text in item.blocks
    ]
    article.search_description = beginning(item)
    article.unit = target.unit
    article.source_text = item.source_text
    article.published_at = item.published_at
    article.first_published_at = item.published_at


def beginning(item: OldItem) -> str:
    """The first paragraph, cut at a word where it is long."""
    first = next(text for kind, text in item.blocks if kind == "paragraph")
    if len(first) <= SUMMARY_LENGTH:
        return first
    return first[:SUMMARY_LENGTH].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def redirect_from(old_address: str, article: ArticlePage) -> None:
    """Let the old portal's address lead to the article. Raises Refused for no address."""
    parts = urlsplit(old_address)
    if not parts.path.startswith("/"):
        raise Refused(1, f"địa chỉ cũ “{old_address}” phải bắt đầu bằng / hoặc https://")
    path = Redirect.normalise_path(parts.path + (f"?{parts.query}" if parts.query else ""))
    site = Site.objects.get(is_default_site=True)
    Redirect.objects.update_or_create(
        old_path=path, site=site, defaults={"redirect_page": article, "is_permanent": True}
    )
