"""Let one entry of a register take the place of others, which go."""

from __future__ import annotations

from collections.abc import Sequence

from model.change import Change
from model.commands.delete import goes_with, take_out
from model.commands.draft import Draft
from model.commands.handing import hand_over, twice
from model.document import DocumentView
from model.messages import message
from model.usage import parts


def replace_entries(document: DocumentView, ids: Sequence[str], by: str) -> Change:
    """Let what uses some rows use another, and delete them with their parts; uses that come to be double fold."""
    draft = Draft(document)
    moved = [each for id in ids for each in hand_over(draft, id, by, parts=False)]
    also = [*(row.id for id in ids for row in parts(document, id)), *twice(draft, by, moved)]
    take_out(draft, dict.fromkeys((*ids, *also, *(row.id for row in goes_with(document, also)))))
    return draft.change(message("command.replace_entries", n=len(ids)))
