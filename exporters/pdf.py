"""The poster: the whole drawing, true size, on one sheet."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from itertools import chain
from typing import TYPE_CHECKING

from exporters.base import STAGE, Exporter, ExportRequest, ExportResult, Option, OptionKind
from model import grid
from model.collector import without_collector
from model.document import DocumentView
from model.elements import Picture, Stage, Step
from model.layout.drawing import ALL, RECT, Box, Drawing, Layer
from model.layout.fonts import FontBook
from model.layout.paging import BEST, LANDSCAPE, PAPERS, POINTS_PER_PX, PORTRAIT, Paper, Sheet, fit, paper
from model.messages import Message, message

if TYPE_CHECKING:
    from exporters.pdf_pages import About, Bookmark

SMALLEST_POINTS = 5.0
_PROGRAM = "Throughline"
_INKED = tuple(layer for layer in ALL if layer is not Layer.PAPER)


def export(request: ExportRequest) -> ExportResult:
    """The poster of a document, or of one stage, always in the light theme."""
    from model.printing import light_drawing, stage_called

    on = paper(request.options["paper"])
    stage = stage_called(request.document, request.options["stage"])
    drawing, fonts = light_drawing(request.document, request.context.today(), stage)
    sheet = fit(drawing.width, drawing.height, on, request.options["orientation"])
    return poster(request, drawing, fonts, sheet, on)


def poster(request: ExportRequest, drawing: Drawing, fonts: FontBook, sheet: Sheet, on: Paper) -> ExportResult:
    """A drawing as a PDF of one page."""
    with without_collector():
        return _written(request, drawing, fonts, sheet, on)


def _written(request: ExportRequest, drawing: Drawing, fonts: FontBook, sheet: Sheet, on: Paper) -> ExportResult:
    from exporters.pdf_device import Device, sign_operators
    from exporters.pdf_fonts import embed, packed_parts
    from exporters.pdf_images import embed_picture, is_readable
    from exporters.pdf_pages import Builder
    from model.printing import findings, stage_called, unreadable

    document = request.document
    only = stage_called(document, request.options.get(STAGE.name, ""))
    device = Device(fonts, lambda id: is_readable(document.get(Picture, id)))
    parts = chain((_ground(drawing, sheet), _matrix(sheet)), device.play(drawing.pieces(None, _INKED, keep=False)))
    content = packed_parts(part.encode("latin-1") for part in parts)
    builder = Builder(_about(request))
    objects = {name: builder.form(sign_operators(*sign).encode("ascii")) for sign, name in device.signs.items()}
    for id, name in device.pictures.items():
        if name:
            objects[name] = embed_picture(builder, document.need(Picture, id))
    embedded = embed(builder.document, fonts, device.text.uses.values())
    builder.page(sheet.width, sheet.height, content, embedded, objects)
    data = builder.save(_bookmarks(document, drawing, sheet, only))
    lost = [id for id, name in device.pictures.items() if not name]
    found = (*findings(document, drawing, fonts, device.text.uses), *unreadable(document, lost))
    return ExportResult(data, (*found, *_too_small(device.text.smallest, sheet, on)))


def _matrix(sheet: Sheet) -> str:
    """From px of the drawing, y down, to points of the page, y up; lines join round, as on the screen."""
    return f"1 j\n{sheet.scale:.6f} 0 0 {-sheet.scale:.6f} {sheet.left:.4f} {sheet.height - sheet.top:.4f} cm\n"


def _ground(drawing: Drawing, sheet: Sheet) -> str:
    """The paper's colour from edge to edge, so that the drawing shows no border of its own."""
    from exporters.pdf_device import colour_operands

    fills = [part[6] for piece in drawing.pieces(None, (Layer.PAPER,)) for part in piece.primitives if part[0] == RECT]
    return "".join(f"{colour_operands(fill)} rg 0 0 {sheet.width:.3f} {sheet.height:.3f} re f\n" for fill in fills[:1])


def _about(request: ExportRequest) -> About:
    from exporters.pdf_pages import About

    blueprint = request.document.blueprint
    subject = " · ".join(text for text in (blueprint.service, blueprint.segment, blueprint.scenario) if text)
    context = request.context
    return About(blueprint.title, context.actor, subject, blueprint.language, _producer(), context.now())


def _producer() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{_PROGRAM} {version(_PROGRAM.lower())}"
    except PackageNotFoundError:
        return _PROGRAM


def _bookmarks(document: DocumentView, drawing: Drawing, sheet: Sheet, only: str | None) -> tuple[Bookmark, ...]:
    """An outline of the stages, or of the `only` one, and their steps; what has no title goes by its number."""
    from exporters.pdf_pages import Bookmark

    def entry(row: Stage | Step, number: int, inner: tuple[Bookmark, ...] = ()) -> Bookmark:
        box = drawing.box(row.id) or Box(0, 0, 0, 0)
        x, y = sheet.left + sheet.points(box.x), sheet.height - sheet.top - sheet.points(box.y)
        return Bookmark(row.title or str(number), x, y, inner)

    stages = enumerate(grid.stages(document), 1)
    return tuple(
        entry(stage, n, tuple(entry(step, m) for m, step in enumerate(document.where(Step, stage=stage.id), 1)))
        for n, stage in stages
        if only in (None, stage.id)
    )


def _too_small(smallest: float, sheet: Sheet, on: Paper) -> tuple[Message, ...]:
    points = sheet.points(smallest)
    if points >= SMALLEST_POINTS:
        return ()
    size = Decimal(points).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    percent = round(sheet.scale / POINTS_PER_PX * 100)
    return (message("pdf.small_text", size=size, scale=percent, paper=on.name),)


EXPORTER = Exporter(
    "pdf",
    ".pdf",
    message("pdf.title"),
    export,
    (
        Option("paper", OptionKind.TEXT, "A3", message("pdf.option.paper"), tuple(PAPERS)),
        Option("orientation", OptionKind.CHOICE, BEST, message("pdf.option.orientation"), (BEST, LANDSCAPE, PORTRAIT)),
        STAGE,
    ),
)
