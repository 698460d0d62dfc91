"""The articles before and after one, also where several have the same date."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from home.models import ArticlePage, SectionPage
from home.neighbours import neighbours

Make = Callable[..., ArticlePage]
DAY = timezone.make_aware(datetime(2018, 5, 30, 22, 45))


def around(article: ArticlePage) -> tuple[str | None, str | None]:
    older, newer = neighbours(
        section=article.get_parent().pk, date=article.effective_date, article=article.pk
    )
    return older and older.title, newer and newer.title


def test_by_date_then_by_key(site, news: SectionPage, make_article: Make) -> None:
    last = make_article("Tin cuối", published_at=DAY + timedelta(microseconds=1))
    first = make_article("Tin đầu", published_at=DAY - timedelta(days=1))
    second, third = (make_article(f"Tin {n}", published_at=DAY) for n in (2, 3))
    make_article("Tin nháp", published_at=DAY, live=False)
    other = site.add_child(instance=SectionPage(title="Mục khác"))
    make_article("Tin mục khác", section=other, published_at=DAY)
    assert around(first) == (None, "Tin 2")
    assert around(second) == ("Tin đầu", "Tin 3")
    assert around(third) == ("Tin 2", "Tin cuối")
    assert around(last) == ("Tin 3", None)


def test_their_addresses_are_on_the_page(client: Client, make_article: Make) -> None:
    for n in range(3):
        make_article(f"Tin mẫu {n}", published_at=DAY + timedelta(days=n))
    context = client.get("/tin-tuc/tin-mau-1/").context
    assert context["previous"].url == "/tin-tuc/tin-mau-0/"
    assert context["next"].url == "/tin-tuc/tin-mau-2/"
    assert [card.title for card in context["related"]] == ["Tin mẫu 2", "Tin mẫu 0"]
