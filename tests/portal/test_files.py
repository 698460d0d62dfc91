"""Wagtail's own ways in, and the one way out, of images and documents."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction, UploadedFile
from wagtail.rich_text import expand_db_html

from home.models import ArticlePage, HomePage, SectionPage
from portal.decoder.leftovers import leftovers
from portal.documents import KINDS, DocumentRefused, check_document
from portal.file_permissions import can_read_document, is_public_document
from portal.models import PortalDocument, PortalImage, Unit, User
from portal.models.files import plain_filename
from portal.private_files import single_range
from portal.roles import Role
from tests.factories.images import PortalImageFactory, image_bytes, telling_image, upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("indexes", "own_folders")]

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def writer(site: HomePage, make_unit: Callable[..., Unit], make_user: Callable[..., User]) -> User:
    return make_user("nguoiviet", (make_unit("Phòng Mẫu"), Role.CONTRIBUTOR))


@pytest.fixture
def board(site: HomePage, district: Unit, make_user: Callable[..., User]) -> User:
    return make_user("banbientap", (district, Role.EDITORIAL_BOARD))


@pytest.fixture
def signed_in(client: Client, board: User) -> Client:
    client.force_login(board)
    return client


def stored_bytes(image: PortalImage) -> bytes:
    with image.open_file() as file:
        return file.read()


def shown(response: HttpResponse) -> str:
    """The text of a page, or of a JSON answer with its escapes resolved."""
    text = response.content.decode()
    return str(json.loads(text)) if text.startswith("{") else text


def archive(*names: str, **contents: str) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
        for name, content in contents.items():
            file.writestr(name, content)
    return buffer.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")


def make_document(
    data: bytes = PDF, name: str = "ke-hoach.pdf", **fields: object
) -> PortalDocument:
    document = PortalDocument(title="Kế hoạch mẫu", file=ContentFile(data, name=name), **fields)
    document._set_document_file_metadata()
    document.save()
    return document


# --- images through Wagtail's forms -----------------------------------------------------------


def post_single(client: Client, name: str, data: bytes, title: str = "Ảnh mẫu") -> HttpResponse:
    return client.post(reverse("wagtailimages:add"), {"title": title, "file": upload(data, name)})


def post_many(client: Client, name: str, data: bytes, title: str = "Ảnh mẫu") -> HttpResponse:
    return client.post(
        reverse("wagtailimages:add_multiple"),
        {"title": title, "files[]": upload(data, name)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )


def post_chooser(client: Client, name: str, data: bytes, title: str = "Ảnh mẫu") -> HttpResponse:
    return client.post(
        reverse("wagtailimages_chooser:create"),
        {"image-chooser-upload-title": title, "image-chooser-upload-file": upload(data, name)},
    )


WAYS_IN = [post_single, post_many, post_chooser]


@pytest.mark.parametrize("post", WAYS_IN)
@pytest.mark.parametrize(
    ("written", "name", "becomes"), [("JPEG", "Ảnh đẹp.JPG", "JPEG"), ("HEIF", "a.heic", "JPEG")]
)
def test_each_way_in_stores_a_bare_image(
    signed_in: Client, board: User, post: Callable, written: str, name: str, becomes: str
) -> None:
    response = post(signed_in, name, telling_image(written))
    assert response.status_code in (200, 302)
    image = PortalImage.objects.get()
    assert leftovers(stored_bytes(image), becomes) == []
    assert image.filename.endswith(".jpg")
    assert image.filename.isascii()
    assert len(image.content_hash) == 64
    assert image.uploaded_by_user == board
    assert (image.width, image.height) == (640, 480)


@pytest.mark.parametrize("post", WAYS_IN)
def test_each_way_in_gives_the_sentence_and_stores_nothing(
    signed_in: Client, settings, post: Callable
) -> None:
    for name, data, sentence in [
        ("a.svg", b"<svg/>", "Không nhận ảnh SVG"),
        ("a.jpg", image_bytes("JPEG")[:9000], "Ảnh bị hỏng"),
        ("a.jpg", b"", "Tệp này rỗng"),
        ("a.gif", image_bytes("GIF"), "Không nhận ảnh GIF"),
    ]:
        response = post(signed_in, name, data)
        assert response.status_code == 200
        assert sentence in shown(response)
    assert not PortalImage.objects.exists()
    assert not UploadedFile.objects.exists()
    assert not list(Path(settings.PRIVATE_ROOT).rglob("*.*"))


@pytest.mark.parametrize("post", WAYS_IN)
@pytest.mark.parametrize(
    ("name", "written", "becomes"),
    [("a.png", "JPEG", ".jpg"), ("a.jpg", "HEIF", ".jpg"), ("IMG.jfif", "JPEG", ".jpg")],
)
def test_each_way_in_takes_a_picture_as_what_it_is(
    signed_in: Client, post: Callable, name: str, written: str, becomes: str
) -> None:
    post(signed_in, name, image_bytes(written))
    assert PortalImage.objects.get().filename.endswith(becomes)


@pytest.mark.parametrize("post", WAYS_IN)
def test_a_good_file_beside_a_wrong_field_is_not_kept_raw(
    signed_in: Client, settings, post: Callable
) -> None:
    # Wagtail's uploader of many would keep the file as it was sent and make an image of it later.
    response = post(signed_in, "a.jpg", telling_image("JPEG"), title="x" * 300)
    assert response.status_code == 200
    assert "chọn lại tệp" in shown(response)
    assert not PortalImage.objects.exists()
    assert not UploadedFile.objects.exists()
    for root in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
        assert not list(Path(root).rglob("*.*"))


def test_replacing_the_file_checks_it_and_makes_new_pictures(
    signed_in: Client, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = PortalImageFactory()
    before = {rendition.file.name for rendition in image.renditions.all()}
    address = reverse("wagtailimages:edit", args=[image.pk])
    form = {"title": "Ảnh khác", "collection": image.collection_id, "tags": ""}

    refused = signed_in.post(address, {**form, "file": upload(b"<svg/>", "a.svg")})
    assert "Không nhận ảnh SVG" in refused.content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        response = signed_in.post(address, {**form, "file": upload(telling_image("PNG"), "b.png")})
    assert response.status_code == 302
    image = PortalImage.objects.get()
    assert leftovers(stored_bytes(image), "PNG") == []
    ours = image.renditions.filter(filter_spec__startswith="format-")
    assert {rendition.width for rendition in ours} == {200, 400, 640}
    assert not before & {rendition.file.name for rendition in ours}


def test_changing_only_the_title_keeps_the_file(signed_in: Client) -> None:
    image = PortalImageFactory(small=True)
    name, content_hash = image.file.name, image.content_hash
    response = signed_in.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {
            "title": "Tên khác",
            "collection": image.collection_id,
            "tags": "",
            "caption": "Chú thích",
        },
    )
    assert response.status_code == 302
    image = PortalImage.objects.get()
    assert (image.title, image.caption) == ("Tên khác", "Chú thích")
    assert (image.file.name, image.content_hash) == (name, content_hash)


def test_the_details_of_one_of_many_are_saved(signed_in: Client) -> None:
    post_many(signed_in, "a.jpg", image_bytes())
    image = PortalImage.objects.get()
    prefix = f"image-{image.pk}"
    response = signed_in.post(
        reverse("wagtailimages:edit_multiple", args=[image.pk]),
        {f"{prefix}-title": "Tên mới", f"{prefix}-credit": "Tổ ảnh mẫu", f"{prefix}-tags": ""},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert response.json()["success"] is True
    assert PortalImage.objects.get().credit == "Tổ ảnh mẫu"


@pytest.mark.parametrize("name", ["wagtailimages:index", "wagtailimages:add"])
def test_the_editors_image_pages_open(signed_in: Client, name: str) -> None:
    image = PortalImageFactory(small=True)
    assert signed_in.get(reverse(name)).status_code == 200
    page = signed_in.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode()
    assert "original_images" not in page
    assert "/media/images/" in page


def test_deleting_an_image_deletes_its_files(
    settings, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = PortalImageFactory(small=True)
    roots = [Path(settings.MEDIA_ROOT), Path(settings.PRIVATE_ROOT)]
    assert all(list(root.rglob("*.*")) for root in roots)
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert not any(list(root.rglob("*.*")) for root in roots)


# --- documents that come in -------------------------------------------------------------------

GOOD = {
    "pdf": PDF,
    "docx": DOCX,
    "xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "pptx": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "odt": archive("content.xml", mimetype="application/vnd.oasis.opendocument.text"),
    "ods": archive("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    "odp": archive("content.xml", mimetype="application/vnd.oasis.opendocument.presentation"),
    "csv": "số,tên\n1,Bồ Đề\n".encode(),
    "txt": "\ufeffXin chào".encode(),
    "mp4": b"\0\0\0\x18ftypmp42" + b"\0" * 40,
    "webm": b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + b"\0" * 40,
    "vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nXin chào\n".encode(),
}


def refused(data: bytes, name: str, **options: int) -> str:
    with pytest.raises(DocumentRefused) as caught:
        check_document(BytesIO(data), filename=name, **options)
    assert "%(" not in str(caught.value)
    return caught.value.code


def test_every_kind_is_taken() -> None:
    assert set(GOOD) == set(KINDS)
    for extension, data in GOOD.items():
        file = BytesIO(data)
        check_document(file, filename=f"Tệp.{extension.upper()}")
        assert file.tell() == 0


@pytest.mark.parametrize("extension", sorted(GOOD))
def test_every_kind_is_looked_into(extension: str) -> None:
    other = b"MZ\x90\0\x03\0\0\0" + b"\0" * 100
    assert refused(other, f"a.{extension}") == "content"
    assert refused(b"", f"a.{extension}") == "empty"


@pytest.mark.parametrize(
    "name", ["a.exe", "a.html", "a.svg", "a.docm", "a.zip", "a.doc", "pdf", "a."]
)
def test_other_kinds_are_refused(name: str) -> None:
    assert refused(PDF, name) == "extension"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (
            archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "a.docx",
            "macro",
        ),
        (
            archive("[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/s.xml"),
            "a.xlsx",
            "macro",
        ),
        (archive("Basic/script-lc.xml", mimetype="x"), "a.odt", "macro"),
        (DOCX, "a.xlsx", "content"),
        (GOOD["odt"], "a.ods", "content"),
        (archive("content.xml"), "a.odt", "content"),
        (DOCX[:-30], "a.docx", "content"),
        ("Tiếng Việt".encode("utf-16"), "a.txt", "content"),
        ("Đường".encode("cp1258", "ignore"), "a.csv", "encoding"),
        (b"00:00", "a.vtt", "content"),
        (b"<html>", "a.pdf", "content"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(data: bytes, name: str, code: str) -> None:
    assert refused(data, name) == code


def test_a_heavy_document_is_refused() -> None:
    assert refused(PDF, "a.pdf", max_bytes=10) == "too_large"


def document_single(
    client: Client, name: str, data: bytes, title: str = "Tài liệu mẫu"
) -> HttpResponse:
    return client.post(reverse("wagtaildocs:add"), {"title": title, "file": upload(data, name)})


def document_many(
    client: Client, name: str, data: bytes, title: str = "Tài liệu mẫu"
) -> HttpResponse:
    return client.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": title, "files[]": upload(data, name)},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )


def document_chooser(
    client: Client, name: str, data: bytes, title: str = "Tài liệu mẫu"
) -> HttpResponse:
    return client.post(
        reverse("wagtaildocs_chooser:create"),
        {
            "document-chooser-upload-title": title,
            "document-chooser-upload-file": upload(data, name),
        },
    )


DOCUMENT_WAYS = [document_single, document_many, document_chooser]


@pytest.mark.parametrize("post", DOCUMENT_WAYS)
def test_each_way_in_takes_a_document(signed_in: Client, settings, post: Callable) -> None:
    post(signed_in, "Kế hoạch số 12.pdf", PDF)
    document = PortalDocument.objects.get()
    assert document.filename == "ke-hoach-so-12.pdf"
    assert document.url == f"/tai-lieu/{document.pk}/ke-hoach-so-12.pdf"
    assert document.file_size == len(PDF)
    assert Path(document.file.path).is_relative_to(settings.PRIVATE_ROOT)


@pytest.mark.parametrize("post", DOCUMENT_WAYS)
def test_each_way_in_refuses_a_wrong_document(signed_in: Client, post: Callable) -> None:
    for name, data, title in [
        ("a.exe", b"MZ", "Tài liệu"),
        ("a.docx", PDF, "Tài liệu"),
        ("a.pdf", PDF, "x" * 300),
    ]:
        response = post(signed_in, name, data, title)
        assert response.status_code == 200
    assert not PortalDocument.objects.exists()
    assert not UploadedFile.objects.exists()


def test_replacing_a_document_checks_it(signed_in: Client) -> None:
    document = make_document()
    address = reverse("wagtaildocs:edit", args=[document.pk])
    form = {"title": "Kế hoạch", "collection": document.collection_id, "tags": ""}
    assert signed_in.post(address, {**form, "file": upload(b"MZ", "a.exe")}).status_code == 200
    assert signed_in.post(address, {**form, "file": upload(DOCX, "b.docx")}).status_code == 302
    assert PortalDocument.objects.get().filename == "b.docx"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Kế hoạch số 12.PDF", "ke-hoach-so-12.pdf"),
        ("../../etc/passwd", "passwd"),
        ("Đề án.tar.gz", "de-antar.gz"),
        ("???.pdf", "tep.pdf"),
        ("a" * 200 + ".pdf", "a" * 60 + ".pdf"),
        (".htaccess", "htaccess"),
    ],
)
def test_file_names_are_plain(given: str, kept: str) -> None:
    assert plain_filename(given) == kept


# --- documents that go out --------------------------------------------------------------------


def article_with(document: PortalDocument, make_article: Callable, **fields: object) -> ArticlePage:
    link = f'<a linktype="document" id="{document.pk}">Tải về</a>'
    return make_article("Tin mẫu", body=[("paragraph", f"<p>{link}</p>")], **fields)


def body(response: HttpResponse) -> bytes:
    return b"".join(response) if response.streaming else response.content


def test_a_document_is_everyones_while_a_live_page_refers_to_it(
    client: Client, make_article: Callable
) -> None:
    document = make_document()
    assert client.get(document.url).status_code == 404
    article = article_with(document, make_article)
    response = client.get(document.url)
    assert response.status_code == 200
    assert body(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    assert response["Cache-Control"] == "public, max-age=60"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Set-Cookie" not in response
    article.unpublish()
    assert client.get(document.url).status_code == 404


def test_a_draft_gives_nothing_away(client: Client, make_article: Callable) -> None:
    document = make_document()
    article_with(document, make_article, live=False)
    assert client.get(document.url).status_code == 404
    # Nor does the draft of a page that is live without the document.
    page = make_article("Tin khác")
    page.body = [("paragraph", f'<p><a linktype="document" id="{document.pk}">x</a></p>')]
    page.save_revision()
    assert client.get(document.url).status_code == 404
    page.get_latest_revision().publish()
    assert client.get(document.url).status_code == 200


def test_a_reference_taken_out_ends_it(client: Client, make_article: Callable) -> None:
    document = make_document()
    article = article_with(document, make_article)
    article.body = [("paragraph", "<p>Không còn tệp</p>")]
    article.save_revision().publish()
    assert client.get(document.url).status_code == 404


def test_no_worker_is_waited_for(client: Client, make_article: Callable, settings) -> None:
    """A page that is public has its captions and its files, however much the worker has to do."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    document = make_document()
    page = article_with(document, make_article)
    assert client.get(document.url).status_code == 200
    page.body = []
    page.save_revision().publish()
    assert client.get(document.url).status_code == 404


def test_one_public_page_is_enough(client: Client, make_article: Callable) -> None:
    document = make_document()
    article_with(document, make_article, live=False)
    article_with(document, make_article)
    assert client.get(document.url).status_code == 200


def test_a_restriction_above_the_page_closes_the_document(
    client: Client, news: SectionPage, make_article: Callable
) -> None:
    document = make_document()
    article_with(document, make_article)
    PageViewRestriction.objects.create(page=news, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(document.url).status_code == 404


def test_a_restricted_collection_closes_the_document(
    client: Client, make_article: Callable
) -> None:
    document = make_document()
    article_with(document, make_article)
    CollectionViewRestriction.objects.create(
        collection=Collection.get_first_root_node(),
        restriction_type=CollectionViewRestriction.LOGIN,
    )
    assert client.get(document.url).status_code == 404


def test_editors_read_what_is_not_public_and_it_is_not_kept(
    client: Client, writer: User, board: User, make_user: Callable, site: HomePage
) -> None:
    document = make_document(uploaded_by_user=writer)
    outsider = make_user("nguoila")
    for user, status in [(writer, 200), (board, 200), (outsider, 404)]:
        client.force_login(user)
        response = client.get(document.url)
        assert response.status_code == status
        if status == 200:
            assert response["Cache-Control"] == "private, no-store"
    assert not can_read_document(outsider, document)


def test_a_writer_without_the_collection_reads_only_what_is_own(
    client: Client, writer: User, site: HomePage
) -> None:
    writer.groups.first().collection_permissions.all().delete()
    writer = User.objects.get(pk=writer.pk)
    client.force_login(writer)
    assert client.get(make_document(uploaded_by_user=writer).url).status_code == 200
    assert client.get(make_document().url).status_code == 404


def test_only_reading_is_answered(client: Client, make_article: Callable) -> None:
    document = make_document()
    article_with(document, make_article)
    assert client.post(document.url).status_code == 405
    assert body(client.head(document.url)) == b""


def test_an_old_name_leads_to_the_present_one_and_only_for_those_who_may(
    client: Client, make_article: Callable
) -> None:
    document = make_document()
    old = reverse("document_file", args=[document.pk, "ten-cu.pdf"])
    assert client.get(old).status_code == 404
    article_with(document, make_article)
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (302, document.url)


def test_unknown_and_missing_files_are_404(client: Client, make_article: Callable) -> None:
    assert client.get("/tai-lieu/987654/a.pdf").status_code == 404
    document = make_document()
    article_with(document, make_article)
    Path(document.file.path).unlink()
    assert client.get(document.url).status_code == 404


def test_wagtails_own_address_of_documents_is_not_there(client: Client) -> None:
    document = make_document()
    assert client.get(f"/documents/{document.pk}/{document.filename}").status_code == 404
    assert client.get(f"/media/{document.file.name}").status_code == 404


def test_links_in_text_lead_to_our_address() -> None:
    document = make_document()
    html = expand_db_html(f'<a linktype="document" id="{document.pk}">Tải về</a>')
    assert html == f'<a href="{document.url}">Tải về</a>'


def test_the_editors_document_pages_open(signed_in: Client) -> None:
    document = make_document()
    for address in [
        reverse("wagtaildocs:index"),
        reverse("wagtaildocs:edit", args=[document.pk]),
        reverse("wagtaildocs_chooser:choose"),
    ]:
        page = signed_in.get(address)
        assert page.status_code == 200
        assert document.url in page.content.decode().replace("\\/", "/")


def test_statements_of_a_public_document(
    client: Client, make_article: Callable, django_assert_max_num_queries: Callable
) -> None:
    document = make_document()
    for _ in range(3):
        article_with(document, make_article)
    client.get(document.url)
    with django_assert_max_num_queries(7):
        assert client.get(document.url).status_code == 200


def test_other_kinds_are_saved_and_not_shown(client: Client, make_article: Callable) -> None:
    document = make_document(DOCX, "a.docx")
    article_with(document, make_article)
    response = client.get(document.url)
    assert response["Content-Disposition"] == 'attachment; filename="a.docx"'
    assert response["Content-Type"] == KINDS["docx"].content_type


def test_nginx_is_told_where_the_file_lies(
    client: Client, settings, make_article: Callable
) -> None:
    settings.PRIVATE_ACCEL_PREFIX = "/_rieng/"
    document = make_document()
    assert "X-Accel-Redirect" not in client.get(document.url)
    article_with(document, make_article)
    response = client.get(document.url)
    assert response["X-Accel-Redirect"] == f"/_rieng/{document.file.name}"
    assert response["Content-Type"] == "application/pdf"
    assert body(response) == b""


# --- parts and conditions ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-", (0, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=10-1000", (10, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=-1000", (0, 99)),
        ("bytes=100-", "unsatisfiable"),
        ("bytes=-0", "unsatisfiable"),
        ("bytes=20-10", None),
        ("bytes=0-1,5-6", None),
        ("bytes=-", None),
        ("items=0-1", None),
        ("bytes=٣-", None),
        ("bytes=" + "9" * 30 + "-", None),
    ],
)
def test_ranges(header: str, expected: object) -> None:
    assert single_range(header, 100) == expected


def test_a_film_can_be_wound_forward(client: Client, make_article: Callable) -> None:
    film = GOOD["mp4"] + bytes(range(256)) * 1000
    document = make_document(film, "phim.mp4")
    article_with(document, make_article)
    whole = client.get(document.url)
    assert (whole["Accept-Ranges"], whole["Content-Length"]) == ("bytes", str(len(film)))
    assert body(whole) == film
    part = client.get(document.url, headers={"Range": "bytes=100000-200000"})
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 100000-200000/{len(film)}"
    assert part["Content-Length"] == "100001"
    assert body(part) == film[100000:200001]
    beyond = client.get(document.url, headers={"Range": f"bytes={len(film)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(film)}")
    stale = client.get(document.url, headers={"Range": "bytes=5-", "If-Range": '"other"'})
    assert stale.status_code == 200
    same = client.get(document.url, headers={"If-None-Match": whole["ETag"]})
    assert (same.status_code, same["Cache-Control"]) == (304, "public, max-age=60")


# --- originals of images ----------------------------------------------------------------------


def test_an_original_is_for_editors_only(
    client: Client, writer: User, make_user: Callable, site: HomePage
) -> None:
    image = PortalImageFactory(small=True)
    assert client.get(image.original_url).status_code == 404
    client.force_login(make_user("nguoila"))
    assert client.get(image.original_url).status_code == 404
    client.force_login(writer)
    response = client.get(image.original_url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "image/jpeg"
    assert Image.open(BytesIO(body(response))).size == (300, 200)
    assert client.get("/anh-goc/987654/").status_code == 404


def test_a_document_nobody_refers_to_is_private() -> None:
    assert not is_public_document(make_document())
