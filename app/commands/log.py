"""`throughline log`: the versions in a document and its reviews, the latest first."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from app.commands.call import Call
from model.analysis.asking.answer import joined
from model.analysis.differences import Sort, compare
from model.document import DocumentView
from model.elements import Review
from model.keeping import Snapshot
from model.kinds import instant_text
from model.messages import Message, message
from model.snapshots import as_of


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
    for row in document.where(Snapshot):
        now = as_of(document, row.id)
        before = DocumentView([now.blueprint]) if row.parent is None else as_of(document, row.parent)
        counts = Counter(sort for each in compare(before, now).differences for sort in each.sorts)
        found.append(
            {
                "what": "version",
                "id": row.id,
                "when": "" if row.taken is None else instant_text(row.taken),
                "actor": row.actor,
                "name": row.name,
                "note": row.note,
                "changes": {sort.value: counts[sort] for sort in Sort},
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
