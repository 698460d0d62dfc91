"""The terms of a search, its order, and that both databases hold and ask the same ones."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.models import SearchEntry, Unit
from portal.search.candidates import Filters, keys_by_tier
from portal.search.highlights import excerpt, marked
from portal.search.order import first_key, order_key
from portal.search.terms import Query, terms

NOW = datetime(2018, 5, 30, 22, 45, tzinfo=UTC)
MakeEntry = Callable[..., SearchEntry]


@pytest.fixture
def make_entry(db: None) -> MakeEntry:
    """An entry as the service writes it, of an object that need not exist."""
    kind = ContentType.objects.get_for_model(Unit)

    def make(number: int, title: str, text: str = "", date: datetime = NOW) -> SearchEntry:
        return SearchEntry.objects.create(
            content_type=kind,
            object_id=number,
            url=f"/{number}/",
            kind="unit",
            date=date,
            order_key=order_key(date, content_type_id=kind.pk, object_id=number),
            public=True,
            title=title,
            text=text,
            folded_title=terms(title),
            folded_text=terms(title, text),
        )

    return make


def tiers(text: str, **kwargs: object) -> dict[int, int]:
    return keys_by_tier(Query.parse(text), Filters(), **kwargs)


def test_terms_are_words_folded_as_spelt_and_in_pairs() -> None:
    assert terms("Bồ Đề") == "=bồ =đề bo bo_de de"
    assert terms("467-TB/QU").split() == [
        "467",
        "467_tb",
        "=467",
        "=qu",
        "=tb",
        "qu",
        "tb",
        "tb_qu",
    ]
    assert terms("hòa") == terms("hoà") == terms("hoa\u0300")
    assert terms("", " … ", "_") == ""
    # Two texts lie beside each other: the last word of one and the first of the next are no pair.
    assert "b_c" in terms("a b c")
    assert "b_c" not in terms("a b", "c")


def test_a_query_knows_its_tiers() -> None:
    query = Query.parse("Bồ Đề")
    assert query.tiers() == [
        ("=bồ", "=đề", "bo_de"),
        ("=bồ", "=đề"),
        ("bo", "de", "bo_de"),
        ("bo", "de"),
    ]
    assert Query.parse("đỗ").tiers() == [("=đỗ",), ("do",)]
    assert Query.parse("gia", unfinished=True).tiers() == [("=gia*",), ("gia*",)]
    assert not Query.parse(' "*- ')


def test_keys_grow_with_the_date_and_are_of_one_object_only() -> None:
    key = order_key(NOW, content_type_id=3, object_id=5)
    assert first_key(NOW) <= key < first_key(NOW + timedelta(minutes=1))
    others = {
        order_key(NOW, content_type_id=3, object_id=6),
        order_key(NOW, content_type_id=4, object_id=5),
        order_key(NOW - timedelta(minutes=1), content_type_id=3, object_id=5),
    }
    assert len(others | {key}) == 4
    ancient = datetime(1, 1, 1, tzinfo=UTC)
    last = datetime(2400, 1, 1, tzinfo=UTC)
    assert 0 <= order_key(ancient, content_type_id=1, object_id=1) < key
    assert key < order_key(last, content_type_id=1023, object_id=2**25 - 1) < 2**63


def test_the_best_tier_of_each_entry_is_given(make_entry: MakeEntry) -> None:
    made = [
        make_entry(1, "Giao ban"),
        make_entry(2, "Ban giao"),
        make_entry(3, "Giáo bản"),
        make_entry(4, "Bản giáo"),
        make_entry(5, "Tin", "giao ban"),
        make_entry(6, "Tin", "ban, giao"),
        make_entry(7, "Tin", "giáo bản"),
        make_entry(8, "Tin", "bản giáo"),
    ]
    assert tiers("giao ban") == {entry.order_key: n for n, entry in enumerate(made)}


def test_the_newest_of_each_tier_are_taken(make_entry: MakeEntry) -> None:
    old = make_entry(1, "Đỗ", date=NOW - timedelta(days=9))
    newer = [make_entry(n, "Độ", date=NOW + timedelta(days=n)) for n in range(2, 6)]
    # The only exact one is old, and is there all the same.
    assert tiers("đỗ", limit=2) == {
        old.order_key: 0,
        newer[-1].order_key: 1,
        newer[-2].order_key: 1,
    }


def test_the_index_follows_every_change_of_a_row(make_entry: MakeEntry) -> None:
    entry = make_entry(1, "Cây xanh")
    assert list(tiers("cây")) == [entry.order_key]
    entry.title, entry.folded_title, entry.folded_text = "Hoa", terms("Hoa"), terms("Hoa")
    entry.save()
    assert tiers("cây") == {}
    entry.order_key += 1 << 40
    entry.save()
    assert list(tiers("hoa")) == [entry.order_key]
    SearchEntry.objects.filter(pk=entry.pk).update(public=False)
    assert tiers("hoa") == {}
    SearchEntry.objects.all().delete()
    make_entry(1, "Sông")
    assert tiers("hoa") == {}
    assert len(tiers("sông")) == 1


def test_filters_narrow(make_entry: MakeEntry) -> None:
    first = make_entry(1, "Cây", date=NOW)
    second = make_entry(2, "Cây", date=NOW + timedelta(days=1))
    query = Query.parse("cây")

    def found(**filters: object) -> set[int]:
        return set(keys_by_tier(query, Filters(**filters)))

    assert found() == {first.order_key, second.order_key}
    assert found(kind="unit", from_key=first_key(NOW + timedelta(days=1))) == {second.order_key}
    assert found(before_key=first_key(NOW + timedelta(days=1))) == {first.order_key}
    assert found(kind="article") == found(unit_id=1) == found(sections=(1, 2)) == set()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_is_found_by_itself(make_entry: MakeEntry, text: str) -> None:
    SearchEntry.objects.all().delete()
    if "\0" in text:
        return
    entry = make_entry(1, "x", text)
    if Query.parse(text):
        assert list(tiers(text)) == [entry.order_key]
        assert tiers(f"{text} khongco") == {}
    else:
        assert terms(text) == ""


def test_hits_are_marked_and_the_rest_escaped() -> None:
    assert marked("Cầu Long Biên & sông", "long bien") == "Cầu <mark>Long Biên</mark> &amp; sông"
    assert marked("<b>Cầu</b>", "<b>") == "&lt;<mark>b</mark>&gt;Cầu&lt;/<mark>b</mark>&gt;"
    assert marked("Cầu", "") == "Cầu"


def test_an_excerpt_stands_around_the_best_hit() -> None:
    text = "Ban đầu. " + "Chữ mẫu. " * 60 + "Họp giao ban hôm nay. " + "Chữ mẫu. " * 60
    shown = excerpt(text, "giao ban")
    assert "Họp <mark>giao ban</mark> hôm nay." in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert excerpt("Ngắn gọn.", "không có") == "Ngắn gọn."
    # A part of a word is no hit, words with a comma between them stand together.
    text = "Giaothông. " + "Chữ. " * 80 + "Về giao,\n ban. " + "Chữ. " * 80 + "Giao ban."
    assert "Về <mark>giao</mark>, <mark>ban</mark>." in excerpt(text, "giao ban")
    assert len(excerpt("dài " * 500, "ngắn")) < 210
    assert excerpt("x" * 1000, "y")
