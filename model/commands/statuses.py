"""When an improvement reaches a status, the day and who decided are kept with it."""

from __future__ import annotations

from model.change import Change
from model.commands.maker import Maker
from model.context import Context
from model.document import DocumentView
from model.improvements import Improvement, StatusChange


def dated(document: DocumentView, context: Context, change: Change) -> Change:
    """A change with a dated row for each status that an improvement comes to in it."""
    maker = Maker(document, context)
    for delta in change.deltas:
        before, after = delta.before, delta.after
        if isinstance(before, Improvement) and isinstance(after, Improvement) and before.status is not after.status:
            told = {"dated": context.today(), "actor": context.actor}
            maker.append(StatusChange, improvement=after.id, status=after.status, **told)
    rows = maker.draft.change(change.label).deltas
    return Change(change.label, (*change.deltas, *rows), change.merge_key) if rows else change
