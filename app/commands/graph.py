"""What the commands `impact`, `trace` and `handoffs` share: plain forms of nodes, money and minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from app.commands.call import Call, one_line
from model.analysis.asking.answer import joined
from model.analysis.impact import Nodes
from model.analysis.names import name_of
from model.document import DocumentView
from model.messages import Value, message


def plain_nodes(nodes: Nodes) -> dict[str, list[str]]:
    """Ids by kind."""
    return {"systems": list(nodes.systems), "owners": list(nodes.owners), "cards": list(nodes.cards)}


def plain_money(amount: Decimal | None) -> str | None:
    """An amount to the cent, half even."""
    return None if amount is None else str(amount.quantize(Decimal("0.01"), ROUND_HALF_EVEN))


def plain_minutes(minutes: Decimal | None) -> str | None:
    """Minutes as they are, without an exponent."""
    return None if minutes is None else f"{minutes:f}"


def title(document: DocumentView, id: str | None) -> Value:
    """What something is called, or that it has no name."""
    return name_of(document, id) or message("answer.untitled" if id else "answer.nowhere")


def say_nodes(call: Call, document: DocumentView, nodes: Nodes) -> None:
    """A line for each kind of which there are any."""
    for kind, ids in nodes._asdict().items():
        if ids:
            call.say(message(f"cli.graph.{kind}", n=len(ids), names=joined([title(document, id) for id in ids])))


def say_table(call: Call, rows: Iterable[Sequence[Value]]) -> None:
    """Rows in columns as wide as their widest cell, the last as it comes."""
    cells = [[one_line(call.texts.value(value)) for value in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        call.say("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
