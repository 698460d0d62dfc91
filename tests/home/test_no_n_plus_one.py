"""No page repeats a statement for each row that it shows (django-zeal watches)."""

from collections.abc import Callable

import pytest
from django.test import Client
from zeal import zeal_context

from home.models import ArticlePage, SectionPage
from portal.models import Unit
from tests.factories.images import PortalImageFactory

Make = Callable[..., ArticlePage]


@pytest.mark.parametrize(
    "address", ["/", "/tin-tuc/", "/tin-tuc/tin-mau-3/", "/rss/", "/tim-kiem/?q=tin+mau"]
)
def test_public_pages(
    client: Client,
    news: SectionPage,
    make_article: Make,
    make_unit: Callable[..., Unit],
    address: str,
) -> None:
    for n in range(6):
        make_article(
            f"Tin mẫu {n}", unit=make_unit(f"Phòng {n}"), image=PortalImageFactory(small=True)
        )
    with zeal_context():
        assert client.get(address).status_code == 200
