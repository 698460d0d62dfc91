"""A page gets what a reader of the Word document sees; what it gets otherwise is told."""

from io import BytesIO
from typing import Any

import pytest
from docx.shared import Pt

from campaigns.word import WordDraft, WordRefused, read_word
from tests.campaigns.word_files import (
    NAMESPACE,
    jpeg,
    p,
    parts_of,
    replaced,
    run,
    with_body,
    word,
    zipped,
)
from tests.word_reading import word_in_this_process  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("word_in_this_process")


def read(data: bytes) -> WordDraft:
    return read_word(BytesIO(data), filename="bai.docx")


def said(draft: WordDraft) -> str:
    """All that stands on the page, as markup."""
    return " ".join(str(block["value"]) for block in draft.blocks)


HIDING = """<w:style w:type="character" w:styleId="an"><w:name w:val="An"/>
<w:rPr><w:vanish/></w:rPr></w:style>"""
BASED = """<w:style w:type="character" w:styleId="con"><w:name w:val="Con"/>
<w:basedOn w:val="an"/></w:style>"""
HIDING_PARAGRAPH = """<w:style w:type="paragraph" w:styleId="doan-an"><w:name w:val="Doan an"/>
<w:rPr><w:vanish/></w:rPr></w:style>"""
HIDING_TABLE = """<w:style w:type="table" w:styleId="bang-an"><w:name w:val="Bang an"/>
<w:rPr><w:vanish/></w:rPr></w:style>"""


@pytest.mark.parametrize(
    "hidden",
    [
        p(run("Công khai. "), run("Ghi chú nội bộ", "<w:vanish/>")),
        p(run("Công khai. "), run("Ghi chú nội bộ", '<w:vanish w:val="1"/>')),
        p(run("Công khai. "), run("Ghi chú nội bộ", '<w:rStyle w:val="an"/>')),
        p(run("Công khai. "), run("Ghi chú nội bộ", '<w:rStyle w:val="con"/>')),
        p(run("Công khai. "), f'<w:ins w:id="1">{run("Ghi chú nội bộ", "<w:vanish/>")}</w:ins>'),
        p(
            run("Công khai. "),
            f'<w:hyperlink w:anchor="x">{run("Ghi chú nội bộ", "<w:vanish/>")}</w:hyperlink>',
        ),
    ],
    ids=["itself", "said twice", "its style", "a style's base", "inserted", "a link"],
)
def test_hidden_letters_stay_out_and_are_told(hidden: str) -> None:
    draft = read(with_body(hidden, styles=[HIDING, BASED]))
    assert "Công khai." in said(draft)
    assert "nội bộ" not in said(draft)
    assert draft.notes[-1].startswith(("Đã bỏ 1 chỗ", "Tệp Word còn 1 chỗ sửa"))
    assert any(note.startswith("Đã bỏ 1 chỗ có nội dung ẩn") for note in draft.notes)


def test_hidden_paragraphs_tables_and_rows_stay_out() -> None:
    cell = "<w:tc><w:tcPr/>{}</w:tc>"
    rows = (
        f"<w:tr>{cell.format(p(run('Hàng thấy')))}</w:tr>"
        f"<w:tr><w:trPr><w:hidden/></w:trPr>{cell.format(p(run('Hàng ẩn')))}</w:tr>"
    )
    hidden_table = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="bang-an"/></w:tblPr>'
        f"<w:tr>{cell.format(p(run('Bảng ẩn')))}</w:tr></w:tbl>"
    )
    draft = read(
        with_body(
            p(run("Mở đầu")),
            p(run("Đoạn ẩn"), properties='<w:pStyle w:val="doan-an"/>'),
            f"<w:tbl><w:tblPr/>{rows}</w:tbl>",
            hidden_table,
            styles=[HIDING_PARAGRAPH, HIDING_TABLE],
        )
    )
    assert "Hàng thấy" in said(draft)
    for words in ("Đoạn ẩn", "Hàng ẩn", "Bảng ẩn"):
        assert words not in said(draft)
    assert "Đã bỏ 3 chỗ" in " ".join(draft.notes)


@pytest.mark.parametrize(
    "shown",
    [
        p(run("Vẫn thấy", '<w:vanish w:val="0"/>')),
        p(run("Vẫn thấy", '<w:rStyle w:val="an"/><w:vanish w:val="false"/>')),
        p(
            run("Vẫn thấy", '<w:vanish w:val="false"/>'),
            properties='<w:pStyle w:val="doan-an"/>',
        ),
        p(run("Vẫn thấy"), properties="<w:rPr><w:vanish/></w:rPr>"),
    ],
    ids=["switched off", "off over a style", "off over a paragraph", "only the mark's end"],
)
def test_what_is_not_hidden_stays(shown: str) -> None:
    draft = read(with_body(shown, styles=[HIDING, HIDING_PARAGRAPH]))
    assert (said(draft), draft.notes) == ("<p>Vẫn thấy</p>", [])


def test_a_hidden_picture_stays_out() -> None:
    data = word(lambda document: document.add_picture(BytesIO(jpeg())))
    hidden = replaced(data, "word/document.xml", "<wp:docPr ", '<wp:docPr hidden="1" ')
    assert len(read(data).pictures) == 1
    with pytest.raises(WordRefused, match="Đã bỏ 1 chỗ"):
        read(hidden)


def test_a_hidden_mark_of_a_footnote_takes_its_note_along() -> None:
    data = with_body(
        p(
            run("Có chú thích."),
            '<w:r><w:rPr><w:vanish/></w:rPr><w:footnoteReference w:id="2"/></w:r>',
        )
    )
    assert "Nội bộ" not in said(read(with_note(data, p(run("Nội bộ")))))


def test_hidden_letters_within_a_note_stay_out() -> None:
    data = with_body(p(run("Có chú thích."), '<w:r><w:footnoteReference w:id="2"/></w:r>'))
    draft = read(with_note(data, p(run("Thấy được. "), run("Nội bộ", "<w:vanish/>"))))
    assert "Thấy được." in said(draft)
    assert "Nội bộ" not in said(draft)


def with_note(data: bytes, paragraph: str) -> bytes:
    parts = parts_of(data)
    notes = f'<w:footnote w:id="2">{paragraph}</w:footnote>'
    parts["word/footnotes.xml"] = f"<w:footnotes {NAMESPACE}>{notes}</w:footnotes>".encode()
    return zipped(parts)


def m(*parts: str) -> str:
    return f"<m:oMath>{''.join(parts)}</m:oMath>"


def mr(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


@pytest.mark.parametrize(
    ("formula", "line"),
    [
        (m(mr("S=60,38 km²")), "S=60,38 km²"),
        (
            m(f"<m:f><m:num>{mr('a+b')}</m:num><m:den>{mr('2')}</m:den></m:f>"),
            "(a+b)/2",
        ),
        (m(f"<m:sSup><m:e>{mr('x')}</m:e><m:sup>{mr('2')}</m:sup></m:sSup>"), "x<sup>2</sup>"),
        (
            m(f"<m:sSub><m:e>{mr('H')}</m:e><m:sub>{mr('2')}</m:sub></m:sSub>", mr("O")),
            "H₂O",
        ),
        (m(f"<m:rad><m:deg/><m:e>{mr('x+1')}</m:e></m:rad>"), "√(x+1)"),
        (m(f"<m:d><m:e>{mr('x')}</m:e><m:e>{mr('y')}</m:e></m:d>"), "(x|y)"),
        (
            m(
                '<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>'
                f"<m:sub>{mr('1')}</m:sub><m:sup>{mr('n')}</m:sup><m:e>{mr('k')}</m:e></m:nary>"
            ),
            "∑₁<sup>n</sup>k",
        ),
        (
            m(
                f"<m:sSup><m:e>{mr('e')}</m:e><m:sup><m:f><m:num>{mr('1')}</m:num>"
                f"<m:den>{mr('n+1')}</m:den></m:f></m:sup></m:sSup>"
            ),
            "e<sup>1/(n+1)</sup>",
        ),
        (f"<m:oMathPara>{m(mr('y=2'))}</m:oMathPara>", "y=2"),
    ],
)
def test_formulas_are_kept_as_a_line(formula: str, line: str) -> None:
    draft = read(with_body(p(run("Với "), formula)))
    assert said(draft) == f"<p>Với {line}</p>"
    assert draft.notes == ["Có 1 công thức toán: chỉ giữ được dạng chữ trên một dòng, hãy đọc lại."]


def test_a_formula_beside_paragraphs_is_one() -> None:
    draft = read(with_body(p(run("Công thức:")), f"<m:oMathPara>{m(mr('y=2'))}</m:oMathPara>"))
    assert said(draft) == "<p>Công thức:</p><p>y=2</p>"


@pytest.mark.parametrize("wrapped", ["fldSimple", "smartTag", "customXml", "bdo", "moveTo"])
def test_words_within_other_marks_are_kept(wrapped: str) -> None:
    around = f"<w:{wrapped}>{run('Trường Mầm non')}</w:{wrapped}>"
    assert said(read(with_body(p(around)))) == "<p>Trường Mầm non</p>"


def box(inside: str, around: str = "wp:anchor") -> str:
    return (
        f"<w:drawing><{around}><a:graphic><a:graphicData><wps:wsp><wps:txbx><w:txbxContent>"
        f"{inside}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></{around}>"
        "</w:drawing>"
    )


OLD_BOX = (
    "<w:pict><v:{0}><v:textbox><w:txbxContent>{1}</w:txbxContent></v:textbox></v:{0}></w:pict>"
)


@pytest.mark.parametrize(
    "markup",
    [
        box(p(run("Trong khung"))),
        box(p(run("Trong khung")), "wp:inline"),
        "<mc:AlternateContent><mc:Choice Requires='wps'>"
        f"{box(p(run('Trong khung')))}</mc:Choice></mc:AlternateContent>",
        "<mc:AlternateContent><mc:Choice Requires='wps'>"
        f"{box(p(run('Trong khung')))}</mc:Choice><mc:Fallback>"
        f"{OLD_BOX.format('rect', p(run('Trong khung')))}</mc:Fallback></mc:AlternateContent>",
        "<mc:AlternateContent><mc:Choice Requires='wps'>"
        f"{box(p(run('Trong khung')))}</mc:Choice><mc:Fallback><w:pict><v:line/></w:pict>"
        "</mc:Fallback></mc:AlternateContent>",
        OLD_BOX.format("oval", p(run("Trong khung"))),
        "<w:pict><v:shape><v:textpath string='Trong khung'/></v:shape></w:pict>",
    ],
    ids=["anchored", "in line", "no other", "two ways", "an empty other", "oval", "word art"],
)
def test_text_boxes_follow_their_paragraph(markup: str) -> None:
    draft = read(with_body(p(run("Ngoài khung."), f"<w:r>{markup}</w:r>")))
    assert said(draft) == "<p>Ngoài khung.</p><p>Trong khung</p>"
    assert draft.notes == []


def test_hidden_letters_of_a_text_box_stay_out() -> None:
    inside = p(run("Thấy. "), run("Nội bộ", "<w:vanish/>"))
    draft = read(with_body(p(run("Ngoài khung."), f"<w:r>{box(inside)}</w:r>")))
    assert said(draft) == "<p>Ngoài khung.</p><p>Thấy.</p>"


def test_a_chart_leaves_a_note() -> None:
    chart = (
        "<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><c:chart/></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing></w:r>"
    )
    draft = read(with_body(p(run("Số liệu")), p(chart)))
    assert draft.notes == [
        "Không lấy được 1 biểu đồ hoặc sơ đồ vẽ trong Word. Nếu cần, hãy chụp thành ảnh rồi chèn "
        "vào trang."
    ]


def test_signs_of_other_fonts_are_kept_or_told() -> None:
    signs = [
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>',
        '<w:r><w:sym w:font="Arial" w:char="00B2"/></w:r>',
        '<w:r><w:sym w:font="Cua rieng" w:char="F0AB"/></w:r>',
    ]
    draft = read(with_body(p(run("a"), *signs)))
    assert said(draft) == "<p>a✓²</p>"
    assert draft.notes == [
        "Không lấy được 1 ký hiệu của phông riêng (như Wingdings). Hãy gõ lại nếu cần."
    ]


def test_tracked_changes_are_counted() -> None:
    changes = (
        run("Mức thu "),
        '<w:del w:id="1"><w:r><w:delText>100.000 đồng</w:delText></w:r></w:del>',
        f'<w:ins w:id="2">{run("120.000 đồng")}</w:ins>',
    )
    mark = p(run("Đoạn sau"), properties='<w:rPr><w:ins w:id="3"/></w:rPr>')
    draft = read(with_body(p(*changes), mark))
    assert "Mức thu 120.000 đồng" in said(draft)
    assert "100.000" not in said(draft)
    assert draft.notes[0].startswith("Tệp Word còn 3 chỗ sửa đang theo dõi (Track Changes).")


def test_a_document_without_anything_to_take_says_so() -> None:
    with pytest.raises(WordRefused, match="Không có chữ hay ảnh nào lấy được"):
        read(with_body(p()))


def test_only_a_title_is_told() -> None:
    data = word(lambda document: document.add_heading("Long Biên 15 năm", 0))
    draft = read(data)
    assert (draft.title, draft.blocks) == ("Long Biên 15 năm", [])
    assert draft.notes == ["Tệp Word chỉ có tiêu đề, không có nội dung nào lấy được."]


def test_half_of_a_document_in_an_old_font() -> None:
    def build(document: Any) -> None:
        for words in (
            "Quận Long Biên đẹp",
            "Céng hßa x· héi chñ nghÜa ViÖt Nam",
            "§éc lËp - Tù do - H¹nh phóc",
            "Hà và cô giáo",
        ):
            document.add_paragraph(words)

    draft = read(word(build))
    assert said(draft) == (
        "<p>Quận Long Biên đẹp</p><p>Cộng hòa xã hội chủ nghĩa Việt Nam</p>"
        "<p>Độc lập - Tự do - Hạnh phúc</p><p>Hà và cô giáo</p>"
    )
    assert draft.notes == [
        "Chữ trong tệp Word đã được chuyển từ bảng mã TCVN3 sang Unicode: hãy đọc lại."
    ]


@pytest.mark.parametrize(
    ("font", "typed", "meant"),
    [
        (".VnTime", "Hµ", "Hà"),
        (".VnTimeH", "phßng v¨n hãa", "PHÒNG VĂN HÓA"),
        ("VNI-Times", "Vieät", "Việt"),
        ("Times New Roman", "Hµ", "Hµ"),
        # Typed later by somebody with Unicode, in a paragraph that kept its font.
        (".VnTime", "Thủy Hà", "Thủy Hà"),
    ],
)
def test_the_font_of_a_run_says_how_it_is_written(font: str, typed: str, meant: str) -> None:
    def build(document: Any) -> None:
        part = document.add_paragraph("Quận: ").add_run(typed)
        part.font.name, part.font.size = font, Pt(14)

    assert said(read(word(build))) == f"<p>Quận: {meant}</p>"


def test_the_font_of_a_style_says_so_too() -> None:
    style = """<w:style w:type="paragraph" w:styleId="cu"><w:name w:val="Cu"/>
    <w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:style>"""
    old = p(run("bé"), properties='<w:pStyle w:val="cu"/>')
    assert said(read(with_body(old, p(run("bé")), styles=[style]))) == "<p>bộ</p><p>bé</p>"


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ("<w:caps/>", "QUYẾT ĐỊNH"),
        ('<w:caps w:val="0"/>', "quyết định"),
        ('<w:rStyle w:val="hoa"/>', "QUYẾT ĐỊNH"),
        ("<w:b/><w:caps/>", "<b>QUYẾT ĐỊNH</b>"),
    ],
)
def test_capitals_that_word_only_shows_are_kept(properties: str, shown: str) -> None:
    style = """<w:style w:type="character" w:styleId="hoa"><w:name w:val="Hoa"/>
    <w:rPr><w:caps/></w:rPr></w:style>"""
    draft = read(with_body(p(run("quyết định", properties)), styles=[style]))
    assert said(draft) == f"<p>{shown}</p>"


PICTURE = (
    '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic xmlns:pic="http://schemas.'
    'openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip r:embed="rId99"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
BROKEN = "Ảnh thứ 1 trong tệp Word bị hỏng, không lấy được."


@pytest.mark.parametrize(
    ("markup", "notes"),
    [
        (f'<w:hyperlink r:id="rId99">{run("chữ")}</w:hyperlink>', []),
        (PICTURE, [BROKEN]),
        ('<w:r><w:pict><v:shape><v:imagedata r:id="rId99"/></v:shape></w:pict></w:r>', [BROKEN]),
        ('<w:r><w:footnoteReference w:id="7"/></w:r>', []),
        ('<w:r><w:endnoteReference w:id="7"/></w:r>', []),
        ('<w:r><w:commentReference w:id="7"/></w:r>', []),
    ],
    ids=["link", "picture", "picture of old Word", "footnote", "endnote", "comment"],
)
def test_a_reference_to_nothing_refuses_no_document(markup: str, notes: list[str]) -> None:
    draft = read(with_body(p(run("Câu mẫu."), markup)))
    assert "Câu mẫu." in said(draft)
    assert draft.notes == notes
