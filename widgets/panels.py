"""The acts on the panels beside and below the map: shown, hidden, gone to, and the round of the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from widgets.panes import Pane, bring_forward, go_on, holds, pane, seen

if TYPE_CHECKING:
    from widgets.panelled import PanelledWindow

# Of the height of the window, in per cents, what the case takes when it is called for, and any other panel below.
_CASE_SHARE = 62
_BELOW_SHARE = 34


class Panels:
    """The panels of one window."""

    def __init__(self, main: PanelledWindow) -> None:
        self._main = main

    def overview(self) -> None:
        """Show or hide the overview."""
        self._main.overview_dock.setVisible(not self._main.overview_dock.isVisible())

    def show_registers(self) -> None:
        """Show the registers and go there, or hide them."""
        if self._main.made("registers") and seen(self._main.registers):
            self._main.registers_dock.hide()
            self._main.canvas.setFocus()
        else:
            bring_forward(self._main.registers_dock, _BELOW_SHARE)
            self._main.registers.table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_register(self, name: str) -> None:
        """Show a register."""
        bring_forward(self._main.registers_dock, _BELOW_SHARE)
        self._main.registers.open(name)

    def show_case(self) -> None:
        """Show the case with room to read it and go there, or hide it."""
        if self._main.made("casing") and seen(self._main.case):
            self._main.case_dock.hide()
            self._main.canvas.setFocus()
        else:
            bring_forward(self._main.case_dock, _CASE_SHARE)
            self._main.case.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_versions(self) -> None:
        """Show the versions and go there, or hide them."""
        if self._main.made("versions") and seen(self._main.versions):
            self._main.versions_dock.hide()
            self._main.canvas.setFocus()
        else:
            self.bring_versions()
            self._main.versions.take_focus()

    def bring_versions(self) -> None:
        """Let the versions be seen."""
        bring_forward(self._main.versions_dock, _BELOW_SHARE)

    def show_findings(self) -> None:
        """Show the findings and go there; from there, hide them and go back to the map."""
        if self._main.findings_dock.isVisible() and holds(self._main.findings, self._main.focusWidget()):
            self._main.findings_dock.hide()
            self._main.canvas.setFocus()
        else:
            bring_forward(self._main.findings_dock, _BELOW_SHARE)
            self._main.findings.begin()

    def next_pane(self) -> None:
        """The keyboard goes to the next of map, inspector, outline, and what is shown below the map."""
        main = self._main
        panes = [
            pane(main.canvas, None),
            pane(main.inspector, main.inspector_dock, next(iter(main.inspector.editors.values()))),
            pane(main.outline, main.outline_dock),
        ]
        if main.answers_dock.isVisible():
            panes.append(Pane(main.answers, main.answers_dock, main.answers.take_focus))
        if main.registers_dock.isVisible():
            tables = [table for table in (main.registers.table, main.registers.details) if table.isVisible()]
            panes += [pane(table, main.registers_dock) for table in tables]
        if main.findings_dock.isVisible():
            panes.append(pane(main.findings, main.findings_dock, main.findings.tree))
        if main.case_dock.isVisible():
            panes.append(pane(main.case.view, main.case_dock))
        if main.versions_dock.isVisible():
            lists = (main.versions.list, main.versions.compare_view.tree)
            panes += [pane(each, main.versions_dock) for each in lists]
        go_on(panes, main.focusWidget())

    def find_words(self) -> None:
        """Ask what to find."""
        bring_forward(self._main.find_dock)
        self._main.find_panel.begin()

    def replace_words(self) -> None:
        """Ask what to replace."""
        bring_forward(self._main.find_dock)
        self._main.find_panel.begin(replacing=True)

    def find_next(self) -> None:
        """Show the next place of what was asked for."""
        self._main.find_panel.next()

    def find_previous(self) -> None:
        """Show the place before of what was asked for."""
        self._main.find_panel.previous()

    def show_entry(self, id: str) -> None:
        """Show an entry in its register."""
        bring_forward(self._main.registers_dock, _BELOW_SHARE)
        self._main.registers.show_record(id)

    def show_improvement(self, id: str) -> None:
        """Show an improvement, or what a part of one belongs to, in its register."""
        bring_forward(self._main.registers_dock, _BELOW_SHARE)
        self._main.registers.show_improvement(id)

    def open_figure(self, figure: str) -> None:
        """Show in the case how a figure came about."""
        bring_forward(self._main.case_dock, _CASE_SHARE)
        self._main.casing.open(figure)

    def bring_answers(self) -> None:
        """Let the answers be seen."""
        bring_forward(self._main.answers_dock, _BELOW_SHARE)
