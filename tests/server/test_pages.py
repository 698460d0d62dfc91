"""nginx, set up as in bench/nginx.conf, keeps public pages and is cleared by a publish."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from pytest_django.live_server_helper import LiveServer

from bench.servers import Server, nginx
from home.models import ArticlePage
from portal import revision

pytestmark = [
    pytest.mark.program("nginx"),
    pytest.mark.django_db(transaction=True),
]
PATH = "/tin-tuc/tin-mau/"


@pytest.fixture
def front(live_server: LiveServer, settings, tmp_path: Path) -> Iterator[Server]:
    settings.PAGE_CACHE_SECONDS = 300
    link = Path(django_settings.VAR_DIR) / revision.LINK
    port = int(live_server.url.rsplit(":", 1)[1])
    with nginx(tmp_path, app_port=port, revision=link) as server:
        yield server
    caches["pages"].clear()


def ask(front: Server, path: str = PATH, **headers: str) -> tuple[str, dict[str, str]]:
    request = Request(f"http://127.0.0.1:{front.port}{path}", headers=headers)
    with urlopen(request, timeout=10) as response:
        return response.read().decode(), dict(response.headers)


def test_a_publish_clears_nginx_at_once(
    front: Server, make_article: Callable[..., ArticlePage]
) -> None:
    article = make_article("Tin mẫu")
    page, headers = ask(front)
    assert "Tin mẫu" in page
    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "X-Accel-Expires" not in headers

    # Changed behind everybody's back: nginx still has its copy, a person with a session has none.
    ArticlePage.objects.filter(pk=article.pk).update(title="Tin lén sửa")
    caches["pages"].clear()
    assert "Tin lén sửa" not in ask(front)[0]
    assert "Tin lén sửa" in ask(front, Cookie="sessionid=mot-phien")[0]
    assert "Tin lén sửa" not in ask(front)[0]

    article.title = "Tin đã đăng lại"
    article.save_revision().publish()
    assert "Tin đã đăng lại" in ask(front)[0]


def test_only_public_pages_are_kept_each_for_one_revision(
    front: Server, make_article: Callable[..., ArticlePage]
) -> None:
    make_article("Tin mẫu")
    for path in ("/dang-nhap/", "/tim-kiem/?q=tin", "/tin-tuc/?la=1"):
        assert [ask(front, path)[1]["X-Cache"] for _ in range(2)] == ["MISS", "MISS"], path
    assert [ask(front)[1]["X-Cache"] for _ in range(2)] == ["MISS", "HIT"]
    revision._write()
    assert [ask(front)[1]["X-Cache"] for _ in range(2)] == ["MISS", "HIT"]
