"""The map of the works of a campaign."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from campaigns.models import FeaturePage
from campaigns.selectors.public import public_feature
from campaigns.selectors.works import work_points
from portal.page_cache import public_page
from portal.page_head import absolute, crumbs_above
from portal.site_tree import page_url


@require_safe
@public_page
def works_map(request: HttpRequest, campaign: str) -> HttpResponse:
    try:
        feature = public_feature(campaign)
    except FeaturePage.DoesNotExist as gone:
        raise Http404 from gone
    url = page_url(feature.url_path)
    context = {
        "feature": feature,
        "page": feature,
        "points": work_points(feature),
        "breadcrumbs": [*crumbs_above(feature), {"title": feature.title, "url": url}],
        "label": _("Bản đồ công trình"),
        "canonical_url": absolute(request.path),
    }
    return render(request, "campaigns/works_map.html", context)
