"""View > Variants: made, told apart by their figures, and read side by side, for one window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.session import Session
from model.analysis.by_variant import Figures, by_variant
from model.elements import Variant
from model.messages import Message, message
from model.variants import side_by_side

if TYPE_CHECKING:
    from app.window import DocumentWindow


class VariantActs:
    """The acts on the variants of one window."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window

    def add(self) -> None:
        """Make a variant and edit it; the inspector takes its name."""
        window = self._window
        count = len(window.session.document.table(Variant)) + 1
        title = window.texts("variants.title", n=count)
        made = window.workspace.attempt(lambda: window.workspace.editor.add(Variant, title=title))
        if made is not None:
            window.main.viewing.show_variant(window.session.document.need(Variant, made))

    def figures(self) -> None:
        """Say what each variant comes to."""
        window = self._window
        if self._there():
            document = window.session.document.frozen()
            told = [self._said(each, document.blueprint.currency) for each in by_variant(document)]
            window.ask.report(message("variants.figures"), told)

    def beside(self) -> None:
        """Show the variants side by side, each lane once a variant, in a window to look at and export from."""
        window, variants = self._window, self._there()
        if variants:
            document = side_by_side(window.session.document.frozen(), variants)
            desktop = window.desktop
            session = Session.new(desktop.context, desktop.home, document.rows())
            session.read_only = True
            desktop.show(session)

    def _there(self) -> Sequence[Variant]:
        """The variants; where there are none, that is said."""
        found = self._window.session.document.where(Variant)
        if not found:
            self._window.main.say(message("variants.none"))
        return found

    def _said(self, figures: Figures, currency: str) -> tuple[str, list[str]]:
        """The figures of a variant in words, a line each."""
        texts = self._window.texts
        name = texts("variants.all") if figures.variant is None else figures.variant.title
        minutes = figures.minutes
        lines: list[Message] = [
            message("variants.cards", n=figures.cards, own=figures.own),
            message("variants.links", n=figures.links),
            message("variants.steps", n=figures.steps),
            message("variants.untimed") if minutes is None else message("variants.time", minutes=minutes),
            message("variants.to_serve", amount=texts.money(figures.to_serve, currency)),
            message("variants.failure", amount=texts.money(figures.failure, currency)),
        ]
        return name, [texts(line) for line in lines]
