"""What nginx lets through: how much to which address, and how much of one visitor."""

import inspect
import re
import uuid
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse

from beautiful_city.intake.archive import MAX_ARCHIVE
from beautiful_city.services.sending import MOST_PHOTOS
from beautiful_city.services.unit import MOST_AFTER_PHOTOS
from bench.servers import free_port
from campaigns.forms.material import MOST_MEGABYTES
from campaigns.services.sending import MOST_PHOTOS as MOST_OF_A_CAMPAIGN
from campaigns.word.checks import MAX_BYTES as WORD
from portal.documents import MAX_BYTES as DOCUMENT
from portal.images.prepare import MAX_BYTES as PHOTO
from portal.workbooks import MAX_BYTES as WORKBOOK
from school_intranet.addresses import portal_path
from school_intranet.forms.library import MOST_PHOTOS as MOST_OF_AN_ALBUM
from tests.front import Front, nginx_front

pytestmark = pytest.mark.program("nginx")
KEY = uuid.UUID(int=4)
CASE = {"year": 2018, "number": 12}
FILM = MOST_MEGABYTES * 1024 * 1024 + MOST_OF_A_CAMPAIGN * PHOTO
# What stands around the files in a form.
AROUND = 64 * 1024

TAKING_FILES = {
    reverse("photo_slot", args=[KEY, KEY]): PHOTO,
    reverse("report"): MOST_PHOTOS * PHOTO,
    reverse("track_answer"): MOST_PHOTOS * PHOTO,
    reverse("track_reopen"): MOST_PHOTOS * PHOTO,
    reverse("hand_over", args=["abcdef"]): 5 * PHOTO,
    reverse("open311_requests", kwargs={"form": "json"}): MOST_PHOTOS * PHOTO,
    "/long-bien-15-nam/goc-ky-uc/gui/": PHOTO,
    "/long-bien-15-nam/goc-ky-uc/tra-cuu/": PHOTO,
    reverse("work_report"): MOST_PHOTOS * PHOTO,
    reverse("edit_draft", kwargs=CASE): MOST_PHOTOS * PHOTO,
    reverse("unit_move", kwargs={**CASE, "slug": "xong"}): MOST_AFTER_PHOTOS * PHOTO,
    reverse("sender_move", kwargs={**CASE, "slug": "xong"}): MOST_PHOTOS * PHOTO,
    reverse("work_revisit", args=[1]): 5 * PHOTO,
    reverse("work_intake_receive", args=[KEY]): MAX_ARCHIVE,
    reverse("campaign_import", args=[1]): WORKBOOK,
    reverse("work_material_send", args=[1]): FILM,
    reverse("work_material_new"): FILM,
    reverse("work_material_send_again", args=[1]): FILM,
    reverse("work_material_draft", args=[1]): WORD,
    reverse("work_word_draft", args=[1]): WORD,
    portal_path("mam-non-mau", "school_incoming_new"): 3 * DOCUMENT,
    portal_path("mam-non-mau", "school_album_photos", 1): MOST_OF_AN_ALBUM * PHOTO,
    reverse("office_broadcast_new"): 3 * DOCUMENT,
    reverse("wagtaildocs:add_multiple"): DOCUMENT,
    reverse("wagtaildocs_chooser:create"): DOCUMENT,
    reverse("wagtailimages:add_multiple"): PHOTO,
    reverse("wagtailimages_chooser:create"): PHOTO,
}
WITHOUT_FILES = [
    "/",
    "/dang-nhap/",
    "/luot-xem/",
    "/tim-kiem/",
    "/quan-tri/pages/4/edit/",
    "/viec/",
]


def said_of(front: Front, path: str, size: int) -> int:
    """The status with which a body of `size` bytes is met before it is sent; 100: go on."""
    connection = front.connect()
    connection.putrequest("POST", path, skip_host=True)
    for name, value in (("Host", front.name), ("Content-Length", size), ("Expect", "100-continue")):
        connection.putheader(name, str(value))
    connection.endheaders()
    line = connection.sock.recv(100).split(b"\r\n")[0]
    connection.close()
    return int(line.split()[1])


@pytest.mark.parametrize("path", TAKING_FILES)
def test_what_the_portal_takes_nginx_lets_through(lonely_front: Front, path: str) -> None:
    assert said_of(lonely_front, path, TAKING_FILES[path] + AROUND) == 100


@pytest.mark.parametrize("path", TAKING_FILES)
def test_no_address_takes_more_than_anything_of_the_portal(lonely_front: Front, path: str) -> None:
    assert said_of(lonely_front, path, FILM + 50 * 1024 * 1024) == 413


@pytest.mark.parametrize("path", WITHOUT_FILES)
def test_other_addresses_take_forms_only(lonely_front: Front, path: str) -> None:
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert said_of(lonely_front, path, most - 1024) == 100
    # Django's own refusal would be in English.
    assert said_of(lonely_front, path, most) == 413


def test_each_view_that_reads_files_has_its_address_above() -> None:
    known = {resolve(path).func.__module__ for path in TAKING_FILES if _is_fixed(path)}
    reading = {
        view.__module__
        for view in _views(get_resolver())
        if "request.FILES" in inspect.getsource(inspect.getmodule(view))
        and not view.__module__.startswith(("wagtail", "school_intranet", "django"))
    }
    # The memories of a campaign stand below a page that this test has not.
    assert reading - known == {"campaigns.views.memories"}


def _is_fixed(path: str) -> bool:
    return not path.startswith(("/long-bien-15-nam/", "/dieu-hanh-noi-bo/mam-non-mau/"))


def _views(resolver: URLResolver) -> list:
    found = []
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.append(pattern.callback)
        else:
            found += _views(pattern)
    return found


# --- one visitor ---------------------------------------------------------------------------------


def test_a_school_behind_one_address_is_served_and_a_flood_is_not(tmp_path: Path) -> None:
    """The permitted burst is as documented; its refill is slowed: the test need not hurry."""
    var = tmp_path / "var"
    (var / "revision").mkdir(parents=True)
    (var / "static").symlink_to(Path(settings.BASE_DIR) / "static")
    slow = {"rate=100r/s": "rate=1r/m"}
    with nginx_front(tmp_path, var=var, app_port=free_port(), **slow) as front:
        connection = front.connect()
        statuses = []
        for _ in range(420):
            connection.request("GET", "/tin-tuc/", headers={"Host": front.name})
            answer = connection.getresponse()
            statuses.append((answer.status, "quá nhiều yêu cầu" in answer.read().decode()))
            if answer.headers["Connection"] == "close":
                connection = front.connect()
    # Nothing stands behind it, so what is let through is 502.
    assert statuses[:400] == [(502, False)] * 400
    assert statuses[-1] == (429, True)


def test_one_address_sends_many_photos_at_once_but_not_without_end(lonely_front: Front) -> None:
    path = reverse("photo_slot", args=[KEY, KEY])
    with ExitStack() as stack:
        for _ in range(60):
            connection = stack.enter_context(closing(lonely_front.connect()))
            connection.putrequest("POST", path, skip_host=True)
            for name, value in (("Host", lonely_front.name), ("Content-Length", "9")):
                connection.putheader(name, value)
            connection.putheader("Expect", "100-continue")
            connection.endheaders(b"half")
            assert connection.sock.recv(100).startswith(b"HTTP/1.1 100")
        assert said_of(lonely_front, path, 1000) == 429
        # Who only looks at a page is not one of them.
        assert lonely_front.ask("/anh/nhan/the/").status == 502


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", None),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2"),
        ("2001:db8:1:2::9", "2001:db8:1:2"),
        ("2001:db8::9", "2001:db8"),
        ("::1", None),
    ],
)
def test_an_address_of_ipv6_counts_with_its_network(address: str, network: str | None) -> None:
    """The two patterns of the file, as PCRE and Python read them alike."""
    text = (Path(settings.BASE_DIR) / "docs" / "nginx.conf").read_text()
    block = re.search(r"map \$remote_addr \$visitor \{(.*?)\n\}", text, re.DOTALL)
    assert block is not None
    patterns = [found.replace("?<", "?P<") for found in re.findall(r'"~(\S+)"', block[1])]
    assert len(patterns) == 2
    matches = [match for pattern in patterns if (match := re.search(pattern, address))]
    assert (matches[0][1] if matches else None) == network
