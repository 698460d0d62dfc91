"""Files of a school: checked, private, and seen by whom their holder is seen."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from docx import Document
from PIL import Image

from portal.models import User
from portal.roles import Role
from portal.storage import private_storage
from school_intranet.models import (
    Announcement,
    BroadcastDelivery,
    SchoolFile,
    SchoolPortalPage,
)
from school_intranet.services import announcing, broadcasting, incoming, outgoing
from school_intranet.services.core import Refused
from school_intranet.services.files import check_file, clean_name, store_files
from school_intranet.states import Audience
from tests.factories.images import image_bytes
from tests.school_intranet.conftest import MakeReader
from tests.school_intranet.doors import at, enter_as
from tests.school_intranet.test_incoming import fields, words

BACKEND = "django.contrib.auth.backends.ModelBackend"

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"


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


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
PAPERS = {
    "Công văn.doc": OLD_OFFICE,
    "Danh sách.xls": OLD_OFFICE,
    "Trình chiếu.ppt": OLD_OFFICE,
    "Công văn cũ.doc": b"{\\rtf1 abc}",
    "Hồ sơ.rar": b"Rar!\x1a\x07\x01\x00" + bytes(50),
    "Hồ sơ.zip": b"PK\x03\x04" + bytes(50),
    "Hồ sơ.7z": b"7z\xbc\xaf\x27\x1c" + bytes(50),
    "Chữ ký.p7s": b"\x30\x82\x01\x00" + bytes(50),
    "Chữ ký văn bản.p7s": b"-----BEGIN PKCS7-----\n",
}


@pytest.mark.parametrize("name", PAPERS)
def test_a_register_keeps_what_offices_send_as_a_download_only(
    name: str, portal_a: SchoolPortalPage, clerk: User, as_reader: MakeReader
) -> None:
    paper = SimpleUploadedFile(name, PAPERS[name])
    item = incoming.register(reader=as_reader(clerk, portal_a), words=words(), files=[paper])
    kept = item.files.get()
    answer = enter_as(clerk).get(at(portal_a, f"tep/{kept.pk}/"))
    assert (kept.name, b"".join(answer.streaming_content)) == (name, PAPERS[name])
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", PAPERS)
def test_what_is_not_what_its_name_says_is_refused(
    name: str, portal_a: SchoolPortalPage, clerk: User, as_reader: MakeReader
) -> None:
    for content in (b"MZ\x90\x00" + bytes(200), b"<html><script>x</script></html>"):
        with pytest.raises(Refused, match="nội dung không phải loại tệp đó"):
            incoming.register(
                reader=as_reader(clerk, portal_a),
                words=words(),
                files=[SimpleUploadedFile(name, content)],
            )


def test_a_pdf_without_its_ending_is_given_it(
    portal_a: SchoolPortalPage, clerk: User, as_reader: MakeReader
) -> None:
    names = ["Quyet dinh so 12", "CV 30.5.2018", "Tờ trình.pdf"]
    files = [SimpleUploadedFile(name, PDF) for name in names]
    item = incoming.register(reader=as_reader(clerk, portal_a), words=words(), files=files)
    kept = item.files.order_by("pk")
    assert [file.name for file in kept] == [
        "Quyet dinh so 12.pdf",
        "CV 30.5.2018.pdf",
        "Tờ trình.pdf",
    ]
    assert {file.content_type for file in kept} == {"application/pdf"}
    program = SimpleUploadedFile("Quyet dinh", b"MZ\x90\x00")
    with pytest.raises(Refused, match="Không nhận tệp có đuôi"):
        incoming.register(reader=as_reader(clerk, portal_a), words=words(), files=[program])


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


def test_a_name_tells_nothing_of_files_sent_to_another_school(
    portal_a: SchoolPortalPage, portal_b: SchoolPortalPage, office: User, principal: User
) -> None:
    """Two files of one name: neither is renamed for the other."""
    for portal in (portal_b, portal_a):
        item = broadcasting.write(
            by=office,
            words=broadcasting.Words("V/v đề thi mẫu", audience=Audience.CHOSEN),
            schools=[portal.school],
            files=[SimpleUploadedFile("de-thi.pdf", PDF)],
        )
        broadcasting.send(broadcast=item, by=office)
    sent = BroadcastDelivery.objects.get(school=portal_a.school)
    file = sent.broadcast.files.get()
    answer = enter_as(principal).get(at(portal_a, f"van-ban-cua-phong/{sent.pk}/tep/{file.pk}/"))
    assert 'filename="de-thi.pdf"' in answer["Content-Disposition"]
    assert str(file.file.name).endswith("/de-thi.pdf")


def test_a_refused_file_leaves_no_other_behind(portal_a: SchoolPortalPage, principal: User) -> None:
    folder = Path(private_storage().location) / "schools" / str(portal_a.school_id)
    before = set(folder.iterdir()) if folder.exists() else set()
    sent = [SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.pdf", b"MZ")]
    data = {"title": "Thông báo mẫu", "attachments": sent}
    assert enter_as(principal).post(at(portal_a, "thong-bao/moi/"), data).status_code == 400
    assert (set(folder.iterdir()) if folder.exists() else set()) == before


@pytest.mark.parametrize("kind", ["thong-bao", "van-ban-den", "van-ban-di"])
def test_a_wrong_file_is_taken_off(
    portal_a: SchoolPortalPage,
    make_user: Callable[..., User],
    as_reader: MakeReader,
    kind: str,
    django_capture_on_commit_callbacks: Callable,
) -> None:
    both = make_user("ca-hai", (portal_a.school, Role.PRINCIPAL), (portal_a.school, Role.CLERK))
    reader, client = as_reader(both, portal_a), enter_as(both)
    files = [SimpleUploadedFile(name, PDF) for name in ("sai.pdf", "dung.pdf")]
    day = f"{timezone.localdate():%d/%m/%Y}"
    if kind == "thong-bao":
        item = announcing.announce(reader=reader, words=announcing.Words("Mẫu", ""), files=files)
        data = {"title": "Mẫu"}
    elif kind == "van-ban-den":
        item = incoming.register(reader=reader, words=words(), files=files)
        data = fields()
    else:
        said = outgoing.Words(timezone.localdate(), "Mẫu", "Nơi nhận", "Người ký")
        item = outgoing.register(reader=reader, words=said, files=files)
        data = {"issued_on": day, "abstract": "Mẫu", "recipients": "x", "signer": "y", "copies": 1}
    wrong = item.files.get(name="sai.pdf")
    stored, storage = str(wrong.file.name), wrong.file.storage
    form = at(portal_a, f"{kind}/{item.pk}/sua/")
    assert "sai.pdf" in client.get(form).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        sent = {**data, "version": item.version, "dropped": [wrong.pk]}
        assert client.post(form, sent).status_code == 302
    assert list(item.files.values_list("name", flat=True)) == ["dung.pdf"]
    assert not storage.exists(stored)
    stale = client.post(form, {**data, "version": item.version})
    assert stale.status_code == 409, "another has changed it meanwhile"
    assert "vừa được người khác sửa" in stale.content.decode()


@pytest.mark.parametrize(
    ("name", "written", "becomes"),
    [
        ("Ảnh lớp.jpg", "HEIF", "Ảnh lớp.jpg"),
        ("Ảnh lớp.heic", "JPEG", "Ảnh lớp.jpg"),
        ("Ảnh lớp.jfif", "JPEG", "Ảnh lớp.jpg"),
        ("Ảnh lớp.png", "WEBP", "Ảnh lớp.webp"),
        ("Ảnh lớp", "PNG", "Ảnh lớp.png"),
    ],
)
def test_a_picture_is_taken_as_what_it_is(name: str, written: str, becomes: str) -> None:
    checked = check_file(SimpleUploadedFile(name, image_bytes(written)))
    assert checked.name == becomes
    with Image.open(checked.content) as image:
        assert image.size == (640, 480)


def test_what_only_calls_itself_a_picture_is_refused() -> None:
    with pytest.raises(Refused, match="không phải là ảnh"):
        check_file(SimpleUploadedFile("anh.jpg", b"Kinh gui nha truong"))
