"""The window and backups: looked at, restored without loss, turned off, deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import backups
from app.gui import Desktop
from app.window import DocumentWindow
from model.elements import Card
from model.store import protection
from model.store.protection import Cost
from tests.widgets.support import Small
from tests.widgets.window import asked, opened, trigger
from widgets.backups import OPEN, RESTORE, BackupsDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def there(desktop: Desktop, tmp_path: Path) -> tuple[DocumentWindow, Small]:
    """A document saved to a file, and changed since."""
    window, small = opened(desktop)
    asked(window).answer(save_path=tmp_path / "map.throughline")
    trigger(window, "save")
    small.editor.rename(small.reads, "Since then")
    return window, small


def test_a_version_is_restored_and_undo_takes_that_back(there: tuple[DocumentWindow, Small], desktop: Desktop) -> None:
    window, small = there
    asked(window).answer(versions=(RESTORE, 0))

    trigger(window, "backups.browse")

    assert [row[2] for row in dict(asked(window).asked)["versions"]] == ["Small"]
    assert small.document.need(Card, small.reads).title != "Since then"
    assert window.main.isWindowModified()
    assert len(backups.kept(desktop.home, small.document.blueprint.id)) == 2
    trigger(window, "undo")
    assert small.document.need(Card, small.reads).title == "Since then"


def test_a_version_opens_beside_to_look_at_only(there: tuple[DocumentWindow, Small], desktop: Desktop) -> None:
    window, small = there
    asked(window).answer(versions=(OPEN, 0))

    trigger(window, "backups.browse")

    beside = desktop.windows[-1]
    assert beside is not window and beside.session.read_only
    assert beside.session.document.need(Card, small.reads).title != "Since then"
    assert small.document.need(Card, small.reads).title == "Since then"


def test_a_protected_version_asks_for_the_passphrase_it_had(
    there: tuple[DocumentWindow, Small], desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(protection, "COST", Cost(log=10))
    window, small = there
    id = small.document.blueprint.id
    asked(window).answer(new_passphrase="one")
    trigger(window, "protect")
    earlier = backups.kept(desktop.home, id)[-1].path
    sealed = earlier.read_bytes()
    asked(window).answer(confirm=True)
    trigger(window, "unprotect")
    earlier.write_bytes(sealed)
    small.editor.rename(small.reads, "Later")
    number = [backup.path for backup in backups.kept(desktop.home, id)].index(earlier)
    asked(window).answer(versions=(RESTORE, number), passphrase="one")

    trigger(window, "backups.browse")

    assert dict(asked(window).asked)["versions"][number][2] == "(another passphrase)"
    assert small.document.need(Card, small.reads).title != "Later"
    assert window.session.key is None


def test_backups_are_turned_off_and_on(there: tuple[DocumentWindow, Small], desktop: Desktop) -> None:
    window, small = there
    assert window.backups.holds("on")

    trigger(window, "backups.off")
    trigger(window, "save")
    assert window.backups.holds("off")
    assert len(backups.kept(desktop.home, small.document.blueprint.id)) == 1

    trigger(window, "backups.on")
    small.editor.rename(small.reads, "Again")
    trigger(window, "save")
    assert len(backups.kept(desktop.home, small.document.blueprint.id)) > 1


def test_all_local_copies_are_deleted_after_a_question(there: tuple[DocumentWindow, Small], desktop: Desktop) -> None:
    window, small = there
    id = small.document.blueprint.id
    for agreed in (False, True):
        asked(window).answer(confirm=agreed)
        trigger(window, "backups.forget")
        assert (backups.kept(desktop.home, id) == ()) is agreed
        assert (desktop.settings.recent == ()) is agreed

    assert window.session.path is not None and window.session.path.exists()
    small.editor.rename(small.reads, "Still kept")


def test_the_browser_reads_titles_as_they_are_shown(desktop: Desktop) -> None:
    read: list[int] = []

    def title(number: int) -> str:
        read.append(number)
        return f"Title {number}"

    dialog = BackupsDialog(desktop.texts, "Permit", [(f"day {n}", "1 KB") for n in range(30)], title, False, None)

    assert sorted(set(read)) == list(range(5))
    dialog.list.setCurrentItem(dialog.list.topLevelItem(20))
    assert dialog.list.currentItem().text(2) == "Title 20"
    assert (dialog.number, dialog.look.isEnabled(), dialog.yes.isEnabled()) == (20, True, False)
    dialog.look.click()
    assert dialog.act == OPEN
    dialog.deleteLater()


def test_without_backups_the_browser_says_so(desktop: Desktop) -> None:
    dialog = BackupsDialog(desktop.texts, "Permit", [], str, True, None)

    assert not dialog.look.isEnabled() and not dialog.yes.isEnabled()
    assert dialog.number == -1
    dialog.deleteLater()
