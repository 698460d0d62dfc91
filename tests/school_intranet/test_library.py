"""Questions, templates, albums with consents: who may do what, what is hidden when, and another
school's keys."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.kinds import SchoolLevel
from portal.models import Membership, User
from portal.provisioning import end_membership
from portal.roles import Role
from portal.uploads.derivatives import make_derivatives
from school_intranet.models import (
    Album,
    AlbumPhoto,
    Answer,
    FormTemplate,
    PhotoConsent,
    Question,
    SchoolFile,
    SchoolPortalPage,
)
from school_intranet.services import albums, restoring
from school_intranet.states import Purpose
from tests.factories.images import image_bytes
from tests.factories.photos import make_photo
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.doors import at, enter_as

TODAY = timezone.localdate()
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"


@pytest.fixture
def clerk_b(make_user: Callable[..., User], portal_b: SchoolPortalPage) -> User:
    return make_user("vanthu-b", (portal_b.school, Role.CLERK))


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as counted:
        assert client.get(address).status_code == 200
    return len(counted)


# --- Questions -----------------------------------------------------------------------------------


def test_a_question_is_asked_answered_and_settled(
    portal_a: SchoolPortalPage, teacher: User, clerk: User, make_user: Callable[..., User]
) -> None:
    asker, other = enter_as(teacher), enter_as(make_user("gv-2", (portal_a.school, Role.TEACHER)))
    assert asker.post(at(portal_a, "hoi-dap/moi/"), {"title": ""}).status_code == 400
    asker.post(at(portal_a, "hoi-dap/moi/"), {"title": "Nghỉ phép thế nào?", "body": "Hỏi mẫu"})
    item = Question.objects.get()
    where = f"hoi-dap/{item.pk}/"
    other.post(at(portal_a, where + "tra-loi/"), {"body": "Làm đơn gửi văn thư."})
    page = asker.get(at(portal_a, where)).content.decode()
    assert "Làm đơn gửi văn thư." in page
    answer = Answer.objects.get()
    assert asker.post(at(portal_a, f"tra-loi/{answer.pk}/xoa/")).status_code == 404
    assert other.get(at(portal_a, where + "xoa/")).status_code == 404
    asker.post(at(portal_a, where + "giai-dap/"))
    assert "Đã giải đáp" in other.get(at(portal_a, "hoi-dap/?state=xong")).content.decode()
    assert enter_as(clerk).post(at(portal_a, where + "xoa/")).status_code == 302
    assert not Question.objects.exists()


def test_ones_own_words_are_mended_and_nobody_elses(
    portal_a: SchoolPortalPage, teacher: User, principal: User
) -> None:
    asker, boss = enter_as(teacher), enter_as(principal)
    asker.post(at(portal_a, "hoi-dap/moi/"), {"title": "Nghỉ phếp thế nào?"})
    item = Question.objects.get()
    boss.post(at(portal_a, f"hoi-dap/{item.pk}/tra-loi/"), {"body": "Làm đơn."})
    answer = Answer.objects.get()
    question_form = at(portal_a, f"hoi-dap/{item.pk}/sua/")
    answer_form = at(portal_a, f"tra-loi/{answer.pk}/sua/")
    assert "phếp" in asker.get(question_form).content.decode()
    assert asker.post(question_form, {"title": ""}).status_code == 400
    assert asker.post(question_form, {"title": "Nghỉ phép thế nào?"}).status_code == 302
    assert boss.post(answer_form, {"body": "Làm đơn theo mẫu."}).status_code == 302
    page = asker.get(at(portal_a, f"hoi-dap/{item.pk}/")).content.decode()
    assert "Nghỉ phép thế nào?" in page
    assert "Làm đơn theo mẫu." in page
    assert page.count("sửa") >= 2
    assert asker.post(answer_form, {"body": "Khác"}).status_code == 404
    assert boss.post(question_form, {"title": "Khác"}).status_code == 404


@pytest.mark.parametrize("words", ["đơn", "Đơn", "don", "DON XIN nghi"])
def test_words_are_found_with_their_marks_and_without(
    portal_a: SchoolPortalPage, clerk: User, words: str
) -> None:
    client = enter_as(clerk)
    for title in ("Đơn xin nghỉ", "Phiếu mượn thiết bị"):
        file = SimpleUploadedFile("mau.pdf", PDF)
        assert keep(client, portal_a, file, title=title) == 302
    page = client.get(at(portal_a, "bieu-mau/"), {"q": words}).content.decode()
    assert "Đơn xin nghỉ" in page
    assert "Phiếu mượn" not in page


def test_a_question_of_another_school(
    portal_a: SchoolPortalPage, portal_b: SchoolPortalPage, teacher: User, clerk_b: User
) -> None:
    enter_as(teacher).post(at(portal_a, "hoi-dap/moi/"), {"title": "Hỏi riêng của A"})
    item = Question.objects.get()
    client = enter_as(clerk_b)
    for rest in ("", "tra-loi/", "giai-dap/", "sua/", "xoa/"):
        answer = client.post(at(portal_b, f"hoi-dap/{item.pk}/{rest}"), {"body": "x"})
        assert answer.status_code in (404, 405)
    assert client.get(at(portal_b, f"hoi-dap/{item.pk}/")).status_code == 404
    assert not Answer.objects.exists()


# --- Templates -----------------------------------------------------------------------------------


def keep(client: Client, portal: SchoolPortalPage, file: SimpleUploadedFile, **more: str) -> int:
    data = {"title": "Đơn mẫu", "category": "Đơn", "attachments": file, **more}
    return client.post(at(portal, "bieu-mau/moi/"), data).status_code


def test_a_template_is_kept_replaced_and_removed(
    portal_a: SchoolPortalPage, clerk: User, teacher: User
) -> None:
    client, reader = enter_as(clerk), enter_as(teacher)
    assert client.post(at(portal_a, "bieu-mau/moi/"), {"title": "Thiếu tệp"}).status_code == 400
    assert keep(client, portal_a, SimpleUploadedFile("don.pdf", PDF)) == 302
    item = FormTemplate.objects.get()
    first = SchoolFile.objects.get()
    assert reader.get(at(portal_a, f"tep/{first.pk}/")).status_code == 200
    change = at(portal_a, f"bieu-mau/{item.pk}/sua/")
    new = SimpleUploadedFile("don-moi.pdf", PDF)
    client.post(change, {"title": "Đơn mẫu", "attachments": new})
    assert SchoolFile.objects.get().name == "don-moi.pdf"
    assert "don-moi.pdf" in reader.get(at(portal_a, "bieu-mau/")).content.decode()
    broken = SimpleUploadedFile("hong.pdf", b"MZ no pdf")
    assert client.post(change, {"title": "Đơn", "attachments": broken}).status_code == 400
    kept = SchoolFile.objects.get()
    assert kept.file.storage.exists(kept.file.name), "the old one stays where the new is refused"
    assert reader.post(change, {"title": "x"}).status_code == 404
    client.post(at(portal_a, f"bieu-mau/{item.pk}/bo/"))
    assert reader.get(at(portal_a, f"bieu-mau/{item.pk}/")).status_code == 404
    file = SchoolFile.objects.get()
    assert reader.get(at(portal_a, f"tep/{file.pk}/")).status_code == 404


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("phan-mem.pdf", b"MZ\x90\x00 exe"),
        ("phan-mem.exe", b"MZ\x90\x00 exe"),
        ("trang.pdf", b"<html><script>alert(1)</script></html>"),
        ("khong.docx", b"PK\x03\x04 broken"),
    ],
)
def test_a_renamed_executable_is_refused(
    portal_a: SchoolPortalPage, clerk: User, name: str, content: bytes
) -> None:
    assert keep(enter_as(clerk), portal_a, SimpleUploadedFile(name, content)) == 400
    assert not FormTemplate.objects.exists()


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.pdf", "..\\..\\win.pdf", "don\u202efdp.exe.pdf"],
)
def test_a_name_that_means_harm_is_tamed(
    portal_a: SchoolPortalPage, clerk: User, name: str
) -> None:
    client = enter_as(clerk)
    assert keep(client, portal_a, SimpleUploadedFile(name, PDF)) == 302
    file = SchoolFile.objects.get()
    assert not set("/\\\r\n\u202e") & set(file.name)
    assert f"schools/{portal_a.school_id}/" in str(file.file.name)
    assert ".." not in str(file.file.name)
    answer = client.get(at(portal_a, f"tep/{file.pk}/"))
    assert "\n" not in answer.headers["Content-Disposition"]


def test_a_file_of_two_hundred_megabytes_is_refused(
    portal_a: SchoolPortalPage, clerk: User
) -> None:
    """By its size, before it is read."""
    big = SimpleUploadedFile("to.pdf", PDF + b" " * (200 * 1024 * 1024 - len(PDF)))
    assert keep(enter_as(clerk), portal_a, big) == 400
    assert not SchoolFile.objects.exists()


# --- Albums --------------------------------------------------------------------------------------


@pytest.fixture
def album(portal_a: SchoolPortalPage, teacher: User) -> Album:
    enter_as(teacher).post(at(portal_a, "album/moi/"), {"title": "Khai giảng mẫu"})
    return Album.objects.get()


def consent(portal: SchoolPortalPage, by: User, **more: object) -> PhotoConsent:
    given = {
        "about": "Học sinh mẫu, lớp 1A",
        "given_by": "Phụ huynh mẫu",
        "purpose": Purpose.INTERNAL,
        "given_on": TODAY,
        **more,
    }
    return PhotoConsent.objects.create(school=portal.school, kept_by=by, **given)


def send_photos(
    client: Client, portal: SchoolPortalPage, album: Album, *sizes: int, **cover: object
) -> int:
    photos = [
        SimpleUploadedFile(f"anh-{size}.jpg", image_bytes(size=(size, 900))) for size in sizes
    ]
    data = {"batch": uuid.uuid4(), "photos": photos, **cover}
    status = client.post(at(portal, f"album/{album.pk}/them-anh/"), data).status_code
    for row in AlbumPhoto.objects.filter(photo__derivatives_made_at=None):
        # What the worker does.
        make_derivatives(photo_id=row.photo_id)
    return status


def test_photos_say_that_no_pupil_is_in_them_or_name_a_consent(
    album: Album, portal_a: SchoolPortalPage, teacher: User, clerk: User
) -> None:
    client = enter_as(teacher)
    held = consent(portal_a, clerk)
    assert send_photos(client, portal_a, album, 1210) == 400, "neither"
    assert send_photos(client, portal_a, album, 1220, no_pupils="on", consent=held.pk) == 400
    assert not AlbumPhoto.objects.exists()
    assert send_photos(client, portal_a, album, 1230, 1240, no_pupils="on") == 302
    assert send_photos(client, portal_a, album, 1250, consent=held.pk) == 302
    page = client.get(at(portal_a, f"album/{album.pk}/")).content.decode()
    assert "3 ảnh" in page


def test_withdrawing_hides_at_once(
    album: Album, portal_a: SchoolPortalPage, teacher: User, clerk: User
) -> None:
    client, keeper = enter_as(teacher), enter_as(clerk)
    held = consent(portal_a, clerk)
    send_photos(client, portal_a, album, 1250, consent=held.pk)
    row = AlbumPhoto.objects.get()
    SchoolPortalPage.objects.filter(pk=portal_a.pk).update(state="read_only")
    picture = at(portal_a, f"anh/{row.pk}/nho/")
    seen = client.get(picture)
    assert seen.status_code == 200
    assert {"private", "no-store"} <= set(seen.headers["Cache-Control"].split(", "))
    where = at(portal_a, f"dong-y-anh/{held.pk}/rut/")
    assert "1 ảnh dựa vào" in keeper.get(where).content.decode()
    for _again in range(2):
        keeper.post(where)
    assert client.get(picture).status_code == 404
    assert client.get(at(portal_a, f"anh/{row.pk}/sua/")).status_code == 404
    assert "Album chưa có ảnh" in client.get(at(portal_a, f"album/{album.pk}/")).content.decode()
    SchoolPortalPage.objects.filter(pk=portal_a.pk).update(state="open")
    assert send_photos(client, portal_a, album, 1260, consent=held.pk) == 400
    assert enter_as(teacher).get(where).status_code == 404
    # A backup of before, once restored, shows it no more.
    PhotoConsent.objects.update(withdrawn_on=None)
    restoring.withdraw_consent_again(str(held.pk))
    assert client.get(picture).status_code == 404


def test_consents_that_do_not_stand_for_it(
    album: Album,
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    teacher: User,
    clerk: User,
    clerk_b: User,
) -> None:
    client = enter_as(teacher)
    for held in (
        consent(portal_a, clerk, purpose=Purpose.PUBLIC),
        consent(portal_a, clerk, withdrawn_on=TODAY),
        consent(portal_b, clerk_b),
    ):
        assert send_photos(client, portal_a, album, 1300, consent=held.pk) == 400
    assert not AlbumPhoto.objects.exists()


def test_an_album_of_another_school(
    album: Album,
    portal_a: SchoolPortalPage,
    portal_b: SchoolPortalPage,
    teacher: User,
    clerk_b: User,
) -> None:
    send_photos(enter_as(teacher), portal_a, album, 1230, no_pupils="on")
    row = AlbumPhoto.objects.get()
    client = enter_as(clerk_b)
    assert send_photos(client, portal_b, album, 1310, no_pupils="on") == 404
    for rest in (f"album/{album.pk}/", f"anh/{row.pk}/nho/", f"anh/{row.pk}/sua/"):
        assert client.get(at(portal_b, rest)).status_code == 404
    assert client.post(at(portal_b, f"anh/{row.pk}/go/")).status_code == 404
    assert AlbumPhoto.objects.get().hidden_at is None
    preview = reverse("photo_preview", args=[row.photo.key, 400])
    assert client.get(preview).status_code == 404
    assert enter_as(teacher).get(preview).status_code == 404, "no longer waiting to be sent"


def test_a_membership_that_ends_while_photos_are_on_their_way(
    album: Album, portal_a: SchoolPortalPage, teacher: User
) -> None:
    client = enter_as(teacher)
    assert client.get(at(portal_a, f"album/{album.pk}/them-anh/")).status_code == 200
    end_membership(Membership.objects.get(user=teacher), last_day=TODAY - timedelta(days=1))
    assert send_photos(client, portal_a, album, 1320, no_pupils="on") == 404
    assert not AlbumPhoto.objects.exists()


def test_only_its_maker_or_the_schools_office_changes_an_album(
    album: Album, portal_a: SchoolPortalPage, clerk: User, make_user: Callable[..., User]
) -> None:
    other = enter_as(make_user("gv-2", (portal_a.school, Role.TEACHER)))
    assert send_photos(other, portal_a, album, 1330, no_pupils="on") == 404
    assert other.post(at(portal_a, f"album/{album.pk}/xoa/")).status_code == 404
    assert (
        "Xóa album này?"
        in enter_as(clerk).get(at(portal_a, f"album/{album.pk}/xoa/")).content.decode()
    )
    enter_as(clerk).post(at(portal_a, f"album/{album.pk}/xoa/"))
    assert other.get(at(portal_a, f"album/{album.pk}/")).status_code == 404


def test_the_statements_of_an_album_do_not_grow(
    album: Album, portal_a: SchoolPortalPage, teacher: User
) -> None:
    def add(count: int) -> None:
        for number in range(count):
            photo = make_photo(image_bytes(size=(1200, 900)), derivatives=False)
            AlbumPhoto.objects.create(
                school=portal_a.school,
                album=album,
                photo=photo,
                no_pupils=True,
                caption=f"Ảnh {number}",
            )

    client = enter_as(teacher)
    add(3)
    few = statements(client, at(portal_a, f"album/{album.pk}/"))
    listed = statements(client, at(portal_a, "album/"))
    add(12)
    assert statements(client, at(portal_a, f"album/{album.pk}/")) == few <= 12
    assert statements(client, at(portal_a, "album/")) == listed <= 11


def test_a_photo_that_was_taken_out_stays_out(
    album: Album, portal_a: SchoolPortalPage, teacher: User, as_reader: MakeReader
) -> None:
    """Changed by somebody who had opened it before."""
    send_photos(enter_as(teacher), portal_a, album, 1230, no_pupils="on")
    reader, before = as_reader(teacher, portal_a), AlbumPhoto.objects.get()
    albums.hide_photo(row=AlbumPhoto.objects.get(), reader=reader)
    with pytest.raises(PermissionDenied):
        albums.change_photo(
            row=before,
            reader=reader,
            caption="Mẫu",
            cover=albums.Cover(no_pupils=True, consent=None),
        )
    assert AlbumPhoto.objects.get().hidden_at is not None


def test_pupils_of_a_lower_secondary_school_agree_themselves(
    make_school: Callable[..., SchoolPortalPage], make_user: Callable[..., User]
) -> None:
    portal = make_school("Trường THCS Mẫu 9", SchoolLevel.LOWER_SECONDARY)
    client = enter_as(make_user("vanthu-9", (portal.school, Role.CLERK)))
    data = {
        "about": "Học sinh mẫu",
        "given_by": "Phụ huynh mẫu",
        "purpose": Purpose.INTERNAL,
        "given_on": f"{TODAY:%d/%m/%Y}",
    }
    refused = client.post(at(portal, "dong-y-anh/moi/"), data)
    assert refused.status_code == 400
    assert "đã đủ 7 tuổi" in refused.content.decode()
    sent = {**data, "pupil_agrees": "on"}
    assert client.post(at(portal, "dong-y-anh/moi/"), sent).status_code == 302
