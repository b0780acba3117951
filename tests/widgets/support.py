"""Builders for the tests of the window: small documents, a workspace, a canvas in a window, scripted answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from model.context import fixed_context
from model.document import Document
from model.editor import Editor
from model.elements import Role, Stage
from model.history import History
from model.layout.fonts import FontBook
from model.layout.theme import load_theme
from model.messages import Message
from model.new import blank
from model.texts import Texts
from widgets.ask import Answer, Ask, Target
from widgets.canvas.canvas import Canvas
from widgets.workspace import Workspace

FONTS = FontBook.bundled(system=False)
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PLAIN = Qt.KeyboardModifier.NoModifier
AGREED = "agreed"


class Small:
    """Two stages, three steps, three lanes and three cards, by name."""

    def __init__(self, language: str = "en") -> None:
        self.document: Document = blank(fixed_context(date(2026, 11, 23)), "Small", language)
        self.history = History(self.document)
        self.editor = editor = Editor(self.document, self.history, fixed_context(date(2026, 11, 23), "Ann"))
        (self.stage,) = self.document.table(Stage)
        editor.rename(self.stage, "Before")
        self.first = editor.add_step(self.stage, "Learn")
        self.second = editor.add_step(self.stage, "Apply")
        self.later = editor.add_stage("After")
        self.third = editor.add_step(self.later, "Use")
        self.customer = editor.add_lane(Role.CUSTOMER, "Resident")
        self.front = editor.add_lane(Role.FRONTSTAGE, "Desk")
        self.back = editor.add_lane(Role.BACKSTAGE, "Office")
        self.reads = editor.add_card(self.customer, self.first, "Reads the letter")
        self.fills = editor.add_card(self.customer, self.second, "Fills in the form")
        self.explains = editor.add_card(self.front, self.second, "Explains it")
        self.history = History(self.document)
        self.editor = Editor(self.document, self.history, fixed_context(date(2026, 11, 23), "Ann", seed=7))

    def workspace(self, locale: str = "en", *, read_only: bool = False) -> Workspace:
        """What a window shares about it."""
        return Workspace(self.editor, Texts(locale), load_theme(), FONTS, read_only=lambda: read_only)


def let_go(canvas: Canvas) -> None:
    """Hear nothing of the document any more, whose health is still being worked out."""
    canvas.detach()
    canvas.workspace.close()


def shown(canvas: Canvas, width: int = 1100, height: int = 760) -> Canvas:
    """The canvas on the screen, at 100 %, with the keyboard."""
    canvas.resize(width, height)
    canvas.show()
    canvas.activateWindow()
    canvas.zoom_to(1.0)
    canvas.setFocus()
    QApplication.processEvents()
    return canvas


def spot(canvas: Canvas, id: str, dx: float = 0.5, dy: float = 0.5) -> QPoint:
    """A point of an element of the body, in px of the viewport."""
    box = canvas.workspace.drawing.box(id)
    assert box is not None
    return spot_at(canvas, box.x + box.width * dx, box.y + box.height * dy)


def cell_spot(canvas: Canvas, lane: str, step: str) -> QPoint:
    """The middle of a cell, in px of the viewport."""
    box = canvas.workspace.drawing.cell_box(lane, step)
    assert box is not None
    return spot_at(canvas, box.x + box.width / 2, box.y + box.height - 6)


def spot_at(canvas: Canvas, x: float, y: float) -> QPoint:
    """A point of the drawing, in px of the viewport."""
    return canvas.view.mapFromScene(QPointF(x, y))


def mouse(
    target: QWidget, kind: QEvent.Type, at: QPoint, button: Qt.MouseButton, held: Qt.MouseButton, **keys: Any
) -> None:
    """One mouse event, delivered at once."""
    modifiers = keys.get("modifiers", PLAIN)
    there = QPointF(target.mapToGlobal(at))
    QApplication.sendEvent(target, QMouseEvent(kind, QPointF(at), there, button, held, modifiers))


def press(canvas: Canvas, at: QPoint, **keys: Any) -> None:
    """The left button goes down over the body."""
    mouse(canvas.view.viewport(), QEvent.Type.MouseButtonPress, at, LEFT, LEFT, **keys)


def drag_to(canvas: Canvas, *points: QPoint) -> None:
    """The mouse moves with the left button held."""
    for point in points:
        mouse(canvas.view.viewport(), QEvent.Type.MouseMove, point, NONE, LEFT)


def hover(canvas: Canvas, at: QPoint) -> None:
    """The mouse moves with no button held."""
    mouse(canvas.view.viewport(), QEvent.Type.MouseMove, at, NONE, NONE)


def release(canvas: Canvas, at: QPoint, **keys: Any) -> None:
    """The left button comes up over the body."""
    mouse(canvas.view.viewport(), QEvent.Type.MouseButtonRelease, at, LEFT, NONE, **keys)


def click(canvas: Canvas, at: QPoint, **keys: Any) -> None:
    """Press and release."""
    press(canvas, at, **keys)
    release(canvas, at, **keys)


class Scripted(Ask):
    """Answers without dialogs, and remembers what was asked. An answer nobody gave is a failure."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        super().__init__(texts, parent)
        self.answers: dict[str, list[Any]] = {}
        self.asked: list[tuple[str, Any]] = []

    def answer(self, **answers: Any) -> None:
        """The next answer to each question named."""
        for name, value in answers.items():
            self.answers.setdefault(name, []).append(value)

    def _next(self, name: str, about: Any) -> Any:
        self.asked.append((name, about))
        return self.answers[name].pop(0)

    def tell(self, said: Message) -> None:
        self.asked.append(("tell", self.texts(said)))

    def unsaved(self, name: str) -> Answer:
        found: Answer = self._next("unsaved", name)
        return found

    def overwrite(self, said: Message) -> Answer:
        found: Answer = self._next("overwrite", self.texts(said))
        return found

    def confirm(self, question: Message, details: Sequence[Message], yes: str = "delete") -> bool:
        return bool(self._next("confirm", [self.texts(question), *map(self.texts, details), yes]))

    def recover(self, entries: Sequence[Message]) -> Answer:
        found: Answer = self._next("recover", [self.texts(entry) for entry in entries])
        return found

    def open_path(self, title: Message, filters: Any, folder: Any = None) -> Any:
        return self._next("open_path", (self.texts(title), filters, folder))

    def folder(self, title: Message) -> Any:
        return self._next("folder", self.texts(title))

    def save_path(self, title: Message, suggested: str, filters: Any) -> Any:
        return self._next("save_path", (self.texts(title), suggested, filters))

    def passphrase(self, name: str, wrong: bool) -> Any:
        return self._next("passphrase", (name, wrong))

    def versions(self, name: str, entries: Any, title: Any, restorable: bool) -> Any:
        del name, restorable
        return self._next("versions", [(*entry, title(n)) for n, entry in enumerate(entries)])

    def new_passphrase(self, name: str) -> Any:
        return self._next("new_passphrase", name)

    def beginning(self, templates: Sequence[str], samples: Sequence[str]) -> Any:
        return self._next("beginning", (tuple(templates), tuple(samples)))

    def start(self, recent: Any, templates: Any, samples: Any) -> Any:
        return self._next("start", (tuple(recent), tuple(templates), tuple(samples)))

    def merge_conflicts(self, name: str, conflicts: Any) -> Any:
        answer = self._next("merge_conflicts", (name, conflicts))
        return dict.fromkeys((each.id for each in conflicts), answer) if answer is not None else None

    def keep_version(self, suggested: str) -> Any:
        return self._next("keep_version", suggested)

    def crash_report(self, report: str) -> None:
        self.asked.append(("crash_report", report))

    def command(self, commands: Any, words: str = "window.palette") -> Any:
        assert f"{words}.title" in self.texts and f"{words}.hint" in self.texts
        return self._next("command", commands)

    def shortcuts(self, commands: Any, as_text: Any) -> None:
        self.asked.append(("shortcuts", (commands, as_text())))

    def export(self, offer: Any, suggested: str) -> Any:
        return self._next("export", (offer, suggested))

    def paste(self, planned: Any, either: bool, stacked: bool, headed: bool | None) -> Any:
        plan = planned(stacked, bool(headed))
        answer = self._next("paste", (plan, either, stacked, headed))
        return plan if answer is AGREED else answer

    def used(self, name: str, groups: Any) -> str:
        found: str = self._next("used", (name, self.listed(groups)))
        return groups[0].uses[0][0] if found == AGREED else found

    def delete_entries(self, asked: Any) -> Any:
        head = self.texts(asked.head)
        return self._next("delete_entries", (head, self.listed(asked.groups), self.listed(asked.along), asked.others))

    def merge_entries(self, entries: Any) -> str:
        return str(self._next("merge_entries", tuple(entries)))

    def duplicates(self, groups: Any) -> Any:
        return self._next("duplicates", groups)

    def listed(self, groups: Any) -> list[tuple[str, list[str]]]:
        """What a person reads of uses."""
        return [(self.texts(group.title), [self.texts.value(name) for _, name in group.uses]) for group in groups]

    def match_entries(self, name: str, entries: Any) -> bool | None:
        found: bool | None = self._next("match_entries", (name, [self.texts.value(entry) for entry in entries]))
        return found

    def where_to(self, name: str) -> Target:
        found: Target = self._next("where_to", name)
        return found

    def parts(self, name: str, parts: Any) -> Any:
        answer = self._next("parts", (name, parts))
        return {option: usual for option, _, usual in parts} if answer is AGREED else answer

    def mapping(self, name: str, columns: Any, holds: Any, fits: Any, words: str) -> Any:
        assert f"{words}.said" in self.texts and f"{words}.lacks" in self.texts
        answer = self._next("mapping", (name, columns, [value for value, _ in holds]))
        if answer is AGREED:
            answer = {head: target for head, _, target in columns}
            assert fits(list(answer.values()))
        return answer

    def preview_import(self, title: Message, said: Message, groups: Any) -> bool:
        return bool(self._next("preview_import", (self.texts(title), self.texts(said), groups)))

    def report(self, title: Message, lines: Any) -> None:
        self.asked.append(("report", (self.texts(title), lines)))
