"""RSS and Atom of the whole site and of each section."""

from django.conf import settings
from django.http import Http404, HttpRequest

from home import selectors
from home.cards import ArticleCard
from portal import site_tree
from portal.feeds import Atom, PortalFeed, stable_guid
from portal.page_cache import public_page
from portal.site_tree import Node

ITEMS = 30


class SectionFeed(PortalFeed):
    """The newest articles of one section, or of the whole site where no section is named."""

    def get_object(self, request: HttpRequest, pk: int | None = None) -> Node:
        tree = site_tree.tree()
        wanted = pk if pk is not None else tree.root_pk
        for node in tree.nodes.values():
            if node.pk == wanted:
                return node
        raise Http404

    def feed_guid(self, section: Node) -> str:
        return stable_guid("page", section.pk)

    def title(self, section: Node) -> str:
        return f"{section.title} - {settings.WAGTAIL_SITE_NAME}"

    def link(self, section: Node) -> str:
        return section.url

    def description(self, section: Node) -> str:
        return f"Tin mới: {section.title}"

    def items(self, section: Node) -> list[ArticleCard]:
        keys = selectors.newest_keys([section.pk], limit=ITEMS).get(section.pk, [])
        return selectors.cards_by_key(keys)

    def item_title(self, item: ArticleCard) -> str:
        return item.title

    def item_description(self, item: ArticleCard) -> str:
        return item.summary

    def item_link(self, item: ArticleCard) -> str:
        return item.url

    def item_pubdate(self, item: ArticleCard):
        return item.published_at

    def item_guid(self, item: ArticleCard) -> str:
        return stable_guid("page", item.pk)


class SectionAtomFeed(SectionFeed):
    feed_type = Atom
    subtitle = SectionFeed.description


section_rss = public_page(SectionFeed())
section_atom = public_page(SectionAtomFeed())
site_rss = public_page(SectionFeed())
