"""The document: indexes that equal a search through all, edits whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.change import Change, Delta, then
from model.document import Document
from model.elements import Blueprint, Card, Stage, Step
from model.errors import BugError
from model.making_way import making_way
from model.messages import message
from model.record import Record

LABEL = message("command.edit.several")
IDS = ("one", "two", "three", "four")
SOURCES = ("s1", "s2")
CARDS = st.builds(
    Card,
    st.sampled_from(IDS),
    st.sampled_from(("a0", "a1")),
    lane=st.sampled_from((None, "lane_1", "lane_2")),
    step=st.sampled_from((None, "step_1")),
    sources=st.lists(st.sampled_from(SOURCES), max_size=3).map(tuple),
)
ACTS = st.lists(st.tuples(st.sampled_from(IDS), st.none() | CARDS), max_size=12)


def change_to(document: Document, acts: list[tuple[str, Card | None]]) -> Change:
    """The change that puts each card under its id, or takes it away."""
    rows = {id: None if card is None else replace(card, id=id) for id, card in acts}
    deltas = (Delta(document.find(id), row) for id, row in rows.items() if (document.find(id), row) != (None, None))
    return Change(LABEL, tuple(deltas))


def found_by_search(document: Document, **fields: str | None) -> list[Card]:
    """What `where` should find, by looking at every card."""

    def matches(card: Card) -> bool:
        values = [(getattr(card, name), wanted) for name, wanted in fields.items()]
        return all(wanted in value if isinstance(value, tuple) else value == wanted for value, wanted in values)

    return sorted(filter(matches, document.table(Card).values()), key=lambda card: (card.order, card.id))


@given(st.lists(ACTS, max_size=6))
def test_indexes_equal_a_search_after_any_changes(changes: list[list[tuple[str, Card | None]]]) -> None:
    document = Document((Blueprint("b"),))
    document.where(Card, lane="lane_1")
    for acts in changes:
        document.apply(change_to(document, acts))

        for lane in (None, "lane_1", "lane_2"):
            assert list(document.where(Card, lane=lane)) == found_by_search(document, lane=lane)
            assert list(document.where(Card, lane=lane, step=None)) == found_by_search(document, lane=lane, step=None)
        for source in SOURCES:
            assert list(document.where(Card, sources=source)) == found_by_search(document, sources=source)
        assert list(document.where(Card)) == found_by_search(document)


@pytest.mark.parametrize("seed", range(8))
def test_many_rows_are_in_order_whenever_they_are_asked_for(seed: int) -> None:
    chance = Random(seed)
    document = Document((Blueprint("b"), *(Card(f"card_{number}", f"a{number % 50}") for number in range(300))))
    document.where(Card)
    for _ in range(30):
        for _ in range(chance.choice((1, 1, 2, 40))):
            ids = {f"card_{chance.randrange(400)}" for _ in range(chance.choice((1, 1, 3, 30)))}
            rows = {id: Card(id, f"a{chance.randrange(50)}") if chance.random() < 0.8 else None for id in ids}
            document.apply(change_to(document, list(rows.items())))

        assert list(document.where(Card)) == found_by_search(document)
        assert list(document.where(Card, lane=None)) == found_by_search(document)


@given(st.lists(ACTS, max_size=6))
def test_undoing_every_change_restores_every_row(changes: list[list[tuple[str, Card | None]]]) -> None:
    document = Document((Blueprint("b"), Card("one", title="As it was")))
    states, done = [], []
    for acts in changes:
        states.append(list(document.rows()))
        done.append(change_to(document, acts))
        document.apply(done[-1])

    for change, state in zip(reversed(done), reversed(states), strict=True):
        document.apply(change.inverse())

        assert list(document.rows()) == state


@given(ACTS, ACTS)
def test_two_changes_as_one_do_what_both_do(
    first: list[tuple[str, Card | None]], second: list[tuple[str, Card | None]]
) -> None:
    start: tuple[Record, ...] = (Blueprint("b"), Card("one"), Card("two", title="Two"))
    apart, together = Document(start), Document(start)
    one = change_to(apart, first)
    apart.apply(one)
    two = change_to(apart, second)
    apart.apply(two)

    both = then(one, two)
    together.apply(both)

    assert together == apart
    assert len({delta.id for delta in both.deltas}) == len(both.deltas)
    assert all(delta.before != delta.after for delta in both.deltas)


def test_a_change_and_its_inverse_are_together_nothing() -> None:
    change = Change(LABEL, (Delta(Card("one"), Card("one", title="New")), Delta(None, Card("two"))))

    assert not then(change, change.inverse())


def test_a_change_made_for_another_state_changes_nothing() -> None:
    document = Document((Blueprint("b"), Card("one", title="Now"), Card("two")))
    stale = Change(
        LABEL,
        (
            Delta(Card("two"), Card("two", title="New")),
            Delta(Card("one", title="Then"), Card("one", title="New")),
        ),
    )

    with pytest.raises(BugError, match="one"):
        document.apply(stale)

    assert document.need(Card, "two").title == ""
    assert document.revision == 0


def test_changed_is_told_once_after_the_change() -> None:
    document = Document((Blueprint("b"), Card("one")))
    seen: list[str] = []
    document.changed.connect(lambda change: seen.extend(document.need(Card, delta.id).title for delta in change.deltas))

    document.apply(Change(LABEL, (Delta(Card("one"), Card("one", title="New")),)))

    assert seen == ["New"]
    assert document.revision == 1


def test_a_delta_is_about_one_row() -> None:
    for before, after in ((None, None), (Card("one"), Card("two")), (Card("one"), Step("one"))):
        with pytest.raises(BugError):
            Delta(before, after)


def test_rows_with_one_id_are_refused() -> None:
    with pytest.raises(BugError, match="one"):
        Document((Card("one"), Step("one")))


def test_find_get_and_need_tell_kinds_apart() -> None:
    document = Document((Blueprint("b"), Card("one")))

    assert document.find("one") == Card("one")
    assert document.get(Step, "one") is None
    assert document.get(Card, None) is None
    with pytest.raises(BugError):
        document.need(Step, "one")


def test_referrers_name_the_row_and_the_field() -> None:
    step = Step("step_1", stage="stage_1")
    card = Card("card_1", step="step_1", last_step="step_1", lane=None)
    document = Document((Blueprint("b"), Stage("stage_1"), step, card))

    assert document.referrers("stage_1") == ((step, "stage"),)
    assert document.referrers("step_1") == ((card, "step"), (card, "last_step"))
    assert document.referrers("nobody") == ()


def test_a_prepared_document_finds_what_an_unprepared_one_does() -> None:
    rows = (Blueprint("b"), Stage("g"), Step("s", stage="g"), Card("one", step="s"), Card("two"))
    prepared, plain = Document(rows), Document(rows)
    before = len(prepared._indexes)

    steps = len(list(prepared.prepare()))
    built = len(prepared._indexes)

    assert steps == built - before
    assert prepared.referrers("s") == plain.referrers("s")
    assert prepared.where(Card, lane=None, step=None) == plain.where(Card, lane=None, step=None)
    assert len(prepared._indexes) == built


def test_a_frozen_copy_stays_as_it_was() -> None:
    document = Document((Blueprint("b"), Card("one")))
    frozen = document.frozen()

    document.apply(Change(LABEL, (Delta(Card("one"), None), Delta(None, Card("two")))))

    assert [card.id for card in frozen.where(Card)] == ["one"]
    assert frozen.revision == 0


def test_a_paced_copy_is_the_same_and_pauses_while_it_is_walked() -> None:
    document = Document((Blueprint("b"), *(Card(f"card_{number}", sources=("s",)) for number in range(300))))
    pauses: list[int] = []
    paced = document.paced(lambda: pauses.append(len(pauses)))

    assert paced == document
    assert paced.where(Card, sources="s") == document.where(Card, sources="s")
    assert len(pauses) == 4  # 300 rows are walked for the index, with a pause after each 64
    assert [card.id for card in paced.table(Card).values()] == list(document.table(Card))
    assert list(paced.table(Card).items()) == list(document.table(Card).items())
    assert paced.table(Card).get("card_7") is document.find("card_7")
    assert len(pauses) == 12
    with making_way(lambda: None):
        assert list(paced.rows()) == list(document.rows())


def test_a_paced_copy_pauses_while_many_rows_are_walked_and_every_so_many_times_it_is_asked() -> None:
    document = Document((Blueprint("b"), *(Card(f"card_{number}", sources=("s",)) for number in range(300))))
    pauses: list[int] = []
    paced = document.paced(lambda: pauses.append(len(pauses)))
    rows = paced.where(Card)
    pauses.clear()

    assert list(rows) == list(document.where(Card))
    assert len(pauses) == 4  # after each 64 of 300 rows
    for _ in range(63):
        paced.where(Card, sources="nobody")
    assert len(pauses) == 9  # 4 for the index by sources, and one as this was the 64th time


def test_a_document_without_a_blueprint_is_a_bug() -> None:
    with pytest.raises(BugError):
        _ = Document().blueprint
