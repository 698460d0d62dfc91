"""Nhuận bút: rules by date, coefficients within ceilings, exact sums, amounts that stay."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from campaigns.forms.royalties import usual_periods
from campaigns.models import Delivery, FeaturePage, Royalty, RoyaltyRate, RoyaltyRule
from campaigns.selectors.royalties import (
    Entry,
    Period,
    amount_of,
    by_author,
    by_unit,
    coefficient_words,
    entries,
    total_of,
)
from campaigns.services.royalties import NotSet, Worth, mark_of, set_worth
from campaigns.states import DeliveryState, ItemKind
from portal.models import Unit, User
from portal.working_time import LOCAL_TIME

PAGE = "/viec/nhuan-but/"
MAY = Period(date(2018, 5, 1), date(2018, 5, 31))
QUERY = "?tu=01/05/2018&den=31/05/2018"
ADMIN = "/quan-tri/quy-dinh-nhuan-but/"
MakeItem = Callable[..., Delivery]


@pytest.fixture
def rule(db: None) -> RoyaltyRule:
    """A made-up base salary, that leaves fractions of a đồng."""
    rule = RoyaltyRule.objects.create(
        valid_from=date(2018, 1, 1), base_salary=Decimal("1000005"), basis="Quy định mẫu"
    )
    for kind, coefficient, ceiling in (
        (ItemKind.NEWS, "1", "10"),
        (ItemKind.ARTICLE, "5", "30"),
        (ItemKind.PHOTO, "1.5", "10"),
    ):
        RoyaltyRate.objects.create(
            rule=rule, kind=kind, coefficient=Decimal(coefficient), ceiling=Decimal(ceiling)
        )
    return rule


@pytest.fixture
def make_item(feature: FeaturePage, department: Unit) -> MakeItem:
    def make(day: int = 10, **fields: Any) -> Delivery:
        moment = datetime(2018, 5, day, 9, tzinfo=LOCAL_TIME)
        wanted = {
            "feature": feature,
            "unit": department,
            "kind": ItemKind.ARTICLE,
            "title": "Bài mẫu",
            "author_name": "Tác giả Mẫu",
            "state": DeliveryState.PUBLISHED,
            "begun_at": moment,
            "sent_at": moment,
            "published_at": moment,
        }
        return Delivery.objects.create(**{**wanted, **fields})

    return make


def entry(item: Delivery, period: Period = MAY) -> Entry:
    return next(each for each in entries(period) if each.item == item)


def worth(item: Delivery, coefficient: str, note: str = "", period: Period = MAY) -> Worth:
    return Worth(item.pk, Decimal(coefficient), note, mark_of(entry(item, period)))


# What an item is worth


def test_an_amount_is_rounded_once_a_half_upwards(rule: RoyaltyRule) -> None:
    assert amount_of(rule, Decimal(1)) == Decimal(100001)  # 100000,5
    assert amount_of(rule, Decimal("0.5")) == Decimal(50000)  # 50000,25
    assert amount_of(rule, Decimal(0)) == 0
    assert [coefficient_words(Decimal(c)) for c in ("10.00", "1.25", "0")] == ["10", "1,25", "0"]


def test_the_usual_coefficient_is_that_of_the_day_of_publishing(
    rule: RoyaltyRule, make_item: MakeItem
) -> None:
    old, new = make_item(day=9), make_item(day=10)
    later = RoyaltyRule.objects.create(
        valid_from=date(2018, 5, 10), base_salary=Decimal(2000000), basis="Quy định mẫu mới"
    )
    RoyaltyRate.objects.create(
        rule=later, kind=ItemKind.ARTICLE, coefficient=Decimal(4), ceiling=Decimal(30)
    )
    assert (entry(old).coefficient, entry(old).amount) == (Decimal(5), Decimal(500003))
    assert (entry(new).coefficient, entry(new).amount) == (Decimal(4), Decimal(800000))


def test_without_a_rule_or_a_rate_nothing_is_counted(
    rule: RoyaltyRule, make_item: MakeItem
) -> None:
    RoyaltyRule.objects.filter(pk=rule.pk).update(valid_from=date(2018, 5, 10))
    early, video = make_item(day=9), make_item(kind=ItemKind.VIDEO)
    assert entry(early).why_not == "Chưa có quy định nhuận bút áp dụng từ 09/05/2018"
    assert "chưa ghi hệ số cho loại “Video”" in entry(video).why_not
    total = total_of(entries(MAY))
    assert (total.items, total.amount, total.uncounted) == (2, Decimal(0), 2)


def test_the_list_is_of_what_was_published_in_the_period_and_still_is(
    rule: RoyaltyRule, make_item: MakeItem
) -> None:
    first = make_item(published_at=datetime(2018, 4, 30, 17, 0, tzinfo=UTC))  # 1 May, here
    last = make_item(published_at=datetime(2018, 5, 31, 23, 59, tzinfo=LOCAL_TIME))
    make_item(published_at=datetime(2018, 6, 1, 0, 0, tzinfo=LOCAL_TIME))
    make_item(state=DeliveryState.TAKEN_DOWN)
    make_item(state=DeliveryState.ACCEPTED, published_at=None)
    assert [each.item for each in entries(MAY)] == [first, last]


def test_sums_by_author_and_unit_are_the_whole(
    rule: RoyaltyRule, make_item: MakeItem, other_department: Unit, contributor: User
) -> None:
    make_item(kind=ItemKind.NEWS)
    make_item(kind=ItemKind.NEWS)
    make_item(kind=ItemKind.PHOTO, unit=other_department)  # of another person of the same name
    make_item(author_name="", author=contributor)
    make_item(author_name="")
    found = entries(MAY)
    whole = total_of(found)
    assert whole.amount == Decimal(2 * 100001 + 150001 + 2 * 500003)
    for totals in (by_author(found), by_unit(found)):
        assert sum(each.amount for each in totals) == whole.amount
        assert sum(each.items for each in totals) == 5
    names = sorted((each.label, each.note, each.items) for each in by_author(found))
    assert names == [
        ("Chưa ghi tác giả", "Phòng Kinh tế mẫu", 1),
        ("Cong-Tac-Vien", "Phòng Kinh tế mẫu", 1),
        ("Tác giả Mẫu", "Phòng Khác mẫu", 1),
        ("Tác giả Mẫu", "Phòng Kinh tế mẫu", 2),
    ]


def test_the_usual_periods() -> None:
    found = {str(label): period for label, period in usual_periods(date(2018, 12, 31))}
    assert found["Tháng này"] == Period(date(2018, 12, 1), date(2018, 12, 31))
    assert found["Tháng trước"] == Period(date(2018, 11, 1), date(2018, 11, 30))
    assert found["Quý này"] == Period(date(2018, 10, 1), date(2018, 12, 31))
    assert found["Quý trước"] == Period(date(2018, 7, 1), date(2018, 9, 30))
    assert found["Năm trước"] == Period(date(2017, 1, 1), date(2017, 12, 31))
    new_year = {str(label): period for label, period in usual_periods(date(2018, 1, 5))}
    assert new_year["Quý trước"] == Period(date(2017, 10, 1), date(2017, 12, 31))


# Setting


def test_what_is_set_stays_when_the_rule_changes(
    rule: RoyaltyRule, make_item: MakeItem, board: User
) -> None:
    item = make_item()
    assert set_worth(wanted=[worth(item, "12.25", "Bài công phu")], by=board) == 1
    RoyaltyRule.objects.update(base_salary=Decimal(9))
    found = entry(item)
    assert (found.coefficient, found.amount) == (Decimal("12.25"), Decimal(1225006))
    assert (found.is_set, found.royalty and found.royalty.note) == (True, "Bài công phu")
    assert total_of([found]).set_amount == Decimal(1225006)


@pytest.mark.parametrize(
    ("kind", "coefficient", "sentence"),
    [
        (ItemKind.NEWS, "10.01", "tối đa là 10."),
        (ItemKind.ARTICLE, "30.5", "tối đa là 30."),
        (ItemKind.ARTICLE, "-1", "không được âm"),
        (ItemKind.VIDEO, "1", "chưa ghi hệ số"),
    ],
)
def test_ceilings_hold_and_nothing_is_half_saved(
    rule: RoyaltyRule, make_item: MakeItem, board: User, kind: str, coefficient: str, sentence: str
) -> None:
    good, bad = make_item(), make_item(kind=kind)
    with pytest.raises(NotSet) as not_set:
        set_worth(wanted=[worth(good, "1"), worth(bad, coefficient)], by=board)
    assert list(not_set.value.refusals) == [bad.pk]
    assert sentence in str(not_set.value.refusals[bad.pk])
    assert not Royalty.objects.exists()


def test_the_overall_ceiling_holds_over_that_of_a_kind(
    rule: RoyaltyRule, make_item: MakeItem, board: User
) -> None:
    RoyaltyRule.objects.update(overall_ceiling=Decimal(8))
    item = make_item()
    with pytest.raises(NotSet, match="tối đa là 8"):
        set_worth(wanted=[worth(item, "9")], by=board)
    assert set_worth(wanted=[worth(item, "8")], by=board) == 1


def test_others_set_nothing(
    rule: RoyaltyRule, make_item: MakeItem, leader: User, contributor: User
) -> None:
    item = make_item()
    for user in (leader, contributor):
        with pytest.raises(PermissionDenied):
            set_worth(wanted=[worth(item, "1")], by=user)


def test_what_changed_meanwhile_is_told(
    rule: RoyaltyRule, make_item: MakeItem, board: User
) -> None:
    item, gone = make_item(), make_item()
    stale, of_gone = worth(item, "7"), worth(gone, "7")
    set_worth(wanted=[worth(item, "6")], by=board)
    Delivery.objects.filter(pk=gone.pk).update(state=DeliveryState.TAKEN_DOWN)
    with pytest.raises(NotSet) as not_set:
        set_worth(wanted=[stale, of_gone], by=board)
    assert "vừa ghi hệ số 6" in str(not_set.value.refusals[item.pk])
    assert "không còn đăng" in str(not_set.value.refusals[gone.pk])
    assert entry(item).coefficient == Decimal(6)


# The page


def sent(response: Any) -> dict[str, str]:
    """What a browser would send of the form that stands on the page."""
    data = {}
    for form in response.context["rows"]:
        for field in form:
            value = field.value()
            data[field.html_name] = "" if value is None else str(value).replace(".", ",")
            data[field.html_initial_name] = data[field.html_name]
        data[form["seen"].html_name] = form["seen"].value()
    return data


def test_the_board_alone_sees_it(
    client: Client, feature: FeaturePage, board: User, leader: User, contributor: User
) -> None:
    for path in (PAGE, f"{PAGE}bang.xlsx"):
        client.logout()
        assert client.get(path).status_code == 302
        client.force_login(board)
        assert client.get(path).status_code == 200
        for user in (leader, contributor):
            client.force_login(user)
            assert client.get(path).status_code == 404
            assert client.post(path).status_code == 404
    client.force_login(board)
    assert f'href="{PAGE}"' in client.get("/viec/").content.decode()


@pytest.mark.parametrize("query", ["?tu=31/02/2018", "?tu=02/05/2018&den=01/05/2018", "?tu=1/5/18"])
def test_a_wrong_period_is_refused(
    client: Client, feature: FeaturePage, board: User, query: str
) -> None:
    client.force_login(board)
    assert client.get(f"{PAGE}{query}").status_code == 400
    assert client.post(f"{PAGE}{query}").status_code == 400
    assert client.get(f"{PAGE}bang.xlsx{query}").status_code == 404


def test_saving_the_form(
    client: Client, rule: RoyaltyRule, make_item: MakeItem, board: User
) -> None:
    item, usual, set_before = make_item(title="Một"), make_item(), make_item()
    set_worth(wanted=[worth(set_before, "2")], by=board)
    before = Royalty.objects.get(delivery=set_before)
    client.force_login(board)
    data = sent(client.get(f"{PAGE}{QUERY}"))
    data[f"b{item.pk}-coefficient"] = "12,5"
    data[f"b{item.pk}-note"] = "Bài công phu"
    response = client.post(f"{PAGE}{QUERY}", data, follow=True)
    assert "Đã lưu hệ số của 2 bài." in response.content.decode()
    assert entry(item).coefficient == Decimal("12.5")
    assert entry(usual).is_set
    again = Royalty.objects.get(delivery=set_before)
    assert (again.set_at, again.coefficient) == (before.set_at, before.coefficient)
    assert "1.250.006" in response.content.decode()


def test_a_refused_form_keeps_what_was_typed(
    client: Client, rule: RoyaltyRule, make_item: MakeItem, board: User
) -> None:
    item, other, empty = make_item(), make_item(), make_item()
    client.force_login(board)
    data = sent(client.get(f"{PAGE}{QUERY}"))
    data |= {
        f"b{item.pk}-coefficient": "31",
        f"b{other.pk}-coefficient": "7,25",
        f"b{other.pk}-note": "Giữ lại",
    }
    response = client.post(f"{PAGE}{QUERY}", data)
    page = response.content.decode()
    assert response.status_code == 400
    assert "tối đa là 30" in page
    assert 'value="7,25"' in page
    assert 'value="Giữ lại"' in page
    assert not Royalty.objects.exists()
    for typed in ("một", "1,255", ""):
        data |= {f"b{item.pk}-coefficient": "1", f"b{empty.pk}-coefficient": typed}
        assert client.post(f"{PAGE}{QUERY}", data).status_code == 400
    assert not Royalty.objects.exists()


def test_what_another_set_meanwhile_is_kept_where_nothing_was_typed(
    client: Client, rule: RoyaltyRule, make_item: MakeItem, board: User
) -> None:
    item, other = make_item(), make_item()
    client.force_login(board)
    data = sent(client.get(f"{PAGE}{QUERY}"))
    set_worth(wanted=[worth(item, "6")], by=board)
    data[f"b{other.pk}-coefficient"] = "7"
    assert client.post(f"{PAGE}{QUERY}", data).status_code == 302
    assert [entry(each).coefficient for each in (item, other)] == [Decimal(6), Decimal(7)]
    data[f"b{item.pk}-coefficient"] = "8"
    page = client.post(f"{PAGE}{QUERY}", data)
    assert page.status_code == 400
    assert "vừa ghi hệ số 6" in page.content.decode()
    assert entry(item).coefficient == Decimal(6)


def test_a_long_list_costs_the_same(
    client: Client, rule: RoyaltyRule, make_item: MakeItem, board: User
) -> None:
    client.force_login(board)
    counts = []
    for number in (2, 60):
        for _ in range(number):
            make_item()
        with CaptureQueriesContext(connection) as statements:
            response = client.get(f"{PAGE}{QUERY}")
        counts.append(len(statements))
    assert len(response.context["rows"]) == 50
    assert counts[0] == counts[1] <= 8
    second = client.get(f"{PAGE}{QUERY}&trang=2")
    with CaptureQueriesContext(connection) as statements:
        assert client.post(second.context["here"], sent(second)).status_code == 302
    assert len(statements) <= 20
    assert Royalty.objects.count() == 12


def test_the_workbook_has_the_same_sums_as_numbers(
    client: Client, rule: RoyaltyRule, make_item: MakeItem, board: User
) -> None:
    make_item(title="=1+1", author_name="@tác giả")
    make_item(kind=ItemKind.NEWS)
    make_item(kind=ItemKind.VIDEO)
    client.force_login(board)
    response = client.get(f"{PAGE}bang.xlsx{QUERY}")
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == ["Danh sách", "Theo tác giả", "Theo đơn vị"]
    total = total_of(entries(MAY)).amount
    assert total == Decimal(600004)
    rows = list(book["Danh sách"].values)
    assert rows[4][1:7] == (
        "'=1+1",
        "'@tác giả",
        "Phòng Kinh tế mẫu",
        "Bài",
        datetime(2018, 5, 10),
        5,
    )
    assert rows[6][6] is None
    assert (rows[-1][1], rows[-1][9]) == ("Cộng", total)
    for name in ("Theo tác giả", "Theo đơn vị"):
        *lines, last = [row[4] for row in list(book[name].values)[4:]]
        assert sum(lines) == last == total
    assert all(cell.data_type != "f" for sheet in book for row in sheet.rows for cell in row)


# The rules


def rule_fields(**changes: str) -> dict[str, str]:
    return {
        "basis": "Quy định mẫu",
        "valid_from": "01/07/2018",
        "base_salary": "1000000",
        "share": "0.1",
        "overall_ceiling": "50",
        "rates-TOTAL_FORMS": "1",
        "rates-INITIAL_FORMS": "0",
        "rates-MIN_NUM_FORMS": "0",
        "rates-MAX_NUM_FORMS": "1000",
        "rates-0-kind": "news",
        "rates-0-coefficient": "2",
        "rates-0-ceiling": "10",
        **changes,
    }


def test_the_rules_are_the_boards(
    client: Client, site: Any, board: User, contributor: User, leader: User
) -> None:
    client.force_login(board)
    assert client.get(ADMIN).status_code == 200
    page = client.post(f"{ADMIN}new/", rule_fields(**{"rates-0-coefficient": "11"}))
    assert "không được vượt hệ số tối đa" in page.content.decode()
    page = client.post(f"{ADMIN}new/", rule_fields(overall_ceiling="5"))
    assert "không được vượt hệ số tối đa chung" in page.content.decode()
    assert not RoyaltyRule.objects.exists()
    assert client.post(f"{ADMIN}new/", rule_fields()).status_code == 302
    rule = RoyaltyRule.objects.get()
    assert (rule.share, rule.rates.get().ceiling) == (Decimal("0.1"), Decimal(10))
    for user in (contributor, leader):
        client.force_login(user)
        assert client.get(f"{ADMIN}new/").status_code == 302
        client.post(f"{ADMIN}new/", rule_fields(valid_from="01/08/2018"))
        client.post(f"{ADMIN}delete/{rule.pk}/")
    assert RoyaltyRule.objects.get() == rule


def test_a_rule_that_is_used_stays(
    client: Client, rule: RoyaltyRule, make_item: MakeItem, board: User
) -> None:
    set_worth(wanted=[worth(make_item(), "1")], by=board)
    client.force_login(board)
    page = client.post(f"{ADMIN}delete/{rule.pk}/", follow=True)
    assert "Không xóa được" in page.content.decode()
    assert RoyaltyRule.objects.get().rates.count() == 3
    unused = RoyaltyRule.objects.create(
        valid_from=timezone.localdate() + timedelta(days=9), base_salary=1, basis="Chưa dùng"
    )
    client.post(f"{ADMIN}delete/{unused.pk}/")
    assert RoyaltyRule.objects.get() == rule
