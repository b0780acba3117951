"""File > Export in the window: made beside it from the document as it was, cancelled without a trace, remembered."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from app import export_offer, window_export
from app.window import DocumentWindow
from exporters import writing
from exporters.base import ExportResult
from exporters.pdf_pack import PARTS
from model import layouts
from model.errors import KnownError
from model.layout.pack import pages
from model.messages import message
from model.pack import chapters
from model.texts import Texts
from tests.widgets.support import Small
from tests.widgets.window import asked, close, exported, trigger
from widgets.export.offer import Choice, Export

There = tuple[DocumentWindow, Small]
JSON = Choice("json", {})


class Slow:
    """An export that waits to be let on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.on = Event(), Event()
        self._made = export_offer.made
        monkeypatch.setattr(window_export, "made", self.make)

    def make(self, *about: Any) -> ExportResult:
        self.begun.set()
        assert self.on.wait(10)
        return self._made(*about)


def begin(window: DocumentWindow, path: Path, choice: Choice = JSON) -> None:
    """Export to a file."""
    asked(window).answer(export=Export(choice, path))
    trigger(window, "export")


def until(done: Callable[[], bool]) -> None:
    while not done():
        QApplication.processEvents()


def test_the_window_is_used_while_a_file_is_made_of_what_the_document_was(
    there: There, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, small = there
    slow = Slow(monkeypatch)

    begin(window, tmp_path / "map.json")
    assert slow.begun.wait(10)
    small.editor.rename(small.reads, "Changed meanwhile")
    running = window.file.exports._running
    assert running is not None
    until(running.isVisible)
    slow.on.set()
    exported(window)

    text = (tmp_path / "map.json").read_text(encoding="utf-8")
    assert "Reads the letter" in text and "Changed meanwhile" not in text
    assert "map.json" in window.main.statusBar().currentMessage()


@pytest.mark.parametrize("way", ["button", "again", "close"])
def test_a_cancelled_export_leaves_nothing_behind(
    there: There, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    window, _ = there
    slow = Slow(monkeypatch)
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "map.json").write_text("before", encoding="utf-8")
    begin(window, folder / "map.json")
    assert slow.begun.wait(10)
    running = window.file.exports._running
    assert running is not None

    if way == "button":
        running.button.click()
    elif way == "again":
        asked(window).answer(confirm=True)
        trigger(window, "export")
    else:
        close(window)
    slow.on.set()
    until(lambda: not running.worker.busy)

    assert [file.name for file in folder.iterdir()] == ["map.json"]
    assert (folder / "map.json").read_text(encoding="utf-8") == "before"
    if way != "close":
        exported(window)
        assert window.main.statusBar().currentMessage() == window.texts("window.export.cancelled")


def test_the_window_that_closes_waits_for_what_is_half_written(
    there: There, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, _ = there
    writes, on, order = Event(), Event(), list[str]()

    def write(*about: Any) -> bool:
        writes.set()
        on.wait(0.3)
        order.append("written")
        return writing.write_file(*about)

    monkeypatch.setattr(window_export, "write_file", write)
    begin(window, tmp_path / "map.json")
    assert writes.wait(10)

    close(window)
    order.append("closed")

    assert order == ["written", "closed"]
    assert [file.name for file in tmp_path.iterdir() if file.name != "home"] == []


def test_a_refusal_is_told_and_the_next_export_runs(there: There, tmp_path: Path) -> None:
    window, _ = there

    begin(window, tmp_path / "missing" / "map.json")
    exported(window)
    begin(window, tmp_path / "map.json")
    exported(window)

    told = [about for kind, about in asked(window).asked if kind == "tell"]
    assert len(told) == 1 and "missing" in told[0]
    assert (tmp_path / "map.json").exists()


def test_what_a_file_lacks_is_reported(there: There, tmp_path: Path) -> None:
    window, _ = there

    begin(window, tmp_path / "map.pdf", Choice("pdf", {"paper": "60x50mm"}))
    exported(window)

    (report,) = (about for kind, about in asked(window).asked if kind == "report")
    assert "too small to read" in report[1][0][1][0]


def test_the_choice_is_proposed_again(there: There, tmp_path: Path) -> None:
    window, _ = there
    begin(window, tmp_path / "map.svg", Choice("svg", {"stage": "After"}))
    exported(window)
    begin(window, tmp_path / "map.pdf", Choice("pdf", {"paper": "A1", "stage": ""}))
    exported(window)

    asked(window).answer(export=None)
    trigger(window, "export")

    first = asked(window).asked[-1][1][0].presets[0]
    assert first.title == export_offer.LAST
    assert first.choice == Choice("pdf", {"paper": "A1"})


def test_a_mistake_of_ours_is_not_hidden(
    there: There, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: Any
) -> None:
    window, _ = there

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(window_export, "made", fail)
    with qtbot.captureExceptions() as raised:
        begin(window, tmp_path / "map.json")
        exported(window)

    assert [kind for kind, *_ in raised] == [ZeroDivisionError]


def test_settings_that_another_version_kept_propose_nothing() -> None:
    source = export_offer.Source(Small().document, Small().editor.context)

    for last in ("", "{", "[]", json.dumps({"format": "fax", "options": {}}), json.dumps({"format": "pdf"}), "7"):
        assert export_offer.offer(source, Texts(), last=last).presets[0].title != export_offer.LAST
    kept = json.dumps({"format": "pdf", "options": {"paper": "A2", "ink": "gold"}})
    assert export_offer.offer(source, Texts(), last=kept).presets[0].choice.options == {"paper": "A2"}


def test_only_presets_of_formats_that_are_there_are_offered() -> None:
    offered = export_offer.offer(export_offer.Source(Small().document, Small().editor.context), Texts())

    names = {each.name: {option.name for option in each.options} for each in offered.formats}
    assert all(preset.choice.options.keys() <= names[preset.choice.format] for preset in offered.presets)
    assert export_offer.PRESETS[0] in offered.presets
    a1 = next(preset for preset in offered.presets if preset.choice == Choice("pdf", {"paper": "A1"}))
    assert Texts()(a1.title) == "Print shop: one sheet of A1"


def test_another_paper_is_shown_without_laying_out_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out: list[str | None] = []
    light = layouts.light_drawing

    def counted(*about: Any) -> Any:
        laid_out.append(about[2])
        return light(*about)

    monkeypatch.setattr(layouts, "light_drawing", counted)
    small = Small()
    previews = export_offer.Previews(export_offer.Source(small.document.frozen(), small.editor.context))

    a3, a1, stage = (
        previews.of(Choice("pdf", options))
        for options in ({"paper": "A3"}, {"paper": "A1"}, {"paper": "A1", "stage": "After"})
    )

    assert a3 is not None and a1 is not None and stage is not None
    assert a3.leaves[0].width < a1.leaves[0].width
    assert a3.fonts is a1.fonts
    assert laid_out == [None, small.later]
    assert previews.of(JSON) is None
    with pytest.raises(KnownError):
        previews.of(Choice("pdf", {"paper": "napkin"}))


def test_what_stands_around_the_pages_of_the_pack_changes_without_setting_them_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_pages: list[int] = []
    flow = pages.flow

    def counted(*about: Any) -> Any:
        set_pages.append(1)
        return flow(*about)

    monkeypatch.setattr(pages, "flow", counted)
    small = Small()
    previews = export_offer.Previews(export_offer.Source(small.document.frozen(), small.editor.context))

    plain = previews.of(Choice("pack", {}))
    before = len(set_pages)
    stamped = previews.of(Choice("pack", {"stamp": "draft", "footer": "Board only"}))
    between = len(set_pages)
    letter = previews.of(Choice("pack", {"paper": "Letter"}))

    assert plain is not None and stamped is not None and letter is not None
    assert before > 2 and between == before < len(set_pages)
    assert len(plain.leaves) == len(stamped.leaves)
    words = [piece.text for part in stamped.leaves[-1].parts for piece in part.pieces()]
    assert "Board only" in words
    assert "Board only" not in [piece.text for part in plain.leaves[-1].parts for piece in part.pieces()]
    assert letter.leaves[0].height == 792


def test_the_facts_of_a_preview_are_those_of_the_file() -> None:
    small = Small()
    previews = export_offer.Previews(export_offer.Source(small.document.frozen(), small.editor.context))

    found = previews.of(Choice("pdf", {"paper": "60x50mm"}))

    assert found is not None
    assert message("pages.sheets", n=1, paper="60x50mm") in found.facts
    assert [warning.id for warning in found.warnings] == ["pdf.small_text"]


def test_every_part_of_the_pack_is_offered_in_words() -> None:
    assert tuple(PARTS) == tuple(chapters.PARTS)
    assert all(f"window.option.parts.{part}" in Texts() for part in PARTS)
    assert all(f"window.option.derivations.{choice}" in Texts() for choice in ("shown", "all"))


def test_what_can_be_left_out_is_named_and_lanes_are_not_kept_for_another_document() -> None:
    small = Small()
    offered = export_offer.offer(export_offer.Source(small.document, small.editor.context), Texts())

    (option,) = (each for each in offered.format("pdf").options if each.name == "redact")
    assert option.kind == "list"
    assert offered.words["redact", f"lane:{small.back}"] == "Lane: Office"
    previews = export_offer.Previews(export_offer.Source(small.document.frozen(), small.editor.context))
    whole, left = (previews.of(Choice("svg", {"redact": value})) for value in ("", f"names,lane:{small.back}"))
    assert whole is not None and left is not None and whole.leaves[0].height > left.leaves[0].height
    kept = json.loads(export_offer.stored(Choice("svg", {"redact": f"names,lane:{small.back}"})))
    assert kept["options"] == {"redact": "names"}
