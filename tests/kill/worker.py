"""Edits, undoes and saves a document for ever, saying what it does, until it is killed.

`python -m tests.kill.worker HOME FILE SEED`. A line is a word and a fingerprint of the document: `doing` what an act
is about to make of it, before the working copy hears of it; `kept` after the act returned; `saving`, `saved`.
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


def begin(home: Path, file: Path, seed: int) -> Session:
    """Go on with what a killed worker left, or open the file."""
    context = fixed_context(DAY, "Ann", seed)
    entries = recoverable(home)
    return recover(home, entries[0].id, context) if entries else Session.open(file, context, home)


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


def main(home: Path, file: Path, seed: int) -> None:
    """Work until killed."""
    chance = random.Random(seed)
    session = begin(home, file, seed)
    document = session.document
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
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
