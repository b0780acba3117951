"""Mermaid flowchart: cards in boxes of their lanes or stages, and the links between them.

Mermaid lays it out itself: lanes keep their cards together, columns are lost.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from exporters.base import STAGE, Exporter, ExportRequest, ExportResult, Option, OptionKind
from exporters.common.labels import Labels
from exporters.common.plain_text import names, one_line
from model.analysis.places import Places
from model.document import DocumentView
from model.elements import Card, CardKind, Link, LinkKind, Mark
from model.grid import lanes, stages
from model.grounding import is_assumed
from model.messages import Message, message

# What Mermaid draws unless the page that shows it allows more.
MOST_CHARACTERS, MOST_LINKS = 50_000, 500
LANE, STAGES = "lane", "stage"
_SHAPES = {
    CardKind.EVIDENCE: ("[/", "/]"),
    CardKind.SYSTEM: ("[[", "]]"),
    CardKind.DECISION: ("{", "}"),
    CardKind.APPROVAL: ("{{", "}}"),
    CardKind.IDEA: ("(", ")"),
    CardKind.QUESTION: ("([", "])"),
    CardKind.QUOTE: (">", "]"),
}
_ARROWS = {LinkKind.FLOW: "-->", LinkKind.EXCHANGE: "<-->", LinkKind.NEEDS: "-.->", LinkKind.ESCALATION: "==>"}
_STYLES = {
    "assumed": "stroke-dasharray:5 4",
    Mark.FAIL_POINT.value: "stroke:#b3261e,stroke-width:3px",
    Mark.MOMENT_OF_TRUTH.value: "stroke:#1b6e3c,stroke-width:3px",
}
# Everything but letters, digits and these is written by its number: a label can then hold no sign of Mermaid's.
_SIGNS = re.compile(r"[!-~]")
_PLAIN = frozenset(",()?!/+=")
# Mermaid shows these in a title as HTML writes them, whatever one does.
_IN_TITLE = str.maketrans({"&": "\uff06", "<": "\u2039", ">": "\u203a"})


def export(request: ExportRequest) -> ExportResult:
    """The flowchart of a document, or of one stage."""
    from model.layout.compose import is_rtl
    from model.printing import stage_called

    document = request.document
    stage = stage_called(document, request.options["stage"])
    labels, places = Labels(document), Places(document)
    shown = [
        id
        for id in places.ordered(places.cards)
        if places.cards[id].step is not None and (stage is None or places.stage(places.cards[id]) == stage)
    ]
    called = dict(names("c", shown))
    links = [link for link in document.where(Link) if link.source in called and link.target in called]
    lines = [
        "---",
        f"title: {_title(labels.name(document.blueprint.id))}",
        "---",
        f"flowchart {'RL' if is_rtl(document.blueprint.language) else 'LR'}",
        *_groups(document, labels, places, called, request.options["groups"]),
        *(_link(link, labels, called) for link in links),
        *_classes(places, called),
    ]
    text = "\n".join(lines) + "\n"
    return ExportResult(text.encode("utf-8"), tuple(_findings(document, text, len(links), stage)))


def label(text: str) -> str:
    """A text between quotation marks in which Mermaid finds no sign of its own."""
    words = one_line(text) or " "
    return '"' + _SIGNS.sub(lambda sign: _sign(sign[0]), words) + '"'


def _sign(sign: str) -> str:
    return sign if sign.isalnum() or sign in _PLAIN else f"#{ord(sign)};"


def _title(text: str) -> str:
    """A text for the head, which is YAML."""
    return json.dumps(one_line(text).translate(_IN_TITLE), ensure_ascii=False).replace("%", "\\u0025")


def _groups(document: DocumentView, labels: Labels, places: Places, called: dict[str, str], by: str) -> Iterator[str]:
    rows = lanes(document) if by == LANE else stages(document)
    for row, name in names("g", (row.id for row in rows)):
        inside = [
            id for id in called if (places.cards[id].lane if by == LANE else places.stage(places.cards[id])) == row
        ]
        if inside:
            yield f"  subgraph {name}[{label(labels.name(row))}]"
            yield from (f"    {_card(places.cards[id], labels, called[id])}" for id in inside)
            yield "  end"


def _card(card: Card, labels: Labels, name: str) -> str:
    opening, closing = _SHAPES.get(card.kind, ("[", "]"))
    return f"{name}{opening}{label(labels.card(card))}{closing}"


def _link(link: Link, labels: Labels, called: dict[str, str]) -> str:
    words = labels.link(link)
    said = f"|{label(words)}|" if words else ""
    return f"  {called[link.source]} {_ARROWS[link.kind]}{said} {called[link.target]}"


def _classes(places: Places, called: dict[str, str]) -> Iterator[str]:
    """How assumed cards and the marks that matter most look."""
    members: dict[str, list[str]] = {style: [] for style in _STYLES}
    for id, name in called.items():
        card = places.cards[id]
        for style in ("assumed" if is_assumed(card) else "", *(mark.value for mark in card.marks)):
            if style in members:
                members[style].append(name)
    for style, inside in members.items():
        if inside:
            yield f"  classDef {style} {_STYLES[style]}"
            yield f"  class {','.join(inside)} {style}"


def _findings(document: DocumentView, text: str, links: int, stage: str | None) -> Iterator[Message]:
    if len(text) > MOST_CHARACTERS or links > MOST_LINKS:
        yield message("mermaid.large", characters=MOST_CHARACTERS, links=MOST_LINKS)
    waiting = len(document.where(Card, step=None))
    if waiting and stage is None:
        yield message("graphs.tray", n=waiting)


GROUPS = Option("groups", OptionKind.CHOICE, LANE, message("mermaid.groups"), (LANE, STAGES))
EXPORTER = Exporter("mermaid", ".mmd", message("mermaid.title"), export, (GROUPS, STAGE))
