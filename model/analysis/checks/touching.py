"""What an edit touches of a document, in the words in which checks say what they read."""

from __future__ import annotations

from model.change import Change
from model.kinds import kind_of


def touched_by(change: Change) -> frozenset[str]:
    """`Kind` where a row came or went, else `Kind.field` for each field that is another now."""
    found = set()
    for delta in change.deltas:
        kind = kind_of(delta.row)
        if delta.before is None or delta.after is None:
            found.add(kind.name)
        else:
            for field in kind.fields:
                if getattr(delta.before, field.name) != getattr(delta.after, field.name):
                    found.add(f"{kind.name}.{field.name}")
    return frozenset(found)
