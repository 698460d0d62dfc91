"""The public site allows nothing inline; the editor has a policy of its own."""

from django.test import Client

from home.models import SectionPage
from tests.editor import People, sign_in


def test_each_side_has_its_policy(client: Client, news: SectionPage, people: People) -> None:
    public = client.get("/tin-tuc/")["Content-Security-Policy"]
    assert "unsafe-inline" not in public
    assert "data:" not in public
    editor = sign_in(people.writer).get("/quan-tri/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in editor
    assert "img-src 'self' data: blob:" in editor
    assert "unsafe-eval" not in editor


def test_an_address_that_only_looks_like_the_editors(client: Client, news: SectionPage) -> None:
    response = client.get("/tin-tuc/quan-tri/")
    assert response.status_code == 404
    assert "unsafe-inline" not in response["Content-Security-Policy"]
