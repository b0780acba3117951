"""The View menu beyond zooming: looks, ways to find, walk and present, for one window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.actions import ACTIONS
from app.reference import entry, keys_as_text, typing
from model import grid
from model.elements import Lane, Stage, Step
from model.messages import message

if TYPE_CHECKING:
    from app.window import DocumentWindow
    from widgets.guide import Guide
    from widgets.living.review import ReviewWindow
    from widgets.palette import Command
    from widgets.presenter import Presenter

SYSTEM = "system"
VIEWED = ("theme", "density", "language", "money")


class ViewActs:
    """What the View menu does for one window."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window
        self._desktop = window.desktop
        self.presenter: Presenter | None = None
        self.asking: Guide | None = None
        self.reviewing: ReviewWindow | None = None

    def theme(self, name: str) -> None:
        """Show every window in a theme; `system` follows the system's colours."""
        self._desktop.look(theme="" if name == SYSTEM else name)

    def density(self, name: str) -> None:
        """Show less or more on the cards."""
        self._desktop.look(density=name)

    def language(self, name: str) -> None:
        """Keep the language the window speaks from its next start on; `system` follows the system's."""
        self._desktop.speak("" if name == SYSTEM else name)
        self._window.main.say(message("window.said.language"))

    def zoom_selection(self) -> None:
        """Show what is selected as large as fits; nothing selected: the whole map."""
        canvas, ids = self._window.main.canvas, self._window.workspace.selection.ids
        if ids:
            canvas.spotlight.zoom_to_ids(ids)
        else:
            canvas.zoom_to_fit()

    def focus_stage(self) -> None:
        """Show the stage of what is selected and dim the others; the same stage again: all as before."""
        canvas = self._window.main.canvas
        stage = self._stage()
        if stage is None or stage == canvas.spotlight.stage:
            canvas.spotlight.focus(None)
            canvas.zoom_to_fit()
        else:
            canvas.spotlight.focus(stage)

    @property
    def focused(self) -> str:
        """The title or number of the stage the map is focused on, or nothing."""
        document = self._window.session.document
        stage = document.get(Stage, self._window.main.canvas.spotlight.stage)
        numbers = {row.id: str(number) for number, row in enumerate(grid.stages(document), 1)}
        return "" if stage is None else stage.title or numbers[stage.id]

    def money(self) -> None:
        """Show or hide the money of the map below it."""
        self._desktop.show_money(self._desktop.settings.money == "off")

    def fold(self) -> None:
        """Hide the cards of the selected lanes, steps and stages, or show them again."""
        window = self._window
        document, selection = window.session.document, window.workspace.selection
        heads = [id for id in selection.ids if isinstance(document.find(id), Lane | Step | Stage)]
        if heads:
            window.workspace.fold(heads)
        else:
            window.main.say(message("window.said.fold_what"))

    def unfold(self) -> None:
        """Show the cards of all that is folded."""
        self._window.workspace.unfold()

    def present(self) -> None:
        """Show the blueprint step by step on the whole screen, from the selected step on."""
        window = self._window
        from widgets.presenter import Presenter

        presenter = Presenter(window.workspace, self._desktop.view, window.main, self._step())
        presenter.ended.connect(self._presented)
        presenter.showFullScreen()
        self.presenter = presenter

    def walk(self) -> None:
        """Go through the blueprint step by step and take down what was seen."""
        window = self._window
        from widgets.living.walk import WalkThrough

        walk = WalkThrough(window.workspace, self._desktop.view, window.main, self._step())
        walk.ended.connect(self._presented)
        walk.showFullScreen()
        self.presenter = walk

    def review(self) -> None:
        """Go through what the blueprint leaves open, and keep that it was reviewed."""
        from widgets.living.review import ReviewWindow

        window = self._window
        self.reviewing = ReviewWindow(window.workspace, window.main)
        self.reviewing.shown.connect(window.main.registers.show_record)
        self.reviewing.open()

    def palette(self) -> None:
        """Find any act by its name, and do it."""
        chosen = self._window.ask.command([each for each in self.commands() if each.id != "palette"])
        self._window.main.activateWindow()
        if chosen:
            self._window.menus.actions[chosen].trigger()

    def shortcuts(self) -> None:
        """Show the keys of every act."""
        from widgets.palette import Command

        texts = self._window.texts
        heading = texts("window.shortcuts.typing")
        pressed = [Command("", keys, heading, "", what) for keys, what in typing(texts)]
        self._window.ask.shortcuts([*self.commands(), *pressed], lambda: keys_as_text(ACTIONS, texts))

    def guide(self) -> None:
        """Ask for a new blueprint in the order of the field."""
        window = self._window
        from widgets.guide import Guide

        guide = Guide(window.workspace, window.main)
        guide.added.connect(window.main.canvas.zoom_to_fit)
        guide.finished.connect(lambda _: self._guided())
        guide.show()
        self.asking = guide

    def crash_report(self) -> None:
        """Show the last error of the program."""
        from app import crashes

        report = crashes.latest(self._desktop.home)
        if report:
            self._window.ask.crash_report(report)
        else:
            self._window.main.say(message("window.said.no_crash"))

    def holds(self, field: str, value: str) -> bool:
        """Whether a choice of the View menu is the one that holds."""
        if field == "theme":
            return (self._desktop.settings.theme or SYSTEM) == value
        if field == "language":
            return (self._desktop.settings.language or SYSTEM) == value
        if field == "money":
            return self._desktop.settings.money != "off"
        return self._desktop.view.density == value

    def _guided(self) -> None:
        """The keyboard goes on on the map."""
        self._window.main.activateWindow()
        self._window.main.canvas.setFocus()

    def _presented(self, step: str) -> None:
        """Back on the map, at the step that was shown last."""
        if step in self._window.session.document:
            self._window.main.canvas.reveal_id(step)
        self._window.main.activateWindow()

    def _step(self) -> str | None:
        """The step that what is selected is in."""
        document, selection = self._window.session.document, self._window.workspace.selection
        row = document.find(selection.current or "")
        if isinstance(row, Step):
            return row.id
        if isinstance(row, Stage):
            return next((step.id for step in document.where(Step, stage=row.id)), None)
        return selection.cell[1] if selection.cell else None

    def _stage(self) -> str | None:
        document = self._window.session.document
        current = document.get(Stage, self._window.workspace.selection.current)
        step = document.get(Step, self._step())
        return current.id if current is not None else step.stage if step is not None else None

    def commands(self) -> list[Command]:
        """Every act as the palette lists it."""
        from widgets.palette import Command

        actions = self._window.menus.actions
        return [Command(*entry(spec, self._window.texts), actions[spec.id].isEnabled()) for spec in ACTIONS]
