"""The screens of requests, for the unit and for the board."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import (
    ContributionPage,
    ContributionRequest,
    Delivery,
    FeaturePage,
    Quota,
    ThemePage,
)
from campaigns.services import asking
from campaigns.services.writing import begin_page
from campaigns.states import ItemKind, RequestState
from portal.kinds import UnitKind
from portal.models import Unit, User
from tests.campaigns.conftest import MakeContribution, MakeRequest

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
Queries = Callable[..., Any]


def move(request: ContributionRequest, slug: str) -> str:
    return reverse("request_move", args=[request.pk, slug])


def seen(client: Client, address: str) -> str:
    """The line of history that the form at `address` brings back."""
    return str(client.get(address).context["form"]["seen"].value())


def test_a_request_is_seen_by_its_unit_and_the_board_alone(
    client: Client,
    make_request: MakeRequest,
    contributor: User,
    board: User,
    leader: User,
    stranger: User,
) -> None:
    asked = make_request()
    answers = {}
    for person in (contributor, board, leader, stranger):
        client.force_login(person)
        answers[person.username] = client.get(asked.work_url).status_code
    assert answers == {
        "cong-tac-vien": 200,
        "ban-bien-tap": 200,
        "lanh-dao": 200,
        "nguoi-khac": 404,
    }


@pytest.mark.parametrize(
    "name",
    [
        "campaign_ask",
        "campaign_quotas",
        "campaign_years",
        "campaign_copy",
        "campaign_requests",
    ],
)
def test_the_boards_screens_are_the_boards(
    client: Client, feature: FeaturePage, contributor: User, leader: User, board: User, name: str
) -> None:
    address = reverse(name, args=[feature.pk])
    assert client.get(address).status_code == 302, "signed out"
    client.force_login(contributor)
    assert client.get(address).status_code == 404
    client.force_login(leader)
    assert client.get(address).status_code == (200 if name == "campaign_requests" else 404)
    client.force_login(board)
    assert client.get(address).status_code == 200


def test_the_campaigns_have_the_numbers_of_their_lists(
    client: Client,
    feature: FeaturePage,
    make_request: MakeRequest,
    make_contribution: MakeContribution,
    leader: User,
    contributor: User,
    django_assert_max_num_queries: Queries,
) -> None:
    full = make_request(count=2, due_in=-20)
    for title in ("Bài một", "Bài hai"):
        make_contribution(title, request=full)
    make_request(due_in=-20)
    make_request(due_in=20)
    client.force_login(contributor)
    assert client.get(reverse("work_campaigns")).status_code == 404
    client.force_login(leader)
    with django_assert_max_num_queries(9):
        page = client.get(reverse("work_campaigns"))
    [row] = page.context["campaigns"]
    assert (row.asked, row.fulfilled, row.owed, row.late) == (3, 1, 2, 1)
    words = {"dang-de-nghi": 3, "da-du": 1, "con-thieu": 2, "qua-han": 1}
    for word, number in words.items():
        found = client.get(reverse("campaign_requests", args=[feature.pk]), {"tinh-trang": word})
        assert len(found.context["rows"]) == number, word


def test_the_list_is_narrowed_and_the_longest_overdue_stands_first(
    client: Client,
    feature: FeaturePage,
    theme: ThemePage,
    ward: Unit,
    make_request: MakeRequest,
    board: User,
) -> None:
    later = make_request(due_in=9)
    waived = make_request(due_in=-40)
    asking.waive(request=waived, by=board, reason="Không có tư liệu")
    late = make_request(due_in=-9, unit=ward, kind=ItemKind.NEWS, theme=None)
    latest = make_request(due_in=-30)
    client.force_login(board)
    address = reverse("campaign_requests", args=[feature.pk])

    def found(**query: object) -> list[ContributionRequest]:
        names = {name.replace("_", "-"): value for name, value in query.items()}
        return [row["asked"] for row in client.get(address, names).context["rows"]]

    assert found() == [latest, late, later, waived]
    assert found(don_vi=ward.pk) == [late]
    assert found(loai="article", tinh_trang="qua-han") == [latest]
    assert found(chuyen_de=theme.pk, tinh_trang="con-thieu") == [latest, later]
    assert found(chuyen_de="khong") == [late]
    assert found(tinh_trang="da-mien") == [waived]
    wrong = client.get(address, {"don-vi": "x", "tinh-trang": "la"})
    assert wrong.status_code == 400


def test_the_list_is_paged_in_a_bounded_number_of_statements(
    client: Client,
    feature: FeaturePage,
    make_unit: Callable[..., Unit],
    board: User,
    django_assert_max_num_queries: Queries,
) -> None:
    wanted = [
        asking.Wanted(
            unit=make_unit(f"Phòng {n}"),
            kind=ItemKind.NEWS,
            count=1,
            topic=f"Tin {n}",
            due_on=TODAY,
        )
        for n in range(210)
    ]
    asking.ask(feature=feature, wanted=wanted, by=board)
    client.force_login(board)
    address = reverse("campaign_requests", args=[feature.pk])
    with django_assert_max_num_queries(12):
        page = client.get(address)
    assert len(page.context["rows"]) == 50
    assert page.context["count"] == "210 đề nghị"
    assert len(client.get(address, {"trang": 5}).context["rows"]) == 10
    assert client.get(address, {"trang": "x"}).status_code == 200


@pytest.fixture
def asking_data(client: Client, feature: FeaturePage, board: User) -> dict[str, Any]:
    client.force_login(board)
    form = client.get(reverse("campaign_ask", args=[feature.pk])).context["form"]
    return {
        "batch": form["batch"].value(),
        "kind": "article",
        "count": 2,
        "topic": "Bài mẫu",
        "theme": "",
        "year": "",
        "due_on": TODAY + timedelta(days=9),
        "note": "",
    }


def test_many_units_are_asked_after_one_question(
    client: Client,
    feature: FeaturePage,
    theme: ThemePage,
    department: Unit,
    make_unit: Callable[..., Unit],
    ward: Unit,
    asking_data: dict[str, Any],
) -> None:
    for n in range(13):
        make_unit(f"Phường {n}", UnitKind.WARD)
    make_unit("Phường cũ", UnitKind.WARD, valid_to=TODAY)
    address = reverse("campaign_ask", args=[feature.pk])
    data = {**asking_data, "all_of": ["ward"], "units": [department.pk], "theme": theme.pk}
    question = client.post(address, data).content.decode()
    assert "Gửi đề nghị cho 15 đơn vị?" in question
    assert not ContributionRequest.objects.exists()
    back = client.post(address, {**data, "buoc": "sua"}).content.decode()
    assert "Bài mẫu" in back
    for _again in range(2):
        assert client.post(address, {**data, "buoc": "gui"}).status_code == 302
    assert ContributionRequest.objects.count() == 15
    assert set(ContributionRequest.objects.values_list("theme", "count")) == {(theme.pk, 2)}
    other = {**data, "batch": "0b8b4f65-8a6c-4bd6-9a5e-6f6a5d3c9a11"}
    assert "15 đơn vị đã có đề nghị" in client.post(address, other).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({}, "Chọn ít nhất một đơn vị."),
        ({"units": ["999999"]}, "Chọn một mục trong danh sách."),
        ({"due_on": TODAY - timedelta(days=1), "all_of": ["ward"]}, "Ngày này đã qua."),
        ({"count": "1,5", "all_of": ["ward"]}, "Ghi một số nguyên."),
        ({"batch": "x", "all_of": ["ward"]}, "Trang mở đã lâu."),
        ({"theme": "1", "all_of": ["ward"]}, "Chọn một mục trong danh sách."),
    ],
)
def test_a_wrong_form_says_why_and_keeps_what_was_typed(
    client: Client,
    feature: FeaturePage,
    ward: Unit,
    asking_data: dict[str, Any],
    wrong: dict[str, Any],
    sentence: str,
) -> None:
    address = reverse("campaign_ask", args=[feature.pk])
    answer = client.post(address, {**asking_data, "note": "Ghi chú dài", "buoc": "gui", **wrong})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert sentence in page
    assert "Ghi chú dài" in page
    assert not ContributionRequest.objects.exists()


def test_quotas_are_given_as_they_were_shown(
    client: Client, feature: FeaturePage, department: Unit, make_unit: Any, board: User
) -> None:
    quota = Quota.objects.create(
        feature=feature,
        unit_kind=UnitKind.DEPARTMENT,
        kind=ItemKind.ARTICLE,
        count=3,
        due_on=TODAY - timedelta(days=1),
    )
    client.force_login(board)
    address = reverse("campaign_quotas", args=[feature.pk])
    assert "Gửi 1 đề nghị theo chỉ tiêu" in client.get(address).content.decode()
    past = client.post(address, {"expected": "1"})
    assert past.status_code == 400
    assert "đã qua" in past.content.decode()
    quota.due_on = TODAY + timedelta(days=5)
    quota.save()
    make_unit("Phòng Mới")
    assert client.post(address, {"expected": "1"}).status_code == 409
    assert not ContributionRequest.objects.exists()
    assert client.post(address, {"expected": "2"}).status_code == 302
    assert ContributionRequest.objects.count() == 2
    assert "đã được giao đủ" in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("slug", "data", "state"),
    [
        ("gia-han", {"due_on": TODAY + timedelta(days=60)}, RequestState.OPEN),
        ("mien", {}, RequestState.WAIVED),
        ("rut", {}, RequestState.WITHDRAWN),
        (
            "sua",
            {"kind": "article", "count": 7, "topic": "Nội dung mới", "theme": "", "year": ""},
            RequestState.OPEN,
        ),
    ],
)
def test_the_board_moves_a_request_with_a_reason(
    client: Client,
    make_request: MakeRequest,
    board: User,
    contributor: User,
    slug: str,
    data: dict[str, Any],
    state: RequestState,
) -> None:
    asked = make_request()
    address = move(asked, slug)
    client.force_login(contributor)
    assert client.post(address, {**data, "reason": "x", "seen": 1}).status_code == 404
    client.force_login(board)
    version = seen(client, address)
    without = client.post(address, {**data, "reason": " ", "seen": version})
    assert without.status_code == 400
    asked.refresh_from_db()
    assert asked.state == RequestState.OPEN
    done = client.post(address, {**data, "reason": "Theo đề nghị", "seen": version})
    assert done.status_code == 302
    asked.refresh_from_db()
    assert asked.state == state
    page = client.get(asked.work_url).content.decode()
    assert "Lý do: Theo đề nghị" in page
    assert "Ban-Bien-Tap" in page


def test_line_ends_of_a_browser_are_no_change(
    client: Client, make_request: MakeRequest, board: User
) -> None:
    asked = make_request(note="Dòng một\nDòng hai")
    client.force_login(board)
    address = move(asked, "sua")
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    sent = {**data, "note": "Dòng một\r\nDòng hai", "count": 4, "reason": "Thêm bài"}
    assert client.post(address, sent).status_code == 302
    change = asked.changes.last()
    assert change is not None
    assert (change.before, change.after) == ({"count": 1}, {"count": 4})


def test_a_stale_form_changes_nothing_and_keeps_its_words(
    client: Client, make_request: MakeRequest, board: User
) -> None:
    asked = make_request()
    client.force_login(board)
    address = move(asked, "mien")
    version = seen(client, address)
    later = asked.due_on + timedelta(days=30)
    asking.extend(request=asked, due_on=later, by=board, reason="Chờ số liệu")
    stale = client.post(address, {"reason": "Lời đã gõ", "seen": version})
    assert stale.status_code == 409
    page = stale.content.decode()
    assert "Lời đã gõ" in page
    assert f"Hạn gửi: {asked.due_on:%d/%m/%Y} → {later:%d/%m/%Y}" in page
    asked.refresh_from_db()
    assert asked.state == RequestState.OPEN
    again = {"reason": "Lời đã gõ", "seen": stale.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    # What is no longer offered is refused with a sentence, and its page leads back.
    assert client.get(address).status_code == 302
    assert client.post(address, {**again, "seen": 2**62}).status_code == 400
    assert client.post(move(asked, "khac"), again).status_code == 404
    resume = move(asked, "de-nghi-lai")
    assert client.post(resume, {"seen": seen(client, resume)}).status_code == 302


def test_an_item_counts_as_the_board_says_and_moves_between_requests(
    client: Client,
    make_request: MakeRequest,
    make_contribution: MakeContribution,
    board: User,
    other_department: Unit,
) -> None:
    asked, other = make_request(count=2), make_request(topic="Đề nghị khác")
    foreign = make_request(unit=other_department)
    sent = Delivery.objects.get(page=make_contribution(request=asked))
    client.force_login(board)
    count = reverse("item_count", args=[asked.pk, sent.pk])
    version = seen(client, count)
    wrong = client.post(count, {"counts_for": "-1", "reason": "x", "seen": version})
    assert wrong.status_code == 400
    client.post(count, {"counts_for": "2", "reason": "Bài công phu", "seen": version})
    assert ContributionRequest.objects.with_counts().get(pk=asked.pk).handed_in == 2
    assert "tính là 2" in client.get(asked.work_url).content.decode()
    give = reverse("item_give", args=[asked.pk, sent.pk])
    version = seen(client, give)
    assert client.post(give, {"target": foreign.pk, "seen": version}).status_code == 400
    assert client.post(give, {"target": other.pk, "seen": version}).status_code == 302
    assert Delivery.objects.get(pk=sent.pk).request == other
    assert "tính là 0" in client.get(asked.work_url).content.decode()
    strange = reverse("item_give", args=[foreign.pk, sent.pk])
    assert client.get(strange).status_code == 404


def test_writing_begins_one_linked_draft(
    client: Client, make_request: MakeRequest, contributor: User, stranger: User, theme: ThemePage
) -> None:
    asked = make_request(kind=ItemKind.NEWS)
    address = reverse("request_write", args=[asked.pk])
    client.force_login(stranger)
    assert client.post(address).status_code == 404
    client.force_login(contributor)
    answers = {client.post(address)["Location"] for _again in range(2)}
    page = ContributionPage.objects.get()
    assert answers == {reverse("wagtailadmin_pages:edit", args=[page.pk])}
    assert client.get(answers.pop()).status_code == 200
    assert (page.title, page.kind, page.unit, page.owner, page.request, page.live) == (
        asked.topic,
        "news",
        asked.unit,
        contributor,
        asked,
        False,
    )
    assert page.get_parent().pk == theme.pk
    assert Delivery.objects.get(page=page).request == asked
    words = page.get_latest_revision_as_object()
    words.body = [{"type": "paragraph", "value": "<p>Nội dung mẫu</p>"}]
    words.save_revision()
    client.post(address)
    assert ContributionPage.objects.count() == 2, "the first is not empty any more"


def test_the_theme_is_asked_for_where_the_request_names_none(
    client: Client,
    make_request: MakeRequest,
    contributor: User,
    board: User,
    other_theme: ThemePage,
) -> None:
    asked = make_request(theme=None)
    address = reverse("request_write", args=[asked.pk])
    client.force_login(contributor)
    assert client.post(address, {"theme": "0"}).status_code == 400
    assert client.post(address).status_code == 200
    assert not ContributionPage.objects.exists()
    client.post(address, {"theme": other_theme.pk})
    assert ContributionPage.objects.get().get_parent().pk == other_theme.pk
    asking.withdraw(request=asked, by=board, reason="Nhầm")
    assert client.post(address, {"theme": other_theme.pk}).status_code == 302
    assert ContributionPage.objects.count() == 1
    with pytest.raises(Exception, match="Đã rút"):
        begin_page(request=asked, theme=other_theme, by=contributor)


def test_a_unit_sees_where_everything_stands(
    client: Client,
    make_request: MakeRequest,
    make_contribution: MakeContribution,
    contributor: User,
    board: User,
    django_assert_max_num_queries: Queries,
) -> None:
    asked = make_request(count=9)
    for n in range(6):
        make_contribution(f"Bài {n}", live=n % 2 == 0, request=asked)
    client.force_login(contributor)
    with django_assert_max_num_queries(14):
        page = client.get(asked.work_url).content.decode()
    assert "Còn phải gửi 6 bài" in page
    assert "Viết bài" in page
    assert reverse("work_material_send", args=[asked.pk]) in page
    assert move(asked, "mien") not in page
    asking.waive(request=asked, by=board, reason="Đủ bài")
    closed = client.get(asked.work_url).content.decode()
    assert "Viết bài" not in closed
    assert "Lý do: Đủ bài" in closed


def test_a_unit_finds_what_it_owes(
    client: Client,
    make_request: MakeRequest,
    contributor: User,
    stranger: User,
    board: User,
    django_assert_max_num_queries: Queries,
) -> None:
    late, soon, later = make_request(due_in=-9), make_request(due_in=1), make_request(due_in=40)
    done = make_request(due_in=5)
    asking.waive(request=done, by=board, reason="Đủ")
    address = reverse("own_requests")
    client.force_login(board)
    assert client.get(address).status_code == 404
    client.force_login(contributor)
    with django_assert_max_num_queries(8):
        groups = client.get(address).context["groups"]
    assert [[row["asked"] for row in group["rows"]] for group in groups] == [
        [late],
        [soon],
        [later],
        [done],
    ]
    client.force_login(stranger)
    assert client.get(address).context["groups"] == []
