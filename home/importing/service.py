"""Bringing items of the old portal into their section, each in a transaction of its own."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils.html import format_html
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision

from home.importing import redirects
from home.importing.grammar import OldItem, Refused, parse
from home.importing.summary import beginning
from home.models import ArticlePage, ImportedArticle, SectionPage
from portal.models import Unit
from portal.text import slugify_vi
from portal.views_count import set_imported

LARGEST_FILE = 1_000_000


class Outcome(StrEnum):
    ADDED = "thêm mới"
    UPDATED = "cập nhật"
    KNOWN = "đã có từ trước"
    CHANGED = "đã đổi so với lần nhập trước, giữ nguyên bài trên cổng"


@dataclass(frozen=True)
class Target:
    """Where an item goes. `old_path` (see `redirects.old_path`) becomes a redirect to it."""

    section: SectionPage
    unit: Unit | None = None
    old_path: str = ""


@dataclass(frozen=True)
class Imported:
    """`article` is None where a dry run would add one."""

    outcome: Outcome
    article: ArticlePage | None


def import_file(
    path: Path, target: Target, *, name: str = "", update: bool = False, dry_run: bool = False
) -> Imported:
    """Read `path` and publish it below the target's section, unless it is there.

    `name` is what the file is known by, the name of `path` unless given. A file that was imported
    and has changed is left alone without `update`; with it, the text and date of its article are
    replaced, while section and address stay. A dry run writes nothing. Raises Refused.
    """
    data = _read(path)
    digest = hashlib.sha256(data).hexdigest()
    name = name or path.name
    with transaction.atomic():
        known = _known(name, digest)
        if known and known.content_hash == digest:
            if target.old_path and not dry_run:
                redirects.lead(target.old_path, target.section, known.article)
            return Imported(Outcome.KNOWN, known.article)
        if known and not update:
            return Imported(Outcome.CHANGED, known.article)
        item = parse(data)
        if known:
            _refuse_to_overwrite(known.article)
        if target.old_path:
            redirects.find(target.old_path, target.section, known.article if known else None)
        article = known.article if known else None
        if not dry_run:
            article = _publish(article, item, target)
            ImportedArticle.objects.update_or_create(
                article=article, defaults={"file_name": name, "content_hash": digest}
            )
        return Imported(Outcome.UPDATED if known else Outcome.ADDED, article)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Refused(1, "tệp lớn hơn 1 MB, không phải một tin")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Refused(1, "không có tệp này") from error
    except OSError as error:
        raise Refused(1, "không đọc được tệp, có thể do quyền truy cập") from error


def _known(name: str, digest: str) -> ImportedArticle | None:
    """What was imported with this content, wherever the file lay, else under this name."""
    found = ImportedArticle.objects.filter(Q(content_hash=digest) | Q(file_name=name))
    by_hash = {known.content_hash: known for known in found.select_related("article")}
    return by_hash.get(digest) or next(iter(by_hash.values()), None)


def _refuse_to_overwrite(article: ArticlePage) -> None:
    """What was taken down must not come back by an import, and an editor's work must not go."""
    if not article.live:
        raise Refused(1, "bài đã được gỡ khỏi cổng, không cập nhật")
    if Revision.objects.for_instance(article).filter(user__isnull=False).exists():
        raise Refused(1, "bài đã được sửa trên cổng, không cập nhật")


def _publish(article: ArticlePage | None, item: OldItem, target: Target) -> ArticlePage:
    """Through a revision, as the editor does, so that lists, search and caches follow."""
    new = article is None
    article = article or ArticlePage(live=False)
    _fill(article, item, target.unit)
    if new:
        # Fetched for each item: where it stands in the tree depends on its last child of this very
        # moment, and the lock keeps a second import from asking at the same one.
        section = Page.objects.select_for_update().get(pk=target.section.pk)
        article.slug = find_available_slug(section, slugify_vi(item.title) or "tin")
        section.add_child(instance=article)
    article.save_revision().publish()
    Page.objects.filter(pk=article.pk).update(last_published_at=item.published_at)
    article.refresh_from_db()
    set_imported(article, item.views)
    if target.old_path:
        redirects.lead(target.old_path, target.section, article)
    return article


def _fill(article: ArticlePage, item: OldItem, unit: Unit | None) -> None:
    """The body holds the whole text, in the paragraphs of the source. The summary stays empty: it
    would make the page say its beginning twice. Lists and shared links show the description for
    search engines in its place, which is that beginning."""
    article.title = item.title
    article.body = [
        (kind, {"text": text} if kind == "heading" else format_html("<p>{}</p>", text))
        for kind, text in item.blocks
    ]
    article.search_description = beginning(item.blocks)
    article.unit = unit or article.unit
    article.source_text = item.source_text
    article.published_at = item.published_at
    article.first_published_at = item.published_at
