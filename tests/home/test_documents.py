"""The documents' own page: its search, its paging, and the page of one document."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import PageViewRestriction

from home.models import DocumentFile, DocumentIndexPage, HomePage, OfficialDocumentPage
from home.selectors import PAGE_SIZE
from portal import revision
from portal.models import PortalDocument
from portal.text import fold

pytestmark = pytest.mark.usefixtures("indexes")

Make = Callable[..., OfficialDocumentPage]


@pytest.fixture
def index(site: HomePage) -> DocumentIndexPage:
    page: DocumentIndexPage = site.add_child(
        instance=DocumentIndexPage(title="Văn bản", slug="van-ban")
    )
    revision._write()
    return page


@pytest.fixture
def make_document(index: DocumentIndexPage) -> Make:
    def make(
        number: str,
        *,
        title: str = "Văn bản mẫu",
        form: str = "thong-bao",
        issuer: str = "Quận ủy mẫu",
        issued_on: date = date(2018, 5, 30),
        live: bool = True,
        **fields: object,
    ) -> OfficialDocumentPage:
        document = OfficialDocumentPage(
            title=title,
            number=number,
            number_folded=fold(number),
            form=form,
            issuer_name=issuer,
            issuer_folded=fold(issuer),
            issued_on=issued_on,
            live=False,
            **fields,
        )
        index.add_child(instance=document)
        saved = document.save_revision()
        if live:
            saved.publish()
        document.refresh_from_db()
        # A document of code changes no tree; the choices of the form are kept by revision.
        revision._write()
        return document

    return make


def numbers(client: Client, **asked: object) -> list[str]:
    response = client.get("/van-ban/", asked)
    assert response.status_code == 200
    assert response.context["total"] == len(response.context["documents"])
    return [card.number for card in response.context["documents"]]


def test_search_by_each_field(client: Client, make_document: Make) -> None:
    make_document("467-TB/QU", title="Kết luận công nghệ thông tin", issued_on=date(2018, 2, 1))
    make_document("12/KH-UBND", form="ke-hoach", issuer="UBND quận", summary="Trồng cây bên đường")
    make_document("492-TB/QU", issued_on=date(2017, 12, 31))
    assert numbers(client) == ["12/KH-UBND", "467-TB/QU", "492-TB/QU"]
    assert numbers(client, so="467") == ["467-TB/QU"]
    assert numbers(client, so="tb/qu") == ["467-TB/QU", "492-TB/QU"]
    assert numbers(client, hinh_thuc="ke-hoach") == ["12/KH-UBND"]
    assert numbers(client, co_quan="quan uy mau") == ["467-TB/QU", "492-TB/QU"]
    assert numbers(client, nam="2017") == ["492-TB/QU"]
    assert numbers(client, q="cong nghe") == ["467-TB/QU"]
    assert numbers(client, q="cây duong") == ["12/KH-UBND"]
    assert numbers(client, q="492-TB/QU") == ["492-TB/QU"]
    assert numbers(client, q="cây", nam="2017") == []
    assert numbers(client, q='"*') == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"nam": "1066"}, "Chọn một mục trong danh sách."),
        ({"hinh_thuc": "x"}, "Chọn một mục trong danh sách."),
        ({"co_quan": "' OR 1=1"}, "Chọn một mục trong danh sách."),
        ({"q": "a\0"}, "Ô này có ký tự không đọc được."),
    ],
)
def test_a_wrong_choice_is_said_and_lists_nothing(
    client: Client, make_document: Make, asked: dict[str, str], said: str
) -> None:
    make_document("1/QĐ")
    response = client.get("/van-ban/", asked)
    assert response.status_code == 400
    assert said in response.content.decode()
    assert "Không có văn bản nào khớp" not in response.content.decode()
    assert response.context["documents"] == []
    nothing = client.get("/van-ban/", {"so": "khong-co"})
    assert nothing.status_code == 200
    assert "Không có văn bản nào khớp" in nothing.content.decode()


def test_hidden_documents_are_not_listed_nor_their_issuers_named(
    client: Client, make_document: Make
) -> None:
    make_document("1/NHÁP", issuer="Cơ quan kín", live=False)
    restricted = make_document("2/HẠN CHẾ", issuer="Cơ quan mật")
    kept = make_document("3/CÔNG KHAI")
    PageViewRestriction.objects.create(page=restricted, restriction_type="login")
    revision._write()
    assert numbers(client) == [kept.number]
    assert numbers(client, q="văn bản mẫu") == [kept.number]
    page = client.get("/van-ban/").content.decode()
    assert "Cơ quan kín" not in page
    assert "Cơ quan mật" not in page


def test_pages_of_the_list_go_by_key_and_keep_the_question(
    client: Client, make_document: Make
) -> None:
    for n in range(PAGE_SIZE + 5):
        make_document(f"{n}/TB", issued_on=date(2018, 1, 1) + timedelta(days=n // 3))
    first = client.get("/van-ban/?q=van+ban&hinh_thuc=thong-bao")
    assert first.context["total"] == PAGE_SIZE + 5
    assert first.context["newer_url"] is None
    second = client.get(first.context["older_url"])
    found = [card.number for page in (first, second) for card in page.context["documents"]]
    assert found == [f"{n}/TB" for n in reversed(range(PAGE_SIZE + 5))]
    assert second.context["older_url"] is None
    again = client.get(second.context["newer_url"])
    assert again.context["documents"] == first.context["documents"]
    assert "hinh_thuc=thong-bao" in second.context["newer_url"]
    assert client.get("/van-ban/?truoc=khong-phai").status_code == 200


def test_the_statements_of_the_list_do_not_grow(
    client: Client,
    make_document: Make,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for volume in (1, 30):
        for n in range(volume):
            make_document(f"{n}/TB")
        client.get("/van-ban/")
        for asked in ({}, {"q": "văn bản"}):
            with django_assert_max_num_queries(8):
                client.get("/van-ban/", asked)


def test_a_document_shows_its_files_and_what_it_replaces(
    client: Client, make_document: Make
) -> None:
    old = make_document("1/TB", title="Cũ", issued_on=date(2017, 1, 1))
    hidden = make_document("2/TB", title="Kín", live=False)
    new = make_document("3/TB", title="Mới")
    file = PortalDocument.objects.create(
        title="Toàn văn", file=ContentFile(b"%PDF-1.4 mau", "toan-van.pdf"), file_size=12
    )
    new.files.add(DocumentFile(document=file))
    new.supersedes.set([old, hidden])
    new.save_revision().publish()

    context = client.get("/van-ban/moi/").context
    assert context["files"] == [
        {"title": "Toàn văn", "url": file.url, "extension": "pdf", "size": 12}
    ]
    assert [card.number for card in context["supersedes"]] == ["1/TB"]
    assert context["superseded_by"] == []
    assert [c.number for c in client.get("/van-ban/cu/").context["superseded_by"]] == ["3/TB"]

    new.unpublish()
    assert client.get("/van-ban/cu/").context["superseded_by"] == []
    assert client.get("/van-ban/moi/").status_code == 404


def test_documents_are_found_by_the_public_search(client: Client, make_document: Make) -> None:
    make_document("467-TB/QU", title="Kết luận giao ban")
    for query in ("467-TB/QU", "467 tb qu", "ket luan", "thông báo quận ủy"):
        [result] = client.get("/tim-kiem/", {"q": query}).context["results"]
        assert str(result.kind_label) == "Văn bản"
        assert result.date.date() == date(2018, 5, 29)  # 17:00 UTC is midnight in Hà Nội
