"""The rows of paper: the poster as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from benchmarks import floors
from benchmarks.floor_qt import qt_poster
from benchmarks.rows_window import application
from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import once, paired
from exporters import pdf, registry
from exporters.base import ExportRequest, chosen, run
from model import samples
from model.blueprint_map import map_composer
from model.layout.drawing import Drawing
from model.layout.paging import fit, paper


def poster(stage: Stage) -> Iterator[Row]:
    """A laid out map to the bytes of its poster, nothing of it drawn before; then the whole export."""
    options = chosen("pdf", pdf.EXPORTER.options, {})
    request = ExportRequest(stage.document, stage.context, options)
    fonts, on = stage.fonts, paper(options["paper"])
    drawing = map_composer(stage.document, fonts).drawing
    picture = floors.picture_of(stage.document, drawing)
    list(drawing.pieces())
    sheet = fit(drawing.width, drawing.height, on, options["orientation"])
    fresh: list[Drawing] = []

    def write() -> None:
        pdf.poster(request, fresh.pop(), fonts, sheet, on)

    def timed(act: object) -> float:
        if act is write:
            fresh.append(map_composer(stage.document, fonts).drawing)
            return once(write)
        return once(floor)

    def floor() -> None:
        floors.content_stream(fonts, picture)

    fresh.append(map_composer(stage.document, fonts).drawing)
    pair = paired(write, floor, stage.times, timed)
    against = "one formatted string a card over reportlab's TrueType subset, words encoded once"
    yield Row("poster", stage.size, pair.ours, pair.floor, "a laid out map to the bytes of its PDF", against)
    drawn = median([once(lambda: pdf.poster(request, drawing, fonts, sheet, on)) for _ in range(stage.times)])
    yield Row("poster-drawn", stage.size, drawn, pair.floor, "the same, every piece of the map drawn before", against)
    calls = once(lambda: floors.canvas_calls(fonts, picture))
    yield Row("poster-calls", stage.size, pair.ours, calls, "the same", "the same sight by reportlab's canvas calls")
    application()
    file = stage.folder / "qt.pdf"
    by_qt = once(lambda: qt_poster(fonts, picture, file))
    yield Row("poster-qt", stage.size, pair.ours, by_qt, "the same", "the same sight by QPainter on QPdfWriter")
    whole = once(lambda: pdf.export(request))
    yield Row("export", stage.size, whole, pair.floor, "the whole export, layout and fonts included", against)


def pack(stage: Stage) -> Iterator[Row]:
    """The committee's pack from the document to the bytes of the file: of a sample, and of a department's map."""
    if stage.size == "L":
        return
    document = samples.build("outpatient", stage.context) if stage.size == "S" else stage.document
    whole = registry.exporter("pack")

    def made() -> None:
        run(whole, document, stage.context)

    def poster_of_it() -> None:
        run(pdf.EXPORTER, document, stage.context)

    pair = paired(made, poster_of_it, stage.times)
    what = "the pack of the outpatient sample" if stage.size == "S" else "the pack of the map of this size"
    yield Row("pack", stage.size, pair.ours, pair.floor, what, "the poster of the same, layout and fonts included")
