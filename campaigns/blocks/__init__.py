"""Blocks of a campaign's pages. `facts`, `people` and `lists` ← `bodies`.

Facts name their source and cannot be published without one; lists are filled by the page itself.
"""

from campaigns.blocks.bodies import ContributionBody, FeatureBody, ThemeBody

__all__ = ["ContributionBody", "FeatureBody", "ThemeBody"]
