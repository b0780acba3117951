"""Two states of a blueprint on paper: figures of both, what leads from one to the other, and both on one map (R58)."""

from __future__ import annotations

from collections.abc import Iterator

from model.analysis.differences import Sort, counted
from model.comparing import Told, figures, told
from model.document import DocumentView
from model.elements import Stage, Step
from model.grid import stages
from model.improvements import Improvement, ImprovementStatus
from model.layout.case.data import Tone
from model.layout.changes import ChangesDrawing
from model.layout.drawing import Drawing
from model.layout.pack.data import Block, Cell, Column, Grid, Heading, Row, Said, StageMap, Text
from model.layout.theme import load_theme
from model.messages import Value, message
from model.overlaying import Overlay, overlay
from model.pack.ground import Ground, States, cell, column, dash, listed
from model.pack.measuring import read_anew
from model.pack.stage_maps import cut
from model.printing import PAPER_THEME, press_of
from model.texts import Texts

_DONE = frozenset({ImprovementStatus.LIVE, ImprovementStatus.VERIFIED})


def compared(ground: Ground) -> tuple[Block, ...]:
    """Nothing where no state is named to compare with."""
    states = ground.states
    if states is None:
        return ()
    found = states.found
    head = message("pack.compared.head", before=states.before, after=states.after)
    blocks: list[Block] = [Text(Said(head, Tone.STRONG)), _figures(states, ground.moneyless)]
    blocks += read_anew(ground, found.before, found.after)
    blocks += _improvements(ground, states)
    if not found.differences:
        return (*blocks, Text(Said(message("pack.changes.same"))))
    entries = told(found, Texts(found.after.blueprint.language))
    sorts = counted(sort for each in entries for sort in each.sorts)
    counts = listed([message(f"pack.compared.count.{sort.value}", n=n) for sort, n in sorts])
    blocks += [Heading(message("pack.compared.differences"), 2), Text(Said(counts), keep=True)]
    heads = (column("kind"), column("element", most=0.62), column("became"))
    blocks.append(Grid(heads, tuple(_row(each) for each in entries)))
    return (*blocks, *_maps(ground, states))


def _figures(states: States, moneyless: bool) -> Grid:
    """Money, work, elapsed time, steps, hand-offs, owners and the share assumed, of both and the difference."""
    heads = (
        Column(message("pack.compared.figure"), most=0.4),
        *(Column(message(f"pack.compared.{word}"), True) for word in ("before", "after", "difference")),
    )
    lines = [line for line in figures(states.found) if not (moneyless and line.money)]
    rows = (Row((cell(line.what), cell(line.before), cell(line.after), cell(line.more))) for line in lines)
    return Grid(heads, tuple(rows))


def _improvements(ground: Ground, states: States) -> Iterator[Block]:
    """The improvements that lead from the first state to the second: those that came or got further.

    From a current state to a future one lead all that are neither dropped nor live already.
    """
    before, after, rows = states.found.before, states.found.after, []
    ahead = before.blueprint.state is not after.blueprint.state
    for row in after.where(Improvement):
        was = before.get(Improvement, row.id)
        stays = was is not None and (was.status in _DONE or (was.status is row.status and not ahead))
        if row.status is ImprovementStatus.DROPPED or stays:
            continue
        stood: Cell = (dash(),) if was is None else cell(message(f"sheet.status.{was.status.value}"))
        now = cell(message(f"sheet.status.{row.status.value}"))
        rows.append(Row(((ground.said(row.id),), stood, now, cell(row.change))))
    if rows:
        yield Heading(message("pack.compared.improvements"), 2)
        states_of = (Column(message(f"pack.compared.{word}")) for word in ("before", "after"))
        yield Grid((column("improvement", most=0.36), *states_of, column("change", most=0.4)), tuple(rows))


def _row(each: Told) -> Row:
    """An element; below its name what of it is other. That it came or went is said once."""
    whole = not {Sort.ADDED, Sort.REMOVED}.isdisjoint(each.sorts)
    lines = () if whole else each.lines
    became = cell(listed([message(f"pack.changes.{sort.value}") for sort in each.sorts]))
    return Row((cell(each.kind), (Said(each.name), *(Said(line, Tone.QUIET) for line in lines)), became))


def _maps(ground: Ground, states: States) -> Iterator[Block]:
    """Both states on one map, stage by stage; the stages in which nothing differs are named instead."""
    both = overlay(states.found)
    same: list[Value] = []
    sheets: list[Block] = []
    for number, stage in enumerate(stages(both.document), 1):
        title: Value = " ".join(stage.title.split()) or message("pack.map.stage", n=number)
        steps = tuple(step.id for step in both.document.where(Step, stage=stage.id))
        if steps and _differs(both, stage, steps):
            sheets.append(_sheets(ground, both, states.before, stage, title, steps))
        else:
            same.append(title)
    if same:
        yield Text(Said(message("pack.compared.unchanged", stages=listed(same)), Tone.QUIET), small=True)
    yield from sheets


def _differs(both: Overlay, stage: Stage, steps: tuple[str, ...]) -> bool:
    """Whether anything that stands in a stage is marked."""
    part = cut(both.document, steps)
    return stage.id in both.marks or any(row.id in both.marks for row in part.rows() if not isinstance(row, Stage))


def _sheets(ground: Ground, both: Overlay, since: Value, stage: Stage, title: Value, steps: tuple[str, ...]) -> Block:
    press = press_of(both.document, ground.fonts)

    def draw(part: DocumentView) -> Drawing:
        from model.blueprint_map import MapFigures, map_composer

        drawing = map_composer(part, ground.fonts, load_theme(PAPER_THEME), figures=MapFigures()).drawing
        there = {id: sorts for id, sorts in both.marks.items() if id in part}
        return ChangesDrawing(drawing, there, press, press.texts.value(since))

    return StageMap(title, stage.id, steps, lambda some: cut(both.document, some), draw)
