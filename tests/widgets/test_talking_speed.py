"""A workshop's hour recorded as keys in a real window: no mouse, every keystroke counted, the document compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.gui import Desktop
from app.window import DocumentWindow
from model import grid
from model.document import Document
from model.elements import Card, CardKind, CardSystem, Lane, Link, LinkKind, Mark, Role, Stage, Step
from model.registers import FailPoint, Owner, System
from tests.widgets.window import desktop_at, opened

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
STEPS = ("Hears", "Applies", "Waits", "Is checked", "Pays", "Parks")
LANES = {
    "Letters": Role.EVIDENCE,
    "Resident": Role.CUSTOMER,
    "Desk": Role.FRONTSTAGE,
    "Office": Role.BACKSTAGE,
    "City IT": Role.SUPPORT,
}
OWNERS = {"Anna Berg", "Clerk", "Director", "IT operations", "Warden"}
SYSTEMS = {"Bank link", "Case file", "Mail room", "Permit register"}


class Said(NamedTuple):
    """One card as it is said: where, its words, and who, what and what fails, each by name."""

    lane: str
    step: str
    title: str
    owner: str = ""
    system: str = ""
    fails: str = ""


class Keyboard:
    """Keys pressed in a window, counted."""

    def __init__(self, window: DocumentWindow) -> None:
        handle = window.main.windowHandle()
        assert handle is not None
        self._handle = handle
        self.count = 0

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self._handle, key, modifiers)
        self.count += 1

    def type(self, text: str) -> None:
        for character in text:
            QTest.keyClick(self._handle, character)
            self.count += 1


TALK = (
    Said("Letters", "Hears", "Reminder letter", system="Mail room"),
    Said("Letters", "Applies", "Form 12"),
    Said("Letters", "Waits", "Receipt", system="Permit register"),
    Said("Letters", "Is checked", "Proof of address"),
    Said("Letters", "Pays", "Invoice"),
    Said("Letters", "Pays", "Payment stub"),
    Said("Letters", "Parks", "Permit card", system="Permit register"),
    Said("Resident", "Parks", "Puts the card behind the glass"),
    Said("Resident", "Parks", "Parks"),
    Said("Resident", "Pays", "Pays the fee"),
    Said("Resident", "Is checked", "Brings what is missing", fails="Asked twice for the same proof"),
    Said("Resident", "Waits", "Waits for word"),
    Said("Resident", "Applies", "Fills in the form"),
    Said("Resident", "Applies", "Sends it"),
    Said("Resident", "Hears", "Reads the letter"),
    Said("Desk", "Hears", "Answers questions", owner="Anna Berg"),
    Said("Desk", "Applies", "Takes the form in", owner="Anna Berg", system="Case file"),
    Said("Desk", "Applies", "Stamps it", owner="Anna Berg"),
    Said("Desk", "Waits", "Says how long it takes", owner="Anna Berg", fails="Nobody knows how long"),
    Said("Desk", "Is checked", "Looks at the proof", owner="Clerk"),
    Said("Desk", "Pays", "Takes cash", owner="Anna Berg"),
    Said("Desk", "Parks", "Hands the card over", owner="Clerk"),
    Said("Office", "Parks", "Checks cars in the street", owner="Warden"),
    Said("Office", "Parks", "Fines those without"),
    Said("Office", "Pays", "Books the fee"),
    Said("Office", "Is checked", "Checks the address", owner="Clerk", system="Permit register"),
    Said("Office", "Is checked", "Signs, if it is right", owner="Director"),
    Said("Office", "Waits", "Opens a case", owner="Clerk", system="Case file"),
    Said("Office", "Waits", "Asks for C# 3 & more!"),
    Said("Office", "Applies", "Sorts the post", system="Mail room"),
    Said("Office", "Hears", "Lists who must renew", owner="Director", system="Permit register"),
    Said("City IT", "Hears", "Prints letters", owner="IT operations"),
    Said("City IT", "Applies", "Scans forms", owner="IT operations", fails="Scanner jams on Mondays"),
    Said("City IT", "Waits", "Keeps the case file", system="Case file"),
    Said("City IT", "Is checked", "Looks addresses up"),
    Said("City IT", "Is checked", "Logs who looked"),
    Said("City IT", "Pays", "Takes card payments", system="Bank link"),
    Said("City IT", "Pays", "Balances at night"),
    Said("City IT", "Parks", "Prints the card", owner="IT operations"),
    Said("City IT", "Parks", "Tells the warden"),
)
# From the last card said ("Tells the warden") on: which way to the card each link leads to.
LINKS = (
    (KEY.Key_Up, "Prints the card"),
    (KEY.Key_Left, "Takes card payments"),
    (KEY.Key_Up, "Books the fee"),
    (KEY.Key_Up, "Takes cash"),
    (KEY.Key_Up, "Pays the fee"),
    (KEY.Key_Left, "Brings what is missing"),
    (KEY.Key_Down, "Looks at the proof"),
    (KEY.Key_Down, "Checks the address"),
    (KEY.Key_Down, "Signs, if it is right"),
    (KEY.Key_Down, "Looks addresses up"),
)


@pytest.fixture
def window(qapp: QApplication, tmp_path: Path) -> Iterator[DocumentWindow]:
    assert qapp is not None
    with desktop_at(tmp_path / "home") as desktop:
        yield empty_grid(desktop)


def empty_grid(desktop: Desktop) -> DocumentWindow:
    """A window on six steps and five lanes without a card, the keyboard in the first cell."""
    window, small = opened(desktop)
    editor = small.editor
    editor.add_stage("Permit")
    editor.delete([small.stage, small.later])
    editor.delete(lane.id for lane in grid.lanes(small.document))
    (stage,) = small.document.table(Stage)
    steps = [editor.add_step(stage, title) for title in STEPS]
    lanes = [editor.add_lane(role, title) for title, role in LANES.items()]
    window.workspace.selection.set((), (lanes[0], steps[0]))
    window.main.canvas.setFocus()
    QApplication.processEvents()
    return window


def say(keyboard: Keyboard, said: Said, known: set[str]) -> None:
    """Type a card: what it names first, known names by their first letter, then its words."""
    for sign, name in (("@", said.owner), ("#", said.system), ("!", said.fails)):
        if name:
            keyboard.type(sign + (name[0].lower() if name in known else name))
            keyboard.key(KEY.Key_Return)
            known.add(name)
    keyboard.type(said.title)


def go_on(keyboard: Keyboard, here: Said, following: Said | None) -> None:
    """The one key that keeps a card and leads to where the next one is said."""
    if following is None or (here.lane, here.step) == (following.lane, following.step):
        keyboard.key(KEY.Key_Return)
    elif here.lane != following.lane:
        keyboard.key(KEY.Key_Return, CONTROL)
    elif STEPS.index(following.step) > STEPS.index(here.step):
        keyboard.key(KEY.Key_Tab)
    else:
        keyboard.key(KEY.Key_Backtab, SHIFT)


def plain(card: Card) -> dict[str, object]:
    """Every field of a card but its id and its key of order."""
    return {field.name: getattr(card, field.name) for field in fields(card) if field.name not in ("id", "order")}


def by_name(document: Document, kind: type[Owner] | type[System]) -> dict[str, str]:
    return {row.name: row.id for row in document.where(kind)}


def budget() -> int:
    """Text + 1 a card, 3 a named owner, system or fail point, 4 a link. A name is text the first time it is said."""
    named = [name for said in TALK for name in (said.owner, said.system, said.fails) if name]
    text = sum(len(said.title) for said in TALK) + sum(map(len, dict.fromkeys(named)))
    return text + len(TALK) + 3 * len(named) + 4 * len(LINKS)


def test_forty_cards_at_talking_speed(window: DocumentWindow) -> None:
    keyboard, document = Keyboard(window), window.session.document
    known: set[str] = set()

    for said, following in zip(TALK, (*TALK[1:], None), strict=True):
        say(keyboard, said, known)
        go_on(keyboard, said, following)
    keyboard.key(KEY.Key_Escape)
    captured = keyboard.count
    for arrow, _ in LINKS:
        keyboard.key(KEY.Key_L, CONTROL)
        keyboard.key(arrow)
        keyboard.key(KEY.Key_Return)

    assert keyboard.count <= budget()
    assert captured <= budget() - 4 * len(LINKS)
    assert keyboard.count - captured <= 4 * len(LINKS)
    compare(document)
    steps = 0
    while window.session.history.can_undo is not None and document.table(Card):
        window.session.editor.undo()
        steps += 1
    assert steps == len(TALK) + len(LINKS)
    assert not document.where(Owner) and not document.where(System)


def compare(document: Document) -> None:
    """The document holds what was said: card by card, field by field, and nothing else."""
    owners, systems = by_name(document, Owner), by_name(document, System)
    assert owners.keys() == OWNERS and systems.keys() == SYSTEMS
    lanes = {lane.title: lane.id for lane in document.table(Lane).values()}
    steps = {step.title: step.id for step in document.table(Step).values()}
    ids: dict[str, str] = {}
    for lane in LANES:
        for step in STEPS:
            told = [said for said in TALK if (said.lane, said.step) == (lane, step)]
            found = grid.cell(document, lanes[lane], steps[step])
            for said, card in zip(told, found, strict=True):
                ids[said.title] = card.id
                wanted = Card(
                    "",
                    lane=lanes[lane],
                    step=steps[step],
                    title=said.title,
                    kind=CardKind.EVIDENCE if lane == "Letters" else CardKind.ACTION,
                    marks=(Mark.FAIL_POINT,) if said.fails else (),
                    owner=owners.get(said.owner),
                )
                assert plain(card) == plain(wanted)
                uses = [(use.system, use.essential) for use in document.where(CardSystem, card=card.id)]
                assert uses == ([(systems[said.system], True)] if said.system else [])
                fails = [fail.delivered for fail in document.where(FailPoint, card=card.id)]
                assert fails == ([said.fails] if said.fails else [])
    chain = [TALK[-1].title, *(title for _, title in LINKS)]
    made = {(link.source, link.target, link.kind, link.label) for link in document.table(Link).values()}
    assert made == {(ids[one], ids[other], LinkKind.FLOW, "") for one, other in zip(chain, chain[1:], strict=False)}
    counts = {kind: len(document.table(kind)) for kind in (Card, Link, FailPoint, Owner, System)}
    assert counts == {Card: 40, Link: 10, FailPoint: 3, Owner: 5, System: 4}


def compose(composed: str, committed: str) -> None:
    """What an input method does: shows what is being composed, then gives what came of it."""
    target = QApplication.focusWidget()
    for length in range(1, len(composed) + 1):
        shown = QInputMethodEvent.Attribute(QInputMethodEvent.AttributeType.TextFormat, 0, length, QTextCharFormat())
        QApplication.sendEvent(target, QInputMethodEvent(composed[:length], [shown]))
    done = QInputMethodEvent("", [])
    done.setCommitString(committed)
    QApplication.sendEvent(target, done)


def test_the_input_method_writes_accents_japanese_and_arabic(window: DocumentWindow) -> None:
    keyboard, document = Keyboard(window), window.session.document

    compose("´", "É")
    keyboard.type("crit @Zo")
    compose("¨", "ë")
    keyboard.key(KEY.Key_Return)
    keyboard.key(KEY.Key_Tab)
    compose("しんせい", "申請する ")
    compose("＠うけつけ", "＠受付")
    keyboard.key(KEY.Key_Return)
    keyboard.key(KEY.Key_Tab)
    compose("@ز", "@زائر")
    keyboard.key(KEY.Key_Return)
    compose("يقدم الطلب", "يقدم الطلب")
    keyboard.key(KEY.Key_Return)
    keyboard.key(KEY.Key_Escape)

    lane = grid.lanes(document)[0].id
    names = {owner.id: owner.name for owner in document.where(Owner)}
    found = [
        (card.title, names.get(card.owner or ""))
        for step in grid.steps(document)
        for card in grid.cell(document, lane, step.id)
    ]
    assert found == [("Écrit", "Zoë"), ("申請する", "受付"), ("يقدم الطلب", "زائر")]
