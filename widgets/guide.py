"""The guide for a new blueprint: it asks in the order of the field and adds what is typed, page by page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from model import grid
from model.elements import Role
from model.messages import message
from widgets import guide_acts
from widgets.workspace import Workspace

PAGES = ("scope", "customer", "people", "support", "links", "evidence")
_SCOPE = ("title", "service", "segment", "scenario", "start_trigger", "end_trigger")
_ROLES = {
    "people": (Role.FRONTSTAGE, Role.BACKSTAGE),
    "support": (Role.SUPPORT,),
    "evidence": (Role.EVIDENCE,),
}
_SIZE = (760, 600)


def _goes_on(event: QKeyEvent) -> bool:
    control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Lines(QPlainTextEdit):
    """Text of several lines: Enter begins another, Ctrl+Enter says that it is `done`."""

    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _goes_on(event):
            self.done.emit()
        else:
            super().keyPressEvent(event)


class Guide(QDialog):
    """Stays beside the map, which shows what has been added. `added`: the map has changed."""

    added = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._texts = workspace.texts
        self.setWindowTitle(self._texts("window.guide.title"))
        self.resize(*_SIZE)
        self.scope: dict[str, QLineEdit] = {}
        self.lines = Lines()
        self.cells: dict[tuple[Role, str], QLineEdit] = {}
        self.chain, self.hand_down = QCheckBox(), QCheckBox()
        self._trail, self._head, self._hint = QLabel(), QLabel(), QLabel()
        self._trail.setObjectName("caption")
        self._head.setObjectName("head")
        self._hint.setWordWrap(True)
        self.pages = QStackedWidget()
        self.back, self.next = QPushButton(), QPushButton()
        self._lay_out()
        self._show(0)

    @property
    def page(self) -> str:
        """The page shown."""
        return PAGES[self.pages.currentIndex()]

    def go_on(self) -> None:
        """Add what this page holds, and ask the next; after the last: done."""
        if not self._keep():
            return
        self.added.emit()
        if self.page == PAGES[-1]:
            self.accept()
        else:
            self._show(self.pages.currentIndex() + 1)

    def go_back(self) -> None:
        """The page before; what it added stays on the map."""
        self._show(max(0, self.pages.currentIndex() - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter goes on from every page, as from the lines of actions."""
        if _goes_on(event):
            self.go_on()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> bool:
        """Add what the page holds in one undo step; False where that may not be."""
        keep = {"scope": self._keep_scope, "customer": self._keep_actions, "links": self._keep_links}.get(
            self.page, self._keep_cells
        )
        label = message(f"window.guide.head.{self.page}")

        def act() -> bool:
            with self._workspace.group(label):
                keep()
            return True

        return self._workspace.attempt(act) is True

    def _keep_scope(self) -> None:
        document = self._workspace.document
        typed = {name: line.text().strip() for name, line in self.scope.items()}
        changed: dict[str, Any] = {
            name: text for name, text in typed.items() if text != getattr(document.blueprint, name)
        }
        if changed:
            self._workspace.editor.edit(document.blueprint.id, **changed)

    def _keep_actions(self) -> None:
        lines = [line.strip() for line in self.lines.toPlainText().splitlines() if line.strip()]
        if lines:
            guide_acts.add_actions(self._workspace.editor, lines, self._role(Role.CUSTOMER))

    def _keep_cells(self) -> None:
        for role in _ROLES[self.page]:
            typed = {step: line.text().strip() for (own, step), line in self.cells.items() if own is role}
            wanted = {step: text for step, text in typed.items() if text}
            guide_acts.add_cards(self._workspace.editor, role, self._role(role), wanted)

    def _keep_links(self) -> None:
        for check, act in ((self.chain, guide_acts.chain), (self.hand_down, guide_acts.hand_down)):
            if check.isChecked():
                act(self._workspace.editor)

    def _role(self, role: Role) -> str:
        return self._texts(f"window.choice.Role.{role.value}")

    def _show(self, number: int) -> None:
        self._fill(number)
        self.pages.setCurrentIndex(number)
        texts, page = self._texts, self.page
        self._trail.setText(texts("window.guide.page", n=number + 1, of=len(PAGES)))
        self._head.setText(texts(f"window.guide.head.{page}"))
        self._hint.setText(texts(f"window.guide.hint.{page}"))
        self.back.setEnabled(number > 0)
        self.next.setText(texts("window.guide.done" if page == PAGES[-1] else "window.guide.next"))
        self._first().setFocus()

    def _first(self) -> QWidget:
        """Where typing begins on this page."""
        own: dict[str, QWidget] = {"customer": self.lines, "links": self.chain, "scope": self.scope[_SCOPE[0]]}
        cells = (line for (role, _), line in self.cells.items() if role in _ROLES.get(self.page, ()))
        return own.get(self.page) or next(cells, self.next)

    def _fill(self, number: int) -> None:
        """Show what the document has now; what was added does not stand there to be added again."""
        page = PAGES[number]
        if page == "customer":
            self.lines.clear()
        elif page in _ROLES:
            self.pages.insertWidget(number, self._table(_ROLES[page]))
            if (old := self.pages.widget(number + 1)) is not None:
                self.pages.removeWidget(old)
                old.deleteLater()

    def _lay_out(self) -> None:
        texts = self._texts
        layout, buttons = QVBoxLayout(self), QHBoxLayout()
        layout.setContentsMargins(22, 18, 22, 16)
        layout.setSpacing(10)
        makers: dict[str, Callable[[], QWidget]] = {
            "scope": self._scope_page,
            "customer": self._actions_page,
            "links": self._links_page,
        }
        for page in PAGES:
            self.pages.addWidget(makers.get(page, QWidget)())
        self.back.setText(texts("window.guide.back"))
        self.back.clicked.connect(self.go_back)
        self.next.clicked.connect(self.go_on)
        self.next.setDefault(True)
        close = QPushButton(texts("window.button.close"))
        close.clicked.connect(self.reject)
        for button in (close, self.back):
            button.setAutoDefault(False)
        buttons.addWidget(close)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        for widget in (self._trail, self._head, self._hint):
            widget.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(widget)
        layout.addWidget(self.pages, 1)
        layout.addLayout(buttons)

    def _scope_page(self) -> QWidget:
        page = QWidget()
        form = QFormLayout(page)
        form.setContentsMargins(0, 8, 0, 0)
        blueprint = self._workspace.document.blueprint
        for name in _SCOPE:
            line = QLineEdit(getattr(blueprint, name))
            label = self._texts(f"window.field.{name}")
            line.setAccessibleName(label)
            line.setPlaceholderText(self._texts(f"window.guide.scope.{name}"))
            self.scope[name] = line
            form.addRow(QLabel(label), line)
        return page

    def _actions_page(self) -> QWidget:
        self.lines.setAccessibleName(self._texts("window.guide.head.customer"))
        self.lines.setPlaceholderText(self._texts("window.guide.lines"))
        self.lines.setTabChangesFocus(True)
        self.lines.done.connect(self.go_on)
        return self.lines

    def _links_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 8, 0, 0)
        for check, name in ((self.chain, "chain"), (self.hand_down, "hand_down")):
            check.setText(self._texts(f"window.guide.{name}"))
            check.setChecked(True)
            layout.addWidget(check)
        layout.addStretch(1)
        return page

    def _table(self, roles: tuple[Role, ...]) -> QWidget:
        """A line a step and role; above it, what the step has already."""
        document, texts = self._workspace.document, self._texts
        for key in [key for key in self.cells if key[0] in roles]:
            del self.cells[key]
        inner, area = QWidget(), QScrollArea()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(0, 0, 8, 0)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        for step in grid.steps(document):
            title = step.title.replace("\n", " ") or texts("window.outline.untitled")
            head = QLabel(title)
            head.setTextFormat(Qt.TextFormat.PlainText)
            head.setObjectName("caption")
            rows.addWidget(head)
            across = QHBoxLayout()
            for role in roles:
                line = QLineEdit()
                there = " · ".join(guide_acts.titles_in(document, role, step)).replace("\n", " ")
                name = self._role(role)
                line.setPlaceholderText(texts("window.guide.there", role=name, there=there) if there else name)
                line.setAccessibleName(texts("window.guide.cell", role=name, step=title))
                self.cells[role, step.id] = line
                across.addWidget(line)
            rows.addLayout(across)
        rows.addStretch(1)
        area.setWidget(inner)
        return area
