"""What findings name, as it is now: a fingerprint by which a dismissal knows whether it still counts."""

from __future__ import annotations

import hashlib
import json

from model.analysis.checks.base import Finding
from model.document import DocumentView
from model.kinds import kind_of, to_plain
from model.messages import Message

_LENGTH = 16


def state_of(document: DocumentView, finding: Finding) -> str:
    """A short hash of the rows a finding names, their order keys aside, and of what it says of them."""
    rows = []
    for id in finding.subjects:
        row = document.find(id)
        if row is not None:
            plain = {name: value for name, value in to_plain(row).items() if name != "order"}
            rows.append([kind_of(row).name, plain])
    text = json.dumps([rows, _said(finding.words)], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def _said(said: Message) -> list[object]:
    return [
        said.id,
        *([name, _said(value) if isinstance(value, Message) else str(value)] for name, value in said.parameters),
    ]
