"""What the public front gives to the search: articles, documents and standing pages."""

from collections.abc import Iterable
from datetime import datetime, time
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from home.models import (
    ArticlePage,
    LeadersPage,
    OfficialDocumentPage,
    SectionPage,
    StandardPage,
    StructurePage,
)
from portal import units
from portal.blocks import stream_text
from portal.pages import BasePage
from portal.search.registry import EntryData, register_search_source


def article_entry(article: ArticlePage) -> EntryData:
    tags = ", ".join(tag.name for tag in article.tags.all())
    extra = [article.image_caption, article.author_name, article.source_name, tags]
    return _entry(
        article,
        texts=[article.summary, stream_text(article.body), *extra],
        date=article.effective_date,
        unit=article.unit,
    )


def document_entry(document: OfficialDocumentPage) -> EntryData:
    issued = timezone.make_aware(datetime.combine(document.issued_on, time()))
    return _entry(
        document,
        title=f"{document.number}: {document.title}",
        texts=[document.summary, str(document.form_label), document.issuer_name],
        date=issued,
        unit=document.unit,
    )


def standing_entry(page: BasePage) -> EntryData:
    texts = [page.summary]
    if isinstance(page, StandardPage):
        texts.append(stream_text(page.body))
    elif isinstance(page, LeadersPage):
        texts.append(stream_text(page.groups))
    elif isinstance(page, StructurePage):
        groups = units.groups_on(timezone.localdate(), only_kind=page.only_kind)
        texts += [f"{unit.name} {unit.phone}" for group in groups for unit in group["units"]]
    return _entry(page, texts=texts, date=page.last_published_at or timezone.now())


def _entry(
    page: BasePage,
    *,
    texts: Iterable[str],
    date: datetime,
    title: str = "",
    unit: Any = None,
) -> EntryData:
    words = [*texts, unit.name if unit else ""]
    return EntryData(
        title=title or page.title,
        text="\n".join(text for text in words if text),
        date=date,
        unit_id=unit.pk if unit else None,
    )


def _live(model: type[BasePage]) -> QuerySet[Any]:
    return model.objects.live()


def _articles() -> QuerySet[ArticlePage]:
    return _live(ArticlePage).select_related("unit").prefetch_related("tagged_items__tag")


def register() -> None:
    register_search_source(
        ArticlePage,
        kind="article",
        label=_("Tin, bài"),
        entry=article_entry,
        objects=_articles,
    )
    register_search_source(
        OfficialDocumentPage,
        kind="document",
        label=_("Văn bản"),
        entry=document_entry,
        objects=lambda: _live(OfficialDocumentPage).select_related("unit"),
    )
    standing = {StandardPage: "page", LeadersPage: "page", StructurePage: "page"}
    labels = {"page": _("Trang giới thiệu"), "section": _("Chuyên mục")}
    for model, kind in {**standing, SectionPage: "section"}.items():
        register_search_source(
            model,
            kind=kind,
            label=labels[kind],
            entry=standing_entry,
            objects=partial(_live, model),
            lists_units=model is StructurePage,
        )
