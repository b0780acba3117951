"""What changed this week, from versions taken on known days: in an answer and on a page of the pack."""

from __future__ import annotations

from datetime import date

from model.analysis.asking.questions import answer
from model.analysis.week import version_before
from model.context import fixed_context
from model.editor import Editor
from model.history import History
from model.keeping import Snapshot
from model.texts import Texts
from tests.model.builders import Grid, a_grid
from tests.model.packs import said

TEXTS = Texts()
MONDAY = date(2026, 11, 23)


def taken(grid: Grid, day: date, name: str) -> str:
    """A version of a day."""
    return Editor(grid.document, History(grid.document), fixed_context(day, "Ada", name)).take_snapshot(name)


def a_week() -> tuple[Grid, dict[str, str]]:
    """Three cards a fortnight ago; since the version of last Monday one is added, moved, reworded and deleted each."""
    grid = a_grid()
    ids = {name: grid.card(1, 0, name) for name in ("stays", "goes", "moves", "says")}
    taken(grid, date(2026, 11, 9), "Older")
    grid.editor.rename(ids["stays"], "stays so")
    taken(grid, date(2026, 11, 16), "Last Monday")
    ids["comes"] = grid.card(1, 1, "comes")
    grid.editor.move_cards([ids["moves"]], grid.lanes[1], grid.steps[2])
    grid.editor.rename(ids["says"], "says more")
    grid.editor.delete([ids["goes"]])
    taken(grid, date(2026, 11, 20), "Friday")
    return grid, ids


def test_the_version_is_the_last_that_is_a_week_old_else_the_first() -> None:
    grid, _ = a_week()

    def name(day: date) -> str:
        found = version_before(grid.document, day)
        return "" if found is None else found.name

    assert [name(date(2026, 11, day)) for day in (10, 16, 22, 23, 26, 27)] == [
        *("Older", "Older", "Older", "Last Monday", "Last Monday", "Friday"),
    ]
    assert version_before(a_grid().document, MONDAY) is None


def test_adds_edits_moves_and_deletes_are_listed() -> None:
    grid, ids = a_week()

    found = answer(grid.document, "changed", today=MONDAY)

    assert [TEXTS(line) for line in found.said] == [
        "Since “Last Monday”, kept on 16 Nov 2026.",
        "1 added, 1 removed, 1 moved, 1 reworded.",
    ]
    told = {TEXTS.value(row.cells[1]): TEXTS.value(row.cells[2]) for row in found.rows}
    assert told == {"comes": "added", "goes": "removed", "moves": "moved", "says more": "reworded"}
    assert {TEXTS.value(row.cells[0]) for row in found.rows} == {TEXTS("window.find.kind.Card")}
    assert found.shown == {ids["comes"], ids["moves"], ids["says"]}


def test_without_a_version_nothing_is_known_and_without_a_change_that_is_said() -> None:
    assert not answer(a_grid().document, "changed", today=MONDAY).rows
    grid = a_grid()
    taken(grid, date(2026, 11, 1), "First")
    found = answer(grid.document, "changed", today=MONDAY)
    assert TEXTS(found.said[1]) == "Nothing differs."
    assert len(grid.document.where(Snapshot)) == 1


def test_a_link_that_came_or_went_is_called_by_its_ends() -> None:
    grid = a_grid()
    asks, answers = grid.card(1, 0, "Asks"), grid.card(2, 0, "Answers")
    gone = grid.editor.add_link(asks, answers)
    taken(grid, date(2026, 11, 16), "Last Monday")
    grid.editor.delete([gone])
    grid.editor.add_link(answers, asks)

    words = said(grid.document, "changes", MONDAY)
    found = answer(grid.document, "changed", today=MONDAY)

    assert words[words.index("Asks → Answers") + 1] == "removed"
    assert words[words.index("Answers → Asks") + 1] == "added"
    assert {TEXTS.value(row.cells[1]) for row in found.rows} == {"Asks → Answers", "Answers → Asks"}


def test_the_pack_has_a_page_of_it() -> None:
    grid, _ = a_week()

    words = said(grid.document, "changes", MONDAY)

    assert "What changed this week" in words
    assert "Since “Last Monday”, kept on 16 Nov 2026" in words
    for name, became in (("comes", "added"), ("goes", "removed"), ("moves", "moved"), ("says more", "reworded")):
        assert words[words.index(name) + 1] == became
