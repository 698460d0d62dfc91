"""What is pasted from Word becomes blocks; nothing of its marks and styles comes through."""

import json
from typing import Any

import pytest
from django.urls import reverse

from portal.editor.pasted import read_pasted
from tests.costs import DJANGO, costs_of, over
from tests.editor import People, sign_in

WORD = """
<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta name=Generator
content="Microsoft Word 15"><style>p.MsoNormal {mso-style-parent:"";}</style></head><body lang=VI>
<!--StartFragment-->
<h2 style='mso-outline-level:2'>1. Kết quả
tháng mẫu<o:p></o:p></h2>
<p class=MsoNormal style='margin-top:6.0pt'>Đơn vị&nbsp;mẫu đã <b
style='mso-bidi-font-weight:normal'>làm xong</b> việc <span
style='font-style:italic'>thứ nhất</span>, <a href="https://example.org/?a=1&amp;b=2">xem
thêm</a>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-.25in;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New
Roman"'>&nbsp;&nbsp; </span></span><![endif]>Việc một<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp; </span></span><![endif]>Phần của việc một<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table class=MsoTableGrid border=1><tr><td width=100><p class=MsoNormal><b>Đơn vị<o:p></o:p></b></p>
</td><td><p><b>Số việc</b></p></td></tr><tr><td><p class=MsoNormal>Phòng Mẫu</p></td>
<td>12</td></tr>
</table>
<p class=MsoHeading3>2. Ghi chú</p>
<p class=MsoNormal>Hết. <img src="file:///C:/anh.png"></p>
<!--EndFragment--></body></html>
"""


def texts(block: dict[str, Any]) -> list[tuple[str, int, str]]:
    """The lines of a paragraph block: kind, depth, words."""
    state = json.loads(block["value"])
    return [(line["type"], line["depth"], line["text"]) for line in state["blocks"]]


def kinds(html: str) -> list[str]:
    return [block["type"] for block in read_pasted(html).blocks]


def table(html: str) -> dict[str, Any]:
    (block,) = read_pasted(f"<table>{html}</table>").blocks
    value: dict[str, Any] = block["value"]
    return value


def test_a_text_of_word_becomes_headings_paragraphs_and_tables() -> None:
    pasted = read_pasted(WORD)
    first, text, figures, second, last = pasted.blocks
    assert first == {"type": "heading", "value": {"text": "1. Kết quả tháng mẫu"}}
    assert second == {"type": "heading", "value": {"text": "2. Ghi chú"}}
    assert texts(text) == [
        ("unstyled", 0, "Đơn vị mẫu đã làm xong việc thứ nhất, xem thêm."),
        ("ordered-list-item", 0, "Việc một"),
        ("unordered-list-item", 1, "Phần của việc một"),
    ]
    state = json.loads(text["value"])
    styles = state["blocks"][0]["inlineStyleRanges"]
    assert [(style["style"], style["offset"], style["length"]) for style in styles] == [
        ("BOLD", 14, 8),
        ("ITALIC", 28, 8),
    ]
    assert state["entityMap"]["0"]["data"]["url"] == "https://example.org/?a=1&b=2"
    assert [column["heading"] for column in figures["value"]["columns"]] == ["Đơn vị", "Số việc"]
    assert figures["value"]["rows"] == [{"values": ["Phòng Mẫu", "12"]}]
    assert texts(last) == [("unstyled", 0, "Hết.")]
    assert pasted.pictures == 1


def test_lists_that_are_marked_as_lists_keep_their_levels() -> None:
    (block,) = read_pasted(
        "<ul><li><p>Một</p><ol><li>Một một</li></ol></li><li>Hai</li></ul><ol><li>Ba</li></ol>"
    ).blocks
    assert texts(block) == [
        ("unordered-list-item", 0, "Một"),
        ("ordered-list-item", 1, "Một một"),
        ("unordered-list-item", 0, "Hai"),
        ("ordered-list-item", 0, "Ba"),
    ]


def test_merged_cells_are_told_in_each_row_and_once_in_a_row() -> None:
    value = table(
        "<tr><th>Đơn vị</th><th colspan=2>Số</th></tr>"
        "<tr><td rowspan=2>A</td><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr>"
    )
    assert [column["heading"] for column in value["columns"]] == ["Đơn vị", "Số", ""]
    assert [row["values"] for row in value["rows"]] == [["A", "1", "2"], ["A", "3", "4"]]


def test_a_table_without_a_heading_row_has_none() -> None:
    value = table(
        "<tr><td>Thời gian</td><td>8 giờ</td></tr><tr><td>Nơi</td><td>Hội trường</td></tr>"
    )
    assert [column["heading"] for column in value["columns"]] == ["", ""]
    assert len(value["rows"]) == 2


def test_a_cell_that_claims_to_be_huge_makes_no_huge_table() -> None:
    value = table("<tr><td colspan=99999999 rowspan=99999999>A</td></tr><tr><td>B</td></tr>")
    assert len(value["columns"]) <= 30
    assert len(value["rows"]) == 2


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", []),
        ("<p>&nbsp;</p><h1></h1><table><tr><td></td></tr></table>", []),
        ("<table><tr><td><p>Khung</p></td></tr></table>", ["paragraph"]),
        ("<b style='font-weight:normal'><h2>Mục</h2><p>Chữ</p></b>", ["heading", "paragraph"]),
        (f"<h1>{'dài ' * 60}</h1>", ["paragraph"]),
        ("<script>alert(1)</script><style>p{}</style>", []),
    ],
)
def test_odd_sources(html: str, expected: list[str]) -> None:
    assert kinds(html) == expected


def test_no_address_but_of_the_web_or_of_mail() -> None:
    (block,) = read_pasted(
        '<p><a href="javascript:alert(1)">a</a> <a href="file:///c:/x">b</a> '
        '<a href="#_Toc1">c</a> <a href="mailto:mau@example.org">d</a></p>'
    ).blocks
    links = json.loads(block["value"])["entityMap"].values()
    assert [link["data"]["url"] for link in links] == ["mailto:mau@example.org"]


def test_letters_that_look_like_marks_stay_letters() -> None:
    (block,) = read_pasted("<p>&lt;script&gt; &amp;amp; 2 &lt; 3</p>").blocks
    assert texts(block) == [("unstyled", 0, "<script> &amp; 2 < 3")]


def test_the_editor_asks_for_the_blocks(people: People) -> None:
    url = reverse("portal_editor_split")
    client = sign_in(people.writer)
    answer = client.post(url, {"html": "<h2>Mục</h2>"}, content_type="application/json").json()
    assert answer == {"blocks": [{"type": "heading", "value": {"text": "Mục"}}], "pictures": 0}


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"html": 1}', "[" * 100_000, "deep"])
def test_what_is_no_html_is_refused(people: People, body: str) -> None:
    url = reverse("portal_editor_split")
    if body == "deep":
        body = json.dumps({"html": "<div>" * 1500 + "a"})
    response = sign_in(people.writer).post(url, body, content_type="application/json")
    assert response.status_code == 400
    assert response.json()["error"].endswith(".")
    assert sign_in(people.writer).get(url).status_code == 405


def test_too_much_at_once_is_said(people: People) -> None:
    client, kind = sign_in(people.writer), "application/json"
    for html in ("<div>" * 1500 + "a", "<b>a</b>" * 20_001, "a" * 1_500_001):
        answer = client.post(reverse("portal_editor_split"), {"html": html}, content_type=kind)
        assert answer.status_code == 400
        assert "Hãy dán từng phần" in answer.json()["error"]
    url = reverse("portal_editor_convert")
    answer = client.post(url, {"texts": ["a" * 250_001] * 2}, content_type=kind)
    assert (answer.status_code, "Hãy dán từng phần" in answer.json()["error"]) == (400, True)


HALF = 9_900
WORST = {
    "texts": f"'<p><b>a</b></p>' * {HALF}",
    "nested around texts": f"'<b>' * 140 + '<span>a</span>' * {HALF * 2} + '<p>b'",
    "nested styles": f"'<span style=\"color:red\">' * 140 + 'a<i>b</i>' * {HALF * 2}",
    "line breaks": f"'<p>x' + '<br>' * {HALF * 2} + 'x'",
    "spaces": "'<p>a' + ' &nbsp;' * 190_000 + 'b'",
    "nested lists": f"'<ul><li>' * 70 + '<li>a' * {HALF * 2}",
    "lists in turns": f"'<ol><li>a</ol><ul><li>b</ul>' * {HALF // 2}",
    "nested tables": f"'<table><tr><td>' * 35 + '<p>a' * {HALF * 2}",
    "huge cells": f"'<table>' + '<tr><td colspan=1000 rowspan=1000>a' * {HALF}",
    "nested": "'<div>' * 200_000",
    "attributes": "'<a ' + ' '.join(f'a{n}=1' for n in range(150_000)) + '>x'",
    "unclosed": "'<a <!-- <![CDATA[ <? ' * 60_000",
}


def test_the_worst_pastes_cost_little() -> None:
    imports = "from portal.editor.pasted import read_pasted\n"
    imports += "from portal.legacy_text import convert_all"
    calls = {name: f"len(read_pasted({html}).blocks)" for name, html in WORST.items()}
    calls["TCVN3"] = "len(convert_all(['\\xf6\\xb8 ' * 160_000]))"
    calls["VNI"] = "len(convert_all(['a\\xf9' * 250_000]))"
    costs = costs_of(calls, setup=f"{DJANGO}\n{imports}")
    assert over(costs, seconds=20, megabytes=250) == {}
    odd = [c for c in costs.values() if not c.said.isdecimal() and "TooLarge" not in c.said]
    assert odd == []


def test_nobody_without_the_editor_is_answered(client: Any, db: None) -> None:
    url = reverse("portal_editor_split")
    response = client.post(url, {"html": "<h2>a</h2>"}, content_type="application/json")
    assert response.status_code == 302
