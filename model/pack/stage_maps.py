"""The map by stage: what each has, its sheets, and the links whose ends stand on different sheets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from model.analysis import knowledge
from model.analysis.views import Part, whole_of
from model.analysis.volumes import share_lost, volumes
from model.blueprint_map import ALARM, MapFigures, map_composer
from model.document import DocumentView
from model.elements import Blueprint, Card, CardChannel, CardSystem, DropReason, Lane, Link, Picture, Stage, Step
from model.grid import lanes, stages, steps
from model.layout.case.data import Tone
from model.layout.drawing import Drawing
from model.layout.pack.data import Block, Cell, Crossing, Crossings, Grid, Heading, Row, Said, StageMap
from model.layout.theme import load_theme
from model.messages import Value, message
from model.pack.failing import rate
from model.pack.ground import Ground, cell, column, dash, page, percent
from model.printing import PAPER_THEME
from model.record import Record
from model.registers import Channel, Owner, System

_WHOLE = (Blueprint, Stage, Lane, Owner, System, Channel, Picture)


def stage_maps(ground: Ground) -> tuple[Block, ...]:
    """An overview of the stages, then the sheets of each; nothing without lanes or steps."""
    document = ground.part
    shown = [stage for stage in stages(document) if document.where(Step, stage=stage.id)]
    if not shown or not lanes(document):
        return ()
    heads = (
        column("stage", most=0.34),
        column("owner"),
        column("steps", True),
        column("cards", True),
        column("assumed", True),
        column("page", True),
    )
    shares = knowledge.assumed_by_stage(document)
    rows = tuple(_stage_row(ground, stage, shares) for stage in shown)
    maps = [_stage_map(ground, stage) for stage in shown]
    links = (column("from", most=0.36), column("link"), column("to", most=0.36), column("page", True))
    crossings = Crossings(message("pack.map.elsewhere"), links, tuple(_crossings(ground)))
    return (Grid(heads, rows), *_steps(ground), *maps, crossings)


def _steps(ground: Ground) -> list[Block]:
    """Customers who come to each step and leave it, the share lost and why (R45); nothing where nobody counted."""
    document, rows = ground.document, []
    for id, (arriving, leaving) in volumes(document).items():
        step = document.need(Step, id)
        lost = share_lost(step, arriving)
        reasons = tuple(
            Said(message("pack.map.reason", why=row.reason, n=row.count) if row.count is not None else row.reason)
            for row in document.where(DropReason, step=id)
        )
        counts = [(dash(),) if number is None else cell(number) for number in (arriving, leaving)]
        share: Cell = (dash(),) if not lost else cell(rate(lost), Tone.BAD if lost >= ALARM else Tone.PLAIN)
        rows.append(Row((cell(ground.step_at(step)), *counts, share, reasons or (dash(),))))
    if all(arriving is None for arriving, _ in volumes(document).values()):
        return []
    heads = (
        column("step", most=0.36),
        column("arriving", True),
        column("going_on", True),
        column("lost", True),
        column("why", most=0.36),
    )
    return [Heading(message("pack.map.customers"), 2), Grid(heads, tuple(rows))]


def _stage_row(ground: Ground, stage: Stage, shares: Mapping[str, knowledge.Share]) -> Row:
    document = ground.part
    own = document.where(Step, stage=stage.id)
    count = sum(len(document.where(Card, step=step.id)) for step in own)
    share = shares.get(stage.id)
    assumed: Cell = (dash(),) if share is None or share.value is None else cell(percent(share.value))
    name = Said(_title(ground, stage), Tone.PLAIN, (f"stage {stage.id}",))
    return Row(((name,), (ground.owner(stage.owner),), cell(len(own)), cell(count), assumed, page(f"stage {stage.id}")))


def _title(ground: Ground, stage: Stage) -> Value:
    """A stage's title, or its number."""
    number = [row.id for row in stages(ground.part)].index(stage.id) + 1
    return " ".join(stage.title.split()) or message("pack.map.stage", n=number)


def _stage_map(ground: Ground, stage: Stage) -> StageMap:
    document = ground.part
    own = tuple(step.id for step in document.where(Step, stage=stage.id))

    def draw(part: DocumentView) -> Drawing:
        return map_composer(part, ground.fonts, load_theme(PAPER_THEME), figures=MapFigures()).drawing

    return StageMap(_title(ground, stage), stage.id, own, lambda some: cut(document, some), draw)


def cut(document: DocumentView, some: Sequence[str]) -> DocumentView:
    """The document with some of its steps alone; cards that span others too are cut to these."""
    wanted = set(some)
    order = [step.id for step in steps(document)]
    places = {id: place for place, id in enumerate(order)}
    cards: dict[str, Card] = {}
    for card in document.table(Card).values():
        if card.step not in places or card.lane is None:
            continue
        first = places[card.step]
        last = places.get(card.last_step or "", first)
        left = [id for id in order[first : max(first, last) + 1] if id in wanted]
        if left:
            cards[card.id] = replace(card, step=left[0], last_step=left[-1] if len(left) > 1 else None)
    return Part(whole_of(document), _rows(document, wanted, cards))


def _rows(document: DocumentView, wanted: set[str], cards: Mapping[str, Card]) -> Iterator[Record]:
    for kind in _WHOLE:
        yield from document.table(kind).values()
    yield from (step for step in document.table(Step).values() if step.id in wanted)
    yield from cards.values()
    yield from (row for row in document.table(CardSystem).values() if row.card in cards)
    yield from (row for row in document.table(CardChannel).values() if row.card in cards)
    yield from (row for row in document.table(Link).values() if row.source in cards and row.target in cards)


def _crossings(ground: Ground) -> Iterator[Crossing]:
    """All links between cards of the map, in its order: the pages tell which of them no sheet shows."""
    document = ground.part
    ranks = ground.places.ranks
    on_map = {card.id for card in document.table(Card).values() if card.step is not None and card.lane is not None}
    rows = [row for row in document.table(Link).values() if row.source in on_map and row.target in on_map]
    for row in sorted(rows, key=lambda row: (ranks[row.source], ranks[row.target], row.id)):
        kind: list[Said] = [Said(message(f"map.link.{row.kind.value}"))]
        if row.label:
            kind.append(Said(row.label, Tone.QUIET))
        ends = [
            (ground.said(id), Said(ground.step_of(document.need(Card, id)), Tone.QUIET))
            for id in (row.source, row.target)
        ]
        cells = (ends[0], tuple(kind), ends[1], page(f"map {row.target}"))
        yield Crossing(row.source, row.target, Row(cells))
