"""The end of the status line: what is too much to follow is told where it begins, and how much more of it there is."""

from __future__ import annotations

from PySide6.QtWidgets import QStatusBar
from pytestqt.qtbot import QtBot

from model.document import Document
from model.elements import Blueprint, Card, Lane, Stage, Step
from model.texts import Texts
from widgets.status_line import StatusLine


def test_a_map_that_is_too_much_in_many_places_tells_of_the_first_and_counts_the_rest(qtbot: QtBot) -> None:
    rows = [Lane(f"l{lane}", f"a{lane:02}", title=f"Lane {lane}") for lane in range(14)]
    cards = (Card(f"c{lane}_{at}", lane=f"l{lane}", step="s") for lane in range(14) for at in range(11))
    bar = QStatusBar()
    qtbot.addWidget(bar)
    status = StatusLine(bar, Texts("en"))
    status.show_counts(Document((Blueprint("b"), Stage("g"), Step("s", stage="g"), *rows, *cards)))
    status.show_size()

    told = status.size.toolTip().split("\n")
    assert len(told) == 11 and told[0].startswith("11 cards of “Lane 0”") and told[0] == status.size.text()
    assert told[-1] == "and 4 more places like these"
