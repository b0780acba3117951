"""`throughline log`: the versions in a document and its reviews, the latest first."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from app.commands.call import Call
from model.analysis.asking.answer import joined
from model.analysis.differences import Sort
from model.document import DocumentView
from model.elements import Review
from model.kinds import instant_text
from model.messages import Message, message
from model.snapshots import as_of
from model.versions import versions


def run(call: Call) -> int:
    """Print the versions, each with what changed since the one before it, and the reviews."""
    document = call.open(call.file)
    entries = [*_versions(document), *_reviews(document)]
    entries.sort(key=lambda entry: (entry["when"], entry["id"]), reverse=True)
    if call.has("json"):
        call.say_json({"title": document.blueprint.title, "log": entries})
        return 0
    for entry in entries:
        call.say(_words(entry))
    if not entries:
        call.say(message("cli.log.nothing"))
    return 0


def _versions(document: DocumentView) -> list[dict[str, Any]]:
    found = []
    for each in versions(document):
        if each.counts is None:
            as_of(document, each.id)
        counts = each.counts or {}
        found.append(
            {
                "what": "version",
                "id": each.id,
                "when": "" if each.taken is None else instant_text(each.taken),
                "actor": each.actor,
                "name": each.name,
                "note": each.note,
                "changes": {sort.value: counts.get(sort, 0) for sort in Sort},
            }
        )
    return found


def _reviews(document: DocumentView) -> list[dict[str, Any]]:
    return [
        {
            "what": "review",
            "id": row.id,
            "when": "" if row.held is None else row.held.isoformat(),
            "actor": row.actor,
            "note": row.note,
        }
        for row in document.where(Review)
    ]


def _words(entry: dict[str, Any]) -> Message:
    when: date | str = entry["when"]
    if entry["when"]:
        when = datetime.fromisoformat(entry["when"]).date()
    actor, note = entry["actor"], " ".join(entry["note"].split())
    if entry["what"] == "review":
        return message("cli.log.review", when=when, actor=actor, note=note)
    counts = [message(f"cli.diff.count.{sort}", n=n) for sort, n in entry["changes"].items() if n]
    changes = joined(counts) if counts else message("cli.diff.same")
    return message("cli.log.version", when=when, actor=actor, note=note, name=entry["name"], changes=changes)
