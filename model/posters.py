"""Posters: a document's map on paper as a book of leaves, on one sheet, cut into tiles, or stage by stage.

`wanted` reads the options, `prepare` lays the map out once, and `plan` then says in no time what would be printed;
`book` makes the leaves. The window's preview and the exporter call the very same functions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import NamedTuple

from model import grid
from model.analysis.differences import compare
from model.document import DocumentView
from model.elements import Lane
from model.errors import KnownError
from model.layout import poster, tiles
from model.layout.changes import ChangesDrawing
from model.layout.drawing import Drawing
from model.layout.fonts import FontBook
from model.layout.furniture import Furniture, Page, Press, in_margin, on_map
from model.layout.leaves import Book, Leaf
from model.layout.paging import (
    BEST,
    LANDSCAPE,
    LARGEST_SCALE,
    LONGEST_MM,
    POINTS_PER_MM,
    POINTS_PER_PX,
    PORTRAIT,
    Insets,
    Paper,
    Sheet,
    fit,
    paper,
)
from model.layout.reading import Reading, smallest
from model.layouts import Layouts
from model.messages import Message, message
from model.overlaying import Marks, overlay
from model.printing import edition, furniture, press_of, stage_called
from model.redaction import parse, redacted
from model.snapshots import as_of
from model.versions import printed_name, version_called

SMALLEST_POINTS = 5.0
BARE = Furniture()
FIT, ONE, STAGES = "fit", "one", "stages"
MOST_OVERLAP_MM = 50
MOST_SHEETS = 400
_LEAST_PERCENT, _MOST_PERCENT = 5, 400
_LEAST_CELL = 30.0 * POINTS_PER_MM


class Wanted(NamedTuple):
    """How a map is to be printed. `scale` 1 is 100 %; None: as large as fits."""

    on: Paper
    orientation: str
    scale: float | None
    tile: Paper | None
    overlap: float
    by_stage: bool
    sheet_map: bool
    furniture: Furniture


class Map(NamedTuple):
    """A map laid out: of the whole, or of one stage."""

    stage: str | None
    drawing: Drawing
    reading: Reading
    smallest: float


class Prepared(NamedTuple):
    """What is printed, laid out; `document` is without what was to be left out."""

    document: DocumentView
    maps: tuple[Map, ...]
    fonts: FontBook
    press: Press
    today: date

    @property
    def missing(self) -> dict[str, tuple[str, ...]]:
        """By element id, the characters that no font has."""
        return {id: signs for one in self.maps for id, signs in one.drawing.missing().items()}


class Plan(NamedTuple):
    """What would be printed: pages in all and their size in points, the map's scale in per cent, its smallest text in
    points, what should be known before; how the map lies on its page, and how that is cut (None: not).
    """

    pages: int
    width: float
    height: float
    percent: int
    smallest: float
    notes: tuple[Message, ...]
    sheet: Sheet
    tiling: tiles.Tiling | None


def wanted(options: Mapping[str, str], document: DocumentView) -> Wanted:
    """What the options of a poster say; `KnownError` where they say nothing sensible."""
    on, tile = paper(options["paper"]), options.get("tile", "").strip()
    if tile and not document.where(Lane):
        # Without lanes there is nothing to cut.
        on, tile = paper(tile), ""
    by_stage = options.get("pages", ONE) == STAGES
    if tile and by_stage:
        raise KnownError(message("printed.error.tiled_stages"))
    overlap = int(options.get("overlap", "10"))
    if overlap > MOST_OVERLAP_MM:
        raise KnownError(message("printed.error.overlap", value=overlap, most=MOST_OVERLAP_MM))
    return Wanted(
        on,
        options["orientation"],
        _scale(options.get("scale", FIT)),
        paper(tile) if tile else None,
        float(overlap),
        by_stage,
        options.get("sheet_map", "yes") == "yes",
        furniture(options, document),
    )


def _scale(text: str) -> float | None:
    word = text.strip().removesuffix("%").strip()
    if word.casefold() == FIT:
        return None
    if word.isascii() and word.isdigit() and _LEAST_PERCENT <= int(word) <= _MOST_PERCENT:
        return int(word) / 100
    raise KnownError(message("printed.error.scale", value=text, least=_LEAST_PERCENT, most=_MOST_PERCENT))


def prepare(
    document: DocumentView, today: date, options: Mapping[str, str], layouts: Layouts | None = None
) -> Prepared:
    """Lay out what options ask for: all, one stage, or each stage by itself, without what they leave out."""
    redaction = parse(options.get("redact", ""))
    shown, since = redacted(document, redaction), ""
    marks: Marks = {}
    if against := options.get("against", "").strip():
        version = version_called(document, against, "against")
        since = printed_name(document, version, against, redaction)
        shown, marks = overlay(compare(redacted(as_of(document, version), redaction), shown))
    only = stage_called(shown, options.get("stage", ""))
    stages: list[str | None] = [only]
    if options.get("pages", ONE) == STAGES and only is None:
        stages = [stage.id for stage in grid.stages(shown)] or [None]
    laid = layouts or Layouts()
    press = press_of(shown, laid.fonts)

    def drawn(stage: str | None) -> Drawing:
        drawing = laid.drawing(shown, today, stage)
        return ChangesDrawing(drawing, marks, press, since) if against else drawing

    maps = (laid_out(shown, drawn(stage), press, stage) for stage in stages)
    return Prepared(shown, tuple(maps), laid.fonts, press, today)


def laid_out(document: DocumentView, drawing: Drawing, press: Press, stage: str | None = None) -> Map:
    """A drawing of a document ready to be printed."""
    least = min(style.size for style in press.theme.styles.values())
    return Map(stage, drawing, Reading(document, drawing, press.texts), smallest(drawing, least))


def plan(prepared: Prepared, want: Wanted) -> Plan:
    """What `book` would print."""
    sheets = _sheets(prepared, want)
    first, cut = sheets[0], _cut(sheets[0], want)
    percent = round(first.scale / POINTS_PER_PX * 100)
    smallest_map = min(prepared.maps, key=lambda one: one.smallest)
    size = first.points(smallest_map.smallest)
    notes = [*too_small(smallest_map, first, want.on), *_not_so_large(prepared, want, first)]
    if cut is None:
        return Plan(len(sheets), first.width, first.height, percent, size, tuple(notes), first, None)
    pages = cut.sheets + (1 if want.sheet_map else 0)
    return Plan(pages, cut.width, cut.height, percent, size, tuple(notes), first, cut)


def book(prepared: Prepared, want: Wanted) -> Book:
    """The leaves, and an outline of the stages and steps."""
    sheets = _sheets(prepared, want)
    cut = _cut(sheets[0], want)
    if cut is None:
        return book_on(prepared, sheets, want.furniture)
    leaf = _map_leaf(prepared, prepared.maps[0], sheets[0], want.furniture)
    return _bound(prepared, _tiled(prepared, want, leaf, sheets[0], cut), want.furniture)


def book_on(prepared: Prepared, sheets: Sequence[Sheet], around: Furniture | None = None) -> Book:
    """Each map on a page of its own; without `around` nothing is printed beside them."""
    pairs = zip(prepared.maps, sheets, strict=True)
    leaves = [_map_leaf(prepared, *pair, around or BARE) for pair in pairs]
    return _bound(prepared, leaves if around is None else _numbered(prepared, leaves, around), around or BARE)


def _bound(prepared: Prepared, leaves: list[Leaf], around: Furniture) -> Book:
    only = prepared.maps[0].stage if len(prepared.maps) == 1 else None
    logos = (around.logo,) if around.logo else ()
    return Book(tuple(leaves), poster.outline(prepared.document, only), pictures=logos)


def _sheets(prepared: Prepared, want: Wanted) -> list[Sheet]:
    """The maps on their pages, all at one scale."""
    insets = want.furniture.insets
    if want.tile is not None:
        (one,) = prepared.maps
        return [_as_large_as_needed(one.drawing, want.scale or _scale_on_paper(one.drawing, want), insets)]
    largest = LARGEST_SCALE if want.scale is None else want.scale
    turns = (LANDSCAPE, PORTRAIT) if want.orientation == BEST and not want.on.own else (want.orientation,)
    return max((_alike(prepared, want.on, turn, insets, largest) for turn in turns), key=lambda sheets: sheets[0].scale)


def _alike(prepared: Prepared, on: Paper, turn: str, insets: Insets, largest: float) -> list[Sheet]:
    """The maps on pages that lie alike, at the largest scale in which all fit."""
    sizes = [(one.drawing.width, one.drawing.height) for one in prepared.maps]
    scale = min(fit(*size, on, turn, insets, largest).scale for size in sizes)
    return [fit(*size, on, turn, insets, scale / POINTS_PER_PX) for size in sizes]


def _scale_on_paper(drawing: Drawing, want: Wanted) -> float:
    """The scale in which a drawing fills its paper."""
    sheet = fit(drawing.width, drawing.height, want.on, want.orientation, want.furniture.insets)
    return sheet.scale / POINTS_PER_PX


def _as_large_as_needed(drawing: Drawing, scale: float, insets: Insets) -> Sheet:
    """A page as large as a drawing in a scale needs, which is then cut: no sheet is spent on bare paper."""
    mm = scale * POINTS_PER_PX / POINTS_PER_MM
    width = drawing.width * mm + 2 * insets.margin
    height = drawing.height * mm + 2 * insets.margin + insets.head + insets.foot
    return fit(drawing.width, drawing.height, Paper("", width, height, True), insets=insets, largest=scale)


def _cut(sheet: Sheet, want: Wanted) -> tiles.Tiling | None:
    if want.tile is None:
        return None
    cut = tiles.tiling(sheet.width, sheet.height, want.tile, want.overlap, _LEAST_CELL)
    if cut is None:
        raise KnownError(message("printed.error.small_tile", paper=want.tile.name))
    if cut.sheets > MOST_SHEETS:
        raise KnownError(message("printed.error.many_sheets", n=cut.sheets, most=MOST_SHEETS))
    return cut


def _map_leaf(prepared: Prepared, one: Map, sheet: Sheet, around: Furniture) -> Leaf:
    first = one is prepared.maps[0]
    part = poster.map_part(one.reading, sheet, None if first else one.reading.way_again)
    places = poster.targets(prepared.document, one.drawing, sheet, one.stage)
    return on_map(Leaf(sheet.width, sheet.height, (part,), places), around, prepared.press)


def _numbered(prepared: Prepared, leaves: list[Leaf], around: Furniture) -> list[Leaf]:
    """Each map with its margins."""
    press = prepared.press
    said = press.texts("printed.on", day=prepared.today)
    return [in_margin(leaf, around, press, Page(n, len(leaves), said)) for n, leaf in enumerate(leaves, 1)]


def _tiled(prepared: Prepared, want: Wanted, leaf: Leaf, sheet: Sheet, cut: tiles.Tiling) -> list[Leaf]:
    """The sheets of a poster in reading order, before them the map of the sheets."""
    press, wants = prepared.press, want.furniture._replace(across=False, rule=False)
    heads = poster.heads(prepared.document, prepared.maps[0].drawing, sheet, press.theme)
    blueprint = prepared.document.blueprint
    said = edition(blueprint, press.texts, prepared.today)
    before = 1 if want.sheet_map else 0
    finished = []
    if want.sheet_map:
        cover = tiles.sheet_map(leaf, cut, press, blueprint.title or press.texts("map.untitled"))
        finished.append(in_margin(cover, wants, press, Page(1, cut.sheets + before, said)))
    for number, cell in enumerate(tiles.cells(cut, press.rtl), 1):
        place = press.texts("printed.sheet", name=cell.name, row=cell.row + 1, column=cell.column + 1)
        label = press.texts("map.separator").join((place, said))
        page = Page(number + before, cut.sheets + before, label)
        finished.append(in_margin(tiles.sheet(leaf, cut, cell, heads, press), wants, press, page))
    return finished


def too_small(one: Map, sheet: Sheet, on: Paper) -> list[Message]:
    """That a map's smallest text cannot be read as it lies on a sheet."""
    points = sheet.points(one.smallest)
    if points >= SMALLEST_POINTS:
        return []
    size = Decimal(points).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
    return [message("pdf.small_text", size=size, scale=round(sheet.scale / POINTS_PER_PX * 100), paper=on.name)]


def _not_so_large(prepared: Prepared, want: Wanted, sheet: Sheet) -> list[Message]:
    """That a fixed scale does not fit, and what would."""
    if want.scale is None or want.tile is not None or sheet.scale >= want.scale * POINTS_PER_PX - 1e-9:
        return []
    drawing = prepared.maps[0].drawing
    needed = _as_large_as_needed(drawing, want.scale, want.furniture.insets)
    width, height = (round(side / POINTS_PER_MM) for side in (needed.width, needed.height))
    id = "printed.note.beyond_pdf" if max(width, height) > LONGEST_MM else "printed.note.scaled"
    percent = round(sheet.scale / POINTS_PER_PX * 100)
    asked = round(want.scale * 100)
    return [message(id, asked=asked, percent=percent, paper=want.on.name, width=width, height=height)]
