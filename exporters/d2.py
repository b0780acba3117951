"""D2: the grid of lanes and steps, each cell with its cards, and the links between them.

D2's grids have no cell over several columns: a stage is named above each of its steps, a card that covers several
steps stands in its first.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from exporters.base import STAGE, Exporter, ExportRequest, ExportResult
from exporters.common.labels import FILLS, Labels
from exporters.common.plain_text import names, one_line
from model.document import DocumentView
from model.elements import BAND_OF, Card, CardKind, Link, LinkKind, Mark, Step
from model.grid import lanes, stages, steps, tray
from model.grounding import is_assumed
from model.messages import Message, message

_SHAPES = {
    CardKind.EVIDENCE: "page",
    CardKind.SYSTEM: "cylinder",
    CardKind.DECISION: "diamond",
    CardKind.APPROVAL: "hexagon",
    CardKind.QUESTION: "oval",
    CardKind.QUOTE: "callout",
}
_ARROWS = {LinkKind.FLOW: "->", LinkKind.EXCHANGE: "<->", LinkKind.NEEDS: "->", LinkKind.ESCALATION: "->"}
_DASHES = {LinkKind.NEEDS: 4, LinkKind.ESCALATION: 2}


def export(request: ExportRequest) -> ExportResult:
    """The grid of a document, or of one stage."""
    from model.layout.compose import is_rtl
    from model.printing import stage_called

    document = request.document
    stage = stage_called(document, request.options["stage"])
    columns = [step for step in steps(document) if stage is None or step.stage == stage]
    if is_rtl(document.blueprint.language):
        columns.reverse()
    rows = lanes(document)
    labels = Labels(document)
    heads = dict(names("s", (step.id for step in columns)))
    sides = dict(names("l", (lane.id for lane in rows)))
    grid = [(lane.id, step.id) for lane in rows for step in columns]
    cells = {place: name for place, (_, name) in zip(grid, names("g", map("_".join, grid)), strict=True)}
    cards = [card for lane, step in grid for card in document.where(Card, lane=lane, step=step)]
    called = dict(names("c", (card.id for card in cards)))
    paths = {card.id: f"{cells[card.lane or '', card.step or '']}.{called[card.id]}" for card in cards}
    lines = [
        f"# {one_line(labels.name(document.blueprint.id))}",
        # The one said first says along what the cells are filled.
        f"grid-rows: {len(rows) + 1}",
        f"grid-columns: {len(columns) + 1}",
        'corner: "" {style.opacity: 0}',
        *(f"{heads[step.id]}: {_head(document, labels, step)} {{style.bold: true}}" for step in columns),
    ]
    for lane in rows:
        fill = FILLS[BAND_OF[lane.role]]
        lines.append(f'{sides[lane.id]}: {quoted(labels.name(lane.id))} {{style.bold: true; style.fill: "{fill}"}}')
        for step in columns:
            inside = document.where(Card, lane=lane.id, step=step.id)
            shown = [f"  {called[card.id]}: {_card(card, labels)}" for card in inside]
            lines.append(f'{cells[lane.id, step.id]}: "" {{\n  grid-columns: 1\n  style.fill: "{fill}"')
            lines += [*shown, "}"]
    lines += [
        _link(link, labels, paths)
        for link in document.where(Link)
        if link.source in paths and link.target in paths and link.source != link.target
    ]
    text = "\n".join(lines) + "\n"
    return ExportResult(text.encode("utf-8"), tuple(_findings(document, cards, stage)))


def quoted(*lines: str) -> str:
    """Lines of text between quotation marks in which D2 finds no sign of its own."""
    words = "\n".join(one_line(line) for line in lines)
    return json.dumps(words, ensure_ascii=False).replace("$", "\\$")


def _head(document: DocumentView, labels: Labels, step: Step) -> str:
    """A step's title under that of its stage, where there is more than one."""
    if len(stages(document)) < 2:
        return quoted(labels.name(step.id))
    return quoted(labels.name(step.stage), labels.name(step.id))


def _card(card: Card, labels: Labels) -> str:
    styles = [f"shape: {_SHAPES[card.kind]}"] if card.kind in _SHAPES else []
    if is_assumed(card):
        styles.append("style.stroke-dash: 4")
    if Mark.FAIL_POINT in card.marks:
        styles.append('style.stroke: "#B3261E"')
    return quoted(labels.card(card)) + (f" {{{'; '.join(styles)}}}" if styles else "")


def _link(link: Link, labels: Labels, paths: dict[str, str]) -> str:
    words = labels.link(link)
    said = f": {quoted(words)}" if words else ""
    dash = f" {{style.stroke-dash: {_DASHES[link.kind]}}}" if link.kind in _DASHES else ""
    return f"{paths[link.source]} {_ARROWS[link.kind]} {paths[link.target]}{said or (':' if dash else '')}{dash}"


def _findings(document: DocumentView, cards: list[Card], stage: str | None) -> Iterator[Message]:
    spanning = sum(card.last_step not in (None, card.step) for card in cards)
    if spanning:
        yield message("graphs.spans", n=spanning)
    loops = sum(link.source == link.target for card in cards for link in document.where(Link, source=card.id))
    if loops:
        yield message("d2.loops", n=loops)
    waiting = len(tray(document))
    if waiting and stage is None:
        yield message("graphs.tray", n=waiting)


EXPORTER = Exporter("d2", ".d2", message("d2.title"), export, (STAGE,))
