"""Formats of other packages: found by their entry points, told of where they are broken, never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import main
from exporters import registry
from exporters.base import run as export
from exporters.readers.base import run as read
from model import grid
from model.document import Document
from model.errors import KnownError
from model.samples import build
from model.texts import Texts
from tests.model.builders import a_context

EXAMPLE = Path(__file__).parent / "third_party" / "outline_format.py"
POINTS = "outline = outline_format:EXPORTER\noutline-in = outline_format:READER\n"


def installed(monkeypatch: pytest.MonkeyPatch, folder: Path, points: str, **modules: str) -> None:
    """A package with these entry points and modules, as an installer would leave it."""
    about = folder / "outline_format-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: outline-format\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[throughline.formats]\n{points}")
    (folder / "outline_format.py").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    for name, text in modules.items():
        (folder / f"{name}.py").write_text(text)
    monkeypatch.syspath_prepend(str(folder))


def test_a_format_of_another_package_writes_and_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given the example as an installed package
    installed(monkeypatch, tmp_path, POINTS)
    document = build("permit", a_context())
    # when the document is written in its format, and read by whoever knows the content
    source = tmp_path / "plan.txt"
    source.write_bytes(export(registry.exporter("outline"), document, a_context()).data)
    reader = registry.reader_for(source)
    reading = read(reader, source, a_context())
    # then the stages and steps are there again, and both are listed after ours
    assert reader.name == "outline"
    titles = [step.title for step in grid.steps(document)]
    assert [step.title for step in grid.steps(Document(reading.rows))] == titles
    assert registry.exporters()[-1].name == registry.readers()[-1].name == "outline"
    assert registry.broken() == ()


def test_broken_ones_are_told_of_and_the_rest_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # given one that cannot be imported, one that is no format, one with a name of ours, and a sound one
    points = "a = broken_format:EXPORTER\nb = outline_format:HEAD\nc = taken_format:EXPORTER\n" + POINTS
    taken = "from exporters.json_format import EXPORTER\n"
    installed(monkeypatch, tmp_path, points, broken_format="1 / 0\n", taken_format=taken)
    # when the formats are listed
    code = main(["formats"])
    # then each of the three is one line with its reason, and the sound one is there
    found = capsys.readouterr()
    lines = found.err.splitlines()
    assert code == 0
    assert len(lines) == 3
    assert "division by zero" in lines[0] and "outline-format" in lines[0]
    assert "neither" in lines[1] and "“json”" in lines[2]
    assert "outline" in found.out


def test_one_that_fails_at_work_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # given a reader and an exporter that raise whatever they like
    failing = (
        "from dataclasses import replace\nimport outline_format as sound\n"
        "def fail(*_):\n    raise RuntimeError('out of\\nink')\n"
        "EXPORTER = replace(sound.EXPORTER, name='ink', export=fail)\n"
        "READER = replace(sound.READER, name='ink', sniff=fail, read=fail)\n"
    )
    installed(monkeypatch, tmp_path, "ink = ink_format:EXPORTER\nink-in = ink_format:READER\n", ink_format=failing)
    source = tmp_path / "a.csv"
    source.write_text("Customer,a\nFrontstage,b\n")
    # then its sniff does not keep others from reading, and its failures are the user's world, in one line
    assert registry.reader_for(source).name == "csv"
    for act in (
        lambda: export(registry.exporter("ink"), build("permit", a_context()), a_context()),
        lambda: read(registry.reader("ink"), source, a_context()),
    ):
        with pytest.raises(KnownError) as caught:
            act()
        assert "RuntimeError: out of ink" in Texts()(caught.value.message)
