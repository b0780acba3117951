"""Mermaid: the grid of lanes and steps as a block diagram, or the cards and links alone as a flowchart.

A flowchart is laid out by Mermaid itself, which loses lanes and columns. It has no boxes around the cards of a lane:
with these, Mermaid's layout stops with an error on maps whose links go back and forth between many lanes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from exporters.base import STAGE, Exporter, ExportRequest, ExportResult, Option, OptionKind
from exporters.common.labels import FILLS, Labels
from exporters.common.plain_text import names, one_line
from model.analysis.places import Places
from model.document import DocumentView
from model.elements import BAND_OF, Card, CardKind, Lane, Link, LinkKind, Mark, Step
from model.grid import lanes, steps, tray
from model.grounding import is_assumed
from model.messages import Message, message

# What Mermaid draws unless the page that shows it allows more.
MOST_CHARACTERS, MOST_LINKS = 50_000, 500
GRID, FLOW = "grid", "flow"
# Of a decision: block diagrams stop with an error at a link to a diamond.
_SHAPES = {
    CardKind.EVIDENCE: ("[/", "/]"),
    CardKind.SYSTEM: ("[[", "]]"),
    CardKind.DECISION: ("{{", "}}"),
    CardKind.APPROVAL: ("{{", "}}"),
    CardKind.IDEA: ("(", ")"),
    CardKind.QUESTION: ("([", "])"),
    CardKind.QUOTE: (">", "]"),
}
_ARROWS = {LinkKind.FLOW: "-->", LinkKind.EXCHANGE: "<-->", LinkKind.NEEDS: "-.->", LinkKind.ESCALATION: "==>"}
_STYLES = {
    **{band.value: f"fill:{colour}" for band, colour in FILLS.items()},
    "assumed": "stroke-dasharray:5 4",
    Mark.FAIL_POINT.value: "stroke:#b3261e,stroke-width:3px",
    Mark.MOMENT_OF_TRUTH.value: "stroke:#1b6e3c,stroke-width:3px",
}
# Everything but letters, digits and these is written by its number: a label can then hold no sign of Mermaid's.
_SIGNS = re.compile(r"[!-~]")
_PLAIN = frozenset(",()?!/+=")
# Mermaid shows these in a title as HTML writes them, whatever one does.
_IN_TITLE = str.maketrans({"&": "\uff06", "<": "\u2039", ">": "\u203a"})


class _Map(NamedTuple):
    """What of a document is drawn: its steps from left to right, and its cards with their names in the file."""

    document: DocumentView
    labels: Labels
    columns: tuple[Step, ...]
    called: Mapping[str, str]
    rtl: bool

    def cards(self, lane: str, step: str) -> Iterator[Card]:
        """The cards of a cell."""
        return (card for card in self.document.where(Card, lane=lane, step=step) if card.id in self.called)

    def links(self) -> tuple[Link, ...]:
        """The links between cards that are drawn."""
        rows = self.document.where(Link)
        return tuple(link for link in rows if link.source in self.called and link.target in self.called)


def export(request: ExportRequest) -> ExportResult:
    """The map of a document, or of one stage."""
    from model.layout.compose import is_rtl
    from model.printing import stage_called

    document = request.document
    stage = stage_called(document, request.options["stage"])
    columns = tuple(step for step in steps(document) if stage is None or step.stage == stage)
    places, inside = Places(document), {step.id for step in columns}
    shown = (id for id in places.ordered(places.cards) if places.cards[id].step in inside)
    rtl = is_rtl(document.blueprint.language)
    drawn = _Map(document, Labels(document), columns[::-1] if rtl else columns, dict(names("c", shown)), rtl)
    lines = [*(_grid(drawn) if request.options["form"] == GRID else _flow(drawn)), *_classes(drawn)]
    text = "\n".join(lines) + "\n"
    return ExportResult(text.encode("utf-8"), tuple(_findings(drawn, text, stage)))


def label(text: str) -> str:
    """A text between quotation marks in which Mermaid finds no sign of its own."""
    return f'"{_inside(text)}"'


def _inside(text: str) -> str:
    return _SIGNS.sub(lambda sign: _sign(sign[0]), one_line(text) or " ")


def _sign(sign: str) -> str:
    return sign if sign.isalnum() or sign in _PLAIN else f"#{ord(sign)};"


def _grid(drawn: _Map) -> Iterator[str]:
    """Rows of blocks: the heads of the steps, then lane by lane its head and its cells."""
    document, labels = drawn.document, drawn.labels
    several = len({step.stage for step in drawn.columns}) > 1
    yield "block-beta"
    yield f"  columns {len(drawn.columns) + 1}"
    yield f"  corner[{label(labels.name(document.blueprint.id))}]"
    for step, (_, name) in zip(drawn.columns, names("s", (step.id for step in drawn.columns)), strict=True):
        above = f"{_inside(labels.name(step.stage))}<br/>" if several else ""
        yield f'  {name}["{above}{_inside(labels.name(step.id))}"]'
    rows = lanes(document)
    grid = [f"{lane.id}_{step.id}" for lane in rows for step in drawn.columns]
    cells = (name for _, name in names("g", grid))
    for lane, (_, head) in zip(rows, names("l", (lane.id for lane in rows)), strict=True):
        yield f"  {head}[{label(labels.name(lane.id))}]"
        for step in drawn.columns:
            cell, cards = next(cells), [_card(drawn, card) for card in drawn.cards(lane.id, step.id)]
            if not cards:
                yield "  space"
                continue
            yield from (f"  block:{cell}", "    columns 1", *(f"    {card}" for card in cards), "  end")
    for link in drawn.links():
        yield f"  {drawn.called[link.source]} {_line(drawn, link)} {drawn.called[link.target]}"


def _line(drawn: _Map, link: Link) -> str:
    """The line of a link of a block diagram; with words on it, it can have no point at its beginning."""
    if link.kind is LinkKind.EXCHANGE and not link.label.strip():
        return _ARROWS[link.kind]
    words = drawn.labels.link(link)
    return f"-- {label(words)} -->" if words else _ARROWS[link.kind]


def _flow(drawn: _Map) -> Iterator[str]:
    """Cards in the order of the map, then links."""
    title = one_line(drawn.labels.name(drawn.document.blueprint.id)).translate(_IN_TITLE)
    quoted = json.dumps(title, ensure_ascii=False).replace("%", "\\u0025")
    yield from ("---", f"title: {quoted}", "---", f"flowchart {'RL' if drawn.rtl else 'LR'}")
    for id in drawn.called:
        yield f"  {_card(drawn, drawn.document.need(Card, id))}"
    for link in drawn.links():
        words = drawn.labels.link(link)
        said = f"|{label(words)}|" if words else ""
        yield f"  {drawn.called[link.source]} {_ARROWS[link.kind]}{said} {drawn.called[link.target]}"


def _card(drawn: _Map, card: Card) -> str:
    opening, closing = _SHAPES.get(card.kind, ("[", "]"))
    return f"{drawn.called[card.id]}{opening}{label(drawn.labels.card(card))}{closing}"


def _classes(drawn: _Map) -> Iterator[str]:
    """How the cards of a band look, assumed cards, and the marks that matter most."""
    members: dict[str, list[str]] = {style: [] for style in _STYLES}
    for id, name in drawn.called.items():
        card = drawn.document.need(Card, id)
        lane = drawn.document.need(Lane, card.lane)
        assumed = ("assumed",) if is_assumed(card) else ()
        for style in (BAND_OF[lane.role].value, *assumed, *(mark.value for mark in card.marks)):
            if style in members:
                members[style].append(name)
    for style, inside in members.items():
        if inside:
            yield f"  classDef {style} {_STYLES[style]}"
            yield f"  class {','.join(dict.fromkeys(inside))} {style}"


def _findings(drawn: _Map, text: str, stage: str | None) -> Iterator[Message]:
    if len(text) > MOST_CHARACTERS or len(drawn.links()) > MOST_LINKS:
        yield message("mermaid.large", characters=MOST_CHARACTERS, links=MOST_LINKS)
    cards = [drawn.document.need(Card, id) for id in drawn.called]
    spanning = sum(card.last_step not in (None, card.step) for card in cards)
    if spanning:
        yield message("graphs.spans", n=spanning)
    waiting = len(tray(drawn.document))
    if waiting and stage is None:
        yield message("graphs.tray", n=waiting)


FORM = Option("form", OptionKind.CHOICE, GRID, message("mermaid.form"), (GRID, FLOW))
EXPORTER = Exporter("mermaid", ".mmd", message("mermaid.title"), export, (FORM, STAGE))
