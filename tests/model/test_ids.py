"""Ids, and order keys that always leave room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import BugError
from model.ids import FIRST, IdSource, between, is_id, is_order, last_order, ringed, spread

PLACES = st.lists(st.floats(0, 1, allow_nan=False), min_size=1, max_size=60)


def inserted(places: list[float]) -> list[str]:
    """Keys in rising order, made by inserting one after another at a share of the list's length."""
    keys: list[str] = []
    for share in places:
        place = round(share * len(keys))
        low = keys[place - 1] if place else None
        high = keys[place] if place < len(keys) else None
        keys.insert(place, between(low, high))
    return keys


@given(PLACES)
def test_a_key_between_two_others_lies_strictly_between(places: list[float]) -> None:
    keys = inserted(places)

    assert keys == sorted(set(keys))
    assert all(is_order(key) for key in keys)


@given(PLACES, st.integers(0, 80), st.floats(0, 1, allow_nan=False))
def test_spread_keys_rise_between_their_ends(places: list[float], count: int, share: float) -> None:
    keys = inserted(places)
    place = round(share * len(keys))
    low = keys[place - 1] if place else None
    high = keys[place] if place < len(keys) else None

    made = spread(count, low, high)

    assert len(made) == count
    assert all(is_order(key) for key in made)
    together = [key for key in (low, *made, high) if key is not None]
    assert together == sorted(set(together))


def test_keys_stay_short_when_ten_thousand_are_added_at_an_end() -> None:
    low = high = FIRST
    for _ in range(10_000):
        low, high = between(None, low), between(high, None)

    assert len(low) <= 4
    assert len(high) <= 4


def test_keys_grow_slowly_when_all_go_into_one_gap() -> None:
    high = between(FIRST, None)
    for _ in range(600):
        high = between(FIRST, high)

    assert high > FIRST
    assert len(high) <= 2 + 600 // 5


@pytest.mark.parametrize(("low", "high"), [("a1", "a0"), ("a0", "a0"), ("b00", "az")])
def test_there_is_no_key_between_keys_in_the_wrong_order(low: str, high: str) -> None:
    with pytest.raises(BugError):
        between(low, high)


@pytest.mark.parametrize("key", ["", "a", "0", "b0", "a00", "a0V0", "a-", "é1", "á0"])
def test_what_is_no_order_key(key: str) -> None:
    assert not is_order(key)


def test_there_is_a_key_between_long_keys() -> None:
    low, high = "a0" + "z" * 3000, "a0" + "z" * 3000 + "1"

    assert low < between(low, high) < high
    assert low < between(low, "a1") < "a1"


def test_what_belongs_to_itself_in_the_end_is_ringed() -> None:
    belongs = {"a": "card", "b": "a", "c": "d", "d": "e", "e": "c", "f": "c", "g": "g"}

    assert list(ringed(belongs)) == ["c", "d", "e", "f", "g"]


def test_the_last_order_is_the_highest() -> None:
    assert last_order(["a1", "b00", "Zz"]) == "b00"
    assert last_order([]) is None


def test_the_same_seed_gives_the_same_ids() -> None:
    one, other, third = IdSource(7), IdSource(7), IdSource(8)

    first = [one.new("card") for _ in range(5)]

    assert first == [other.new("card") for _ in range(5)]
    assert first != [third.new("card") for _ in range(5)]
    assert len(set(first)) == 5
    assert all(is_id(id) for id in first)


def test_without_a_seed_ids_differ() -> None:
    assert IdSource().new("card") != IdSource().new("card")


@pytest.mark.parametrize(
    ("text", "fine"), [("card_1", True), ("1card", False), ("", False), ("a b", False), ("é", False)]
)
def test_what_may_be_an_id(text: str, fine: bool) -> None:
    assert is_id(text) is fine


def test_an_id_has_at_most_64_letters() -> None:
    assert is_id("card_1.b-C")
    assert is_id("a" * 64)
    assert not is_id("a" * 65)
