"""Makes the pictures of what keeps a blueprint true: `python docs/living_pictures.py` (no display needed)."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path
from typing import TYPE_CHECKING

from pictures import SIZE, desktop, keep, settle

if TYPE_CHECKING:
    from app.gui import Desktop
    from app.window import DocumentWindow
    from widgets.palette import Command

FOLDER = (("City permits", "permit"), ("Clinic", "outpatient"), ("Clinic, children", "outpatient"))


def shown(on: Desktop, sample: str) -> DocumentWindow:
    """A window on a sample."""
    made = on.show(on.sample(sample))
    made.main.resize(*SIZE)
    settle()
    return made


def trends(on: Desktop) -> None:
    """The metrics with the control chart of one, small curves on the stage heads, and review mode."""
    window = shown(on, "outpatient")
    window.main.panels.open_register("metrics")
    table = window.main.registers.table
    table.setCurrentIndex(table.entries.index(2, 0))
    keep("trends.png", window.main)
    window.view.review()
    review = window.view.reviewing
    assert review is not None
    keep("review.png", window.main, review)
    review.reject()


def versions(on: Desktop) -> None:
    """The versions of the outpatient sample, the present compared with one, and both on one map."""
    from model.elements import Card, State

    window = shown(on, "outpatient")
    document, editor = window.session.document, window.session.editor
    editor.take_snapshot("Current state", "as agreed in the workshop")
    cards = [card for card in document.table(Card).values() if card.lane is not None]
    editor.edit(document.blueprint.id, state=State.FUTURE)
    editor.rename(cards[0].id, "Finds a doctor by name, in one search")
    editor.delete([cards[3].id, cards[9].id])
    editor.move_cards([cards[5].id], cards[5].lane, cards[12].step)
    window.main.panels.show_versions()
    panel = window.main.versions
    while panel.waits:
        settle()
    panel.take_focus()
    panel.wanted.emit("version.compare")
    while panel.waits:
        settle()
    keep("versions.png", window.main)
    panel.wanted.emit("version.overlay")
    both = on.windows[-1]
    both.main.resize(*SIZE)
    settle()
    keep("overlay.png", both.main)


def walk(on: Desktop) -> None:
    """Walk-through mode, with a line typed of what was seen."""
    window = shown(on, "outpatient")
    window.view.walk()
    walking = window.view.presenter
    assert walking is not None
    walking.showNormal()
    walking.resize(*SIZE)
    walking.line.setText("Two people ask the porter where the clinic is")
    keep("walk.png", walking)
    walking.close()


def variants(on: Desktop) -> None:
    """Two variants of the permit sample: both in one map, and side by side."""
    from model.elements import Card, Variant

    window = shown(on, "permit")
    editor, document = window.session.editor, window.session.document
    online, desk = (editor.add(Variant, title=title) for title in ("Online", "At the desk"))
    cards = [card for card in document.table(Card).values() if card.lane is not None]
    for card in cards:
        words = card.title.casefold()
        if "portal" in words or "upload" in words or "online" in words:
            editor.edit(card.id, variants=(online,))
        elif "desk" in words or "by hand" in words or "prints" in words:
            editor.edit(card.id, variants=(desk,))
    window.main.canvas.zoom_to_fit()
    keep("variants.png", window.main)
    window.variant.beside()
    beside = on.windows[-1]
    beside.main.resize(*SIZE)
    settle()
    beside.main.canvas.zoom_to_fit()
    keep("variants-beside.png", beside.main)


def modules(on: Desktop) -> None:
    """The library as it is offered."""
    from model.elements import Stage
    from widgets.palette import Command, CommandPalette

    window = shown(on, "outpatient")
    for stage in window.session.document.where(Stage)[:3]:
        window.workspace.selection.set((stage.id,), None)
        window.module.keep()
    target = shown(on, "permit")
    library = target.module.library
    commands: Sequence[Command] = [Command(each.name, each.name, "Library", "", "") for each in library.modules()]
    palette = CommandPalette(on.texts, commands, target.main, "library.palette")
    palette.show()
    keep("modules.png", target.main, palette)
    palette.close()


def portfolio(on: Desktop) -> None:
    """A folder of three blueprints, two of which share systems and owners, and a file that cannot be read."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        where = Path("Blueprints")
        where.mkdir()
        for name, sample in FOLDER:
            on.sample(sample).save_copy(where / f"{name}.throughline")
        (where / "Old visit.throughline").write_bytes(b"not a blueprint")
        window = shown(on, "permit")
        window.portfolio.show_folder(where)
        dialog = window.portfolio.dialog
        assert dialog is not None
        settle()
        keep("portfolio.png", window.main, dialog)
        dialog.close()


PICTURES = (trends, versions, walk, variants, modules, portfolio)

if __name__ == "__main__":
    with desktop() as made:
        for picture in PICTURES:
            picture(made)
