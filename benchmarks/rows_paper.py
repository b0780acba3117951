"""The rows of paper: the poster as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from math import nan
from statistics import median
from typing import NamedTuple

from benchmarks import floors
from benchmarks.floor_cairo import cairo_here, cairo_poster
from benchmarks.floor_chromium import LONGEST, chromium_here, chromium_print
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
from model.layout.paging import Paper, Sheet, fit, paper

_WHAT = "a laid out map to the bytes of its PDF"


class Ours(NamedTuple):
    """The poster of a stage, ready to be written from a drawing."""

    stage: Stage
    request: ExportRequest
    sheet: Sheet
    on: Paper

    def fresh(self) -> Drawing:
        """The map laid out, nothing of it drawn."""
        return map_composer(self.stage.document, self.stage.fonts).drawing

    def write(self, drawing: Drawing) -> None:
        """The poster of a drawing."""
        pdf.poster(self.request, drawing, self.stage.fonts, self.sheet, self.on)

    def taken(self) -> float:
        """The milliseconds of one poster, nothing of it drawn before."""
        drawing = self.fresh()
        return once(lambda: self.write(drawing))


def _ours(stage: Stage, drawing: Drawing) -> Ours:
    options = chosen("pdf", pdf.EXPORTER.options, {})
    on = paper(options["paper"])
    sheet = fit(drawing.width, drawing.height, on, options["orientation"])
    return Ours(stage, ExportRequest(stage.document, stage.context, options), sheet, on)


def poster(stage: Stage) -> Iterator[Row]:
    """A laid out map to the bytes of its poster, nothing of it drawn before; then the whole export."""
    fonts = stage.fonts
    drawing = map_composer(stage.document, fonts).drawing
    picture = floors.picture_of(stage.document, drawing)
    list(drawing.pieces())
    ours = _ours(stage, drawing)

    def write() -> None:
        ours.write(ours.fresh())

    def floor() -> None:
        floors.content_stream(fonts, picture)

    pair = paired(write, floor, stage.times, lambda act: ours.taken() if act is write else once(floor))
    against = "one formatted string a card over reportlab's TrueType subset, words encoded once"
    yield Row("poster", stage.size, pair.ours, pair.floor, _WHAT, against)
    drawn = median([once(lambda: ours.write(drawing)) for _ in range(stage.times)])
    yield Row("poster-drawn", stage.size, drawn, pair.floor, "the same, every piece of the map drawn before", against)
    calls = once(lambda: floors.canvas_calls(fonts, picture))
    yield Row("poster-calls", stage.size, pair.ours, calls, "the same", "the same sight by reportlab's canvas calls")
    application(stage)
    file = stage.folder / "qt.pdf"
    by_qt = once(lambda: qt_poster(fonts, picture, file))
    yield Row("poster-qt", stage.size, pair.ours, by_qt, "the same", "the same sight by QPainter on QPdfWriter")
    whole = once(lambda: pdf.export(ours.request))
    yield Row("export", stage.size, whole, pair.floor, "the whole export, layout and fonts included", against)


def peers(stage: Stage) -> Iterator[Row]:
    """The same beside programs that may be there: cairo, and Chromium, which prints our own SVG."""
    fonts, size = stage.fonts, stage.size
    drawing = map_composer(stage.document, fonts).drawing
    picture = floors.picture_of(stage.document, drawing)
    ours = _ours(stage, drawing)
    ours.write(drawing)
    mine = median([ours.taken() for _ in range(stage.times)])
    against = "the same sight by cairo's own calls, through ctypes"
    cairo = cairo_here()
    file = stage.folder / "cairo.pdf"
    by_cairo = nan if cairo is None else once(lambda: cairo_poster(cairo, fonts, picture, file))
    yield Row("poster-cairo", size, mine, by_cairo, _WHAT, against)
    against = "our SVG printed by Chromium, its start included"
    browser = chromium_here()
    if not browser:
        yield Row("poster-chromium", size, mine, nan, _WHAT, against)
        return
    svg = run(registry.exporter("svg"), stage.document, stage.context).data.decode()
    taken, printed = chromium_print(browser, svg, ours.sheet.width, ours.sheet.height, stage.folder)
    note = "" if printed else f"Chromium printed nothing within {LONGEST:.0f} s"
    yield Row("poster-chromium", size, mine, taken, _WHAT, against, note=note)


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
