"""The models, by concept. `pages` ← `requests` ← `deliveries` ← `royalties`; `memories` stand on
`pages`."""

from campaigns.models.deliveries import (
    ContributionListing,
    Delivery,
    Material,
    MaterialFile,
    MaterialPhoto,
)
from campaigns.models.memories import Memory
from campaigns.models.pages import AlbumPage, ContributionPage, FeaturePage, Quota, ThemePage
from campaigns.models.requests import MOST, ContributionRequest, RequestChange
from campaigns.models.royalties import Royalty, RoyaltyRate, RoyaltyRule

__all__ = [
    "MOST",
    "AlbumPage",
    "ContributionListing",
    "ContributionPage",
    "ContributionRequest",
    "Delivery",
    "FeaturePage",
    "Material",
    "MaterialFile",
    "MaterialPhoto",
    "Memory",
    "Quota",
    "RequestChange",
    "Royalty",
    "RoyaltyRate",
    "RoyaltyRule",
    "ThemePage",
]
