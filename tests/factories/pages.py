"""Pages as the editor makes them: a revision, then its publishing."""

from __future__ import annotations

from typing import Any, TypeVar

import factory
from wagtail.models import Page

from campaigns.models import ContributionPage
from home.models import ArticlePage, HomePage, SectionPage
from portal import revision

P = TypeVar("P", bound=Page)


def add_page(parent: Page, page: P, *, live: bool = True) -> P:
    """`page` below `parent`, published unless told otherwise."""
    page.live = False
    parent.add_child(instance=page)
    saved = page.save_revision()
    if live:
        saved.publish()
    page.refresh_from_db()
    return page


class PageFactory(factory.django.DjangoModelFactory):
    """`ArticleFactory(parent=section, live=False)`: below `parent`, published unless told
    otherwise."""

    class Meta:
        abstract = True

    @classmethod
    def _create(
        cls, model_class: type[Page], *args: Any, parent: Page, live: bool = True, **values: Any
    ) -> Page:
        return add_page(parent, model_class(**values), live=live)


class ArticleFactory(PageFactory):
    class Meta:
        model = ArticlePage

    title = "Tin mẫu"


class ContributionFactory(PageFactory):
    """What a unit gives to the theme `parent`."""

    class Meta:
        model = ContributionPage

    title = "Bài mẫu của đơn vị"


def make_news(front_page: HomePage) -> SectionPage:
    """The list of news below the front page. A plain page: its tests are about what is in it."""
    section: SectionPage = front_page.add_child(
        instance=SectionPage(title="Tin tức", slug="tin-tuc", show_in_menus=True)
    )
    revision._write()
    return section
