"""A campaign as the frame of the next; what keeps its pages from being deleted or copied."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import (
    ContributionPage,
    ContributionRequest,
    Delivery,
    FeaturePage,
    Quota,
    ThemePage,
)
from campaigns.services.copying import copy_frame
from campaigns.services.core import Refused
from campaigns.states import ItemKind
from home.models import HomePage
from portal.kinds import UnitKind
from portal.models import User
from tests.campaigns.conftest import MakeContribution, MakeRequest

pytestmark = pytest.mark.usefixtures("indexes")

LATER = timezone.localdate() + timedelta(days=60)


@pytest.fixture
def quotas(feature: FeaturePage) -> list[Quota]:
    return [
        Quota.objects.create(
            feature=feature,
            unit_kind=kind,
            kind=ItemKind.NEWS,
            count=2,
            due_on=timezone.localdate(),
            sort_order=at,
        )
        for at, kind in enumerate((UnitKind.WARD, UnitKind.DEPARTMENT))
    ]


def test_a_frame_has_the_texts_and_nothing_that_units_gave(
    feature: FeaturePage,
    theme: ThemePage,
    other_theme: ThemePage,
    quotas: list[Quota],
    make_request: MakeRequest,
    make_contribution: MakeContribution,
    board: User,
) -> None:
    feature.body = [{"type": "themes", "value": {"title": "Sáu chuyên đề"}}]
    feature.closed_on = timezone.localdate()
    feature.save_revision().publish()
    request = make_request(feature=FeaturePage(pk=feature.pk, path=feature.path))
    make_contribution(request=request)
    new = copy_frame(
        feature=FeaturePage.objects.get(pk=feature.pk),
        title="Long Biên 20 năm (mẫu)",
        slug="",
        years=(2003, 2023),
        quota_dates={quotas[1].pk: LATER},
        by=board,
    )
    new = FeaturePage.objects.get(pk=new.pk)
    assert (new.slug, new.live, new.closed_on, new.owner) == (
        "long-bien-20-nam-mau",
        False,
        None,
        board,
    )
    assert (new.start_year, new.end_year) == (2003, 2023)
    assert new.body[0].value["title"] == "Sáu chuyên đề"
    themes = ThemePage.objects.child_of(new).order_by("path")
    assert [(each.title, each.live) for each in themes] == [("Kinh tế", False), ("Giáo dục", False)]
    assert new.get_descendants().count() == 2
    assert [(q.unit_kind, q.due_on) for q in new.quotas.all()] == [(UnitKind.DEPARTMENT, LATER)]
    latest = new.get_latest_revision_as_object()
    assert [quota.due_on for quota in latest.quotas.all()] == [LATER]
    assert not ContributionRequest.objects.filter(feature=new).exists()
    assert not Delivery.objects.filter(feature=new).exists()
    assert quotas[0].feature.quotas.count() == 2, "the old ones stay"


def test_a_taken_address_and_years_out_of_order_are_refused(
    feature: FeaturePage, board: User, contributor: User
) -> None:
    with pytest.raises(Refused) as refusal:
        copy_frame(feature=feature, title="X", slug=feature.slug, years=(2003, 2004), by=board)
    assert refusal.value.field == "slug"
    with pytest.raises(Refused):
        copy_frame(feature=feature, title="X", slug="x", years=(2004, 2003), by=board)
    with pytest.raises(PermissionDenied):
        copy_frame(feature=feature, title="X", slug="x", years=(2003, 2004), by=contributor)
    assert FeaturePage.objects.count() == 1


def test_the_board_copies_by_a_form(
    client: Client, feature: FeaturePage, quotas: list[Quota], board: User, leader: User
) -> None:
    address = reverse("campaign_copy", args=[feature.pk])
    client.force_login(leader)
    assert client.get(address).status_code == 404
    client.force_login(board)
    data = {"title": "Chuyên trang sau", "slug": "", "start_year": 2010, "end_year": 2009}
    answer = client.post(address, data)
    assert answer.status_code == 400
    assert "Chuyên trang sau" in answer.content.decode()
    assert client.post(address, {**data, "end_year": 2020}).status_code == 302
    assert FeaturePage.objects.get(slug="chuyen-trang-sau").quotas.count() == 0


def test_wagtails_own_copy_leads_to_the_frame_and_copies_no_contribution(
    client: Client,
    feature: FeaturePage,
    theme: ThemePage,
    make_contribution: MakeContribution,
    board: User,
) -> None:
    page = make_contribution()
    client.force_login(board)
    copy = "wagtailadmin_pages:copy"
    answer = client.get(reverse(copy, args=[feature.pk]))
    assert answer["Location"] == reverse("campaign_copy", args=[feature.pk])
    data = {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": feature.pk}
    client.post(reverse(copy, args=[theme.pk]), {**data, "copy_subpages": "on"})
    client.post(reverse(copy, args=[page.pk]), {**data, "new_parent_page": theme.pk})
    assert ThemePage.objects.count() == 1
    assert ContributionPage.objects.count() == 1
    client.post(reverse(copy, args=[theme.pk]), data)
    assert ThemePage.objects.count() == 2, "a theme alone may be copied"


@pytest.mark.parametrize("which", ["feature", "theme", "home"])
@pytest.mark.parametrize("bulk", [False, True])
def test_what_units_are_asked_for_keeps_the_pages(
    client: Client,
    site: HomePage,
    feature: FeaturePage,
    theme: ThemePage,
    make_request: MakeRequest,
    django_user_model: type[User],
    which: str,
    bulk: bool,
) -> None:
    make_request()
    # The front page itself is beyond the board.
    client.force_login(django_user_model.objects.create_superuser("tong", password="x"))
    page = {"feature": feature, "theme": theme, "home": site}[which]
    if bulk:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        answer = client.post(f"{address}?id={page.pk}", follow=True)
    else:
        address = reverse("wagtailadmin_pages:delete", args=[page.pk])
        answer = client.post(address, {"confirm_site_name": "x"}, follow=True)
    assert answer.status_code == 200
    assert "còn 1 đề nghị" in answer.content.decode()
    assert FeaturePage.objects.filter(pk=feature.pk).exists()


def test_an_empty_campaign_can_be_deleted(
    client: Client, feature: FeaturePage, theme: ThemePage, django_user_model: type[User]
) -> None:
    # Deleting what has pages below is beyond the board.
    client.force_login(django_user_model.objects.create_superuser("tong", password="x"))
    client.post(reverse("wagtailadmin_pages:delete", args=[feature.pk]))
    assert not FeaturePage.objects.exists()


def test_a_units_item_can_still_be_deleted(
    client: Client, make_contribution: MakeContribution, make_request: MakeRequest, board: User
) -> None:
    page = make_contribution(live=False, request=make_request())
    client.force_login(board)
    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert not ContributionPage.objects.exists()
