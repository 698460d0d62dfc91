"""The digest for slow lines: small, without JavaScript, with what waits and what is on."""

from django.test import Client

from portal.models import User
from school_intranet.models import Announcement, SchoolPortalPage
from school_intranet.services import announcing
from school_intranet.services.announcing import Words
from tests.school_intranet.conftest import MakeReader

BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_it_is_small_whatever_there_is(
    portal_a: SchoolPortalPage,
    principal: User,
    teacher: User,
    as_reader: MakeReader,
    client: Client,
) -> None:
    reader = as_reader(principal, portal_a)
    for number in range(40):
        announcing.announce(reader=reader, words=Words(f"{number} " + "Thông báo dài " * 17, ""))
    client.force_login(teacher, backend=BACKEND)
    response = client.get(f"/dieu-hanh-noi-bo/{portal_a.slug}/tin-trong-ngay/")
    page = response.content.decode()
    sizes = [len(f"{name}: {value}\r\n") for name, value in response.items()]
    assert len(response.content) + sum(sizes) < 20_000
    assert "<script" not in page
    assert "style=" not in page
    assert "Cần đọc, cần xác nhận (40)" in page
    assert "Xem tất cả mục cần đọc" in page
    assert "Đăng xuất" in page
    assert "Giaovien-A" in page
    assert "noindex" in response["X-Robots-Tag"]
    assert Announcement.objects.count() == 40


def test_it_is_for_members_alone(
    portal_a: SchoolPortalPage, teacher_b: User, client: Client
) -> None:
    address = f"/dieu-hanh-noi-bo/{portal_a.slug}/tin-trong-ngay/"
    assert client.get(address).status_code == 404
    client.force_login(teacher_b, backend=BACKEND)
    assert client.get(address).status_code == 404
