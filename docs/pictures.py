"""Makes the pictures in this folder with the program itself: `python docs/pictures.py` (no display needed)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.gui import Desktop
    from app.window import DocumentWindow

DAY = date(2026, 11, 23)
SIZE = (1680, 1050)
ACTIONS_OF_GUIDE = "Hears that blood is needed\nBooks a slot\nAnswers the questions\nGives blood\nRests"
TABLE = 'Opens the case\tAsks for a payment\tPrints the permit\nLooks up the plate\t\t"Files the case\nfor a year"\n'
TAKEN = "Checks each document by hand"


@contextmanager
def desktop() -> Iterator[Desktop]:
    """A desktop with a home of its own, gone afterwards."""
    from app.gui import Desktop, application
    from model.context import fixed_context

    with tempfile.TemporaryDirectory() as home:
        made = Desktop(fixed_context(DAY, "Ada"), Path(home))
        application(made, sys.argv[:1])
        yield made
        for shown in list(made.windows):
            shown.session.close(discard=True)
            shown.main.release()


def settle() -> None:
    """Let everything be laid out and painted."""
    from PySide6.QtWidgets import QApplication

    for _ in range(30):
        QApplication.processEvents()


def opened(on: Desktop) -> DocumentWindow:
    """A window on the sample, with one card selected."""
    shown = on.show(on.sample("permit"))
    shown.main.resize(*SIZE)
    settle()
    select(shown, TAKEN)
    return shown


def select(shown: DocumentWindow, title: str) -> None:
    """Select a card by its title."""
    from model.elements import Card

    document = shown.session.document
    card = next(card for card in document.table(Card).values() if card.title.replace("\n", " ") == title)
    shown.workspace.selection.show(document, card.id)


def collapsed(shown: DocumentWindow) -> list[str]:
    """The first stage and the lane of the desk."""
    from model.elements import Lane
    from model.grid import stages

    document = shown.session.document
    lane = next(lane for lane in document.table(Lane).values() if lane.title == "Service desk")
    return [stages(document)[0].id, lane.id]


def keep(name: str, window: QWidget, over: QWidget | None = None) -> None:
    """Save what a window shows, with a dialog over it."""
    from PySide6.QtGui import QPainter

    from widgets.main_window import MainWindow

    settle()
    while isinstance(window, MainWindow) and window.money.waits:
        settle()
    picture = window.grab()
    if over is not None:
        painter = QPainter(picture)
        at = window.rect().center() - over.rect().center()
        painter.fillRect(picture.rect(), "#66101820")
        painter.drawPixmap(at, over.grab())
        painter.end()
    if not picture.save(str(HERE / name)):
        sys.exit(f"{name} cannot be written")


def windows(on: Desktop) -> None:
    """The window in each theme, and with less on its cards."""
    shown = opened(on)
    keep("window.png", shown.main)
    for theme in ("dark", "projector"):
        on.look(theme=theme)
        settle()
        shown.main.canvas.zoom_to_fit()
        keep(f"window-{theme}.png", shown.main)
    on.look(theme="light", density="text")
    settle()
    shown.main.canvas.zoom_to_fit()
    keep("density-text.png", shown.main)
    on.look(density="people")
    keep("density-people.png", shown.main)
    on.look(density="all")


def views(on: Desktop) -> None:
    """Focus with the overview, what is collapsed, presenting, and the palette."""
    from widgets.palette import CommandPalette

    shown = opened(on)
    shown.main.panels.overview()
    shown.view.focus_stage()
    keep("focus.png", shown.main)
    shown.view.focus_stage()
    shown.main.panels.overview()
    shown.workspace.fold(collapsed(shown))
    shown.main.canvas.zoom_to_fit()
    keep("collapsed.png", shown.main)
    shown.workspace.unfold()
    shown.view.present()
    presenter = shown.view.presenter
    assert presenter is not None
    presenter.showNormal()
    presenter.resize(*SIZE)
    for _ in range(4):
        presenter.on()
    keep("present.png", presenter)
    presenter.close()
    palette = CommandPalette(on.texts, shown.view.commands(), shown.main)
    palette.show()
    palette.line.setText("lane")
    keep("palette.png", shown.main, palette)
    palette.close()


def dialogs(on: Desktop) -> None:
    """The start screen, and the preview of a table to be pasted."""
    from model.clipboard import Plan, plan_table, read_table
    from model.new import TEMPLATES
    from model.samples import TO_LOOK_AT
    from widgets.paste_preview import PastePreview
    from widgets.start import StartDialog

    shown = opened(on)
    recent = ("Blood donation.throughline", "Library card.throughline")
    start = StartDialog(on.texts, recent, TEMPLATES, TO_LOOK_AT, shown.main)
    start.show()
    keep("start.png", shown.main, start)
    start.close()
    document, table = shown.session.document, read_table(TABLE)
    cell = shown.workspace.selection.cell
    assert cell is not None

    def planned(stacked: bool, headed: bool) -> Plan:
        return plan_table(document, table, *cell, stacked=stacked, headed=headed)

    preview = PastePreview(on.texts, planned, True, False, False, shown.main)
    preview.show()
    keep("paste.png", shown.main, preview)
    preview.close()


def export(on: Desktop) -> None:
    """The export dialog: a poster of the sample cut into A4 sheets, and the committee's pack."""
    from app.export_offer import Source, offer
    from widgets.export.dialog import ExportDialog
    from widgets.export.offer import Choice

    shown = opened(on)
    for name, theme, choice in (
        ("export.png", "light", Choice("pdf", {"paper": "A1", "tile": "A4", "stamp": "draft"})),
        ("export-dark.png", "dark", Choice("pack", {"parts": "cover,summary,decisions,case,map"})),
    ):
        on.look(theme=theme)
        dialog = ExportDialog(
            on.texts, offer(Source(shown.session.document.frozen(), on.context), on.texts), shown.main
        )
        dialog.show()
        dialog.take(choice)
        while dialog.waits:
            settle()
        keep(name, shown.main, dialog)
        dialog.reject()
    on.look(theme="light")


def page(on: Desktop) -> None:
    """The read-only page of the sample as Chromium shows it, where there is one."""
    from exporters import base, registry
    from model.samples import build

    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        print("page.png is left as it is: there is no Chromium")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "page.html"
        file.write_bytes(base.run(registry.exporter("html"), build("permit", on.context), on.context).data)
        how = ("--headless", "--no-sandbox", "--hide-scrollbars", "--window-size=1400,1000")
        subprocess.run([browser, *how, f"--screenshot={HERE / 'page.png'}", file.as_uri()], check=True)


def answers(on: Desktop) -> None:
    """What stops if a system stops, and the hand-offs unit by unit."""
    from model.registers import System

    shown = on.show(on.sample("outpatient"))
    shown.main.resize(*SIZE)
    settle()
    system = next(row.id for row in shown.session.document.where(System) if row.name == "Laboratory system")
    for name, question, about in (("impact", "impact", (system,)), ("handoffs", "matrix", ())):
        shown.main.asking.ask(question, about)
        while shown.main.asking.worker.busy:
            settle()
        keep(f"{name}.png", shown.main)


def case(on: Desktop) -> None:
    """The case of both samples, with the derivation of one figure; in every theme."""
    from PySide6.QtCore import Qt

    shown = on.show(on.sample("permit"))
    shown.main.resize(SIZE[0], 1560)
    shown.main.panels.show_case()
    shown.main.resizeDocks([shown.main.case_dock], [1320], Qt.Orientation.Vertical)
    cased(shown)
    keep("case.png", shown.main)
    shown = on.show(on.sample("outpatient"))
    shown.main.resize(SIZE[0], 1560)
    shown.main.panels.show_case()
    shown.main.resizeDocks([shown.main.case_dock], [1320], Qt.Orientation.Vertical)
    cased(shown)
    dearest = next(piece.id for piece in shown.main.case.view.sheet.figures if piece.id.startswith("fail "))
    shown.main.casing.open(dearest)
    cased(shown)
    for theme in ("light", "dark", "projector"):
        on.look(theme=theme)
        settle()
        keep("case-figure.png" if theme == "light" else f"case-{theme}.png", shown.main)
    on.look(theme="light")


def cased(shown: DocumentWindow) -> None:
    """Wait until the case is worked out and shown."""
    settle()
    while shown.main.casing.waits:
        settle()
    settle()


def findings(on: Desktop) -> None:
    """What the checks find in the sample with every fault, the first of it chosen."""
    shown = on.show(on.sample("broken"))
    shown.main.resize(*SIZE)
    shown.main.panels.show_findings()
    panel = shown.main.findings
    while panel.checking.listing is None or not panel.checking.listing.groups:
        settle()
    panel.begin()
    keep("findings.png", shown.main)


def guide(on: Desktop) -> None:
    """The guide on a new blueprint."""
    shown = on.show(on.template("", "Giving blood"))
    shown.main.resize(*SIZE)
    shown.view.guide()
    asking = shown.view.asking
    assert asking is not None
    asking.go_on()
    asking.lines.setPlainText(ACTIONS_OF_GUIDE)
    asking.go_on()
    texts = ("Posts the call", "", "Goes through the form", "Takes blood", "Serves juice")
    lines = [line for (role, _), line in asking.cells.items() if role.value == "frontstage"]
    for line, text in zip(lines, texts, strict=True):
        line.setText(text)
    keep("guide.png", shown.main, asking)
    asking.reject()


def registers(on: Desktop) -> None:
    """A register below the map, and what is asked before an entry goes that something refers to."""
    from model import usage
    from model.messages import message
    from model.registers import Owner
    from widgets.registers.dialogs import Asked, DeleteDialog

    shown = on.show(on.sample("outpatient"))
    shown.main.resize(*SIZE)
    settle()
    shown.main.panels.open_register("systems")
    table = shown.main.registers.table
    table.setCurrentIndex(table.entries.index(1, 0))
    keep("registers.png", shown.main)
    improvement(on)
    shown.main.panels.open_register("owners")
    document = shown.session.document
    owner = next(row for row in document.where(Owner) if row.name == "Front desk")
    others = [(row.id, row.name) for row in document.where(Owner) if row is not owner]
    head = message("register.deleting.used", n=1, name=owner.name)
    dialog = DeleteDialog(on.texts, Asked(head, usage.grouped(document, [owner.id]), (), others), shown.main)
    dialog.show()
    keep("deleting.png", shown.main, dialog)
    dialog.close()


def improvement(on: Desktop) -> None:
    """An improvement in its register and in the inspector, its effects with their low and high."""
    shown = on.show(on.sample("permit"))
    shown.main.resize(*SIZE)
    settle()
    shown.main.panels.open_register("improvements")
    shown.main.activateWindow()
    settle()
    table = shown.main.registers.table
    table.setFocus()
    table.setCurrentIndex(table.entries.index(0, 0))
    id = table.current()
    assert id is not None
    shown.workspace.selection.set((id,), None)
    keep("improvement.png", shown.main)


def trust(on: Desktop) -> None:
    """A passphrase being set, and the backups of a document on this computer."""
    from PySide6.QtWidgets import QLineEdit

    from widgets.backups import BackupsDialog
    from widgets.passphrase import NewPassphraseDialog

    shown = opened(on)
    setting = NewPassphraseDialog(on.texts, shown.name, shown.main)
    setting.show()
    for field, text in zip(setting.findChildren(QLineEdit), ("several plain words", "several plain"), strict=True):
        field.setText(text)
    keep("protect.png", shown.main, setting)
    setting.close()
    saved = [("23 Nov 2026 16:04:12", "212 KB"), ("23 Nov 2026 11:31:40", "208 KB"), ("20 Nov 2026 17:52:03", "171 KB")]
    backups = BackupsDialog(on.texts, shown.name, saved, lambda _: shown.name, True, shown.main)
    backups.show()
    keep("backups.png", shown.main, backups)
    backups.close()


PICTURES = (windows, views, dialogs, export, page, answers, findings, case, guide, registers, trust)

if __name__ == "__main__":
    with desktop() as made:
        for picture in PICTURES:
            picture(made)
