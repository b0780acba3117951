"""Texts that break a format whose writer trusts them, and a document that is full of them."""

from __future__ import annotations

from model.document import Document
from model.elements import Blueprint, Card, CardKind, Lane, Link, LinkKind, Mark, Role, Stage, Step
from model.ids import spread
from model.record import Record

TEXTS = (
    "a \"b\" 'c' `d` [e] {f} (g) |h| <i> &amp; #j; %%k",
    "x\ny\r\nz\tq",
    '%%{init: {"theme":"dark"}}%%',
    "end",
    "subgraph x",
    "1. first",
    "- dash",
    "* star",
    "# head",
    "`code` **bold** _slanted_",
    "style a:#b;",
    "classDef a:#b;",
    "\u202eabc\u202c שלום مرحبا",
    "👩\u200d🚀 🏳️\u200d🌈",
    "a\x00b\x1bc\x7f",
    "${x} $y $$z^2$$",
    '\\n \\" \\',
    "|md x|",
    "@{ shape: x }",
    'click a "javascript:alert(1)"',
    "<script>alert(1)</script>",
    "<br/>",
    "---",
    "==>",
    "a;b;c",
    "https://example.org/a?b=c&d=e",
    "fa:fa-car",
    ":::x",
    "~~~",
    '"',
    "'",
    "]]>",
    "-->",
    "\u2028x\u0085y",
    "é" * 300,
    "&quot;#quot;#35;",
    "...",
    '@import "x"',
    "*.style",
    "null",
    "_",
    "(1 -> 2)[0]: {a}",
    "",
    " ",
)
ROLES = (Role.EVIDENCE, Role.CUSTOMER, Role.FRONTSTAGE, Role.SUPPORT, Role.NOTES)


def document() -> Document:
    """Every text as a card, a label, a lane, a step and a stage; ids that differ by case and punctuation alone."""
    rows: list[Record] = [Blueprint("b", "a0", title=TEXTS[0])]
    orders = spread(len(TEXTS))
    stages = [Stage(f"st.{number}", orders[number], title=TEXTS[number]) for number in range(3)]
    steps = [
        Step(id, orders[number], stage=stages[number % 3].id, title=TEXTS[number + 2])
        for number, id in enumerate(("s-1", "s.1", "S_1", "end"))
    ]
    lanes = [
        Lane(f"lane.{number}", orders[number], role=role, title=TEXTS[number + 9]) for number, role in enumerate(ROLES)
    ]
    rows += [*stages, *steps, *lanes]
    for number, text in enumerate(TEXTS):
        place = {"lane": lanes[number % len(lanes)].id, "step": steps[number % len(steps)].id}
        kind = tuple(CardKind)[number % len(CardKind)]
        marks = tuple(Mark) if number % 5 == 0 else ()
        rows.append(Card(f"card-{number}", orders[number], title=text, kind=kind, marks=marks, notes=text, **place))
    for number, text in enumerate(TEXTS[1:]):
        ends = {"source": f"card-{number}", "target": f"card-{number + 1}"}
        rows.append(Link(f"link.{number}", orders[number], label=text, kind=tuple(LinkKind)[number % 4], **ends))
    return Document(rows)
