"""`throughline impact`: what the customer feels if a system, an owner or a card stops."""

from __future__ import annotations

from typing import Any

from app.commands.call import Call
from app.commands.graph import plain_money, plain_nodes, say_nodes, title
from app.commands.naming import card, named
from model.analysis.asking.answer import joined, whole
from model.analysis.impact import Impact, impact
from model.analysis.names import name_of
from model.document import DocumentView
from model.errors import KnownError
from model.messages import message
from model.money import rounded
from model.registers import Owner, System

_KINDS = ("system", "owner", "card")


def run(call: Call) -> int:
    """Print what stops and who feels it."""
    given = [kind for kind in _KINDS if call.has(kind)]
    if len(given) != 1:
        raise KnownError(message("cli.error.one_cause"))
    document = call.open(call.file)
    kind, name = given[0], call.value(given[0]) or ""
    register = System if kind == "system" else Owner
    cause = card(document, name) if kind == "card" else named(document, register, name)
    found = impact(document, [cause])
    if call.has("json"):
        call.say_json(_plain(document, kind, cause, found))
    else:
        _say(call, document, cause, found)
    return 0


def _plain(document: DocumentView, kind: str, cause: str, found: Impact) -> dict[str, Any]:
    customers = found.customers
    return {
        "cause": {"kind": kind, "id": cause, "name": name_of(document, cause)},
        "stopped": plain_nodes(found.stopped),
        "touchpoints": [
            {
                "stage": stage,
                "title": name_of(document, stage),
                "cards": [{"id": id, "title": name_of(document, id)} for id in cards],
            }
            for stage, cards in found.touchpoints
        ],
        "customersHit": None if customers is None else whole(customers),
        "yearlyExposure": plain_money(found.exposure),
        "failPointsNotReckoned": found.unreckoned,
        "currency": document.blueprint.currency,
    }


def _say(call: Call, document: DocumentView, cause: str, found: Impact) -> None:
    call.say(message("answer.impact.head", what=message("answer.named", name=title(document, cause))))
    call.say(message("answer.impact.touchpoints", n=sum(len(cards) for _, cards in found.touchpoints)))
    for stage, cards in found.touchpoints:
        names = joined([title(document, id) for id in cards])
        call.say(message("cli.graph.in_stage", stage=title(document, stage), names=names))
    if found.customers is None:
        call.say(message("answer.impact.no_customers"))
    else:
        call.say(message("answer.impact.customers", number=whole(found.customers)))
    if found.exposure is not None:
        call.say(message("answer.impact.exposure", amount=rounded(found.exposure, document.blueprint.currency)))
    if found.unreckoned:
        call.say(message("answer.impact.unreckoned", n=found.unreckoned))
    call.say(message("cli.impact.all"))
    say_nodes(call, document, found.stopped)
