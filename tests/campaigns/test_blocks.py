"""The blocks of a campaign: their previews, what they refuse, how they compare and order."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.blocks import Block

from campaigns.blocks import FeatureBody
from campaigns.figures import change_words, comparison, exact_vi
from campaigns.models import FeaturePage
from campaigns.timeline import in_order
from portal.models import Unit, User
from portal.roles import Role
from tests.campaigns.bodies import event, figure, timeline

pytestmark = pytest.mark.usefixtures("indexes")


def blocks() -> Iterator[Block]:
    return iter(FeaturePage._meta.get_field("body").stream_block.child_blocks.values())


@pytest.fixture
def editor(client: Client, board: User) -> Client:
    client.force_login(board)
    return client


def preview(client: Client, block: Block) -> str:
    response = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200, block.name
    return response.content.decode()


@pytest.mark.django_db
def test_every_block_has_a_preview_that_says_it_is_a_sample(
    editor: Client, feature: FeaturePage
) -> None:
    for block in blocks():
        assert block.is_previewable, block.name
        assert block.get_description(), block.name
        shown = preview(editor, block)
        assert "mẫu" in shown.lower().split("<main")[1], block.name
        assert "css/portal.css" in shown
        assert " style=" not in shown


def test_no_preview_for_a_visitor(client: Client, feature: FeaturePage) -> None:
    block = next(blocks())
    address = reverse("wagtailadmin_block_preview")
    response = client.get(address, {"id": block.definition_prefix})
    assert response.status_code == 302


def refused(*body: tuple) -> dict:
    stream = FeatureBody()
    with pytest.raises(ValidationError) as error:
        stream.clean(stream.normalize(list(body)))
    return error.value.block_errors or error.value.non_block_errors


def accepted(*body: tuple) -> None:
    stream = FeatureBody()
    stream.clean(stream.normalize(list(body)))


def test_an_event_without_a_source_is_refused() -> None:
    accepted(timeline(event(2003)))
    assert refused(timeline(event(2003) | {"source": ""}))


def test_a_day_belongs_to_the_year_of_its_event() -> None:
    accepted(timeline(event(2003, date=date(2003, 11, 6))))
    assert refused(timeline(event(2003, date=date(2004, 11, 6))))


@pytest.mark.parametrize(
    "wrong",
    [
        figure((2004, "237"), (2017, "6673")) | {"source": ""},
        figure((2004, "237")),
        figure((2004, "237"), (2004, "300")),
        figure((2004, "-1"), (2017, "6673")),
    ],
    ids=["no source", "one year", "a year twice", "below zero"],
)
def test_a_figure_that_cannot_be_shown_is_refused(wrong: dict) -> None:
    accepted(("then_now", {"title": "Mẫu", "items": [figure((2004, "237"), (2017, "6673"))]}))
    assert refused(("then_now", {"title": "Mẫu", "items": [wrong]}))


def test_a_page_has_one_timeline() -> None:
    assert refused(timeline(event(2003)), timeline(event(2004)))


@pytest.mark.parametrize(
    ("first", "last", "unit", "words"),
    [
        ("237", "6673", "tỷ đồng", "gấp 28 lần"),
        ("647", "6265", "doanh nghiệp", "gấp 9,7 lần"),
        ("170706", "292000", "người", "tăng 71,1%"),
        ("200", "150", "hộ", "giảm 25%"),
        ("12.5", "7", "%", "giảm 5,5 điểm phần trăm"),
        ("5", "5.0", "hộ", "không đổi"),
        ("0", "5", "hộ", ""),
    ],
)
def test_the_change_is_computed(first: str, last: str, unit: str, words: str) -> None:
    assert change_words(Decimal(first), Decimal(last), unit) == words


def test_numbers_keep_their_decimals() -> None:
    assert exact_vi(Decimal("6038.24")) == "6.038,24"
    assert exact_vi(Decimal("6673.00")) == "6.673"
    assert exact_vi(Decimal("1E+3")) == "1.000"


def test_figures_stand_by_year_and_the_longest_bar_is_the_largest() -> None:
    rows = figure((2017, "6673"), (2004, "237"), (2010, "0")) | {"source_url": ""}
    found = comparison(rows)
    assert found is not None
    assert [row.year for row in found.rows] == [2004, 2010, 2017]
    assert [row.width for row in found.rows] == ["3.55", "0.00", "100.00"]
    assert comparison(rows | {"values": rows["values"][:1]}) is None


def test_events_are_in_order_each_with_its_address() -> None:
    found = in_order(
        [
            event(2004, "Sau"),
            event(2003, "Chỉ biết năm"),
            event(2003, "Có ngày", date="2003-11-06"),
            {"title": "Bản nháp chưa có năm", "year": None},
        ]
    )
    assert [(placed.anchor, placed.event["title"], placed.opens_year) for placed in found] == [
        ("nam-2003", "Có ngày", True),
        ("nam-2003-2", "Chỉ biết năm", False),
        ("nam-2004", "Sau", True),
    ]
    assert found[0].day == date(2003, 11, 6)


def test_a_department_head_sees_previews_too(
    client: Client, feature: FeaturePage, department: Unit, make_user: Callable[..., User]
) -> None:
    client.force_login(make_user("viet-bai", (department, Role.CONTRIBUTOR)))
    assert "Sự kiện mẫu" in preview(client, FeatureBody().child_blocks["timeline"])
