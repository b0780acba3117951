"""Edits, undoes and saves a document for ever, saying what it does, until it is killed.

`python -m tests.kill.worker HOME FILE SEED [PASSPHRASE]`. A line is a word and a fingerprint of the document:
`doing` what an act is about to make of it, before the working copy hears of it; `kept` after the act returned;
`saving`, `saved`.
"""

from __future__ import annotations

import random
import sys
from hashlib import sha256
from pathlib import Path

from app.recovery import recover, recoverable
from app.session import Session
from model.context import fixed_context
from model.document import DocumentView
from model.elements import Card
from tests.model.store.builders import DAY, exactly


def fingerprint(document: DocumentView) -> str:
    """A text that no other content has."""
    return sha256("".join(exactly(document.rows())).encode()).hexdigest()


def say(word: str, document: DocumentView) -> None:
    """A line that has left this process when this returns."""
    sys.stdout.write(f"{word} {fingerprint(document)}\n")
    sys.stdout.flush()


def begin(home: Path, file: Path, seed: int, passphrase: str | None) -> Session:
    """Go on with what a killed worker left, or open the file."""
    context = fixed_context(DAY, "Ann", seed)
    entries = recoverable(home)
    if entries:
        return recover(home, entries[0].id, context, secret=passphrase)
    return Session.open(file, context, home, secret=passphrase)


def act(session: Session, chance: random.Random) -> None:
    """One random edit, undo or redo."""
    cards = sorted(session.document.table(Card))
    kind = chance.choice(["rename", "type", "type", "add", "delete", "undo", "undo", "redo", "move"])
    if kind == "undo":
        session.editor.undo()
    elif kind == "redo":
        session.editor.redo()
    elif kind == "add" or len(cards) < 3:
        session.editor.add_card("lane0", "step0", f"New {chance.random()}")
    elif kind == "delete":
        session.editor.delete([chance.choice(cards)])
    elif kind == "move":
        session.editor.move_cards([chance.choice(cards)], "lane1", "step1")
    else:
        session.editor.edit(chance.choice(cards), title=f"Card {chance.random()}", typing=kind == "type")


def main(home: Path, file: Path, seed: int, passphrase: str | None) -> None:
    """Work until killed."""
    chance = random.Random(seed)
    session = begin(home, file, seed, passphrase)
    document = session.document
    # Made before the first line, after which the killing may begin: what it imports takes longer than a life.
    editor = session.editor
    assert editor.document is document
    document.changed.connect(lambda _: say("doing", document))
    say("kept", document)
    while True:
        if chance.random() < 0.2:
            say("saving", document)
            session.save()
            say("saved", document)
        else:
            act(session, chance)
            say("kept", document)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else None)
