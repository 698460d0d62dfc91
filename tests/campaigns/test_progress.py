"""Progress of a campaign: who sees it, numbers that are right and agree with their lists, Excel."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from campaigns.models import ContributionRequest, Delivery, FeaturePage, ThemePage
from campaigns.selectors.deliveries import BY_WORD, deliveries
from campaigns.selectors.progress import Progress, Tally, progress, totals
from campaigns.selectors.scope import Scope, campaign_themes, campaign_units
from campaigns.services import asking
from campaigns.services.succession import pass_on
from campaigns.states import HANDED_IN, TAKEN, DeliveryState, ItemKind, RequestState
from home.models import HomePage
from portal.kinds import UnitKind
from portal.models import CalendarDay, Unit, UnitSuccession, User
from portal.templatetags.portal_tags import number_vi
from portal.working_time import LOCAL_TIME, forget_calendar
from tests.campaigns.conftest import MakeContribution, MakeRequest
from tests.factories.pages import add_page

NOW = datetime(2018, 5, 30, 10, tzinfo=LOCAL_TIME)  # a Wednesday
MakeUnit = Callable[..., Unit]


def found(feature: FeaturePage, now: datetime | None = None, **narrow: Any) -> Progress:
    return progress(
        Scope(feature, **narrow),
        now or timezone.now(),
        units=campaign_units(feature),
        themes=campaign_themes(feature),
    )


def give(
    request: ContributionRequest | None,
    state: DeliveryState = DeliveryState.SENT,
    *,
    sent_at: datetime | None = None,
    **fields: Any,
) -> Delivery:
    """A bare item on its way; those of pages have tests of their own."""
    if request is not None:
        for name in ("feature", "theme", "unit", "kind"):
            fields.setdefault(name, getattr(request, name))
    moment = sent_at or timezone.now()
    return Delivery.objects.create(
        request=request,
        state=state,
        title=fields.pop("title", "Bài mẫu"),
        begun_at=moment,
        sent_at=None if state == DeliveryState.DRAFT else moment,
        published_at=moment if state == DeliveryState.PUBLISHED else None,
        **fields,
    )


# Who sees it


def paths(feature: FeaturePage) -> list[str]:
    base = f"/viec/chuyen-trang/{feature.pk}/"
    return [f"{base}tien-do/", f"{base}tien-do/bang.xlsx", f"{base}san-pham/", "/viec/tien-do/"]


def test_the_board_and_the_leaders_alone_see_it(
    client: Client, feature: FeaturePage, board: User, leader: User, contributor: User, head: User
) -> None:
    for path in paths(feature):
        client.logout()
        assert client.get(path).status_code == 302
        for user in (board, leader):
            client.force_login(user)
            assert client.get(path, follow=True).status_code == 200, (path, user)
            assert client.post(path).status_code == 405
        for user in (contributor, head):
            client.force_login(user)
            assert client.get(path).status_code == 404, (path, user)
    client.force_login(leader)
    assert 'href="/viec/tien-do/"' in client.get("/viec/").content.decode()
    assert client.get("/viec/chuyen-trang/999999/tien-do/").status_code == 404


@pytest.mark.parametrize("query", ["?don-vi=999999", "?loai=x", "?chuyen-de=0"])
def test_what_cannot_be_asked_is_refused(
    client: Client, feature: FeaturePage, board: User, query: str
) -> None:
    client.force_login(board)
    page, xlsx, items, _menu = paths(feature)
    response = client.get(f"{page}{query}")
    assert response.status_code == 400
    assert "Chưa lọc được" in response.content.decode()
    assert client.get(f"{xlsx}{query}").status_code == 404
    assert client.get(f"{items}{query}").status_code == 404
    assert client.get(f"{items}?tinh-trang=x").status_code == 404


# What is counted


def test_what_is_counted(
    feature: FeaturePage, theme: ThemePage, make_request: MakeRequest, department: Unit
) -> None:
    late = make_request(count=3, due_on=date(2018, 5, 25))
    give(late, DeliveryState.PUBLISHED, sent_at=datetime(2018, 5, 24, 9, tzinfo=LOCAL_TIME))
    give(late, DeliveryState.SENT, sent_at=datetime(2018, 5, 29, 9, tzinfo=LOCAL_TIME))
    give(late, DeliveryState.RETURNED)
    fulfilled = make_request(count=2, due_on=date(2018, 5, 1))
    give(fulfilled, DeliveryState.ACCEPTED, counts_for=2, sent_at=datetime(2018, 4, 1, tzinfo=UTC))
    give(fulfilled, DeliveryState.ACCEPTED, counts_for=0, sent_at=datetime(2018, 4, 1, tzinfo=UTC))
    give(None, feature=feature, unit=department, theme=theme, kind=ItemKind.PHOTO)
    [line] = found(feature, NOW).units
    assert line.tally == Tally(
        asked=5,
        fulfilled=4,
        owing=1,
        late=1,
        days_late=3,  # Monday, Tuesday, Wednesday
        handed_in=5,
        taken=3,
        published=1,
        unasked=1,
        sent_late=1,
        sent_late_days=2,
    )
    assert line.tally.share == 80
    kinds = {each.label: each.tally.handed_in for each in found(feature, NOW).kinds}
    assert kinds == {"Bài": 4, "Ảnh": 1}


def test_a_deadline_on_a_holiday_is_the_next_working_day(
    feature: FeaturePage, make_request: MakeRequest
) -> None:
    CalendarDay.objects.create(date=date(2018, 4, 30), kind="holiday", name="Ngày Chiến thắng")
    CalendarDay.objects.create(date=date(2018, 5, 1), kind="holiday", name="Quốc tế Lao động")
    forget_calendar()
    request = make_request(count=2, due_on=date(2018, 4, 30))
    in_time = datetime(2018, 5, 2, 16, tzinfo=LOCAL_TIME)
    give(request, sent_at=in_time)
    assert found(feature, in_time).total.tally.late == 0
    after = found(feature, datetime(2018, 5, 3, 8, tzinfo=LOCAL_TIME)).total.tally
    assert (after.late, after.days_late, after.sent_late) == (1, 1, 0)
    forget_calendar()


def test_what_the_board_decides_is_owed_no_more(
    feature: FeaturePage, make_request: MakeRequest, board: User
) -> None:
    waived, withdrawn = (make_request(count=3, due_in=-9) for _ in range(2))
    give(waived)
    before = found(feature).total.tally
    assert (before.asked, before.owing, before.late) == (6, 5, 2)
    asking.waive(request=waived, by=board, reason="Đơn vị giải thể bộ phận")
    asking.withdraw(request=withdrawn, by=board, reason="Đề nghị nhầm")
    after = found(feature).total.tally
    assert (after.asked, after.fulfilled, after.owing, after.late) == (1, 1, 0, 0)


def test_an_item_taken_down_counts_no_more(
    feature: FeaturePage, make_request: MakeRequest, make_contribution: MakeContribution
) -> None:
    request = make_request(due_in=-9)
    page = make_contribution(request=request)
    tally = found(feature).total.tally
    assert (tally.published, tally.owing, tally.late, tally.sent_late) == (1, 0, 0, 1)
    page.unpublish()
    tally = found(feature).total.tally
    assert (tally.handed_in, tally.published, tally.owing, tally.late) == (0, 0, 1, 1)
    assert tally.sent_late == 0


def test_two_campaigns_never_mix(
    site: HomePage, feature: FeaturePage, make_request: MakeRequest, department: Unit
) -> None:
    other: FeaturePage = add_page(
        site, FeaturePage(title="Chuyên trang khác", slug="khac", start_year=2003, end_year=2023)
    )
    mine, theirs = make_request(count=2), make_request(count=5, feature=other, theme=None)
    give(mine)
    give(theirs, DeliveryState.PUBLISHED)
    first, second = found(feature).total.tally, found(other).total.tally
    assert (first.asked, first.handed_in, first.published) == (2, 1, 0)
    assert (second.asked, second.handed_in, second.published) == (5, 1, 1)
    assert totals(timezone.now()).owing == 5


@pytest.fixture
def merged(make_unit: MakeUnit, make_request: MakeRequest) -> tuple[Unit, Unit, Unit]:
    """A ward that owed five of six, now succeeded by two: three and two."""
    today = timezone.localdate()
    old = make_unit("Phường Cũ mẫu", UnitKind.WARD)
    request = make_request(unit=old, count=6)
    give(request, DeliveryState.PUBLISHED)
    Unit.objects.filter(pk=old.pk).update(valid_to=today)
    heirs = [make_unit(f"Phường Mới {n} mẫu", UnitKind.WARD) for n in (1, 2)]
    for heir, share in zip(heirs, ("0.6", "0.4"), strict=True):
        UnitSuccession.objects.create(
            predecessor=old, successor=heir, date=today, decision="Mẫu", share=Decimal(share)
        )
    assert pass_on(request)
    return old, heirs[0], heirs[1]


def test_a_merged_unit_and_its_heirs(
    client: Client, feature: FeaturePage, merged: tuple[Unit, Unit, Unit], board: User
) -> None:
    old, first, second = merged
    whole = found(feature)
    lines = {line.unit: line for line in whole.units}
    assert (whole.total.tally.asked, whole.total.tally.owing) == (6, 5)
    assert (lines[old].tally.asked, lines[old].tally.published) == (1, 1)
    assert [(each.unit, each.share_words, each.items) for each in lines[old].passed_on] == [
        (first, "60%", 3),
        (second, "40%", 2),
    ]
    [inherited] = lines[first].inherited
    assert (inherited.unit, inherited.share_words, inherited.items) == (old, "60%", 3)
    assert lines[second].tally.owing == 2
    client.force_login(board)
    response = client.get(paths(feature)[0])
    assert "Kế thừa 60% từ" in response.content.decode()
    rows = {row["line"].unit: row for row in response.context["tables"][0]["rows"]}
    way = rows[first]["inherited"][0]["url"]
    [only] = client.get(way).context["tables"][0]["rows"]
    assert only["line"].unit == old


# A random world, counted once more, slowly and plainly


@pytest.fixture
def world(
    site: HomePage,
    feature: FeaturePage,
    theme: ThemePage,
    other_theme: ThemePage,
    make_unit: MakeUnit,
) -> FeaturePage:
    """Requests and items in every state, of two campaigns."""
    chance = random.Random(15)
    other: FeaturePage = add_page(
        site, FeaturePage(title="Chuyên trang khác", slug="khac", start_year=2003, end_year=2023)
    )
    units = [make_unit(f"Đơn vị mẫu {n}") for n in range(8)]
    themes = [theme, other_theme, None]
    now = timezone.now()
    for _ in range(120):
        of = chance.choice([feature, feature, feature, other])
        request = ContributionRequest.objects.create(
            feature=of,
            unit=chance.choice(units),
            theme=chance.choice(themes) if of == feature else None,
            kind=chance.choice(ItemKind.values),
            count=chance.randint(1, 5),
            topic="Nội dung mẫu",
            due_on=timezone.localdate() + timedelta(days=chance.randint(-40, 20)),
            state=chance.choice([RequestState.OPEN] * 6 + list(RequestState)),
            asked_at=now - timedelta(days=60),
        )
        for _item in range(chance.randint(0, 4)):
            give(
                request,
                chance.choice(list(DeliveryState)),
                sent_at=now - timedelta(days=chance.randint(0, 50)),
                counts_for=chance.choice([1, 1, 1, 0, 2]),
            )
    for _ in range(20):
        give(
            None,
            chance.choice(list(DeliveryState)),
            feature=chance.choice([feature, other]),
            unit=chance.choice(units),
            kind=chance.choice(ItemKind.values),
        )
    return feature


def slow_count(feature: FeaturePage, now: datetime, **narrow: Any) -> Tally:
    """One row after the other, from the models' own definitions."""
    tally = Tally()
    for request in ContributionRequest.objects.filter(feature=feature, **narrow):
        if request.state == RequestState.WITHDRAWN:
            continue
        asked = ContributionRequest.objects.with_counts().get(pk=request.pk)
        given = sum(d.counts_for for d in request.deliveries.all() if d.state in HANDED_IN)
        done = min(given, request.count)
        tally.fulfilled += done
        tally.asked += request.count if request.state == RequestState.OPEN else done
        tally.owing += asked.owing
        tally.late += asked.is_late(now)
        tally.days_late = max(tally.days_late, asked.days_late(now))
    for item in Delivery.objects.filter(feature=feature, **narrow):
        if item.state not in HANDED_IN:
            continue
        tally.handed_in += item.counts_for
        tally.taken += item.counts_for if item.state in TAKEN else 0
        tally.published += item.counts_for if item.state == "published" else 0
        if item.request is None:
            tally.unasked += item.counts_for
        elif item.sent_at > item.request.deadline:
            tally.sent_late += item.counts_for
    return tally


def without_days(tally: Tally) -> dict[str, int]:
    return {name: value for name, value in vars(tally).items() if name != "sent_late_days"}


def test_numbers_equal_a_slow_count(world: FeaturePage) -> None:
    now = timezone.now()
    whole = found(world, now)
    assert without_days(whole.total.tally) == without_days(slow_count(world, now))
    assert len(whole.units) == 8
    for line in whole.units:
        slow = slow_count(world, now, unit=line.unit)
        assert without_days(line.tally) == without_days(slow), line.label
    for line in whole.themes:
        wanted = {"theme": None if line.scope.theme == "khong" else int(line.scope.theme)}
        assert without_days(line.tally) == without_days(slow_count(world, now, **wanted))
    for line in whole.kinds:
        slow = slow_count(world, now, kind=line.scope.kind)
        assert without_days(line.tally) == without_days(slow)


def test_totals_count_what_the_inboxes_count(world: FeaturePage) -> None:
    now = timezone.now()
    with CaptureQueriesContext(
        connection,
    ) as statements:
        found_totals = totals(now)
    assert len(statements) <= 2
    owed = list(ContributionRequest.objects.unfulfilled())
    assert found_totals.requests == len(owed)
    assert found_totals.owing == sum(request.owing for request in owed)
    assert found_totals.late == sum(request.is_late(now) for request in owed)
    assert found_totals.days_late == max(request.days_late(now) for request in owed)
    FeaturePage.objects.update(closed_on=timezone.localdate())
    assert totals(now).requests == 0


COUNTED_BY_LIST = {
    "handed_in": "da-gui",
    "taken": "da-nhan",
    "published": "da-dang",
    "unasked": "ngoai-de-nghi",
    "sent_late": "gui-muon",
}


def test_each_number_opens_a_list_of_so_many(
    client: Client, world: FeaturePage, leader: User
) -> None:
    client.force_login(leader)
    context = client.get(paths(world)[0]).context
    rows = [row for table in context["tables"] for row in table["rows"]]
    checked = 0
    for row in [*rows, context["total"]]:
        for cell in row["cells"]:
            name = cell["column"].name
            if not cell["number"]:
                continue
            if name in COUNTED_BY_LIST:
                assert f"tinh-trang={COUNTED_BY_LIST[name]}" in cell["url"]
                assert client.get(cell["url"]).context["counted"] == cell["number"], cell["url"]
                checked += 1
            elif name == "late":
                listed = client.get(cell["url"]).context["count"]
                assert listed == f"{number_vi(cell['number'])} đề nghị", cell["url"]
                checked += 1
    assert checked > 60
    narrowed = client.get(f"{paths(world)[0]}?loai=photo").context
    assert narrowed["on"] == ["Ảnh"]
    assert (
        narrowed["total"]["line"].tally == found(world, narrowed["now"], kind="photo").total.tally
    )


def test_a_list_shows_days_late_and_opens_what_may_be_opened(
    client: Client,
    make_request: MakeRequest,
    feature: FeaturePage,
    board: User,
    leader: User,
    make_contribution: MakeContribution,
) -> None:
    request = make_request(due_on=date(2018, 5, 25))
    give(request, sent_at=datetime(2018, 5, 29, 9, tzinfo=LOCAL_TIME), title="Gửi sau hạn")
    draft = make_contribution("Đang viết", live=False)
    live = make_contribution("Đã lên trang")
    for user, opens in ((board, True), (leader, False)):
        client.force_login(user)
        response = client.get(paths(feature)[2])
        urls = {row.item.title: row.url for row in response.context["rows"]}
        assert urls["Đã lên trang"] == live.url
        assert urls["Đang viết"] == (f"/quan-tri/pages/{draft.pk}/edit/" if opens else "")
        assert "Gửi muộn 2 ngày làm việc" in response.content.decode()


def test_every_word_of_the_address_is_a_list(world: FeaturePage) -> None:
    for word, measure in BY_WORD.items():
        assert measure.label
        assert deliveries(Scope(world), word).count() >= 1, word


# Size


def test_two_hundred_units_of_twenty_requests_in_ten_statements(
    client: Client, feature: FeaturePage, theme: ThemePage, district: Unit, leader: User
) -> None:
    units = Unit.objects.bulk_create(
        [
            Unit(
                kind=UnitKind.DEPARTMENT,
                code=f"dv-{n}",
                name=f"Đơn vị mẫu có tên dài số {n}",
                sort_key=f"{n:04}",
                name_folded=f"don vi {n}",
                parent=district,
            )
            for n in range(200)
        ]
    )
    today, now = timezone.localdate(), timezone.now()
    requests = ContributionRequest.objects.bulk_create(
        [
            ContributionRequest(
                feature=feature,
                unit=unit,
                theme=theme,
                kind=ItemKind.ARTICLE,
                count=2,
                topic="Nội dung mẫu",
                due_on=today - timedelta(days=n - 10),
                asked_at=now,
            )
            for unit in units
            for n in range(20)
        ]
    )
    Delivery.objects.bulk_create(
        [
            Delivery(
                feature=feature,
                unit_id=request.unit_id,
                theme=theme,
                request=request,
                kind=request.kind,
                title="Bài mẫu",
                state=DeliveryState.SENT,
                begun_at=now,
                sent_at=now,
            )
            for request in requests
        ]
    )
    client.force_login(leader)
    with CaptureQueriesContext(connection) as statements:
        response = client.get(paths(feature)[0])
    assert len(response.context["tables"][0]["rows"]) == 200
    assert response.context["total"]["line"].tally.owing == 4000
    # The first page of a process; the calendar is among them.
    assert len(statements) <= 10, "\n".join(each["sql"][:200] for each in statements)


# Excel


def test_the_workbook_opens_with_numbers_and_dates(
    client: Client, feature: FeaturePage, make_request: MakeRequest, leader: User
) -> None:
    request = make_request(count=3, due_on=date(2018, 5, 25), topic='=HYPERLINK("x")')
    give(request, sent_at=datetime(2018, 5, 29, 9, 30, tzinfo=LOCAL_TIME), title="+1 bài")
    client.force_login(leader)
    response = client.get(paths(feature)[1])
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == ["Theo đơn vị", "Theo chuyên đề", "Theo loại", "Đề nghị", "Sản phẩm"]
    rows = list(book["Theo đơn vị"].values)
    assert rows[3][:4] == ("Đơn vị", "Đề nghị", "Đã gửi", "Đã nhận")
    assert rows[4][0] == "Phòng Kinh tế mẫu"
    assert rows[4][1:3] == (3, 1)
    asked = list(book["Đề nghị"].values)[1]
    assert asked[4:6] == ('\'=HYPERLINK("x")', datetime(2018, 5, 25))
    assert asked[7:11] == (3, 1, 0, 2)
    item = list(book["Sản phẩm"].values)[1]
    assert item[0] == "'+1 bài"
    assert item[8] == datetime(2018, 5, 29, 9, 30)
    assert item[11] == 2
    assert all(cell.data_type != "f" for sheet in book for row in sheet.rows for cell in row)
