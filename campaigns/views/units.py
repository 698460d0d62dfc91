"""Who has given, and all that one unit gave."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import FeaturePage
from campaigns.selectors import units
from campaigns.selectors.cards import card_images
from campaigns.selectors.public import public_feature
from portal.models import Unit
from portal.page_cache import public_page
from portal.page_head import absolute, crumbs_above, share_image
from portal.pictures import images_in, prefetch_pictures
from portal.site_tree import page_url


@public_page
def unit_list(request: HttpRequest, campaign: str) -> HttpResponse:
    """Five statements, and one for the picture that a shared link shows."""
    feature = feature_or_404(campaign)
    groups = units.givers(feature)
    prefetch_pictures([feature.hero_image])
    context = {
        "groups": groups,
        "count": sum(len(group.givers) for group in groups),
        "page": {
            "title": _("Các đơn vị đóng góp"),
            "summary": _("Tin, bài, ảnh, tư liệu của các đơn vị gửi cho chuyên trang “%s”.")
            % feature.title,
        },
    }
    url = reverse("campaign_units", args=[campaign])
    return render(request, "campaigns/units.html", context | beside(feature, url))


@public_page
def unit(request: HttpRequest, campaign: str, code: str) -> HttpResponse:
    """At most ten statements, whatever the unit gave."""
    feature = feature_or_404(campaign)
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise Http404
    asked = units.PlaceAsked.parse(request.GET)
    story = units.stories(feature).get(found.code)
    gifts = units.gifts(feature, found, asked)
    albums = units.albums_of(feature, found)
    if not (story or gifts.total or albums):
        raise Http404
    block = story.block if story and asked.is_first else None
    prefetch_pictures(
        [feature.hero_image, *images_in(block), *card_images(gifts.cards)],
    )
    years = feature.end_year - feature.start_year
    url = reverse("campaign_unit", args=[campaign, code])
    title = _("%(unit)s %(years)s năm") % {"unit": found.name, "years": years}
    context: dict[str, Any] = {
        "unit": found,
        "story": block,
        "gifts": gifts,
        "albums": albums if asked.is_first else [],
        "ties": units.ties(feature, found, timezone.localdate()) if asked.is_first else None,
        "newer_url": f"{url}?truoc={gifts.previous}" if gifts.previous else None,
        "older_url": f"{url}?sau={gifts.next}" if gifts.next else None,
        "is_first": asked.is_first,
        "page": {
            "title": title if story and years else found.name,
            "summary": _("Những gì %(unit)s đã gửi cho chuyên trang “%(campaign)s”.")
            % {"unit": found.name, "campaign": feature.title},
        },
    }
    all_units = {
        "title": _("Các đơn vị đóng góp"),
        "url": reverse("campaign_units", args=[campaign]),
    }
    context |= beside(feature, url, all_units)
    return render(request, "campaigns/unit.html", context)


def feature_or_404(campaign: str) -> FeaturePage:
    try:
        return public_feature(campaign)
    except FeaturePage.DoesNotExist as error:
        raise Http404 from error


def beside(feature: FeaturePage, url: str, *above: dict[str, str]) -> dict[str, Any]:
    """What a page beside those of the tree says of where it stands; `above` are pages between it
    and the feature page. No statement where the pictures of the hero image are in memory."""
    here = {"title": feature.title, "url": page_url(feature.url_path)}
    return {
        "feature": feature,
        "feature_url": here["url"],
        "breadcrumbs": [*crumbs_above(feature), here, *above],
        "canonical_url": absolute(url),
        "share_url": absolute(url),
        "share_image_url": share_image(feature.hero_image),
    }
