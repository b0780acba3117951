"""The export dialog: fields as the formats describe them, pages as the paper will show them, all by the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QSpinBox

from model.errors import KnownError
from model.layout.drawing import RECT, TEXT, Box, Layer, Piece
from model.layout.leaves import Leaf, Part
from model.layout.text import Shaper, TextStyle
from model.messages import Message, message
from model.texts import Texts
from tests.widgets.support import FONTS, Small
from widgets.export.dialog import ExportDialog
from widgets.export.fields import PartsList
from widgets.export.offer import Choice, Offer, Preset, Preview

TEXTS = Texts()
RED, BLUE = "#c00000", "#0000c0"


@dataclass(frozen=True)
class Told:
    """An option or a format, as a dialog sees them."""

    name: str
    kind: str = "text"
    default: str = ""
    choices: tuple[str, ...] = ()
    label: Message = field(default_factory=lambda: message("pdf.option.paper"))
    title: Message = field(default_factory=lambda: message("pdf.title"))
    suffix: str = ".pdf"
    options: tuple[Any, ...] = ()


PAPER = Told("paper", "text", "A3", ("A4", "A3"))
FORMATS = (
    Told("poster", options=(PAPER, Told("turn", "choice", "best", ("best", "portrait")), Told("loud", "flag", "no"))),
    Told("pack", options=(Told("parts", "list", "all", ("cover", "map", "case")), Told("copies", "number", "3"))),
    Told("plain", options=(Told("note", "text", "draft"),)),
)


def leaf(colour: str, width: float = 100.0, clip: Box | None = None) -> Leaf:
    """A page of one colour, but for what its only part is not seen in."""
    box = (RECT, 0.0, 0.0, 1000.0, 1000.0, 0.0, colour, None, 0.0, ())
    piece = Piece(Layer.CARD, "card", "", 0.0, 0.0, 1000.0, 1000.0, (box,))
    return Leaf(width, 50.0, (Part(lambda: [piece], 1.0, 0.0, 0.0, clip),))


class Pages:
    """A preview that remembers what it was asked; `answer` makes what is shown."""

    def __init__(self) -> None:
        self.asked: list[Choice] = []
        self.answer: Callable[[Choice], Preview | None] = lambda _choice: pages(leaf(RED))

    def of(self, choice: Choice) -> Preview | None:
        self.asked.append(choice)
        return self.answer(choice)


def pages(*leaves: Leaf, warnings: tuple[Message, ...] = ()) -> Preview:
    """What a format gives."""
    facts = (message("pages.sheets", n=len(leaves), paper="A3"), message("pages.scale", percent=90))
    return Preview(leaves, FONTS, lambda _id: None, facts, warnings)


@pytest.fixture
def shown(qapp: QApplication) -> Iterator[Callable[..., tuple[ExportDialog, Pages]]]:
    made: list[ExportDialog] = []

    def show(presets: tuple[Preset, ...] = (), answer: Any = None) -> tuple[ExportDialog, Pages]:
        asked = Pages()
        asked.answer = answer or asked.answer
        dialog = ExportDialog(TEXTS, Offer(FORMATS, Small().document, asked.of, presets), None)
        made.append(dialog)
        dialog.show()
        settled(dialog)
        return dialog, asked

    yield show
    for dialog in made:
        dialog.reject()
        dialog.deleteLater()
    qapp.processEvents()


def settled(dialog: ExportDialog) -> None:
    """Wait until the pages of what is chosen are shown."""
    while dialog.waits:
        QApplication.processEvents()
    QApplication.processEvents()


def test_every_kind_of_option_has_its_field_and_its_value_is_text(shown: Any) -> None:
    dialog, _ = shown()
    fields = dialog.fields

    assert isinstance(fields.field("paper"), QComboBox) and fields.field("paper").isEditable()
    assert isinstance(fields.field("turn"), QComboBox) and not fields.field("turn").isEditable()
    assert isinstance(fields.field("loud"), QCheckBox)
    assert dialog.choice == Choice("poster", {"paper": "A3", "turn": "best", "loud": "no"})
    dialog.choose("pack")
    assert isinstance(dialog.fields.field("parts"), PartsList)
    assert isinstance(dialog.fields.field("copies"), QSpinBox)
    assert dialog.choice == Choice("pack", {"parts": "cover,map,case", "copies": "3"})
    dialog.choose("plain")
    assert isinstance(dialog.fields.field("note"), QLineEdit)
    assert dialog.choice == Choice("plain", {"note": "draft"})


@pytest.mark.parametrize(("format", "name"), [("poster", "paper"), ("poster", "turn"), ("pack", "copies")])
def test_the_wheel_scrolls_past_what_is_chosen(shown: Any, format: str, name: str) -> None:
    dialog, _ = shown()
    dialog.choose(format)
    field, before = dialog.fields.field(name), dialog.choice

    turn = QWheelEvent(
        QPointF(5.0, 5.0), QPointF(5.0, 5.0), QPoint(), QPoint(0, -240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(field, turn)

    assert dialog.choice == before


def test_a_paper_of_ones_own_is_typed(shown: Any) -> None:
    dialog, asked = shown()
    box = dialog.fields.field("paper")

    box.setFocus()
    box.lineEdit().selectAll()
    QTest.keyClicks(box.lineEdit(), "900x600mm")
    settled(dialog)

    assert dialog.choice.options["paper"] == "900x600mm"
    assert asked.asked[-1].options["paper"] == "900x600mm"


def test_parts_are_ticked_and_moved_by_the_keyboard(shown: Any) -> None:
    dialog, asked = shown()
    dialog.choose("pack")
    parts = dialog.fields.field("parts")
    parts.setFocus()

    QTest.keyClick(parts, Qt.Key.Key_Space)
    assert dialog.choice.options["parts"] == "map,case"
    QTest.keyClick(parts, Qt.Key.Key_Down)
    QTest.keyClick(parts, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert dialog.choice.options["parts"] == "case,map"
    QTest.keyClick(parts, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    settled(dialog)

    assert asked.asked[-1].options["parts"] == "case,map"


@pytest.mark.parametrize("value", ["all", "case,cover", "", "cover,unknown"])
def test_a_list_of_parts_is_shown_as_it_was_kept(shown: Any, value: str) -> None:
    dialog, _ = shown()
    dialog.choose("pack")

    dialog.fields.fill({"parts": value})

    expected = {"all": "cover,map,case", "cover,unknown": "cover"}
    assert dialog.choice.options["parts"] == expected.get(value, value)


def test_the_facts_and_the_warnings_of_the_pages_are_read_before_export(shown: Any) -> None:
    warning = message("pdf.small_text", size=3, scale=40, paper="A3")
    dialog, asked = shown(answer=lambda _choice: pages(leaf(RED), warnings=(warning,)))

    assert dialog.facts.text() == "1 sheet, A3   ·   scale 90 %"
    assert dialog.warning.isVisible() and "too small to read" in dialog.warning.text()
    asked.answer = lambda _choice: pages(leaf(RED), leaf(BLUE))
    dialog.fields.fill({"paper": "A4"})
    settled(dialog)
    assert dialog.facts.text().startswith("2 sheets")
    assert not dialog.warning.isVisible()


def test_pages_are_turned_by_keys_and_buttons_and_end_at_the_ends(shown: Any) -> None:
    leaves = [leaf(RED), leaf(BLUE), leaf(RED, 50.0)]
    dialog, _ = shown(answer=lambda _choice: pages(*leaves))
    dialog.page.setFocus()

    for key, place in (
        (Qt.Key.Key_PageDown, 1),
        (Qt.Key.Key_Down, 2),
        (Qt.Key.Key_PageDown, 2),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_PageUp, 0),
        (Qt.Key.Key_End, 2),
    ):
        QTest.keyClick(dialog.page, key)
        assert dialog.page.leaf is leaves[place]
        assert dialog.count.text() == f"Page {place + 1} of 3"
    dialog.back.click()
    assert dialog.page.leaf is leaves[1]
    assert dialog.on.isEnabled() and dialog.back.isEnabled()


def test_fewer_pages_leave_the_last_one_in_sight(shown: Any) -> None:
    dialog, asked = shown(answer=lambda _choice: pages(leaf(RED), leaf(RED), leaf(RED)))
    dialog.turn(2)
    one = leaf(BLUE)

    asked.answer = lambda _choice: pages(one)
    dialog.fields.fill({"paper": "A4"})
    settled(dialog)

    assert dialog.page.leaf is one
    assert not dialog.count.isVisible()


def test_the_page_is_played_as_the_paper_shows_it(shown: Any) -> None:
    dialog, _ = shown(answer=lambda _choice: pages(leaf(RED, clip=Box(0.0, 0.0, 50.0, 50.0))))

    image: QImage = dialog.page.picture(dialog.page.leaf, QSize(200, 100)).toImage()

    assert image.pixelColor(50, 50) == QColor(RED)
    assert image.pixelColor(150, 50) == QColor("#ffffff")


@pytest.mark.parametrize("turn", [0.0, -35.0])
def test_large_words_are_seen_whichever_way_they_run(shown: Any, turn: float) -> None:
    line = Shaper(FONTS, "en").line("DRAFT", TextStyle(90.0, True))
    piece = Piece(Layer.TITLE, "shape", "", 0.0, 0.0, 400.0, 100.0, ((TEXT, 0.0, 0.0, line, RED),))
    page = Leaf(400.0, 400.0, (Part(lambda: [piece], 1.0, 60.0, 300.0, turn=turn),))
    dialog, _ = shown(answer=lambda _choice: pages(page))

    image = dialog.page.picture(page, QSize(300, 300)).toImage()

    inked = sum(image.pixelColor(x, y) == QColor(RED) for x in range(300) for y in range(300))
    assert inked > 2000


def test_a_format_without_pages_says_so(shown: Any) -> None:
    dialog, _ = shown(answer=lambda choice: pages(leaf(RED)) if choice.format == "poster" else None)

    dialog.choose("plain")
    settled(dialog)

    assert dialog.preview is None
    assert dialog.notice.isVisible() and dialog.notice.text() == TEXTS("window.export.no_pages")
    assert dialog.facts.text() == ""


def test_what_cannot_be_exported_says_why_instead_of_pages(shown: Any) -> None:
    def refuse(choice: Choice) -> Preview:
        if choice.options.get("paper") == "napkin":
            raise KnownError(message("paper.unknown", value="napkin", known="A4"))
        return pages(leaf(RED))

    dialog, _ = shown(answer=refuse)
    dialog.fields.fill({"paper": "napkin"})
    settled(dialog)

    assert "napkin" in dialog.warning.text() and dialog.warning.isVisible()
    assert not dialog.page.isVisible()
    dialog.fields.fill({"paper": "A4"})
    settled(dialog)
    assert dialog.page.isVisible() and not dialog.warning.isVisible()


def test_a_preset_fills_all_fields_and_the_first_one_is_taken_at_once(shown: Any) -> None:
    last = Preset(message("window.export.presets.last"), Choice("pack", {"parts": "map", "copies": "7"}))
    wall = Preset(message("window.export.presets.wall"), Choice("poster", {"paper": "A0"}))
    dialog, asked = shown((last, wall))

    assert dialog.choice == last.choice
    dialog.presets.setFocus()
    QTest.keyClick(dialog.presets, Qt.Key.Key_Down)
    settled(dialog)
    assert dialog.choice == Choice("poster", {"paper": "A0", "turn": "best", "loud": "no"})
    assert asked.asked[-1] == dialog.choice
    assert dialog.presets.currentText() == TEXTS("window.export.presets.wall")
    dialog.fields.field("loud").toggle()
    assert dialog.presets.currentIndex() == -1


def test_a_mistake_of_ours_in_a_preview_is_not_hidden(shown: Any, qtbot: Any) -> None:
    def fail(_choice: Choice) -> Preview:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as raised:
        shown(answer=fail)

    assert [kind for kind, *_ in raised] == [ZeroDivisionError]
