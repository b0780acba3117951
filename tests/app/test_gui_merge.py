"""Two people's copies put together in the window: from a file, and where Save finds that another wrote it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.gui import Desktop
from app.session import Session
from app.window import DocumentWindow
from model import samples
from model.analysis.merging import merge
from model.conflicts import disputed
from model.context import fixed_context
from model.elements import Card
from model.keeping import Snapshot
from model.picking import Pick
from model.snapshots import as_of
from model.texts import Texts
from tests.widgets.support import Small
from tests.widgets.window import asked, opened, trigger
from widgets.ask import Answer
from widgets.versions.merge_dialog import ConflictDialog

# The offscreen platform knows no size hints, and says so for every window.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def there(desktop: Desktop, tmp_path: Path) -> tuple[DocumentWindow, Small, Path]:
    """A window on a saved file."""
    window, small = opened(desktop)
    path = tmp_path / "map.throughline"
    window.session.save_as(path)
    return window, small, path


def theirs(window: DocumentWindow, path: Path, **titles: str) -> None:
    """Another person writes other titles to a file."""
    other = Session.open(path, window.desktop.context, path.parent / "their home", read_only=True)
    other.read_only = False
    for card, title in titles.items():
        other.editor.rename(card, title)
    other.save(overwrite=True)
    other.close(discard=True)


def title(window: DocumentWindow, card: str) -> str:
    return window.session.document.need(Card, card).title


def copied(window: DocumentWindow, name: str) -> Path:
    path = window.desktop.home.parent / name
    window.session.save_copy(path)
    return path


def test_a_copy_comes_together_by_field_after_a_version_is_kept_in_one_undo_step(
    there: tuple[DocumentWindow, Small, Path],
) -> None:
    window, small, _ = there
    small.editor.take_snapshot("Sent out")
    copy = copied(window, "copy.throughline")
    theirs(window, copy, **{small.fills: "Fills it in online"})
    small.editor.rename(small.reads, "Reads it twice")
    asked(window).answer(open_path=copy)

    trigger(window, "merge")

    assert (title(window, small.fills), title(window, small.reads)) == ("Fills it in online", "Reads it twice")
    *_, kept = window.session.document.where(Snapshot)
    assert kept.name == "Before merging with copy.throughline"
    assert as_of(window.session.document, kept.id).need(Card, small.fills).title == "Fills in the form"
    trigger(window, "undo")
    assert title(window, small.fills) == "Fills in the form"
    assert len(window.session.document.where(Snapshot)) == 1


@pytest.mark.parametrize(("pick", "wanted"), [(Pick.OURS, "Mine"), (Pick.THEIRS, "Theirs"), (Pick.KEPT, "Base")])
def test_what_both_changed_is_asked_about_with_all_three(
    there: tuple[DocumentWindow, Small, Path], pick: Pick, wanted: str
) -> None:
    window, small, _ = there
    small.editor.rename(small.fills, "Base")
    small.editor.take_snapshot("Sent out")
    copy = copied(window, "copy.throughline")
    theirs(window, copy, **{small.fills: "Theirs"})
    small.editor.rename(small.fills, "Mine")
    asked(window).answer(open_path=copy, merge_conflicts=pick)

    trigger(window, "merge")

    name, (conflict,) = asked(window).asked[-1][1]
    assert (name, conflict.what, conflict.why) == ("copy.throughline", "Card “Base”", "Both changed it.")
    assert [said.rpartition(" ")[2] for _, said in conflict.choices] == ["“Base”", "“Mine”", "“Theirs”"]
    assert title(window, small.fills) == wanted


def test_giving_up_changes_nothing(there: tuple[DocumentWindow, Small, Path]) -> None:
    window, small, _ = there
    small.editor.take_snapshot("Sent out")
    copy = copied(window, "copy.throughline")
    theirs(window, copy, **{small.fills: "Theirs"})
    small.editor.rename(small.fills, "Mine")
    before = window.session.document.revision
    asked(window).answer(open_path=copy, merge_conflicts=None)

    trigger(window, "merge")

    assert window.session.document.revision == before


def test_without_a_common_version_the_file_both_began_from_is_asked_for(
    there: tuple[DocumentWindow, Small, Path],
) -> None:
    window, small, path = there
    copy = copied(window, "copy.throughline")
    theirs(window, copy, **{small.fills: "Theirs"})
    small.editor.rename(small.reads, "Mine")
    asked(window).answer(open_path=copy, confirm=True)
    asked(window).answer(open_path=path)

    trigger(window, "merge")

    assert (title(window, small.fills), title(window, small.reads)) == ("Theirs", "Mine")


def test_save_offers_to_merge_what_another_wrote_and_then_saves_both(
    there: tuple[DocumentWindow, Small, Path],
) -> None:
    window, small, path = there
    theirs(window, path, **{small.fills: "Theirs"})
    small.editor.rename(small.reads, "Mine")
    asked(window).answer(overwrite=Answer.MERGE)

    trigger(window, "save")

    assert not window.session.unsaved
    again = Session.open(path, window.desktop.context, path.parent / "home3", read_only=True)
    assert [again.document.need(Card, id).title for id in (small.fills, small.reads)] == ["Theirs", "Mine"]
    small.editor.rename(small.reads, "Once more")
    trigger(window, "save")
    assert not window.session.unsaved


def test_giving_up_a_merge_on_save_leaves_both_as_they_are(there: tuple[DocumentWindow, Small, Path]) -> None:
    window, small, path = there
    theirs(window, path, **{small.fills: "Theirs"})
    small.editor.rename(small.fills, "Mine")
    before = path.read_bytes()
    asked(window).answer(overwrite=Answer.MERGE, merge_conflicts=None)

    trigger(window, "save")

    assert path.read_bytes() == before and window.session.unsaved and title(window, small.fills) == "Mine"


def test_a_stranger_to_the_document_is_refused(there: tuple[DocumentWindow, Small, Path], tmp_path: Path) -> None:
    window, _, _ = there
    permit = samples.build("permit", fixed_context(date(2026, 11, 23), "Bo", seed=9))
    window.desktop.session(permit).save_copy(tmp_path / "permit.throughline")
    asked(window).answer(open_path=tmp_path / "permit.throughline")

    trigger(window, "merge")

    assert asked(window).asked[-1][1].startswith("These are not copies of one document")


def test_the_dialog_asks_one_by_one_and_accepts_only_when_all_are_decided(
    there: tuple[DocumentWindow, Small, Path], qtbot: QtBot
) -> None:
    window, small, _ = there
    base = window.session.document.frozen()
    small.editor.rename(small.fills, "Mine")
    small.editor.rename(small.reads, "Mine too")
    ours = window.session.document.frozen()
    small.editor.rename(small.fills, "Theirs")
    small.editor.rename(small.reads, "Theirs too")
    sides = (base, ours, window.session.document.frozen())
    conflicts = disputed(sides, merge(*sides), Texts())
    dialog = ConflictDialog(Texts(), "copy", conflicts, None)
    qtbot.addWidget(dialog)

    first = dialog.yes.isEnabled()
    dialog.choices[Pick.OURS].click()
    half = dialog.yes.isEnabled()
    dialog.list.setCurrentRow(1)
    fresh = [button.isChecked() for button in dialog.choices.values()]
    dialog.choices[Pick.THEIRS].click()

    assert (first, half, dialog.yes.isEnabled(), fresh) == (False, False, True, [False] * 3)
    assert dialog.choice == {conflicts[0].id: Pick.OURS, conflicts[1].id: Pick.THEIRS}
    assert [dialog.list.item(place).text().rpartition(": ")[2] for place in (0, 1)] == ["mine", "theirs"]
    dialog.pick_all(Pick.KEPT)
    assert set(dialog.choice.values()) == {Pick.KEPT} and dialog.choices[Pick.KEPT].isChecked()
