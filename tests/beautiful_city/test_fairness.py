"""The fair comparison, against numbers worked out by hand."""

import pytest

from beautiful_city.fairness import Fair, Stratum, compare

EASY, HARD = "easy", "hard"


def by_hand() -> dict[int, Fair]:
    """Ward 1 has the easy cases, ward 2 the hard ones, ward 3 too few to tell.

    District: easy 18 + 2 + 2 = 22 of 24 (22/24), hard 4 + 12 + 0 = 16 of 30 (16/30).
    Expected: ward 1: 20 × 22/24 + 8 × 16/30 = 22.6; ward 2: 2 × 22/24 + 20 × 16/30 = 12.5;
    ward 3: 2 × 22/24 + 2 × 16/30 = 2.9. All: 38 of 54.
    """
    return compare(
        [
            Stratum(1, EASY, 20, 18),
            Stratum(1, HARD, 8, 4),
            Stratum(2, EASY, 2, 2),
            Stratum(2, HARD, 20, 12),
            Stratum(3, EASY, 2, 2),
            Stratum(3, HARD, 2, 0),
        ]
    )


def test_expected_is_the_districts_rate_on_the_wards_own_mix() -> None:
    found = by_hand()
    assert [found[ward].cases for ward in (1, 2, 3)] == [28, 22, 4]
    assert [found[ward].on_time for ward in (1, 2, 3)] == [22, 14, 2]
    assert found[1].expected == pytest.approx(22.6)
    assert found[2].expected == pytest.approx(12.5)
    assert found[3].expected == pytest.approx(2.9)
    # All together expect what they have.
    assert sum(fair.expected for fair in found.values()) == pytest.approx(38)


def test_the_ward_with_hard_cases_is_ahead_though_its_plain_share_is_lower() -> None:
    found = by_hand()
    assert (found[1].share or 0) > (found[2].share or 0)
    assert [found[1].rank, found[2].rank] == [2, 1]
    assert found[1].adjusted == pytest.approx(22 / 22.6 * 38 / 54 * 100)
    assert found[2].adjusted == pytest.approx(14 / 12.5 * 38 / 54 * 100)


def test_no_rank_under_ten_cases() -> None:
    assert by_hand()[3].rank is None
    nine, ten = Stratum(1, EASY, 9, 9), Stratum(2, EASY, 10, 5)
    found = compare([nine, ten])
    assert [found[1].rank, found[2].rank] == [None, 1]


def test_equal_standing_shares_a_rank() -> None:
    found = compare(
        [Stratum(ward, EASY, 10, on_time) for ward, on_time in ((1, 8), (2, 8), (3, 2))]
    )
    assert [found[ward].rank for ward in (1, 2, 3)] == [1, 1, 3]


def test_a_difference_is_clear_only_beyond_chance() -> None:
    """Rate 1/2 of 200: a ward of 100 has a spread of 5, so 9 apart is chance and 10 is not."""
    chance = compare([Stratum(1, EASY, 100, 59), Stratum(2, EASY, 100, 41)])
    assert [chance[1].clear, chance[2].clear] == [0, 0]
    clear = compare([Stratum(1, EASY, 100, 60), Stratum(2, EASY, 100, 40)])
    assert [clear[1].clear, clear[2].clear] == [1, -1]


def test_an_adjusted_share_is_at_most_all() -> None:
    """Expected 20 × 1/2 = 10, had 20: twice the district's half would be more than there is."""
    found = compare([Stratum(1, EASY, 20, 20), Stratum(2, EASY, 60, 20)])
    assert found[1].adjusted == 100


def test_nobody_in_time_divides_by_nothing() -> None:
    found = compare([Stratum(1, EASY, 12, 0)])
    assert found[1] == Fair(12, 0, 0.0, None, 0, None)
    assert compare([]) == {}
