"""The addresses of a campaign beside its pages: fixed words below the campaign's own slug.

`<campaign:slug>` in a path matches the slug of a feature page that is public, read from the kept
tree of the site; any other word is left to the next pattern, so that no section loses an address.
"""

from portal import site_tree

UNITS = "don-vi"
MEMORIES = "goc-ky-uc"
BOOK = "ban-in"
WORKS = "cong-trinh"
RESERVED = frozenset({UNITS, MEMORIES, BOOK, WORKS})


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
