"""What shows reports: pairs, badges, the way of a case, charts, QR codes, the line to share."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from portal.charts import Chart, ChartRow, bars, decimal_vi, round_above
from portal.map_tiles import tile_sources

PICTURE = {
    "src": "/media/photos/a.jpg",
    "width": 1600,
    "height": 1200,
    "srcset": "/media/photos/b.jpg 400w, /media/photos/a.jpg 1600w",
    "webp": "/media/photos/a.webp 1600w",
}


def soup(template: str, **context: Any) -> BeautifulSoup:
    return BeautifulSoup(render_to_string(f"components/{template}.html", context), "html.parser")


def tag(source: str, **context: Any) -> BeautifulSoup:
    return BeautifulSoup(Template(source).render(Context(context)), "html.parser")


def chart(*rows: tuple, unit: str = "vụ") -> Chart:
    return Chart(title="Mẫu", unit=unit, rows=rows, source="nguồn mẫu", as_of=date(2018, 5, 30))


# --- the pair ----------------------------------------------------------------------------------


def test_the_pair_stands_in_the_page_and_the_slider_has_a_name() -> None:
    page = soup(
        "compare",
        before={**PICTURE, "alt": "Đống rác"},
        after={**PICTURE, "alt": "Đường sạch"},
        label="ngõ mẫu",
    )
    assert [image["alt"] for image in page.find_all("img")] == ["Đống rác", "Đường sạch"]
    assert [word.text for word in page.select(".compare__word")] == ["Trước", "Sau"]
    slider = page.select_one("input[type=range]")
    assert slider is not None
    assert slider["aria-label"] == "Kéo để so sánh ảnh trước và ảnh sau: ngõ mẫu"
    # Without the script it would do nothing, so it is not there.
    assert slider.has_attr("hidden")


def test_a_standing_picture_is_kept_narrow() -> None:
    standing = {**PICTURE, "width": 1200, "height": 1600}
    assert soup("compare", before=standing, after=PICTURE).select(".compare--tall")
    assert not soup("compare", before=PICTURE, after=standing).select(".compare--tall")


# --- states and cards --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tone", "shape"),
    [
        ("red", "alert"),
        ("gold", "clock"),
        ("steel", "progress"),
        ("reed", "check"),
        ("plain", "square"),
    ],
)
def test_a_state_is_told_by_word_shape_and_colour(tone: str, shape: str) -> None:
    badge = soup("state_badge", badge={"word": "Trạng thái", "tone": tone})
    assert badge.text.strip() == "Trạng thái"
    assert str(badge.use["href"]).endswith(f"#{shape}")  # type: ignore[index]
    assert badge.select(f".badge--{tone}")


def test_a_card_escapes_what_a_citizen_wrote_and_shows_the_pair() -> None:
    case = {"title": "<b>Rác</b>", "url": "/a/", "picture": PICTURE, "after": PICTURE}
    card = soup("case_card", case=case)
    assert card.select_one(".card__link").text == "<b>Rác</b>"  # type: ignore[union-attr]
    # The link's words say what the pictures show.
    assert [image["alt"] for image in card.find_all("img")] == ["", ""]
    bare = soup("case_card", case={"title": "Rác", "url": "/a/", "picture": None})
    assert "Chưa có ảnh công khai" in bare.text
    assert not bare.find_all("img")


def test_the_way_of_a_case_has_dates_and_units() -> None:
    items = [
        {
            "at": datetime(2018, 5, 30, 15, 45, tzinfo=UTC),
            "label": "Đã giao phường",
            "text": "<script>",
            "unit_name": "Phường mẫu",
        }
    ]
    page = soup("case_timeline", items=items)
    assert "30/05/2018 | 22:45" in page.text
    assert "Phường mẫu" in page.text
    assert not page.find_all("script")


# --- sharing and filtering ---------------------------------------------------------------------


def test_the_line_to_share_stands_in_the_page() -> None:
    page = soup("share_message", message="Mẫu </textarea><b>: https://example.vn/1", title="Mẫu")
    line = page.select_one("textarea[readonly]")
    assert line is not None
    assert line.text == "Mẫu </textarea><b>: https://example.vn/1"
    assert page.select_one(f"label[for={line['id']}]")
    assert "needs-js" in page.button.parent["class"]  # type: ignore[union-attr,index]


class Filter(forms.Form):
    ward = forms.CharField(label="Phường", required=False)


def test_filters_are_one_row_that_says_what_is_on() -> None:
    request = RequestFactory().get("/ds/")
    page = soup(
        "filter_row",
        form=Filter({"ward": "a"}),
        on=["Phường mẫu", "Rác thải"],
        count="2 phản ánh",
        kept=[("tab", "chua-dep")],
        request=request,
    )
    assert "Lọc: Phường mẫu · Rác thải" in page.text
    assert not page.details.has_attr("open")  # type: ignore[union-attr]
    assert page.select_one("input[name=tab]")["value"] == "chua-dep"  # type: ignore[index]
    assert page.select_one("a[href='/ds/']")
    none = soup("filter_row", form=Filter({}), on=[], request=request)
    assert "Lọc: tất cả" in none.text
    assert not none.find_all("a")


# --- charts ------------------------------------------------------------------------------------


def test_a_chart_is_its_own_table() -> None:
    page = tag(
        "{% load portal_charts %}{% bar_chart chart %}",
        chart=chart(
            ("Phường một", 86.4, "22 phản ánh", "/mot/"),
            ("Phường hai", None, "Dưới 10 phản ánh"),
            unit="%",
        ),
    )
    assert page.caption.text == "Mẫu"  # type: ignore[union-attr]
    rows = page.select("tbody tr")
    assert [row.select_one(".chart__value").text for row in rows] == ["86,4", "–"]  # type: ignore[union-attr]
    assert [row.rect["width"] for row in rows] == ["86.40", "0.00"]  # type: ignore[index]
    assert rows[0].a["href"] == "/mot/"  # type: ignore[index]
    assert "Nguồn: nguồn mẫu, tính đến 30/05/2018." in page.text
    assert "style=" not in str(page)


def test_an_empty_chart_says_so() -> None:
    page = tag("{% load portal_charts %}{% bar_chart chart %}", chart=chart())
    assert "Chưa có số liệu trong kỳ này." in page.text


def test_bars_are_drawn_against_a_round_number() -> None:
    assert [bar.width for bar in bars(chart(("a", 30), ("b", Decimal(12))))] == ["60.00", "24.00"]
    assert [bar.width for bar in bars(chart(("a", 0)))] == ["0.00"]
    with pytest.raises(ValueError, match="shorter than nothing"):
        bars(chart(ChartRow("a", -1)))


@pytest.mark.parametrize(
    ("value", "top"), [(0, 1), (0.3, 0.5), (1, 1), (7, 10), (10, 10), (11, 20), (2018, 5000)]
)
def test_round_numbers(value: float, top: float) -> None:
    assert round_above(value) == pytest.approx(top)


@pytest.mark.parametrize(
    ("value", "text"), [(1234, "1.234"), (86.4, "86,4"), (1234.56, "1.234,6"), (3.0, "3"), (0, "0")]
)
def test_numbers_are_written_as_in_vietnamese(value: float, text: str) -> None:
    assert decimal_vi(value) == text


# --- QR ----------------------------------------------------------------------------------------


def test_a_qr_code_holds_the_whole_address(settings: Any) -> None:
    settings.SITE_URL = "https://longbien.example.vn"
    page = tag("{% load portal_qr %}{% qr '/a/2018-1/' 'Mã của phản ánh' %}")
    assert page.a["href"] == "https://longbien.example.vn/a/2018-1/"  # type: ignore[index]
    assert "Mã của phản ánh" in page.text
    assert page.svg is not None
    assert page.svg["viewbox"]
    assert "style=" not in str(page)


def test_a_qr_code_of_an_odd_address_stays_text() -> None:
    page = tag("{% load portal_qr %}{% qr url %}", url='https://example.vn/?a="><script>')
    assert not page.find_all("script")


# --- photos and maps ---------------------------------------------------------------------------


def test_a_photo_is_a_link_to_its_picture() -> None:
    page = soup("photo_gallery", photos=[{**PICTURE, "alt": "Nắp cống"}])
    link = page.select_one("a.photos__link")
    assert link is not None
    assert link["href"] == "/media/photos/a.jpg"
    assert link["data-width"] == "1600"
    assert link.img["alt"] == "Nắp cống"  # type: ignore[index]


POINT = {"latitude": 21.0461, "longitude": 105.872, "label": "Nắp <b>cống</b>", "url": "/a/"}


def test_each_point_of_a_map_stands_in_the_list(settings: Any) -> None:
    settings.MAP_TILE_URL = ""
    page = tag(
        "{% load portal_map %}{% point_map points places '/diem/' %}",
        points=[{**POINT, "tone": "red", "state": "Quá hạn"}, {**POINT, "count": 1234}],
        places=[{"name": "Phường mẫu", "latitude": 21.05, "longitude": 105.9}],
    )
    rows = page.select("li.map__point")
    # Numbers for the script, whatever the language writes.
    assert [row["data-latitude"] for row in rows] == ["21.0461", "21.0461"]
    assert [row["data-count"] for row in rows] == ["1", "1234"]
    assert rows[0].a.text == "Nắp <b>cống</b>"  # type: ignore[union-attr]
    assert "Quá hạn" in rows[0].text
    frame = page.select_one("[data-map]")
    assert frame is not None
    assert frame["data-points-url"] == "/diem/"
    assert not frame.has_attr("data-tiles")
    assert page.select_one("[data-place]").text == "Phường mẫu"  # type: ignore[union-attr]


def test_a_map_asks_for_tiles_only_where_the_setting_says(settings: Any) -> None:
    settings.MAP_TILE_URL = "https://{s}.tiles.example.vn/{z}/{x}/{y}.png"
    page = tag("{% load portal_map %}{% point_map points %}", points=[])
    assert page.select_one("[data-map]")["data-tiles"] == settings.MAP_TILE_URL  # type: ignore[index]
    assert "Chưa có điểm nào" in page.text


@pytest.mark.parametrize(
    ("url", "sources"),
    [
        ("", []),
        ("/ban-do/{z}/{x}/{y}.png", []),
        ("https://tiles.example.vn/{z}/{x}/{y}.png", ["https://tiles.example.vn"]),
        ("https://{s}.tiles.example.vn:8443/{z}", ["https://*.tiles.example.vn:8443"]),
    ],
)
def test_the_policy_names_the_host_of_the_tiles_alone(url: str, sources: list[str]) -> None:
    assert tile_sources(url) == sources


@pytest.mark.parametrize(
    "url",
    [
        "http://tiles.example.vn/{z}",
        "//tiles.example.vn/{z}",
        "https://{s}/{z}",
        "https://a.vn; script-src *",
        "data:image/png",
        "https://{x}.example.vn/",
    ],
)
def test_an_address_that_would_open_the_policy_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="MAP_TILE_URL"):
        tile_sources(url)
