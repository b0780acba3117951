"""What `throughline case` says of the way from map to action: fail points by how far they got, promises, conditions."""

from __future__ import annotations

from typing import Any

from app.commands.call import Call
from app.commands.case_facts import money
from model.analysis.action import acid_test, by_condition, funnel, track_record
from model.analysis.asking.answer import joined
from model.analysis.names import name_of
from model.document import DocumentView
from model.messages import message
from model.money import exact


def facts_of_action(document: DocumentView) -> dict[str, Any]:
    """Fail points by how far they got (R01), the acid test (R11), the track record (R69), conditions changed (R61)."""
    kept = track_record(document)
    return {
        "fromMapToAction": dict(zip(_STEPS, funnel(document).counts, strict=True)),
        "acidTest": [
            {
                "improvement": each.improvement,
                "metric": each.metric,
                "before": None if each.before is None else f"{each.before:f}",
                "target": None if each.target is None else f"{each.target:f}",
                "after": None if each.after is None else f"{each.after.value:f}",
                "outcome": each.outcome.value,
            }
            for each in acid_test(document)
        ],
        "trackRecord": {
            "promised": money(kept.promised),
            "verified": money(kept.verified),
            "improvements": [
                {"id": row.improvement, "promised": money(row.promised), "verified": money(row.verified)}
                for row in kept.promises
            ],
        },
        "conditions": {
            "none" if condition is None else condition.value: n for condition, n in by_condition(document).items()
        },
    }


def say_action(call: Call, document: DocumentView) -> None:
    """The same in a few lines, as far as there is anything to say."""
    found = funnel(document)
    if found.fail_points:
        call.say("")
        call.say(message("cli.action.funnel", **dict(zip(found._fields, found.counts, strict=True))))
    for proof in acid_test(document):
        outcome = message(f"cli.action.outcome.{proof.outcome.value}")
        call.say(message("cli.action.acid", name=name_of(document, proof.improvement), outcome=outcome))
    kept, currency = track_record(document), document.blueprint.currency
    if kept.promises:
        amounts = {"promised": exact(kept.promised, currency), "verified": exact(kept.verified, currency)}
        call.say(message("cli.action.record", n=len(kept.promises), **amounts))
    conditions = [
        message(f"sheet.condition.{'none' if condition is None else condition.value}", n=n)
        for condition, n in by_condition(document).items()
    ]
    if conditions:
        call.say(message("cli.action.conditions", what=joined(conditions)))


_STEPS = ("failPoints", "withImprovements", "decided", "live", "verified")
