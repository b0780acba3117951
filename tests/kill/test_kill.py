"""Killed at any moment: the file is the old or the new one, every edit that was kept comes back, undo still works."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.recovery import recover, recoverable
from model.document import DocumentView
from model.store import reading, writing
from model.store.files import Files
from model.store.protection import Cost, new_key
from tests.kill.worker import fingerprint
from tests.model.store.builders import context, saved, small

LONGEST = 0.25
ROOT = Path(__file__).parents[2]
Lines = list[tuple[str, str]]


def live_and_die(home: Path, file: Path, seed: int, passphrase: str | None) -> Lines:
    """Let a worker work for a random while, one in five not even to its first line, and kill it; what it said."""
    chance = random.Random(seed)
    command = [sys.executable, "-m", "tests.kill.worker", str(home), str(file), str(seed)]
    command += [] if passphrase is None else [passphrase]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as worker:
        assert worker.stdout is not None
        assert worker.stderr is not None
        lines = [] if seed % 5 == 4 else [worker.stdout.readline()]
        timer = threading.Timer(chance.uniform(0, LONGEST), os.kill, (worker.pid, signal.SIGKILL))
        timer.start()
        lines += worker.stdout.readlines()
        timer.join()
        complaints = worker.stderr.read()
    assert worker.returncode == -signal.SIGKILL, complaints
    return [(word, said) for word, _, said in (line.strip().partition(" ") for line in lines if line.endswith("\n"))]


class Oracle:
    """Holds what a killed worker left against what it said."""

    def __init__(self, folder: Path, passphrase: str | None) -> None:
        self.folder = folder
        self.passphrase = passphrase
        self.home = folder / "home"
        self.file = saved(folder / "permit.throughline")
        if passphrase is not None:
            written = writing.serialise(small(), key=new_key(passphrase, Cost(log=10)))
            writing.write(self.file, written, Files(), "test")
        self.stored = self.kept = self.base = self.on_disk()
        self.seen = dict.fromkeys(("kills", "acts", "saves", "in a save", "in an act", "recovered", "undone"), 0)

    def on_disk(self) -> str:
        """What the file holds; it is sound."""
        reading.verify(self.file, Files(), self.passphrase)
        return fingerprint(DocumentView(reading.read(self.file, Files(), self.passphrase).rows))

    def life(self, seed: int) -> None:
        """Let a worker live and die: nothing it kept is lost, and the file is the last one saved or being saved."""
        if not recoverable(self.home):
            self.base = self.stored
        lines = live_and_die(self.home, self.file, seed, self.passphrase)
        last_word = lines[-1][0] if lines else ""
        for word, said in lines:
            if word != "doing":
                self.kept = said
            if word == "saved":
                self.stored = said
        may_be = {self.kept, lines[-1][1]} if last_word == "doing" else {self.kept}
        on_disk = self.on_disk()
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


def kill(folder: Path, times: int, passphrase: str | None = None) -> dict[str, int]:
    """Kill workers on one document so many times; what was seen."""
    oracle = Oracle(folder, passphrase)
    for seed in range(times):
        oracle.life(seed)
    print(oracle.seen)
    return oracle.seen


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_twenty_kills(tmp_path: Path) -> None:
    seen = kill(tmp_path, 20)

    assert seen["kills"] == 20
    assert min(seen["acts"], seen["saves"], seen["recovered"], seen["undone"]) > 0


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_kills_of_a_protected_document_leave_nothing_readable(tmp_path: Path) -> None:
    seen = kill(tmp_path, 10, "open sesame")

    assert min(seen["acts"], seen["saves"], seen["recovered"]) > 0
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"Card " not in path.read_bytes(), path


@pytest.mark.full
@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL there")
def test_two_hundred_kills(tmp_path: Path) -> None:
    seen = kill(tmp_path, 200)

    assert seen["kills"] == 200
    assert min(seen.values()) > 0
