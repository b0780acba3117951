"""Killed at any moment: the file is the old or the new one, every edit that was kept comes back, undo still works."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.recovery import recover, recoverable
from model.analysis.merging import merge
from model.document import DocumentView
from model.elements import Card
from model.record import Record
from model.store import reading
from model.store.files import Files
from tests.kill.worker import fingerprint, sides
from tests.model.store.builders import PASSPHRASE, a_key, context, digest, saved, small
from tests.model.store.make_fixture import FOLDER

LONGEST = 0.1
MOST_LINES = 12
ROOT = Path(__file__).parents[2]
OLDER = FOLDER / "format-1.0.throughline"
PAIRS = 3
Lines = list[tuple[str, str]]


def live_and_die(seed: int, *arguments: object) -> Lines:
    """Let a worker say some lines and work a random while, one in five not even to its first; kill it; what it said."""
    chance = random.Random(seed)
    command = [sys.executable, "-m", "tests.kill.worker", *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as worker:
        assert worker.stdout is not None
        assert worker.stderr is not None
        lines = [] if seed % 5 == 4 else [worker.stdout.readline() for _ in range(chance.randrange(1, MOST_LINES))]
        timer = threading.Timer(chance.uniform(0, LONGEST), os.kill, (worker.pid, signal.SIGKILL))
        timer.start()
        lines += worker.stdout.readlines()
        timer.join()
        complaints = worker.stderr.read()
    assert worker.returncode == -signal.SIGKILL, complaints
    return [(word, said) for word, _, said in (line.strip().partition(" ") for line in lines if line.endswith("\n"))]


class Oracle:
    """Holds what a killed worker left against what it said. `older`: the file each life begins with, of any format."""

    def __init__(self, folder: Path, older: Path | None = None, passphrase: str | None = None) -> None:
        self.folder = folder
        self.passphrase = passphrase
        self.home = folder / "home"
        self.file = folder / "permit.throughline"
        self.older = older
        self.begin()
        self.stored = self.kept = self.base = self.on_disk()
        self.seen = dict.fromkeys(("kills", "acts", "saves", "in a save", "in an act", "recovered", "undone"), 0)

    def begin(self) -> None:
        """The file as nobody has worked on it."""
        if self.passphrase is not None:
            saved(self.file, key=a_key())
        elif self.older is None:
            saved(self.file)
        else:
            self.file.write_bytes(self.older.read_bytes())

    def on_disk(self) -> str:
        """What the file holds; it is sound."""
        reading.verify(self.file, Files(), self.passphrase)
        return fingerprint(DocumentView(reading.read(self.file, Files(), self.passphrase).rows))

    def life(self, seed: int) -> None:
        """Let a worker live and die: nothing it kept is lost, and the file is the last one saved or being saved."""
        if not recoverable(self.home):
            if self.older is not None:
                self.begin()
                self.stored = self.kept = self.on_disk()
            self.base = self.stored
        before = digest(self.file)
        secret = () if self.passphrase is None else (self.passphrase,)
        lines = live_and_die(seed, self.home, self.file, seed, *secret)
        last_word = lines[-1][0] if lines else ""
        for word, said in lines:
            if word != "doing":
                self.kept = said
            if word == "saved":
                self.stored = said
        may_be = {self.kept, lines[-1][1]} if last_word == "doing" else {self.kept}
        on_disk = self.on_disk()
        assert digest(self.file) == before or any(word == "saving" for word, _ in lines)
        assert on_disk == self.stored or (last_word == "saving" and on_disk == self.kept)
        self.stored = on_disk
        self.kept = self.recovered() if recoverable(self.home) else on_disk
        assert self.kept in may_be
        self.count(lines, last_word)

    def recovered(self) -> str:
        """What recovering gives; from there undo goes back to the beginning, and redo comes here again."""
        (entry,) = recoverable(self.home)
        session = recover(self.home, entry.id, context(seed=0), secret=self.passphrase)
        found = fingerprint(session.document)
        undone = 0
        while session.editor.undo():
            undone += 1
        assert fingerprint(session.document) == self.base
        for _ in range(undone):
            session.editor.redo()
        assert fingerprint(session.document) == found
        session.close()
        self.seen["recovered"] += 1
        self.seen["undone"] += undone
        return found

    def count(self, lines: Lines, last_word: str) -> None:
        """For the report."""
        self.seen["kills"] += 1
        self.seen["acts"] += sum(word == "kept" for word, _ in lines)
        self.seen["saves"] += sum(word == "saved" for word, _ in lines)
        self.seen["in a save"] += last_word == "saving"
        self.seen["in an act"] += last_word == "doing"


class Merges:
    """Pairs of divergent copies, and the one file that all are merged into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.out = folder / "out.throughline"
        self.results: list[str] = []
        for pair in range(PAIRS):
            files = sides(folder, pair)
            documents = [small(60), divergent(pair, "ours"), divergent(pair, "theirs")]
            for file, rows in zip(files, documents, strict=True):
                saved(file, rows)
            self.results.append(fingerprint(DocumentView(merge(*map(DocumentView, documents)).rows)))
        self.given = self.inputs()
        self.there: str | None = None
        self.seen = dict.fromkeys(("merges killed", "merged", "in a merge"), 0)

    def inputs(self) -> list[str]:
        """The bytes that are merged, as hashes."""
        return [digest(file) for pair in range(PAIRS) for file in sides(self.folder, pair)]

    def life(self, seed: int) -> None:
        """Let a worker merge and die: what it wrote is the last merge or the one under way, whole."""
        lines = live_and_die(seed, self.folder, PAIRS)
        may_be = [self.there]
        for word, pair in lines:
            result = self.results[int(pair)]
            may_be = [result] if word == "merged" else [*may_be, result]
        if self.out.exists():
            reading.verify(self.out, Files())
            self.there = fingerprint(DocumentView(reading.read(self.out, Files()).rows))
        assert self.there in may_be
        assert self.inputs() == self.given
        self.seen["merges killed"] += 1
        self.seen["merged"] += sum(word == "merged" for word, _ in lines)
        self.seen["in a merge"] += bool(lines) and lines[-1][0] == "merging"


def divergent(pair: int, side: str) -> list[Record]:
    """A copy that somebody went on working on: some titles in both copies' way, some not."""
    chance = random.Random(f"{pair} {side}")
    rows = small(60)
    return [
        replace(row, title=f"{side} {chance.random()}") if isinstance(row, Card) and chance.random() < 0.4 else row
        for row in rows
    ]


def kill(folder: Path, edits: int, migrations: int, merges: int) -> dict[str, int]:
    """Kill workers so many times while they edit, save and restore; while they migrate; while they merge."""
    places = [folder / name for name in ("edits", "migrations", "merges")]
    for place in places:
        place.mkdir()
    oracle, older, merging = Oracle(places[0]), Oracle(places[1], OLDER), Merges(places[2])
    for seed in range(edits):
        oracle.life(seed)
    for seed in range(migrations):
        older.life(seed)
    for seed in range(merges):
        merging.life(seed)
    migrated = {f"{name} (older format)": number for name, number in older.seen.items()}
    seen = {**oracle.seen, **migrated, **merging.seen}
    print(seen)
    return seen


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_forty_kills(tmp_path: Path) -> None:
    seen = kill(tmp_path, 24, 8, 8)

    assert seen["kills"] + seen["kills (older format)"] + seen["merges killed"] == 40
    assert min(seen["acts"], seen["saves"], seen["recovered"], seen["undone"], seen["merged"]) > 0


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_kills_of_a_protected_document_leave_nothing_readable(tmp_path: Path) -> None:
    oracle = Oracle(tmp_path, passphrase=PASSPHRASE)
    for seed in range(10):
        oracle.life(seed)

    assert min(oracle.seen["acts"], oracle.seen["recovered"]) > 0
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"Card " not in path.read_bytes(), path


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_a_thousand_kills(tmp_path: Path) -> None:
    seen = kill(tmp_path, 600, 200, 200)

    assert seen["kills"] + seen["kills (older format)"] + seen["merges killed"] == 1000
    assert min(seen.values()) > 0
