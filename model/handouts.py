"""Handouts for a workshop: an agenda with roles, an empty grid for sticky notes, a page a team, a page a step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import ceil
from operator import itemgetter
from typing import NamedTuple

from model import grid
from model.analysis.some_steps import covered, only_steps
from model.analysis.views import Part as Projected
from model.analysis.views import filtered, whole_of
from model.document import DocumentView
from model.elements import BAND_OF, Card, Lane, RaciEntry, Role, Stage
from model.keeping import SavedView
from model.layout.drawing import BODY, Box, Drawing, Layer, Piece
from model.layout.fonts import FontBook
from model.layout.furniture import Furniture, Page, Press, in_margin, on_map
from model.layout.handout import LEAST_NOTE, MARGIN, TEXT_SIZE, Column, Line, Row, empty_grids, heading, listing, notes
from model.layout.leaves import Book, Entry, Leaf, Part, Tag
from model.layout.paging import LANDSCAPE, POINTS_PER_MM, POINTS_PER_PX, PORTRAIT, Paper, Sheet, fit, paper
from model.layout.poster import map_part
from model.layout.reading import Reading
from model.owners import accountable
from model.printing import edition, furniture, light_drawing, press_of
from model.redaction import parse, redacted
from model.registers import Owner

AGENDA, GRID, TEAMS, STEPS, ALL = "agenda", "grid", "teams", "steps", "all"
KINDS = (AGENDA, GRID, TEAMS, STEPS)
_CLASSIC = (Role.EVIDENCE, Role.CUSTOMER, Role.FRONTSTAGE, Role.BACKSTAGE, Role.SUPPORT)
_BLANK_STEPS = 6
_ITEMS = ("purpose", "steps", "evidence", "front", "back", "pain", "owners", "next")
_MINUTES = (10, 25, 15, 30, 30, 30, 20, 20)
_ROLES = ("facilitator", "scribe", "customer", "owner", "expert")
_TEAM_PROMPTS = ("holds_up", "needs", "gives")
_PROMPTS = ("goes_wrong", "customer", "decides", "idea")
# The share of a page a step that the map of the step may take.
_MAP_SHARE = 0.56
_HEAD, _FOOT = 30.0, 6.0
# A last page that is filled no further is saved by setting tables a little smaller.
_FEW, _SMALLER = 0.15, 0.9 * TEXT_SIZE
# A team's map whose titles would be under 7 points is set in bands, which leave room for questions below.
_READABLE, _BANDS_SHARE, _BETWEEN = 7.0 / 12.0, 0.82, 14.0
_MIDDLE = (*BODY, Layer.SIDE_HEAD, Layer.TOP_HEAD)


class Made(NamedTuple):
    """The book, and what its exporter needs beside it."""

    book: Book
    document: DocumentView
    fonts: FontBook
    missing: dict[str, tuple[str, ...]]


class _Sheaf(NamedTuple):
    """What all pages share."""

    document: DocumentView
    press: Press
    fonts: FontBook
    today: date
    around: Furniture
    on: Paper
    missing: dict[str, tuple[str, ...]]


def handouts(document: DocumentView, today: date, options: Mapping[str, str], fonts: FontBook | None = None) -> Made:
    """The handouts that the options choose, in the order agenda, grid, teams, steps."""
    shown = redacted(document, parse(options.get("redact", "")))
    fonts = fonts or FontBook.bundled()
    around, on = furniture(options, shown), paper(options["paper"])
    sheaf = _Sheaf(shown, press_of(shown, fonts), fonts, today, around, on, {})
    makers = {
        AGENDA: _agenda,
        GRID: lambda one: _grids(one, paper(options["grid_paper"])),
        TEAMS: _teams,
        STEPS: _steps,
    }
    asked = options["what"]
    leaves: list[Leaf] = []
    entries = []
    for kind in KINDS:
        if asked in (ALL, kind):
            made = list(makers[kind](sheaf))
            leaves += [leaf._replace(targets=((f"{kind} {n}", 0.0, 0.0),)) for n, (_, leaf) in enumerate(made)]
            inner = tuple(Entry(title, f"{kind} {n}") for n, (title, _) in enumerate(made))
            entries.append(Entry(sheaf.press.texts(f"handout.{kind}"), f"{kind} 0", inner if len(inner) > 1 else ()))
    said = edition(shown.blueprint, sheaf.press.texts, today)
    finished = [
        in_margin(on_map(leaf, around, sheaf.press), around, sheaf.press, Page(number, len(leaves), said))
        for number, leaf in enumerate(leaves, 1)
    ]
    logos = (around.logo,) if around.logo else ()
    return Made(Book(tuple(finished), tuple(entries), pictures=logos), shown, fonts, sheaf.missing)


_Titled = tuple[str, Leaf]


def _page(sheaf: _Sheaf, lying: bool, on: Paper | None = None) -> tuple[float, float]:
    """Width and height of a page in points."""
    sheet = fit(1.0, 1.0, on or sheaf.on, LANDSCAPE if lying else PORTRAIT)
    return sheet.width, sheet.height


def _top(sheaf: _Sheaf) -> float:
    """Where a page's content begins."""
    return MARGIN + sheaf.around.insets.head * POINTS_PER_MM


def _agenda(sheaf: _Sheaf) -> Iterator[_Titled]:
    """Purpose and times, the roles, and who is there."""
    texts, blueprint = sheaf.press.texts, sheaf.document.blueprint
    width, height = _page(sheaf, lying=False)
    title = texts("handout.agenda_of", title=blueprint.title or texts("map.untitled"))
    facts = [("goal", blueprint.goal), ("segment", blueprint.segment), ("scenario", blueprint.scenario)]
    facts += [("start", blueprint.start_trigger), ("end", blueprint.end_trigger)]
    tables = [(texts("handout.about"), [Line(texts(f"handout.fact.{name}"), said) for name, said in facts if said])]
    items = zip(_ITEMS, _MINUTES, strict=True)
    minutes = [Line(texts("handout.minutes", n=n), texts(f"handout.item.{item}")) for item, n in items]
    tables.append((texts("handout.time", n=sum(_MINUTES)), minutes))
    tables.append(
        (texts("handout.roles"), [Line(texts(f"handout.role.{r}"), texts(f"handout.does.{r}")) for r in _ROLES])
    )
    tables.append((texts("handout.invited"), _people(sheaf)))
    for leaf in _set(sheaf, title, [table for table in tables if table[1]], width, height):
        yield title, leaf


def _people(sheaf: _Sheaf) -> list[Line]:
    """Owners with what they answer for."""
    document, texts = sheaf.document, sheaf.press.texts
    lines = []
    for owner in document.where(Owner):
        lanes = [lane.title for lane in document.where(Lane, owner=owner.id) if lane.title]
        count = len(_cards_of(document, owner))
        parts = [owner.unit, ", ".join(lanes), texts("handout.cards", n=count) if count else ""]
        lines.append(Line(owner.name or texts("handout.nameless"), texts("map.separator").join(p for p in parts if p)))
    return lines


def _set(
    sheaf: _Sheaf, title: str, tables: Sequence[tuple[str, list[Line]]], width: float, height: float
) -> list[Leaf]:
    """Tables on as many pages as they need: set a little smaller rather than begin a page for a few lines."""
    pages = list(_flowing(sheaf, title, tables, width, height, TEXT_SIZE))
    if len(pages) > 1 and pages[-1][1] < _FEW * height:
        pages = min(pages, list(_flowing(sheaf, title, tables, width, height, _SMALLER)), key=len)
    return [leaf for leaf, _ in pages]


def _flowing(
    sheaf: _Sheaf, title: str, tables: Sequence[tuple[str, list[Line]]], width: float, height: float, size: float
) -> Iterator[tuple[Leaf, float]]:
    """Tables one below the other, page by page, and how far down each goes; a title stays with its first lines."""
    press, top = sheaf.press, _top(sheaf)
    bottom = height - MARGIN - 6.0
    y = top + _HEAD
    parts: list[Part] = [_moved(heading(press, title, width, (Tag("H1", "agenda"),)), top - MARGIN)]
    for name, lines in tables:
        left = list(lines)
        while left:
            way = (Tag("Sect", name),)
            box = Box(MARGIN, y, width - 2 * MARGIN, bottom - y)
            if box.height < 90.0:
                yield Leaf(width, height, tuple(parts)), y
                parts, y = [], top
                continue
            listed = listing(press, name, left, box, 0.27, way, size)
            parts += listed.parts
            left = left[len(left) - listed.left :] if listed.left else []
            y = listed.bottom + 14.0 if not left else bottom
    yield Leaf(width, height, tuple(parts)), y


def _moved(part: Part, down: float) -> Part:
    return part._replace(top=part.top + down)


def _grids(sheaf: _Sheaf, on: Paper) -> Iterator[_Titled]:
    """The empty grid with the lanes and steps there are, else with the classic lanes and blank steps."""
    document, texts, theme = sheaf.document, sheaf.press.texts, sheaf.press.theme
    lanes = grid.lanes(document) or [Lane(role.value, role=role) for role in _CLASSIC]
    colours = {lane.id: theme.bands[BAND_OF[lane.role]] for lane in lanes}
    rows = [
        Row(lane.title, texts(f"map.role.{lane.role.value}"), colours[lane.id].tint, colours[lane.id].head)
        for lane in lanes
    ]
    columns = [Column(step.title, document.need(Stage, step.stage).title) for step in grid.steps(document)]
    columns = columns or [Column("", "")] * _BLANK_STEPS
    title = document.blueprint.title or texts("map.untitled")
    width, height = _page(sheaf, lying=True, on=on)
    for leaf in empty_grids(sheaf.press, title, rows, columns, width, height):
        yield title, leaf


def _teams(sheaf: _Sheaf) -> Iterator[_Titled]:
    """For each owner who answers for cards or has a part in them, the map with those alone."""
    document, texts = sheaf.document, sheaf.press.texts
    columns = [step.id for step in grid.steps(document)]
    order = {step: place for place, step in enumerate(columns)}
    prompts = [texts(f"handout.team_prompt.{prompt}") for prompt in _TEAM_PROMPTS]
    for owner in document.where(Owner):
        cards = [card for card in _cards_of(document, owner) if card.step in order]
        if cards:
            lanes = tuple(sorted({card.lane for card in cards if card.lane}))
            steps = {step for card in cards for step in covered(card, order, columns)}
            theirs = filtered(document, SavedView(owner.id, owners=(owner.id,), lanes=lanes))
            title = texts("handout.team", name=owner.name or texts("handout.nameless"))
            yield title, _team_page(sheaf, only_steps(theirs, steps), title, owner.id, prompts)


def _cards_of(document: DocumentView, owner: Owner) -> list[Card]:
    """The placed cards that an owner answers for or has a part in."""
    parts = {entry.card for entry in document.where(RaciEntry, owner=owner.id)}
    placed = (card for card in document.table(Card).values() if card.lane and card.step)
    return [card for card in placed if card.id in parts or accountable(document, card) == owner]


def _steps(sheaf: _Sheaf) -> Iterator[_Titled]:
    """For each step, its column of the map with questions beside it."""
    document, texts = sheaf.document, sheaf.press.texts
    prompts = [texts(f"handout.prompt.{prompt}") for prompt in _PROMPTS]
    for number, step in enumerate(grid.steps(document), 1):
        title = texts("handout.step", n=number, title=step.title)
        yield title, _step_page(sheaf, only_steps(document, {step.id}), title, step.id, prompts)


class _Band(NamedTuple):
    """Some steps of a map, with what of their drawing is shown."""

    drawing: Drawing
    reading: Reading
    area: Box


def _bands(sheaf: _Sheaf, shown: DocumentView, many: int) -> list[_Band]:
    """A map in so many bands of steps, to stand one below the other."""
    order = [step.id for step in grid.steps(shown)]
    edges = [round(len(order) * place / many) for place in range(many + 1)]
    some = [only_steps(shown, order[first:last]) for first, last in pairwise(edges)] if many > 1 else [shown]
    found = []
    for document in some:
        drawing, _ = light_drawing(document, sheaf.today, None, sheaf.fonts)
        sheaf.missing.update(drawing.missing())
        found.append(_Band(drawing, Reading(document, drawing, sheaf.press.texts), _middle(drawing)))
    return found


def _scale(bands: Sequence[_Band], room: Box) -> float:
    """How large bands can be that stand one below the other in a room: no larger than on screen."""
    high = room.height - _BETWEEN * (len(bands) - 1)
    widest, tall = max(band.area.width for band in bands), sum(band.area.height for band in bands)
    return min(POINTS_PER_PX, room.width / widest, high / tall)


def _room(sheaf: _Sheaf, whole: _Band, lying: bool) -> tuple[Box, Part]:
    """The room for a map and questions on a page, and the legend below it."""
    width, height = _page(sheaf, lying)
    top = _top(sheaf) + _HEAD
    room = Box(MARGIN, top, width - 2 * MARGIN, height - MARGIN - _FOOT - top)
    legend = _legend(sheaf, whole.drawing, room)
    return room._replace(height=room.height - legend.top), legend


def _team_page(sheaf: _Sheaf, shown: DocumentView, title: str, key: str, prompts: Sequence[str]) -> Leaf:
    """A page with a map over questions; a map too wide to be read in bands, on the page that shows it larger."""
    (whole,) = one = _bands(sheaf, shown, 1)
    lying = whole.area.width > whole.area.height
    room, legend = _room(sheaf, whole, lying)
    best = _Set(_scale(one, _over_notes(room)), one, room, legend)
    steps = len(grid.steps(shown))
    for turned in (True, False) if best.scale < _READABLE else ():
        width = _page(sheaf, turned)[0] - 2 * MARGIN
        many = min(steps, ceil(whole.area.width * _READABLE / width))
        (explained,) = _bands(sheaf, _gathered(shown, ceil(steps / many)), 1)
        room, legend = _room(sheaf, explained, turned)
        bands = _bands(sheaf, shown, many)
        scale = _scale(bands, _over_notes(room))
        best = max(best, _Set(scale, bands, room, legend), key=itemgetter(0))
    scale, bands, room, legend = best
    asked = (prompts, _below(bands, room, scale))
    return _map_page(sheaf, title, key, _placed(sheaf, bands, room, scale), asked, room, legend)


def _over_notes(room: Box) -> Box:
    """What of a room bands may take: a question stands below them."""
    left = room.height - LEAST_NOTE - 2 * _BETWEEN
    return room._replace(height=min(room.height * _BANDS_SHARE, left))


class _Set(NamedTuple):
    """How a map may be set on a page: how large, in which bands, in what room, and its legend."""

    scale: float
    bands: list[_Band]
    room: Box
    legend: Part


def _gathered(shown: DocumentView, many: int) -> DocumentView:
    """All cards of a document in its first steps, so many: as wide as a band, its legend explains all bands."""
    kept = [step.id for step in grid.steps(shown)][:many]
    rows = [
        replace(row, step=kept[0], last_step=None) if isinstance(row, Card) and row.step not in (None, *kept) else row
        for row in shown.rows()
    ]
    return only_steps(Projected(whole_of(shown), rows), kept)


def _step_page(sheaf: _Sheaf, shown: DocumentView, title: str, key: str, prompts: Sequence[str]) -> Leaf:
    """A page with the map of a step, and questions beside it."""
    (whole,) = bands = _bands(sheaf, shown, 1)
    room, legend = _room(sheaf, whole, lying=False)
    scale = _scale(bands, room._replace(width=room.width * _MAP_SHARE))
    taken = whole.area.width * scale + 18.0
    beside = room._replace(x=room.x if sheaf.press.rtl else room.x + taken, width=room.width - taken)
    return _map_page(sheaf, title, key, _placed(sheaf, bands, room, scale), (prompts, beside), room, legend)


def _placed(sheaf: _Sheaf, bands: Sequence[_Band], room: Box, scale: float) -> list[tuple[_Band, Sheet]]:
    """Bands one below the other, from the start side of a room."""
    y, placed = room.y, []
    for band in bands:
        area = band.area
        left = room.right - area.width * scale if sheaf.press.rtl else room.x
        placed.append((band, Sheet(0.0, 0.0, scale, left - area.x * scale, y - area.y * scale)))
        y += area.height * scale + _BETWEEN
    return placed


def _below(bands: Sequence[_Band], room: Box, scale: float) -> Box:
    """What bands leave of a room below them."""
    taken = sum(band.area.height * scale for band in bands) + _BETWEEN * len(bands)
    return room._replace(y=room.y + taken, height=room.height - taken)


def _map_page(
    sheaf: _Sheaf,
    title: str,
    key: str,
    placed: Sequence[tuple[_Band, Sheet]],
    asked: tuple[Sequence[str], Box],
    room: Box,
    legend: Part,
) -> Leaf:
    """A page with a title, a map in bands, questions in a box with room for answers, and the legend."""
    press, way = sheaf.press, (Tag("Sect", key),)
    width, height = room.width + 2 * MARGIN, room.bottom + legend.top + MARGIN + _FOOT
    parts = [_moved(heading(press, title, width, (*way, Tag("H1"))), _top(sheaf) - MARGIN)]
    parts += [map_part(band.reading, sheet, layers=_MIDDLE)._replace(tags=way) for band, sheet in placed]
    parts += notes(press, *asked, way)
    return Leaf(width, height, (*parts, legend._replace(top=room.bottom, tags=(*way, Tag("P", "legend")))))


def _middle(drawing: Drawing) -> Box:
    """A drawing without its title and legend, which the page has of its own."""
    _, top, side, body, _ = drawing.areas
    left, right = min(side.x, body.x), max(side.right, body.right)
    lanes = (piece.y + piece.height for piece in drawing.pieces(None, (Layer.SIDE_HEAD,)))
    return Box(left - 2.0, top.y, right - left + 4.0, max(lanes, default=body.bottom) - top.y + 2.0)


def _legend(sheaf: _Sheaf, drawing: Drawing, room: Box) -> Part:
    """The legend for the foot of a page; its `top` is the height it takes."""
    area = drawing.areas.legend
    scale = min(POINTS_PER_PX, room.width / area.width)
    left = room.right - area.width * scale if sheaf.press.rtl else room.x - sheaf.press.theme["margin"] * scale

    def pieces() -> list[Piece]:
        return [piece._replace(y=piece.y - area.y) for piece in drawing.pieces(None, (Layer.LEGEND,))]

    return Part(pieces, scale, left, area.height * scale)
