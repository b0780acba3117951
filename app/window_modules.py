"""Insert > Modules: stages, steps and lanes kept in the personal library, put in, and swapped, for one window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from app.library import Kept, Library, file_name
from app.linked import SUFFIX, linked, way_to
from model.clipboard.pasting import serving
from model.elements import Card, Lane, Stage, Step
from model.messages import message
from model.naming import called, own_words
from widgets.palette import Command

if TYPE_CHECKING:
    from app.window import DocumentWindow


class ModuleActs:
    """The acts of one window on the library of its user."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window

    @property
    def library(self) -> Library:
        """The library as the settings name it, else that of the app-data folder."""
        desktop = self._window.desktop
        return Library(Path(desktop.settings.library) if desktop.settings.library else desktop.home / "modules")

    def keep(self) -> None:
        """Keep the selected stages, steps or lanes as a module, called as the first of them."""
        window = self._window
        document, ids = window.session.document, window.workspace.selection.ids
        rows = [row for id in ids if isinstance(row := document.find(id), Stage | Step | Lane)]
        if not rows or len(rows) != len(ids):
            window.main.say(message("rule.module_of_what"))
            return
        name = own_words(rows[0]) or window.texts("library.unnamed")

        def act() -> None:
            there = {each.name for each in self.library.modules()}
            replaced = file_name(name) in there
            if replaced and not window.ask.confirm(message("library.replace", name=name), (), "keep_newer"):
                return
            kept = self.library.keep(name, window.workspace.editor.module_of(ids))
            window.main.say(message("library.kept", name=kept.name, file=str(kept.path)))

        window.file.guarded(act)

    def insert(self) -> None:
        """Put a module in at the end."""
        editor = self._window.workspace.editor
        self._with_module(lambda text, _name, matching: editor.paste_fragment(text, None, None, None, matching))

    def swap(self) -> None:
        """Let a module of one stage take the place of the selected stage; what is outside keeps its ids."""
        window = self._window
        stage = window.session.document.get(Stage, window.workspace.selection.current)
        if stage is None:
            window.main.say(message("library.which_stage"))
            return

        def swap(text: str, name: str, matching: bool) -> tuple[str, ...]:
            return (window.workspace.editor.swap_stage(stage.id, text, name, matching),)

        self._with_module(swap)

    def link(self) -> None:
        """Link the selected cards to the file of another blueprint, by its way from the folder of this one."""
        window = self._window
        document, here = window.session.document, window.session.path
        cards = [id for id in window.workspace.selection.ids if document.get(Card, id) is not None]
        if not cards or here is None:
            window.main.say(message("library.save_first" if cards else "library.which_card"))
            return
        chosen = window.ask.open_path(
            message("library.choose_blueprint"), {window.texts("window.file_kind"): (SUFFIX,)}
        )
        if chosen is not None:
            window.workspace.attempt(lambda: window.workspace.editor.edit(cards, other_blueprint=way_to(chosen, here)))

    def open_linked(self) -> None:
        """Open the blueprint that the selected card is linked to, once the person has seen which file that is."""
        window = self._window
        card = window.session.document.get(Card, window.workspace.selection.current)
        if card is None or not card.other_blueprint:
            window.main.say(message("library.not_linked"))
            return

        def act() -> None:
            path = linked(card.other_blueprint, window.session.path)
            if window.ask.confirm(message("library.open_question", file=str(path)), (), "open_it"):
                window.file.open_path(path)

        window.file.guarded(act)

    def choose_folder(self) -> None:
        """Choose the folder that the library is in."""
        window = self._window
        where = window.ask.folder(message("library.choose"))
        if where is not None:
            window.desktop.keep(replace(window.desktop.settings, library=str(where)))
            window.main.say(message("library.here", folder=str(where)))

    def _with_module(self, act: Callable[[str, str, bool], tuple[str, ...]]) -> None:
        """Ask for a module, and whether its entries are those of the same name; do something with it, and show that."""
        window = self._window
        chosen = self._chosen()
        text = None if chosen is None else window.workspace.attempt(lambda: self.library.read(chosen))
        if chosen is None or text is None:
            return
        matching = self._matching(chosen.name, text)
        if matching is None:
            return
        made = window.workspace.attempt(lambda: act(text, chosen.name, matching))
        if made:
            window.workspace.selection.set(made, None)
            window.main.canvas.reveal_id(made[0])
            window.main.say(message("library.inserted", name=chosen.name))

    def _matching(self, name: str, text: str) -> bool | None:
        """Whether the entries here that are called like the module's serve for them; None: given up."""
        document = self._window.session.document
        found = self._window.workspace.attempt(lambda: serving(document, text))
        if not found:
            return True
        return self._window.ask.match_entries(name, [called(document, row) for row in found])

    def _chosen(self) -> Kept | None:
        """The module that a person picks, by its name."""
        window = self._window
        known = window.workspace.attempt(self.library.modules)
        if known is None:
            return None
        if not known:
            window.main.say(message("library.empty", folder=str(self.library.folder)))
            return None
        place = str(self.library.folder)
        offered = [Command(str(at), each.name, place, "", "") for at, each in enumerate(known)]
        name = window.ask.command(offered, "library.palette")
        return known[int(name)] if name else None
