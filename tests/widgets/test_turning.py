"""A view of many cards comes in slices: in the end the same, whatever is done meanwhile. Here all cards are many."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QLabel

from app.gui import Desktop
from app.window import DocumentWindow
from model.elements import Mark
from model.keeping import SavedView, ViewMode
from tests.widgets.support import Small
from tests.widgets.window import close, opened
from widgets import workspace

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def there(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> tuple[DocumentWindow, Small]:
    """A window whose cards count as many, two of them marked."""
    window, small = opened(desktop)
    small.editor.edit(small.reads, marks=(Mark.MOMENT_OF_TRUTH,))
    small.editor.edit(small.explains, marks=(Mark.MOMENT_OF_TRUTH,))
    monkeypatch.setattr(workspace, "FEW", -1)
    return window, small


def a_view(mode: ViewMode = ViewMode.DIM) -> SavedView:
    return SavedView("", mode=mode, marks=(Mark.MOMENT_OF_TRUTH,))


def turned(window: DocumentWindow) -> None:
    """Let the event loop run until the view is there."""
    while window.workspace._turning.wanted is not None:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def test_the_view_is_the_wanted_one_at_once_and_shown_a_moment_later(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    space = window.workspace

    assert space.see(a_view())
    assert space.seen == a_view() and space.lit is None

    turned(window)
    assert space.seen == a_view() and space.lit == {small.reads, small.explains}


def test_what_is_hidden_goes_when_the_rest_is_laid_out(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    space = window.workspace

    space.see(a_view(ViewMode.HIDE))
    assert space.drawing.box(small.fills) is not None
    turned(window)

    assert space.drawing.box(small.fills) is None and space.drawing.box(small.reads) is not None
    # and to dim instead is known already
    space.see(a_view())
    turned(window)
    assert space.drawing.box(small.fills) is not None and space.lit == {small.reads, small.explains}


def test_of_few_cards_it_is_there_at_once(desktop: Desktop) -> None:
    window, small = opened(desktop)
    small.editor.edit(small.reads, marks=(Mark.MOMENT_OF_TRUTH,))
    space = window.workspace

    for mode in (ViewMode.HIDE, ViewMode.DIM, ViewMode.HIDE):
        space.see(a_view(mode))
        assert (space.drawing.box(small.fills) is None) is (mode is ViewMode.HIDE)
        assert (space.lit == {small.reads}) is (mode is ViewMode.DIM)


@pytest.mark.parametrize("mode", list(ViewMode))
def test_an_edit_meanwhile_is_in_it(there: tuple[DocumentWindow, Small], mode: ViewMode) -> None:
    window, small = there

    window.workspace.see(a_view(mode))
    small.editor.edit(small.fills, marks=(Mark.MOMENT_OF_TRUTH,), title="Fills in")
    small.editor.delete([small.reads])
    turned(window)

    space = window.workspace
    assert small.fills in space.shown and small.reads not in space.shown
    assert space.map.find(small.fills) == small.document.find(small.fills)
    assert space.drawing.box(small.fills) is not None and space.drawing.box(small.reads) is None


def test_what_was_wanted_before_is_not_shown_any_more(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    space = window.workspace

    space.see(a_view(ViewMode.HIDE))
    space.see(SavedView("", lanes=(small.customer,)))
    turned(window)
    assert space.map is space.document and space.lit == {small.reads, small.fills}

    space.see(a_view())
    assert space.see(None)
    assert space.seen is None and space.lit is None and not space.see(None)


def test_two_conditions_one_after_another_both_hold(there: tuple[DocumentWindow, Small]) -> None:
    window, small = there
    viewing = window.main.viewing

    viewing.flip("marks", Mark.MOMENT_OF_TRUTH.value)
    viewing.flip("lanes", small.customer)
    turned(window)

    assert window.workspace.lit == {small.reads}
    label = window.main.findChild(QLabel, "view")
    assert label is not None and "1 of 3" in label.text()


def test_a_window_that_closes_turns_to_nothing(there: tuple[DocumentWindow, Small]) -> None:
    window, _ = there
    window.workspace.see(a_view(ViewMode.HIDE))

    close(window)
    QApplication.processEvents()

    assert window.workspace._turning.wanted is None
