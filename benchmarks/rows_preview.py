"""The row of the export dialog: from another choice to its pages painted."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QEventLoop, QSize
from PySide6.QtWidgets import QApplication

from app.export_offer import Previews, Source, offer
from benchmarks import screen
from benchmarks.rows_window import application
from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import paired
from widgets.export.dialog import ExportDialog
from widgets.export.offer import Choice
from widgets.export.page_view import PageView

_PAPERS = ("A1", "A3")
_PAGE = QSize(640, 450)


def preview(stage: Stage) -> Iterator[Row]:
    """Another paper chosen in the dialog, to its sheet on the screen; what was laid out is there already."""
    application(stage)
    source = Source(stage.document.frozen(), stage.context)
    dialog = ExportDialog(stage.texts, offer(source, stage.texts), None)
    dialog.show()
    _settle(dialog)
    papers = list(_PAPERS)

    def choose() -> None:
        papers.append(papers.pop(0))
        dialog.fields.fill({"paper": papers[0]})
        _settle(dialog)

    pages, page = Previews(source).of(Choice("pdf", {})), PageView("")
    assert pages is not None
    page.show_page(pages, 0)

    def play() -> None:
        page.picture(pages.leaves[0], _PAGE)

    for act in (choose, play):
        act()
    pair = paired(choose, play, stage.times)
    dialog.reject()
    screen.let_go(dialog)
    against = "the painter of the canvas playing one sheet, nothing chosen or laid out"
    yield Row("preview", stage.size, pair.ours, pair.floor, "another paper in the export dialog to its sheet", against)


def _settle(dialog: ExportDialog) -> None:
    """Wait until the pages of what is chosen are painted."""
    while dialog.waits:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)
    QApplication.processEvents()
