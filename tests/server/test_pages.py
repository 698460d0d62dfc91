"""nginx keeps public pages, is cleared by a publish, and shows them while the portal is down."""

import ssl
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches
from pytest_django.live_server_helper import LiveServer

from home.models import ArticlePage, HomePage
from portal import revision
from tests.front import NAME, Front, nginx_front, with_errors
from tests.portal.processes import until

pytestmark = [
    pytest.mark.program("nginx"),
    pytest.mark.django_db(transaction=True),
]
PATH = "/tin-tuc/tin-mau/"


def test_a_publish_clears_nginx_at_once(
    front: Front, make_article: Callable[..., ArticlePage]
) -> None:
    article = make_article("Tin mẫu")
    page = front.ask(PATH)
    assert "Tin mẫu" in page.text
    assert page.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "X-Accel-Expires" not in page.headers

    # Changed behind everybody's back: nginx still has its copy, a person with a session has none.
    ArticlePage.objects.filter(pk=article.pk).update(title="Tin lén sửa")
    caches["pages"].clear()
    assert "Tin lén sửa" not in front.ask(PATH).text
    assert "Tin lén sửa" in front.ask(PATH, Cookie="sessionid=mot-phien").text
    assert "Tin lén sửa" not in front.ask(PATH).text

    article.title = "Tin đã đăng lại"
    article.save_revision().publish()
    assert "Tin đã đăng lại" in front.ask(PATH).text


def found(front: Front, path: str = PATH, **headers: str) -> list[str]:
    """What nginx says of its copy, asked twice."""
    return [front.ask(path, **headers).headers["X-Cache"] for _ in range(2)]


def test_only_public_pages_are_kept_each_for_one_revision(
    front: Front, make_article: Callable[..., ArticlePage]
) -> None:
    make_article("Tin mẫu")
    for path in ("/dang-nhap/", "/tim-kiem/?q=tin", "/tin-tuc/?la=1"):
        assert found(front, path) == ["MISS", "MISS"], path
    assert found(front) == ["MISS", "HIT"]
    revision._write()
    assert found(front) == ["MISS", "HIT"]


def test_a_port_in_host_makes_no_copy_of_a_page(
    front: Front, make_article: Callable[..., ArticlePage]
) -> None:
    make_article("Tin mẫu")
    page = front.ask(PATH)
    for port in ("", ":443", ":8443", ":1"):
        other = front.ask(PATH, Host=f"{NAME}{port}")
        assert other.headers["X-Cache"] == "HIT", port
        assert other.body == page.body
    assert len(caches["pages"]._cache) == 1


def test_another_name_is_not_answered(front: Front) -> None:
    with pytest.raises(ssl.SSLError):
        front.connect(name="ke-xau.example")
    with pytest.raises(ConnectionError):
        front.ask_plain("/", Host="ke-xau.example")


def test_plain_http_leads_to_the_same_page_by_tls(front: Front) -> None:
    answer = front.ask_plain("/tin-tuc/?tab=moi", Host=NAME)
    assert (answer.status, answer.headers["Location"]) == (
        301,
        f"https://{NAME}/tin-tuc/?tab=moi",
    )


def test_pages_and_files_come_compressed(front: Front, site: HomePage) -> None:
    plain = front.ask("/")
    packed = front.ask("/", Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.body) < len(plain.body) / 2


def test_the_portal_knows_the_visitor_and_nobody_else_says_who_it_is(
    front: Front, site: HomePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr("portal.rate_limit.allow", lambda *, who, **_: seen.append(who) or True)
    front.ask("/healthz", X_Forwarded_For="203.0.113.9", X_Real_IP="203.0.113.9")
    assert seen == ["127.0.0.1"]


def test_no_log_names_a_visitor_or_what_only_a_sender_knows(front: Front, site: HomePage) -> None:
    front.ask("/long-bien-dep-chua-dep/tra-cuu/?ma=MA-BI-MAT")
    front.ask("/viec/to-dan-pho/ma-bi-mat/", Referer=f"https://{NAME}/?ma=MA-BI-MAT")
    log = front.logs / "portal.log"
    # A line is written when its answer has left.
    until(lambda: " GET /viec " in log.read_text(), "the line of the second request")
    lines = log.read_text()
    assert "127.0.0.1" not in lines
    assert "bi-mat" not in lines.lower()


# --- while the portal is down --------------------------------------------------------------------


def test_public_pages_outlive_the_portal_and_nothing_else_does(
    make_article: Callable[..., ArticlePage],
    settings,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    settings.PAGE_CACHE_SECONDS = 2
    make_article("Tin mẫu")
    portal = LiveServer("127.0.0.1")
    request.addfinalizer(portal.stop)
    var = Path(django_settings.VAR_DIR)
    # A connection that is kept would still be answered by the thread that has it; and this test
    # asks more often than any visitor may.
    other = {" keepalive 16;": "", "rate=100r/s": "rate=100000r/s"}
    with_errors(var)
    with nginx_front(tmp_path, var=var, app_port=portal.thread.port, **other) as front:
        page = front.ask(PATH)
        portal.thread.terminate()
        caches["pages"].clear()
        answers = [page]
        # Until its time is over, and once beyond.
        while answers[-1].headers["X-Cache"] != "STALE":
            answers.append(front.ask(PATH))
            assert answers[-1].headers["X-Cache"] in ("HIT", "STALE")
        assert {answer.status for answer in answers} == {200}
        assert {answer.body for answer in answers} == {page.body}
        for path, cookie in ((PATH, "sessionid=mot-phien"), ("/dang-nhap/", "")):
            down = front.ask(path, Cookie=cookie)
            assert down.status == 502
            assert "Cổng đang tạm ngừng" in down.text
