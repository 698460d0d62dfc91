"""The public pages of a campaign, found without a walk down the tree."""

from wagtail.models import Page

from campaigns.models import FeaturePage, ThemePage
from portal.site_tree import Node, children_of, sections_by_path, tree


def public_feature(slug: str) -> FeaturePage:
    """The feature page at `/slug/`. One statement; FeaturePage.DoesNotExist where there is none
    that everybody may see."""
    node = tree().by_url.get(f"/{slug}/")
    if node is None:
        raise FeaturePage.DoesNotExist
    found: FeaturePage = FeaturePage.objects.select_related("hero_image").get(pk=node.pk)
    return found


def feature_above(page: Page) -> Node | None:
    """The campaign that `page` belongs to, from the kept tree; None where it is not public."""
    tree_nodes = sections_by_path()
    paths = (page.path[:end] for end in range(Page.steplen, len(page.path), Page.steplen))
    nodes = (tree_nodes.get(path) for path in paths)
    return next((node for node in nodes if node and node.model is FeaturePage), None)


def themes_of(path: str) -> list[Node]:
    """The public themes below the campaign at `path`, in reading order; no statement."""
    return [node for node in children_of(path) if node.model is ThemePage]
