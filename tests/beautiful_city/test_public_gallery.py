"""The gallery: three lists, one filter, counts that agree, and the same cost at any number."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from beautiful_city.models import FeaturedPair, GalleryPage
from beautiful_city.selectors.lists import PAGE_SIZE
from beautiful_city.services import hiding, pauses
from portal.models import Unit, User
from tests.beautiful_city.public import GALLERY, MakeCase, committing, many_cases, statements

NOT_PUBLIC = ("submitted", "needs_info", "rejected", "duplicate", "draft", "pending_review")


@pytest.fixture
def make_case(make_case: MakeCase, django_capture_on_commit_callbacks: Any) -> MakeCase:
    return committing(make_case, django_capture_on_commit_callbacks)


def context(client: Client, query: str = "") -> dict[str, Any]:
    response = client.get(f"{GALLERY}{query}")
    assert response.status_code == 200
    return response.context


def titles(client: Client, query: str = "") -> list[str]:
    return [card.title for card in context(client, query)["cards"]]


def tab_counts(client: Client, query: str = "") -> list[int]:
    return [tab["count"] for tab in context(client, query)["tabs"]]


def test_each_report_is_in_one_list(client: Client, make_case: MakeCase) -> None:
    make_case("assigned", title="Đang làm")
    make_case("verified", title="Xong")
    make_case("published", title="Đường hoa mẫu")
    assert titles(client) == ["Đang làm"]
    assert titles(client, "?tab=da-khac-phuc") == ["Xong"]
    assert titles(client, "?tab=dep") == ["Đường hoa mẫu"]
    assert tab_counts(client) == [1, 1, 1]


@pytest.mark.parametrize("state", NOT_PUBLIC)
def test_what_is_not_public_is_in_none(client: Client, make_case: MakeCase, state: str) -> None:
    make_case(state, title="Chưa công khai")
    for query in ("", "?tab=dep", "?tab=da-khac-phuc"):
        assert "Chưa công khai" not in titles(client, query)


def test_a_hidden_report_leaves_the_list_at_once(
    client: Client, make_case: MakeCase, clerk: User
) -> None:
    case = make_case("assigned", title="Sẽ bị ẩn")
    assert titles(client) == ["Sẽ bị ẩn"]
    hiding.hide_case(case=case, by=clerk, version=case.version, reason="Có mặt người")
    assert titles(client) == []
    assert tab_counts(client) == [0, 0, 0]


def test_filters_combine_and_counts_agree(
    client: Client,
    make_case: MakeCase,
    ward: Unit,
    other_ward: Unit,
    other_officer: User,
) -> None:
    many_cases(200, [ward, other_ward])
    make_case("published", title="Đẹp")
    for query in (
        "",
        f"?phuong={ward.code}",
        f"?phuong={ward.code}&linh-vuc=rac-thai",
        "?tab=da-khac-phuc&tinh-trang=closed",
        "?tinh-trang=qua-han",
        f"?phuong={other_ward.code}&tinh-trang=in_progress&linh-vuc=cay-xanh",
        "?tab=dep&linh-vuc=duong-hoa",
        "?khung=105.87,21.01,105.9,21.04",
    ):
        found = context(client, query)
        asked = found["asked"]
        listed = asked.cases(timezone.now()).count()
        current = [tab for tab in found["tabs"] if tab["current"]]
        assert [tab["count"] for tab in current] == [listed], query
        assert found["count"].split()[0] == str(listed)
        # And each other tab shows what its number says.
        for tab in found["tabs"]:
            shown = client.get(tab["url"]).context
            assert shown["total"] == tab["count"], (query, tab)
            assert len(shown["cards"]) == min(tab["count"], PAGE_SIZE)


def test_the_row_of_filters_says_what_is_on(client: Client, city: GalleryPage, ward: Unit) -> None:
    query = f"?phuong={ward.code}&linh-vuc=rac-thai&tinh-trang=qua-han&tu=01/05/2018&den=30/05/2018"
    assert context(client, query)["filters_on"] == [
        "Phường Mẫu",
        "Rác thải, phế thải xây dựng",
        "Quá hạn",
        "từ 01/05/2018",
        "đến hết 30/05/2018",
    ]
    text = client.get(f"{GALLERY}{query}").content.decode()
    assert "Không có phản ánh nào khớp" in text
    assert "Bỏ điều kiện" in text


def test_period_is_of_local_days(client: Client, make_case: MakeCase) -> None:
    case = make_case("assigned", title="Một hôm")
    today = timezone.localdate()
    day = f"{today:%d/%m/%Y}"
    assert case.public_at is not None
    assert titles(client, f"?tu={day}&den={day}") == ["Một hôm"]
    before = f"{today - timedelta(days=1):%d/%m/%Y}"
    assert titles(client, f"?den={before}") == []


@pytest.mark.parametrize(
    "query",
    [
        "?phuong=khong-co",
        "?linh-vuc=khong-co",
        "?linh-vuc=duong-hoa",  # of another tab
        "?tinh-trang=submitted",
        "?tab=dep&tinh-trang=assigned",
        "?tab=tat-ca",
        "?tu=31/02/2018",
        "?tu=30/05/2018&den=01/05/2018",
        "?den=01/01/0001",
        "?khung=1,2,3",
        "?khung=nan,nan,nan,nan",
        "?khung=105.9,21,105.8,21.1",
        "?phuong=%00",
    ],
)
def test_what_cannot_be_is_answered_with_400_in_words(
    client: Client, city: GalleryPage, query: str
) -> None:
    response = client.get(f"{GALLERY}{query}")
    assert response.status_code == 400
    assert "Chưa lọc được" in response.content.decode()


def test_pages_by_key_keep_the_filter(client: Client, city: GalleryPage, ward: Unit) -> None:
    many_cases(100, [ward])
    seen: list[str] = []
    query = f"?tab=da-khac-phuc&phuong={ward.code}"
    url: str | None = f"{GALLERY}{query}"
    while url:
        found = client.get(url).context
        seen += [card.title for card in found["cards"]]
        url = found["older_url"]
    assert len(seen) == len(set(seen)) == 40
    assert client.get(found["newer_url"]).context["filters_on"] == [ward.name]


def test_featured_pairs_are_public_and_put_right(
    client: Client, make_case: MakeCase, city: GalleryPage, clerk: User
) -> None:
    done, reopened = make_case("verified", title="Cặp đẹp"), make_case("reopened", title="Lại hỏng")
    hidden = make_case("verified", title="Đã ẩn")
    for case in (done, reopened, hidden):
        FeaturedPair.objects.create(page=city, case=case)
    hiding.hide_case(case=hidden, by=clerk, version=hidden.version, reason="Có mặt người")
    assert [card.title for card in context(client)["featured"]] == ["Cặp đẹp"]
    text = client.get(GALLERY).content.decode()
    assert "Đã ẩn" not in text
    assert context(client, "?tab=da-khac-phuc")["featured"] == []


def test_a_pause_is_named(client: Client, city: GalleryPage, clerk: User) -> None:
    pauses.begin_pause(name="Bão số 0 (mẫu)", decision="00/QĐ-MAU", by=clerk)
    text = client.get(GALLERY).content.decode()
    assert "Tạm dừng thời hạn" in text
    assert "00/QĐ-MAU" in text


def test_an_empty_list_says_what_to_do(client: Client, city: GalleryPage) -> None:
    text = client.get(GALLERY).content.decode()
    assert "Chưa có phản ánh nào ở mục này" in text
    assert f'href="{GALLERY}gui-anh/"' in text


def test_statements_do_not_grow(
    client: Client, make_case: MakeCase, city: GalleryPage, ward: Unit, other_ward: Unit
) -> None:
    for _ in range(2):
        FeaturedPair.objects.create(page=city, case=make_case("verified"))
    make_case("assigned")
    many_cases(20, [ward, other_ward])
    queries = ("", "?tab=da-khac-phuc", f"?phuong={ward.code}&tinh-trang=qua-han")
    few = {query: len(statements(client, f"{GALLERY}{query}")) for query in queries}
    many_cases(2_000, [ward, other_ward], first=20_000)
    many = {query: len(statements(client, f"{GALLERY}{query}")) for query in queries}
    assert many == few
    # The page, wards, categories, counts, pauses, list, featured (2), photos, pictures.
    assert few[""] == 10
    assert max(few.values()) <= 12
