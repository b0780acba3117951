"""Edits, undoes, restores and saves a document for ever, saying what it does, until it is killed.

`python -m tests.kill.worker HOME FILE SEED [PASSPHRASE]`. A line is a word and a fingerprint of the document: `doing`
what an act is about to make of it, before the working copy hears of it; `kept` after the act returned; `saving`,
`saved`.

`python -m tests.kill.worker FOLDER PAIRS` merges for ever by the command line: `merging` and `merged` with the number
of the pair.
"""

from __future__ import annotations

import random
import sys
from contextlib import redirect_stdout
from hashlib import sha256
from io import StringIO
from itertools import count
from pathlib import Path

from app import backups, cli
from app.recovery import recover, recoverable
from app.session import Session
from model.context import fixed_context
from model.document import DocumentView
from model.elements import Card, Lane, Step
from model.keeping import Snapshot
from tests.model.store.builders import DAY, exactly

ACTS = ("rename", "type", "type", "add", "delete", "undo", "undo", "redo", "move")
VERSIONS = ("version", "restore", "backup")
MOST_VERSIONS = 4


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
    versions = sorted(session.document.table(Snapshot))
    lanes, steps = sorted(session.document.table(Lane)), sorted(session.document.table(Step))
    kind = chance.choice(ACTS + VERSIONS)
    if kind == "undo":
        session.editor.undo()
    elif kind == "redo":
        session.editor.redo()
    elif kind == "version" or (kind == "restore" and not versions):
        session.editor.take_snapshot(f"Version {chance.random()}")
    elif kind == "restore" and len(versions) > MOST_VERSIONS:
        session.editor.drop_snapshot(versions[0])
    elif kind == "restore":
        session.editor.restore_snapshot(chance.choice(versions), f"Before {chance.random()}")
    elif kind == "backup":
        kept = backups.kept(session.home, session.document.blueprint.id)
        if kept:
            session.restore(chance.choice(kept).path)
    elif kind == "add" or len(cards) < 3:
        session.editor.add_card(lanes[0], steps[0], f"New {chance.random()}")
    elif kind == "delete":
        session.editor.delete([chance.choice(cards)])
    elif kind == "move":
        session.editor.move_cards([chance.choice(cards)], lanes[-1], steps[-1])
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


def sides(folder: Path, pair: int) -> list[Path]:
    """The ancestor and the two sides of a pair."""
    return [folder / f"{name}{pair}.throughline" for name in ("base", "ours", "theirs")]


def merge_for_ever(folder: Path, pairs: int) -> None:
    """Merge the pairs in turn into one file until killed."""
    for number in count():
        pair = number % pairs
        sys.stdout.write(f"merging {pair}\n")
        sys.stdout.flush()
        command = ["merge", *map(str, sides(folder, pair)), "-o", str(folder / "out.throughline")]
        with redirect_stdout(StringIO()):
            code = cli.main(command)
        assert code in (0, 1)
        sys.stdout.write(f"merged {pair}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    if len(sys.argv) == 3:
        merge_for_ever(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else None)
