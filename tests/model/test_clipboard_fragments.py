"""Fragments on the clipboard that are spoilt, refer to nothing, or are large."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from model import clipboard
from model.elements import (
    Card,
)
from model.errors import KnownError
from model.texts import Texts
from tests.model.builders import a_grid
from tests.model.pasting import a_full_card, changed, sound


def with_row(text: str, kind: str, **fields: Any) -> str:
    """A fragment whose rows of a kind say something else."""
    data = json.loads(text)
    for name, row in data["rows"]:
        if name == kind:
            row.update(fields)
    return json.dumps(data)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "",
        lambda _: "null",
        lambda _: "[" * 100_000,
        lambda _: "{}",
        lambda text: changed(text, format="other"),
        lambda text: changed(text, version=2),
        lambda text: changed(text, version="1"),
        lambda text: changed(text, rows=[["Nothing", {}]]),
        lambda text: changed(text, rows=[["Blueprint", {"id": "b"}]]),
        lambda text: changed(text, rows=[["Card", {"id": 1}]]),
        lambda text: changed(text, rows=[["Card", {"id": "a"}], ["Card", {"id": "a"}]]),
        lambda text: changed(text, lanes=["gone"]),
        lambda text: changed(text, copied=["gone"]),
        lambda text: with_row(text, "Card", emotion=9),
        lambda text: with_row(text, "Card", work_minutes="NaN"),
        lambda text: with_row(text, "Card", extra="["),
        lambda text: with_row(text, "Card", extra="[]"),
        lambda text: with_row(text, "Card", extra='{"id": 1}'),
        lambda text: with_row(text, "Card", extra='{"x-a": "\\ud800"}'),
        lambda text: with_row(text, "Picture", mime="text/html"),
        lambda text: with_row(text, "Picture", data="aGk="),
        lambda text: with_row(text, "Picture", width=100_000, height=100_000),
        lambda text: with_row(text, "Consequence", number="-1"),
    ],
)
def test_a_spoilt_fragment_is_refused_in_one_line(spoil: Any) -> None:
    grid = a_grid()
    text = spoil(clipboard.fragment(grid.document, [a_full_card(grid)]))
    before = grid.document.revision

    with pytest.raises(KnownError) as refusal:
        grid.editor.paste_fragment(text, grid.lanes[0], grid.steps[0])

    assert "\n" not in Texts()(refusal.value.message)
    assert grid.document.revision == before


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: with_row(text, "Card", owner="system_x", step="lane_x", last_step="nowhere"),
        lambda text: with_row(text, "Card", value_for=["a\x00", "\ud800"], title="a\x00"),
        lambda text: with_row(text, "CardSystem", system="nothing"),
        lambda text: with_row(text, "System", owner="nothing"),
        lambda text: changed(text, document="elsewhere"),
    ],
)
def test_what_a_fragment_refers_to_wrongly_is_let_go(spoil: Any) -> None:
    grid = a_grid()
    text = spoil(clipboard.fragment(grid.document, [a_full_card(grid)]))

    grid.editor.paste_fragment(text, grid.lanes[0], grid.steps[0])

    assert sound(grid.document)


def test_what_no_file_can_hold_is_left_behind() -> None:
    grid = a_grid()
    text = with_row(clipboard.fragment(grid.document, [grid.card()]), "Card", value_for=["a\x00", "b"], title="c\ud800")

    (id,) = grid.editor.paste_fragment(text, grid.lanes[0], grid.steps[0])

    card = grid.document.need(Card, id)
    assert (card.title, card.value_for) == ("c", ("a", "b"))


def test_a_fragment_says_what_it_is_and_is_the_same_each_time() -> None:
    grid = a_grid()
    id = a_full_card(grid)

    text = clipboard.fragment(grid.document, [id])

    assert clipboard.is_fragment(text)
    assert not clipboard.is_fragment("a\tb")
    assert text == clipboard.fragment(grid.document, [id])


def test_a_large_fragment_is_pasted_quickly() -> None:
    grid = a_grid((6, 6))
    for place in range(600):
        grid.card(place % 5, place % 12, f"{place}")

    start = time.perf_counter()
    made = grid.editor.paste_fragment(clipboard.fragment(grid.document, grid.stages), None, None)
    took = time.perf_counter() - start

    assert len(made) == 2
    assert len(grid.document.where(Card)) == 1200
    assert took < 0.5
