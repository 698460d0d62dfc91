"""Views are counted once for each visitor and half hour, and never by a page's own response."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from home.models import ArticlePage, SectionPage
from portal import views_count
from portal.models import PageViews, ViewHit
from tests.threads import all_well

Make = Callable[..., ArticlePage]
BROWSER = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
NOON = timezone.make_aware(datetime(2018, 6, 1, 12))


@pytest.fixture
def article(make_article: Make) -> ArticlePage:
    return make_article("Tin mẫu")


def view(article: ArticlePage, now: datetime = NOON, address: str = "192.0.2.1") -> bool:
    return views_count.record(page_pk=article.pk, address=address, user_agent=BROWSER, now=now)


def report(client: Client, page: object, **headers: str):
    sent = {"User-Agent": BROWSER, "Sec-Fetch-Site": "same-origin"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return client.post("/luot-xem/", {"page": page}, headers=sent)


# --- counting --------------------------------------------------------------------------------


def test_the_same_visitor_counts_again_after_half_an_hour(article: ArticlePage) -> None:
    assert view(article)
    assert not view(article, NOON + timedelta(minutes=1))
    # Half an hour from the view that counted, not from the clock's own half hours.
    assert not view(article, NOON + timedelta(minutes=29, seconds=59))
    assert view(article, NOON + timedelta(minutes=30))
    assert not view(article, NOON + timedelta(minutes=45))
    assert views_count.total_now(article.pk) == 2


def test_other_visitors_and_other_pages_count_for_themselves(
    article: ArticlePage, make_article: Make
) -> None:
    other = make_article("Tin khác")
    assert view(article)
    assert view(article, address="192.0.2.2")
    assert view(other)
    assert views_count.total_now(article.pk) == 2
    assert views_count.total_now(other.pk) == 1


def test_midnight_makes_nobody_a_new_visitor(article: ArticlePage) -> None:
    late = timezone.make_aware(datetime(2018, 6, 1, 23, 50))
    assert view(article, late)
    assert not view(article, late + timedelta(minutes=20))
    assert view(article, late + timedelta(minutes=31))


@pytest.mark.django_db(transaction=True)
def test_two_reports_at_the_same_moment_count_once(article: ArticlePage) -> None:
    if connection.vendor != "postgresql":
        # One file has one writer: the same two calls come one after the other.
        assert [view(article), view(article)] == [True, False]
        return
    counted = all_well([lambda: view(article)] * 2)
    assert sorted(counted) == [False, True]
    assert views_count.total_now(article.pk) == 1


def test_neither_address_nor_browser_is_kept(article: ArticlePage) -> None:
    view(article)
    hit = ViewHit.objects.get()
    assert "192.0.2.1" not in hit.visitor
    today = NOON.date()
    same = views_count.visitor("192.0.2.1", BROWSER, today)
    assert hit.visitor == same
    assert same != views_count.visitor("192.0.2.1", BROWSER, today + timedelta(days=1))


def test_imported_views_are_where_counting_goes_on(article: ArticlePage) -> None:
    views_count.set_imported(article, 613)
    view(article)
    assert views_count.total_now(article.pk) == 614
    views_count.fold_hits()
    views_count.set_imported(article, 613)
    assert views_count.total_now(article.pk) == 614


# --- folding ---------------------------------------------------------------------------------


def test_folding_adds_each_view_once_and_keeps_the_half_hour(article: ArticlePage) -> None:
    now = timezone.now()
    view(article, now)
    view(article, now, address="192.0.2.2")
    assert views_count.fold_hits() == "2"
    assert views_count.fold_hits() == "0"
    assert PageViews.objects.get(page=article).total == 2
    assert not view(article, now + timedelta(minutes=10))


def test_rows_go_once_they_keep_nobody_out(article: ArticlePage) -> None:
    view(article, timezone.now() - timedelta(minutes=31))
    view(article, timezone.now(), address="192.0.2.2")
    views_count.fold_hits()
    assert [hit.visitor for hit in ViewHit.objects.all()] == [
        views_count.visitor("192.0.2.2", BROWSER, timezone.localdate())
    ]
    assert views_count.total_now(article.pk) == 2


def test_killed_in_the_middle_it_has_done_nothing(
    article: ArticlePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    view(article)

    def killed(*args: object, **kwargs: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(PageViews.objects, "bulk_create", killed)
        with pytest.raises(KeyboardInterrupt):
            views_count.fold_hits()
    assert views_count.total_now(article.pk) == 1
    assert views_count.fold_hits() == "1"
    assert PageViews.objects.get(page=article).total == 1


# --- the beacon ------------------------------------------------------------------------------


def test_the_answer_carries_the_count_as_it_stands(client: Client, article: ArticlePage) -> None:
    views_count.set_imported(article, 613)
    assert "613" in client.get("/tin-tuc/tin-mau/").content.decode()
    response = report(client, article.pk)
    assert response.json() == {"views": 614}
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert report(client, article.pk).json() == {"views": 614}
    assert report(Client(REMOTE_ADDR="192.0.2.9"), article.pk).json() == {"views": 615}


def test_a_page_names_the_beacon_and_writes_nothing(client: Client, article: ArticlePage) -> None:
    with CaptureQueriesContext(
        connection,
    ) as statements:
        page = client.get("/tin-tuc/tin-mau/").content.decode()
    assert 'data-beacon-url="/luot-xem/"' in page
    assert f'data-beacon-page="{article.pk}"' in page
    assert [q["sql"] for q in statements if not q["sql"].startswith("SELECT")] == []
    assert not ViewHit.objects.exists()


@pytest.mark.parametrize(
    "agent",
    ["", "Googlebot/2.1 (+http://www.google.com/bot.html)", "curl/8.5", "python-requests/2.32"],
)
def test_bots_are_told_the_count_and_do_not_count(
    client: Client, article: ArticlePage, agent: str
) -> None:
    assert report(client, article.pk, User_Agent=agent).json() == {"views": 0}
    assert not ViewHit.objects.exists()


def test_a_real_browser_is_no_bot() -> None:
    assert not views_count.is_bot(BROWSER)
    assert not views_count.is_bot("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Zalo iOS")


def test_a_report_from_another_site_is_refused(client: Client, article: ArticlePage) -> None:
    assert report(client, article.pk, Sec_Fetch_Site="cross-site").status_code == 403
    headers = {"User-Agent": BROWSER}
    nowhere = client.post("/luot-xem/", {"page": article.pk}, headers=headers)
    assert nowhere.status_code == 403
    strange = headers | {"Origin": "https://ke-xau.example"}
    assert client.post("/luot-xem/", {"page": article.pk}, headers=strange).status_code == 403
    ours = headers | {"Origin": "http://testserver"}
    assert client.post("/luot-xem/", {"page": article.pk}, headers=ours).status_code == 200


@pytest.mark.parametrize("page", ["", "abc", "-1", "1 or 1=1", "9" * 40])
def test_nonsense_is_refused_in_words(client: Client, site, page: str) -> None:
    response = report(client, page)
    assert response.status_code == 400
    assert response.json()["error"]


def test_only_public_pages_are_counted(
    client: Client, news: SectionPage, make_article: Make
) -> None:
    draft = make_article("Tin nháp", live=False)
    hidden = make_article("Tin nội bộ")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    for page in (draft.pk, hidden.pk, 999_999):
        assert report(client, page).status_code == 404
    assert client.get("/luot-xem/").status_code == 405
