"""The command line and protected documents: the passphrase comes from a file, or one line says that it is missing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import cli
from model.store import reading, writing
from model.store.files import Files
from model.store.protection import Cost, new_key
from tests.model.store.builders import small

FILE = "permit.throughline"
WITH = ("--passphrase-file", "words.txt")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written = writing.serialise(small(), key=new_key("open sesame", Cost(log=10)))
    writing.write(Path(FILE), written, Files(), "test")
    Path("words.txt").write_text("open sesame\r\nnot this line\n", encoding="utf-8")


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert cli.main(("--locale", "en", *arguments)) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    return said.err


@pytest.mark.parametrize(
    "command",
    [("info", FILE), ("verify", FILE), ("export", FILE, "-f", "json"), ("check", FILE), ("handoffs", FILE),
     ("log", FILE), ("snapshot", FILE, "one"), ("diff", FILE, FILE), ("case", FILE)],
)  # fmt: skip
def test_each_command_says_in_one_line_that_a_file_is_protected(
    capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    before = Path(FILE).read_bytes()

    said = refused(capsys, *command)

    assert FILE in said and "protected with a passphrase" in said and "--passphrase-file" in said
    assert Path(FILE).read_bytes() == before


@pytest.mark.parametrize("command", [("info", FILE), ("verify", FILE), ("export", FILE, "-f", "json"), ("log", FILE)])
def test_with_its_passphrase_a_protected_file_is_read(command: tuple[str, ...]) -> None:
    assert cli.main((*command, *WITH)) == 0
    assert cli.main((*WITH, *command)) == 0


def test_a_wrong_passphrase_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    Path("words.txt").write_text("open barley", encoding="utf-8")

    assert "is not opened by this passphrase" in refused(capsys, "info", FILE, *WITH)


@pytest.mark.parametrize("held", [b"", b"\nopen sesame", b"\xff\xfe", b"x" * 5000])
def test_a_file_without_a_passphrase_is_refused(capsys: pytest.CaptureFixture[str], held: bytes) -> None:
    Path("words.txt").write_bytes(held)

    assert "words.txt holds no passphrase" in refused(capsys, "info", FILE, *WITH)
    Path("words.txt").unlink()
    assert "words.txt cannot be read" in refused(capsys, "info", FILE, *WITH)


def test_what_is_written_of_a_protected_file_is_protected_too() -> None:
    assert cli.main(("snapshot", FILE, "one", *WITH)) == 0
    assert cli.main(("merge", FILE, FILE, FILE, "-o", "out.throughline", *WITH)) == 0

    for name in (FILE, "out.throughline"):
        assert b"Parking" not in Path(name).read_bytes()
        assert reading.read(Path(name), Files(), "open sesame").key is not None


def test_a_portfolio_lists_what_it_may_not_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(("portfolio", ".", "--json")) == 0
    (unread,) = json.loads(capsys.readouterr().out)["unreadable"]
    assert unread["file"] == FILE

    assert cli.main(("portfolio", ".", "--json", *WITH)) == 0
    assert json.loads(capsys.readouterr().out)["blueprints"][0]["title"] == "Parking permit"
