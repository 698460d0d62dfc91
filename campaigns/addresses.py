"""The addresses of a campaign beside its pages: fixed words below the campaign's own slug.

`<campaign:slug>` in a path matches the slug of a feature page that is public, read from the kept
tree of the site; any other word is left to the next pattern, so that no section loses an address.
"""

from urllib.parse import quote

from wagtail.models import Page

from portal import site_tree

UNITS = "don-vi"
MEMORIES = "goc-ky-uc"
BOOK = "ban-in"
WORKS = "cong-trinh"
FEED = "rss"
RESERVED = frozenset({UNITS, MEMORIES, BOOK, WORKS, FEED})


class CampaignConverter:
    """The slug of a public feature page. ValueError for any other, as Django asks."""

    regex = "[-a-z0-9_]+"

    def to_python(self, value: str) -> str:
        node = site_tree.tree().by_url.get(f"/{value}/")
        # By name: the models import this module.
        if node is None or node.model._meta.label != "campaigns.FeaturePage":
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        return value


def campaign_address(page: Page | None, *words: str) -> str:
    """The address of a fixed word below the campaign that `page` belongs to, as
    `/long-bien-15-nam/cong-trinh/`; "" for a page that is not public, as a sample is none."""
    if page is None:
        return ""
    campaign = site_tree.page_url(page.url_path).strip("/").partition("/")[0]
    if f"/{campaign}/" not in site_tree.tree().by_url:
        return ""
    return "/".join(["", campaign, *(quote(word) for word in words), ""])


def unit_address(page: Page | None, code: str) -> str:
    """What a unit gave to the campaign."""
    return campaign_address(page, UNITS, code)
