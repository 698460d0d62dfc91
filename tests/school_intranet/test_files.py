"""Files of a school: checked, private, and seen by whom their holder is seen."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from docx import Document

from portal.models import User
from school_intranet.models import Announcement, SchoolFile, SchoolPortalPage
from school_intranet.services.core import Refused
from school_intranet.services.files import clean_name, store_files
from tests.school_intranet.conftest import MakeReader

BACKEND = "django.contrib.auth.backends.ModelBackend"


def word_file(name: str = "Kế hoạch.docx") -> SimpleUploadedFile:
    out = BytesIO()
    document = Document()
    document.add_paragraph("Nội dung mẫu")
    document.save(out)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def kept(portal_a: SchoolPortalPage, principal: User, as_reader: MakeReader) -> SchoolFile:
    notice = Announcement.objects.create(
        school=portal_a.school,
        title="Thông báo mẫu",
        author=principal,
        created_at=timezone.now(),
        published_at=timezone.now(),
    )
    reader = as_reader(principal, portal_a)
    return store_files(holder=notice, files=[word_file()], reader=reader)[0]


def test_a_file_is_private_and_named_as_sent(
    kept: SchoolFile, portal_a: SchoolPortalPage, teacher: User, teacher_b: User
) -> None:
    assert kept.name == "Kế hoạch.docx"
    address = f"/dieu-hanh-noi-bo/{portal_a.slug}/tep/{kept.pk}/"
    statuses = {}
    for name, user in (("member", teacher), ("stranger", teacher_b), ("anonymous", None)):
        client = Client()
        if user is not None:
            client.force_login(user, backend=BACKEND)
        response = client.get(address)
        statuses[name] = response.status_code
        if name == "member":
            assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    assert statuses == {"member": 200, "stranger": 404, "anonymous": 404}


def test_the_file_of_another_school_is_not_found_under_ones_own_address(
    kept: SchoolFile, portal_b: SchoolPortalPage, teacher_b: User, client: Client
) -> None:
    client.force_login(teacher_b, backend=BACKEND)
    address = f"/dieu-hanh-noi-bo/{portal_b.slug}/tep/{kept.pk}/"
    assert client.get(address).status_code == 404


def test_a_withdrawn_announcement_takes_its_files_along(
    kept: SchoolFile, portal_a: SchoolPortalPage, teacher: User, client: Client
) -> None:
    Announcement.objects.update(withdrawn_at=timezone.now())
    client.force_login(teacher, backend=BACKEND)
    address = f"/dieu-hanh-noi-bo/{portal_a.slug}/tep/{kept.pk}/"
    assert client.get(address).status_code == 404


def test_a_renamed_program_is_refused(
    kept: SchoolFile, portal_a: SchoolPortalPage, principal: User, as_reader: MakeReader
) -> None:
    program = SimpleUploadedFile("bao-cao.docx", b"MZ\x90\x00" + b"\0" * 200)
    assert kept.announcement is not None
    with pytest.raises(Refused, match=r"bao-cao\.docx"):
        store_files(
            holder=kept.announcement,
            files=[word_file(), program],
            reader=as_reader(principal, portal_a),
        )
    assert SchoolFile.objects.count() == 1, "all or none"


@pytest.mark.parametrize(
    ("sent", "kept_name"),
    [
        ("../../etc/Kế hoạch.docx", "Kế hoạch.docx"),
        ("C:\\Users\\a\\b.pdf", "b.pdf"),
        ("anh\u202egpj.exe", "anhgpj.exe"),
        ("a\x00b.pdf", "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
    ],
)
def test_names_are_cleaned(sent: str, kept_name: str) -> None:
    assert clean_name(sent) == kept_name
