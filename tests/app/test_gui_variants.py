"""Variants in the window: made, edited in place, read alone, told apart, and side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.gui import Desktop
from model.elements import Card, Lane, Variant
from model.messages import Message, message
from tests.widgets.window import opened, trigger

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_a_new_variant_is_edited_at_once_and_read_alone_until_the_walk_ends(desktop: Desktop) -> None:
    # given a window without variants
    window, small = opened(desktop)
    told: list[Message] = []
    window.workspace.said.connect(told.append)
    trigger(window, "variant.next")
    assert told == [message("variants.none")]
    # when two are made, and a card is added while the second is edited
    trigger(window, "variant.add")
    trigger(window, "variant.add")
    first, second = small.document.where(Variant)
    made = window.workspace.editor.add_card(small.customer, small.third, "Pays again")
    # then it belongs to the second, which is selected for its name
    assert small.document.need(Card, made).variants == (second.id,)
    assert window.workspace.selection.ids == (second.id,)
    # when the walk goes on: the whole map, the first, the second
    trigger(window, "variant.next")
    assert window.workspace.seen is None and window.workspace.editor.variant is None
    trigger(window, "variant.next")
    assert made not in window.workspace.map and window.main.viewing.called == first.title
    trigger(window, "variant.next")
    # then the card shows in its own, and what all have shows in each
    assert made in window.workspace.map and small.reads in window.workspace.map


def test_figures_are_told_and_side_by_side_is_a_window_to_look_at(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given two variants, one card only in the second
    window, small = opened(desktop)
    trigger(window, "variant.add")
    trigger(window, "variant.add")
    window.workspace.editor.add_card(small.customer, small.third, "Pays again")
    told: list[Sequence[tuple[str, Sequence[str]]]] = []
    monkeypatch.setattr(window.ask, "report", lambda _title, lines: told.append(lines))
    # when figures are asked for
    trigger(window, "variant.figures")
    # then each variant has its lines
    assert [name for name, _ in told[0]] == ["The whole map", "Variant 1", "Variant 2"]
    assert told[0][2][1][0] == "4 cards, 1 of them not in every variant"
    # when they are put side by side
    trigger(window, "variant.beside")
    # then another window has each lane twice, and may not be edited
    other = desktop.windows[-1]
    assert other is not window and other.session.read_only
    assert len(other.session.document.table(Lane)) == 2 * len(small.document.table(Lane))
