"""Throws all campaigns away. Outside of the demo nothing ever does."""

from campaigns.models import (
    ContributionListing,
    ContributionPage,
    ContributionRequest,
    Delivery,
    Material,
    MaterialFile,
    MaterialPhoto,
    Memory,
    Royalty,
    RoyaltyRule,
)


def throw_away() -> None:
    """What holds on to the pages; the pages themselves go with the site."""
    for file in MaterialFile.objects.all():
        file.file.delete(save=False)
    for model in (Royalty, RoyaltyRule, MaterialFile, MaterialPhoto, Material, Memory):
        model.objects.all().delete()
    ContributionListing.objects.all().delete()
    ContributionPage.objects.update(request=None)
    Delivery.objects.all().delete()
    ContributionRequest.objects.update(passed_from=None)
    ContributionRequest.objects.all().delete()
