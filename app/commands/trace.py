"""`throughline trace`: all that a card depends on."""

from __future__ import annotations

from app.commands.call import Call
from app.commands.graph import plain_nodes, say_nodes, title
from app.commands.naming import card
from model.analysis.impact import trace
from model.analysis.names import name_of
from model.messages import message


def run(call: Call) -> int:
    """Print all whose stop alone would stop the card; the card itself is not among it."""
    document = call.open(call.file)
    id = card(document, call.value("card") or "")
    found = trace(document, id).rests_on
    others = found._replace(cards=tuple(other for other in found.cards if other != id))
    if call.has("json"):
        call.say_json({"card": {"id": id, "title": name_of(document, id)}, "restsOn": plain_nodes(others)})
        return 0
    call.say(message("answer.trace.head", what=message("answer.named", name=title(document, id))))
    if not any(others):
        call.say(message("cli.trace.nothing"))
    say_nodes(call, document, others)
    return 0
