"""Addresses of the old portal lead on, whatever others hung on them and however they are spelt."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect

from home.models import ArticlePage

Make = Callable[..., ArticlePage]


@pytest.fixture
def moved(make_article: Make) -> ArticlePage:
    article = make_article("Tin A")
    for path in ("/Tin-Tuc/ChiTiet.aspx?b=1&id=7", "/cu/bai-viet"):
        Redirect.add_redirect(path, article)
    return article


@pytest.mark.parametrize(
    "address",
    [
        "/Tin-Tuc/ChiTiet.aspx?b=1&id=7",
        "/Tin-Tuc/ChiTiet.aspx?id=7&b=1",
        "/tin-tuc/chitiet.aspx?id=7&b=1",
        "/TIN-TUC/CHITIET.ASPX?ID=7&B=1",
        "/Tin-Tuc/ChiTiet.aspx?id=7&b=1&fbclid=IwAR0-x",
        "/tin-tuc/chitiet.aspx?utm_source=zalo&id=7&utm_medium=x&b=1&zarsrc=30",
        "/cu/bai-viet?fbclid=IwAR0-x",
        "/cu/bai-viet/?gclid=1",
        "/Cu/Bai-Viet?utm_campaign=a",
    ],
)
def test_an_old_address_leads_on(client: Client, moved: ArticlePage, address: str) -> None:
    answer = client.get(address, follow=True)
    path, status = answer.redirect_chain[-1]
    assert urlsplit(path).path == "/tin-tuc/tin-a/"
    assert status == 301
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/tin-tuc/chitiet.aspx?id=8&b=1",
        "/tin-tuc/chitiet.aspx",
        "/khong/co.aspx?fbclid=1",
        f"/{'x' * 600}.aspx",
    ],
)
def test_what_nobody_moved_is_not_found(client: Client, moved: ArticlePage, address: str) -> None:
    assert client.get(address).status_code == 404


def test_two_places_that_differ_in_capitals_alone_are_not_guessed(
    client: Client, moved: ArticlePage, make_article: Make
) -> None:
    Redirect.add_redirect("/tin-tuc/chitiet.aspx?b=1&id=7", make_article("Tin B"))
    assert client.get("/TIN-TUC/chitiet.aspx?b=1&id=7").status_code == 404
    exact = client.get("/tin-tuc/chitiet.aspx?b=1&id=7")
    assert urlsplit(exact.url).path == "/tin-tuc/tin-b/"


def test_asking_for_capitals_uses_the_index(moved: ArticlePage) -> None:
    with connection.cursor() as cursor:
        names = connection.introspection.get_constraints(cursor, Redirect._meta.db_table)
    assert "redirect_old_path_lower" in names
    with CaptureQueriesContext(connection) as asked:
        Client().get("/khong/co.aspx?a=1&fbclid=2")
    about = [query for query in asked if Redirect._meta.db_table in query["sql"]]
    assert len(about) == 2
