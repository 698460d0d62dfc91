"""The demo's documents: real ones that are sourced, and samples whose numbers say so."""

from datetime import date
from pathlib import Path

from home.demo.site import HERE
from home.foundation import publish
from home.models import DocumentFile, DocumentIndexPage, HomePage, OfficialDocumentPage
from portal.file_store import store_document
from portal.models import PortalDocument
from portal.text import fold

# Number, form, issuer, date and abstract as the documents themselves have them. Their full text is
# with the issuer; the demo holds no file of them.
REAL = (
    (
        "Nghị định thành lập quận Long Biên",
        "132/2003/NĐ-CP",
        date(2003, 11, 6),
        "Về việc điều chỉnh địa giới hành chính để thành lập các quận Long Biên, Hoàng Mai, thành "
        "lập các phường trực thuộc quận Long Biên, quận Hoàng Mai, thành phố Hà Nội",
    ),
    (
        "Nghị định về cung cấp thông tin trên cổng thông tin điện tử",
        "43/2011/NĐ-CP",
        date(2011, 6, 13),
        "Quy định về việc cung cấp thông tin và dịch vụ công trực tuyến trên trang thông tin điện "
        "tử hoặc cổng thông tin điện tử của cơ quan nhà nước",
    ),
)
# The second takes the place of the first.
SAMPLES = (
    ("01/2017/KH-MAU", "ke-hoach", date(2017, 3, 1), "Kế hoạch viết tin, bài"),
    ("02/2018/KH-MAU", "ke-hoach", date(2018, 2, 26), "Kế hoạch viết tin, bài, bản thay thế"),
    ("03/2018/TB-MAU", "thong-bao", date(2018, 4, 12), "Thông báo lịch giao ban"),
    ("04/2018/HD-MAU", "huong-dan", date(2018, 5, 15), "Hướng dẫn nộp hồ sơ qua mạng"),
)


def build_documents(home: HomePage) -> PortalDocument:
    """Make the documents in the index; returns the sample file that all samples hold."""
    index = DocumentIndexPage.objects.child_of(home).get()
    for title, number, issued_on, abstract in REAL:
        publish(index, _document(title, number, "nghi-dinh", "Chính phủ", issued_on, abstract))
    file = _sample_file()
    earlier: OfficialDocumentPage | None = None
    for number, form, issued_on, abstract in SAMPLES:
        page = _document(
            f"Văn bản mẫu {number}",
            number,
            form,
            "Ủy ban nhân dân quận (mẫu)",
            issued_on,
            f"{abstract} (văn bản mẫu)",
        )
        page.files.add(DocumentFile(document=file, sort_order=0))
        if earlier is not None and earlier.form == form:
            page.supersedes = [earlier]
        earlier = publish(index, page)
    return file


def _document(
    title: str, number: str, form: str, issuer: str, issued_on: date, abstract: str
) -> OfficialDocumentPage:
    return OfficialDocumentPage(
        title=title,
        summary=abstract,
        number=number,
        number_folded=fold(number),
        form=form,
        issuer_name=issuer,
        issuer_folded=fold(issuer),
        issued_on=issued_on,
    )


def _sample_file() -> PortalDocument:
    """A real PDF of one page that says what it is."""
    return _stored(HERE / "van-ban-mau.pdf", "Tệp văn bản mẫu")


def load_film() -> tuple[PortalDocument, PortalDocument]:
    """A film of the project's own and its captions."""
    films = HERE / "films"
    return (
        _stored(films / "cau-long-bien.webm", "Phim mẫu"),
        _stored(films / "cau-long-bien.vtt", "Phụ đề của phim mẫu"),
    )


def _stored(path: Path, title: str) -> PortalDocument:
    with path.open("rb") as file:
        return store_document(file=file, filename=path.name, title=title)
