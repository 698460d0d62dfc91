"""Letters, opened again with python-docx: words, typeface, paper, pictures."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from docx import Document
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn

from portal.kinds import UnitKind
from portal.letters import (
    AlreadyRecordedError,
    LetterLine,
    LineGroup,
    OvertakenError,
    ensure_templates,
    make_letter,
    record_number,
    render_docx,
    templates_in_force,
)
from portal.models import Authority, Letter, LetterStyle, LetterTemplate, Unit, User
from portal.roles import Role
from portal.working_time import LOCAL_TIME
from tests.factories.images import drawing

BACKEND = "django.contrib.auth.backends.ModelBackend"
TODAY = date(2020, 6, 1)
SERIES = ("don-doc-ubnd", "don-doc-phong", "don-doc-quan-uy", "don-doc-chung")
DUE = datetime(2020, 5, 20, 17, tzinfo=LOCAL_TIME)


def picture(kind: str = "JPEG") -> bytes:
    file = BytesIO()
    drawing((800, 600)).save(file, kind)
    return file.getvalue()


CASES = LineGroup("Vụ việc mẫu", 1, "Vụ việc, địa điểm", "Hạn xử lý", pictured=True)
PAPERS = LineGroup("Tin, bài mẫu", 2, "Nội dung đề nghị", "Hạn gửi", missing="Còn thiếu")


def line(title: str = "Rác thải mẫu", **fields: Any) -> LetterLine:
    fields = {
        "key": "case-7",
        "group": CASES,
        "place": "Ngõ mẫu",
        "due_at": DUE,
        "days_late": 8,
        "state": "Đã giao phường",
        "thumbnail": picture(),
        "url": "https://mau.vn/long-bien-dep-chua-dep/2020-7/",
    } | fields
    return LetterLine(title=title, **fields)


@pytest.fixture
def templates(db: None) -> dict[str, LetterTemplate]:
    ensure_templates()
    return {template.series: template for template in LetterTemplate.objects.all()}


@pytest.fixture
def ward(make_unit: Callable[..., Unit]) -> Unit:
    return make_unit("Phường Mẫu", UnitKind.WARD)


@pytest.fixture
def officer(make_unit: Callable[..., Unit], make_user: Callable[..., User]) -> User:
    return make_user("quanly", (make_unit("Phòng Mẫu"), Role.DISTRICT_OFFICER))


def opened(content: bytes) -> DocumentObject:
    return Document(BytesIO(content))


def cell_lines(document: DocumentObject, table: int, row: int, column: int) -> list[str]:
    cell = document.tables[table].rows[row].cells[column]
    return [p.text.replace("\u00a0", " ") for p in cell.paragraphs if p.text.strip()]


def runs_of(document: DocumentObject) -> list[Any]:
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    paragraphs = [*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)]
    return [run for p in paragraphs for run in p.runs if run.text.strip()]


def xml_order(element: Any) -> list[str]:
    return [child.tag.rpartition("}")[2] for child in element]


def test_a_letter_of_the_government(templates: dict[str, LetterTemplate], ward: Unit) -> None:
    document = opened(
        render_docx(
            template=templates["don-doc-ubnd"],
            unit=ward,
            lines=[line(), line("Vỉa hè mẫu")],
            today=TODAY,
        )
    )
    assert cell_lines(document, 0, 0, 0) == [
        "ỦY BAN NHÂN DÂN",
        "QUẬN LONG BIÊN",
        "Số:        /UBND-QLĐT",
        "V/v đôn đốc khắc phục các vụ việc quá thời hạn",
    ]
    assert cell_lines(document, 0, 0, 1) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Long Biên, ngày        tháng        năm        ",
    ]
    body = [p.text for p in document.paragraphs if p.text.strip()]
    assert body[0] == "Kính gửi: Ủy ban nhân dân phường Mẫu"
    assert "đến ngày 01/06/2020, Ủy ban nhân dân phường Mẫu còn 02 vụ việc" in body[1]
    assert not any("{" in text for text in body)
    assert cell_lines(document, 1, 0, 0) == [
        "Nơi nhận:",
        "- Như trên;",
        "- Chủ tịch, các Phó Chủ tịch UBND quận (để báo cáo);",
        "- Lưu: VT, QLĐT.",
    ]
    assert cell_lines(document, 1, 0, 1) == ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


def test_a_letter_of_the_party(templates: dict[str, LetterTemplate], ward: Unit) -> None:
    document = opened(
        render_docx(template=templates["don-doc-quan-uy"], unit=ward, lines=[line()], today=TODAY)
    )
    assert cell_lines(document, 0, 0, 0) == [
        "ĐẢNG BỘ THÀNH PHỐ HÀ NỘI",
        "QUẬN ỦY LONG BIÊN",
        "*",
        "Số        -CV/QU",
        "V/v đôn đốc khắc phục các vụ việc quá thời hạn",
    ]
    assert cell_lines(document, 0, 0, 1)[0] == "ĐẢNG CỘNG SẢN VIỆT NAM"
    words = " ".join(run.text for run in runs_of(document))
    assert "CỘNG HÒA" not in words
    assert "Hạnh phúc" not in words
    assert "Kính gửi: Đảng ủy phường Mẫu" in words
    assert cell_lines(document, 1, 0, 1) == ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ"]


@pytest.mark.parametrize("series", SERIES)
def test_paper_and_typeface(templates: dict[str, LetterTemplate], ward: Unit, series: str) -> None:
    document = opened(
        render_docx(template=templates[series], unit=ward, lines=[line()], today=TODAY)
    )
    for section in document.sections:
        assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
        assert 20 <= section.top_margin.mm <= 25.1
        assert 20 <= section.bottom_margin.mm <= 25.1
        assert 29.9 <= section.left_margin.mm <= 35
        assert 14.9 <= section.right_margin.mm <= 20
    normal = document.styles["Normal"]
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 14)
    fonts = normal.element.rPr.rFonts
    assert {fonts.get(qn(f"w:{group}")) for group in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    runs = runs_of(document)
    assert {run.font.name for run in runs} == {"Times New Roman"}
    body = [run for p in document.paragraphs if p.text.startswith("Qua theo dõi") for run in p.runs]
    assert [run.font.size.pt for run in body] == [14]
    # A letter carries neither a person's name nor the tool's.
    assert document.core_properties.author == templates[series].body_name


def test_the_annex_stands_on_a_page_of_its_own(
    templates: dict[str, LetterTemplate], ward: Unit
) -> None:
    lines = [
        line("Rác thải mẫu"),
        line("Vỉa hè mẫu", thumbnail=picture("WEBP")),
        line("Nắp cống mẫu", thumbnail=None, due_at=None, days_late=0, place=""),
        line("Dây cáp mẫu", thumbnail=b"khong phai anh"),
    ]
    document = opened(
        render_docx(template=templates["don-doc-ubnd"], unit=ward, lines=lines, today=TODAY)
    )
    first, second = document.sections
    assert second.start_type == 2  # a new page
    assert first.different_first_page_header_footer
    assert not second.different_first_page_header_footer
    assert xml_order(second._sectPr).index("pgNumType") < xml_order(second._sectPr).index("cols")
    assert second._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    words = [p.text.replace("\u00a0", " ") for p in document.paragraphs]
    assert "Phụ lục" in words
    assert "DANH SÁCH VIỆC QUÁ HẠN CỦA PHƯỜNG MẪU" in words
    assert "Vụ việc mẫu (04 việc)" in words
    assert any(text.startswith("(Kèm theo Công văn số        /UBND-QLĐT") for text in words)

    assert len(document.inline_shapes) == 2
    assert {round(shape.width.mm) for shape in document.inline_shapes} == {32}
    descriptions = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert descriptions == ["Rác thải mẫu", "Vỉa hè mẫu"]
    assert [cell_lines(document, 2, 0, column)[0] for column in range(6)] == [
        "STT",
        "Ảnh",
        "Vụ việc, địa điểm",
        "Hạn xử lý",
        "Số ngày quá hạn",
        "Tình trạng",
    ]
    assert cell_lines(document, 2, 1, 2) == [
        "Rác thải mẫu",
        "Ngõ mẫu",
        "https://mau.vn/long-bien-dep-chua-dep/2020-7/",
    ]
    assert cell_lines(document, 2, 1, 3) == ["17:00\n20/05/2020"]
    assert cell_lines(document, 2, 1, 4) == ["8"]
    assert cell_lines(document, 2, 3, 3) == ["–"]
    assert cell_lines(document, 2, 4, 1) == ["Không có ảnh"]


def test_each_kind_of_thing_has_a_table_of_its_own(
    templates: dict[str, LetterTemplate], ward: Unit, officer: User
) -> None:
    papers = {"group": PAPERS, "thumbnail": None, "missing": "còn thiếu 2 trong 5 bài"}
    made = make_letter(
        unit=ward,
        template=templates["don-doc-chung"],
        lines=[line("Bài mẫu", key="request-1", **papers), line(), line("Hố ga mẫu")],
        by=officer,
        today=TODAY,
    )
    with made.file.open() as file:
        document = opened(file.read())
    words = [p.text for p in document.paragraphs]
    first = words.index("I. Vụ việc mẫu (02 việc)")
    assert words.index("II. Tin, bài mẫu (01 việc)") > first
    assert [cell_lines(document, 3, 0, column)[0] for column in range(6)] == [
        "STT",
        "Nội dung đề nghị",
        "Còn thiếu",
        "Hạn gửi",
        "Số ngày quá hạn",
        "Tình trạng",
    ]
    assert cell_lines(document, 3, 1, 0) == ["1"]
    assert cell_lines(document, 3, 1, 2) == ["còn thiếu 2 trong 5 bài"]
    for table in document.tables[2:]:
        assert round(sum(cell.width.mm for cell in table.rows[0].cells)) == 165
    kept = [(each["key"], each["group"]) for each in made.lines]
    assert kept == [("case-7", CASES.name), ("case-7", CASES.name), ("request-1", PAPERS.name)]


def test_of_two_letters_at_once_the_second_is_refused(
    letter: Letter, templates: dict[str, LetterTemplate], ward: Unit, officer: User
) -> None:
    again = {"unit": ward, "template": templates["don-doc-ubnd"], "lines": [line()]}
    again |= {"by": officer, "today": timezone.localdate()}
    with pytest.raises(OvertakenError):
        make_letter(**again, after=0)
    assert make_letter(**again, after=letter.pk).pk > letter.pk


@pytest.mark.parametrize("series", SERIES)
def test_the_body_is_short_enough_for_one_page(
    templates: dict[str, LetterTemplate], make_unit: Callable[..., Unit], series: str
) -> None:
    """Counted as Word would set it: 70 signs to a line of 14 points on 165 mm, 1.15 of the size a
    line; the head and the signer's block take their own lines."""
    ward = make_unit("Phường có tên dài hơn mọi tên phường khác", UnitKind.WARD, code="P")
    document = opened(
        render_docx(template=templates[series], unit=ward, lines=[line()], today=TODAY)
    )
    body = []
    for paragraph in document.paragraphs:
        if paragraph.text == "Phụ lục":
            break
        body.append(len(paragraph.text) // 70 + 1)
    points = sum(body) * 14 * 1.15 + len(body) * 6
    for table in document.tables[:2]:
        points += max(len(cell.paragraphs) + 2 for cell in table.rows[0].cells) * 14 * 1.15
    assert points < (297 - 40) / 25.4 * 72


@pytest.mark.parametrize(
    ("style", "authority", "signer"),
    [
        (LetterStyle.GOVERNMENT, Authority.OWN, ["TRƯỞNG PHÒNG"]),
        (LetterStyle.GOVERNMENT, Authority.BY_ORDER, ["TL. CHỦ TỊCH", "TRƯỞNG PHÒNG"]),
        (LetterStyle.GOVERNMENT, Authority.ON_BEHALF, ["TM. CHỦ TỊCH", "TRƯỞNG PHÒNG"]),
        (LetterStyle.PARTY, Authority.FOR, ["K/T CHỦ TỊCH", "TRƯỞNG PHÒNG"]),
        (LetterStyle.PARTY, Authority.BY_ORDER, ["T/L CHỦ TỊCH", "TRƯỞNG PHÒNG"]),
    ],
)
def test_how_the_signer_is_written(
    templates: dict[str, LetterTemplate],
    ward: Unit,
    style: LetterStyle,
    authority: Authority,
    signer: list[str],
) -> None:
    template = templates["don-doc-phong"]
    template.style, template.authority = style, authority
    template.signs_for, template.signer_name = "CHỦ TỊCH", "Họ Và Tên"
    document = opened(render_docx(template=template, unit=ward, lines=[line()], today=TODAY))
    assert cell_lines(document, 1, 0, 1) == [*signer, "Họ Và Tên"]


def test_an_office_is_addressed_by_its_name(
    templates: dict[str, LetterTemplate], make_unit: Callable[..., Unit]
) -> None:
    unit = make_unit("Đội Thanh tra mẫu", UnitKind.AFFILIATE)
    document = opened(
        render_docx(template=templates["don-doc-ubnd"], unit=unit, lines=[line()], today=TODAY)
    )
    assert any(p.text == "Kính gửi: Đội Thanh tra mẫu" for p in document.paragraphs)


def test_templates_follow_one_another_by_date(templates: dict[str, LetterTemplate]) -> None:
    old = templates["don-doc-ubnd"]
    new = LetterTemplate.objects.get(pk=old.pk)
    new.pk, new.valid_from, new.signer_title = None, date(2021, 1, 1), "CHÁNH VĂN PHÒNG"
    new.save()
    assert old in templates_in_force(date(2020, 12, 31))
    assert new not in templates_in_force(date(2020, 12, 31))
    assert new in templates_in_force(date(2021, 1, 1))
    assert old not in templates_in_force(date(2021, 1, 1))
    assert [template.series for template in templates_in_force(date(2019, 1, 1))] == [
        "don-doc-quan-uy"
    ]


def test_default_templates_are_added_once_and_never_put_back(
    templates: dict[str, LetterTemplate],
) -> None:
    LetterTemplate.objects.update(signer_title="ĐÃ SỬA")
    assert ensure_templates() == 0
    assert LetterTemplate.objects.count() == 4
    assert set(LetterTemplate.objects.values_list("signer_title", flat=True)) == {"ĐÃ SỬA"}
    assert set(LetterTemplate.objects.values_list("signer_name", flat=True)) == {""}


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("opening", "Còn {so_vu} vụ việc", "Không có {so_vu}"),
        ("signs_for", "", "Ghi rõ ký thay cho ai"),
    ],
)
def test_a_template_that_is_wrong_is_refused(
    templates: dict[str, LetterTemplate], field: str, value: str, said: str
) -> None:
    template = templates["don-doc-ubnd"]
    setattr(template, field, value)
    with pytest.raises(ValidationError, match=said):
        template.full_clean()


@pytest.fixture
def letter(templates: dict[str, LetterTemplate], ward: Unit, officer: User) -> Letter:
    return make_letter(
        unit=ward,
        template=templates["don-doc-ubnd"],
        lines=[line(thumbnail=None)],
        by=officer,
        today=timezone.localdate(),
    )


def test_a_letter_is_kept_as_it_was_made(letter: Letter, ward: Unit, officer: User) -> None:
    letter.refresh_from_db()
    assert (letter.unit, letter.created_by, letter.number) == (ward, officer, "")
    assert letter.lines == [
        {
            "key": "case-7",
            "group": "Vụ việc mẫu",
            "title": "Rác thải mẫu",
            "place": "Ngõ mẫu",
            "due_at": DUE.isoformat(),
            "days_late": 8,
            "missing": "",
            "state": "Đã giao phường",
            "url": "https://mau.vn/long-bien-dep-chua-dep/2020-7/",
        }
    ]
    with letter.file.open() as file:
        assert "Phụ lục" in [p.text for p in opened(file.read()).paragraphs]


def test_no_letter_without_a_case_or_a_valid_template(
    templates: dict[str, LetterTemplate], ward: Unit, officer: User
) -> None:
    template = templates["don-doc-ubnd"]
    with pytest.raises(ValidationError, match="Chưa chọn việc"):
        make_letter(unit=ward, template=template, lines=[], by=officer, today=TODAY)
    with pytest.raises(ValidationError, match="không áp dụng vào ngày 04/03/2020"):
        make_letter(
            unit=ward, template=template, lines=[line()], by=officer, today=date(2020, 3, 4)
        )
    assert not Letter.objects.exists()


def test_a_number_is_recorded_once(letter: Letter, officer: User) -> None:
    today = timezone.localdate()
    record_number(letter=letter, number=" 12/UBND ", issued_on=today, by=officer)
    with pytest.raises(AlreadyRecordedError) as caught:
        record_number(letter=letter, number="13", issued_on=today, by=officer)
    assert caught.value.number == "12/UBND"
    with pytest.raises(AlreadyRecordedError):
        record_number(letter=letter, number="13", issued_on=today, by=officer, replaces="11")
    record_number(letter=letter, number="13", issued_on=today, by=officer, replaces="12/UBND")
    letter.refresh_from_db()
    assert (letter.number, letter.issued_on) == ("13", today)
    assert [(entry["number"], entry["by"]) for entry in letter.numbering] == [
        ("12/UBND", officer.pk),
        ("13", officer.pk),
    ]


@pytest.mark.parametrize("days", [-1, 1])
def test_a_letter_is_issued_after_it_was_made_and_by_today(
    letter: Letter, officer: User, days: int
) -> None:
    issued_on = timezone.localdate() + timedelta(days=days)
    with pytest.raises(ValidationError, match="Ngày ban hành"):
        record_number(letter=letter, number="12", issued_on=issued_on, by=officer)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_the_pages_of_letters(letter: Letter, officer: User) -> None:
    client = signed_in(officer)
    text = client.get("/viec/cong-van/").content.decode()
    assert "V/v đôn đốc" in text
    assert "Chưa ghi số" in text
    assert "Công văn" in client.get("/viec/").content.decode(), "a link in the menu"

    response = client.get(f"/viec/cong-van/{letter.pk}/tai-ve/")
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Cache-Control"] == "private, no-store"
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert len(opened(content).sections) == 2

    address = f"/viec/cong-van/{letter.pk}/"
    assert "Sửa số đã ghi" not in client.get(address).content.decode()
    today = timezone.localdate().isoformat()
    assert client.post(address, {"number": "12", "issued_on": today}).url == address
    assert "Đã ghi số" in client.get(address).content.decode()

    again = client.post(address, {"number": "13", "issued_on": today, "shown": "12"})
    assert again.status_code == 400
    assert "đã được ghi số 12" in again.content.decode()
    changed = {"number": "13", "issued_on": today, "shown": "12", "replace": "on"}
    assert client.post(address, changed).status_code == 302
    letter.refresh_from_db()
    assert letter.number == "13"
    assert "Số 13" in client.get("/viec/cong-van/").content.decode()
    assert "V/v" not in client.get("/viec/cong-van/?chua-ban-hanh=1").content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"number": "12", "issued_on": "hôm qua"},
        {"number": "1" * 41, "issued_on": "2020-01-01"},
        {"number": "12", "issued_on": "2999-01-01"},
    ],
)
def test_a_wrong_number_is_answered_with_words(
    letter: Letter, officer: User, data: dict[str, str]
) -> None:
    response = signed_in(officer).post(f"/viec/cong-van/{letter.pk}/", data)
    assert response.status_code == 400
    assert 'class="field__error"' in response.content.decode() or (
        'class="form-errors"' in response.content.decode()
    )
    letter.refresh_from_db()
    assert letter.number == ""


def test_who_may_see_letters(
    letter: Letter,
    ward: Unit,
    district: Unit,
    make_user: Callable[..., User],
) -> None:
    addresses = [
        "/viec/cong-van/",
        f"/viec/cong-van/{letter.pk}/",
        f"/viec/cong-van/{letter.pk}/tai-ve/",
    ]
    for username, held, status in (
        ("phuong", (ward, Role.WARD_OFFICER), 404),
        ("chutich", (ward, Role.WARD_LEADERSHIP), 404),
        ("lanhdao", (district, Role.LEADERSHIP), 404),
        ("bientap", (district, Role.EDITORIAL_BOARD), 200),
        ("quantri", (district, Role.ADMINISTRATOR), 200),
    ):
        client = signed_in(make_user(username, held))
        assert [client.get(address).status_code for address in addresses] == [status] * 3, username
    for address in addresses:
        assert Client().get(address).url == f"/dang-nhap/?next={address}"


def test_a_letter_that_is_not_there(officer: User) -> None:
    assert signed_in(officer).get("/viec/cong-van/999/").status_code == 404
    assert signed_in(officer).get("/viec/cong-van/?trang=xx").status_code == 200


def test_the_list_costs_the_same_for_many(
    letter: Letter, officer: User, django_assert_max_num_queries: Callable
) -> None:
    for _number in range(20):
        letter.pk = None
        letter.save()
    client = signed_in(officer)
    with django_assert_max_num_queries(7):
        client.get("/viec/cong-van/")


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("role", "allowed"),
    [(Role.EDITORIAL_BOARD, True), (Role.ADMINISTRATOR, True), (Role.CONTRIBUTOR, False)],
)
def test_who_may_change_templates(
    templates: dict[str, LetterTemplate],
    district: Unit,
    make_user: Callable[..., User],
    role: Role,
    allowed: bool,
) -> None:
    client = signed_in(make_user("nguoi", (district, role)))
    key = templates["don-doc-ubnd"].pk
    for address in ("/quan-tri/mau-cong-van/", f"/quan-tri/mau-cong-van/edit/{key}/"):
        assert (client.get(address).status_code == 200) is allowed
