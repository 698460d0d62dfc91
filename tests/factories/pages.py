"""Pages as the editor makes them: a revision, then its publishing."""

from __future__ import annotations

from typing import Any

import factory
from wagtail.models import Page

from home.models import ArticlePage, HomePage, SectionPage
from portal import revision


class PageFactory(factory.django.DjangoModelFactory):
    """A page below `parent`, published unless `live=False`. `SectionFactory(parent=home)`."""

    class Meta:
        abstract = True

    @classmethod
    def _create(
        cls, model_class: type[Page], *args: Any, parent: Page, live: bool = True, **values: Any
    ) -> Page:
        page = model_class(live=False, **values)
        parent.add_child(instance=page)
        saved = page.save_revision()
        if live:
            saved.publish()
        page.refresh_from_db()
        return page


class ArticleFactory(PageFactory):
    class Meta:
        model = ArticlePage

    title = "Tin mẫu"


def make_news() -> SectionPage:
    """The list of news below the front page. A plain page: its tests are about what is in it."""
    section: SectionPage = HomePage.objects.get().add_child(
        instance=SectionPage(title="Tin tức", slug="tin-tuc", show_in_menus=True)
    )
    revision._write()
    return section
