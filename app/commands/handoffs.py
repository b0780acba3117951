"""`throughline handoffs`: where work passes from unit to unit, with waits."""

from __future__ import annotations

from typing import Any

from app.commands.call import Call
from app.commands.graph import plain_minutes, say_table, title
from model.analysis.asking.answer import joined, time
from model.analysis.gaps import shared_cards
from model.analysis.handoffs import HandOff, HandOffs, hand_offs, matrix, passings, waits
from model.analysis.names import name_of
from model.document import DocumentView
from model.messages import message


def run(call: Call) -> int:
    """Print the hand-offs by pair of units and stage."""
    document = call.open(call.file)
    found = hand_offs(document)
    if call.has("json"):
        call.say_json(_plain(document, found))
    else:
        _say(call, document, found)
    return 0


def _plain(document: DocumentView, found: HandOffs) -> dict[str, Any]:
    table = matrix(found.found)
    return {
        "handoffs": [_plain_one(document, each) for each in found.found],
        "pairs": [
            {
                "from": row.units[0],
                "to": row.units[1],
                "stage": row.stage,
                "links": list(row.links),
                "waitMinutes": plain_minutes(row.wait),
            }
            for row in passings(document, found.found)
        ],
        "matrix": {"units": list(table.units), "counts": [list(row) for row in table.counts]},
        "waits": [
            {
                "unit": row.unit or None,
                "linkMinutes": plain_minutes(row.links),
                "cardMinutes": plain_minutes(row.cards),
            }
            for row in waits(document)
        ],
        "withoutAgreement": [each.link for each in found.without_agreement],
        "notJudged": list(found.unjudged),
        "shared": [{"owners": list(each.owners), "cards": list(each.cards)} for each in shared_cards(document)],
    }


def _plain_one(document: DocumentView, each: HandOff) -> dict[str, Any]:
    def end(card: str, owner: str, unit: str) -> dict[str, Any]:
        return {"card": card, "title": name_of(document, card), "owner": owner, "unit": unit}

    return {
        "link": each.link,
        "kind": each.kind.value,
        "from": end(each.source, each.giver, each.units[0]),
        "to": end(each.target, each.taker, each.units[1]),
        "stage": each.stage,
        "waitMinutes": plain_minutes(each.wait),
        "agreed": each.agreed.strip() or None,
    }


def _say(call: Call, document: DocumentView, found: HandOffs) -> None:
    call.say(message("answer.handoffs.said", n=len(found.found)))
    say_table(
        call,
        (
            (
                message("cli.handoffs.pair", giver=row.units[0], taker=row.units[1]),
                title(document, row.stage),
                len(row.links),
                message("cli.handoffs.wait", wait=time(row.wait)),
            )
            for row in passings(document, found.found)
        ),
    )
    if found.found:
        call.say(message("answer.handoffs.without", n=len(found.without_agreement)))
    if found.unjudged:
        call.say(message("answer.handoffs.unjudged", n=len(found.unjudged)))
    waited = waits(document)
    if waited:
        call.say(message("cli.handoffs.waits"))
        say_table(call, ((row.unit or message("answer.nowhere"), time(row.links + row.cards)) for row in waited))
    shared = shared_cards(document)
    if shared:
        call.say(message("cli.handoffs.shared"))
        pairs = ((joined([title(document, id) for id in each.owners]), len(each.cards)) for each in shared)
        say_table(call, pairs)
