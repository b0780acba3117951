"""What the widgets of one window share about its session: document, editor, drawing, words, colours, selection."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, lru_cache
from math import inf
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtGui import QGuiApplication

from model import grid
from model.analysis.views import Lit, Projection, ask_alike
from model.blueprint_map import MapFigures, health_of, map_composer
from model.change import Change
from model.context import Context
from model.document import Document, DocumentView
from model.elements import Card, Picture
from model.errors import KnownError
from model.history import History
from model.keeping import SavedView, ViewMode
from model.layout.compose import FEW, Composer
from model.layout.damage import EVERYTHING, Damage
from model.layout.drawing import Drawing
from model.layout.facts import Light
from model.layout.folds import cell_hides, hides
from model.layout.fonts import FontBook
from model.layout.text import Shaper
from model.layout.theme import Theme
from model.layout.view import View
from model.messages import Message, message
from model.named import NamedTuple
from model.signal import Signal
from model.texts import Texts
from widgets.health import Health
from widgets.selection import Selection
from widgets.turning import Turning

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from model.editor import Editor
    from model.overlaying import Marks

T = TypeVar("T")
# What a window of usual size shows of a map at 100 %, and what is laid out beyond that before it is first shown (px).
_SEEN, _BEYOND = 1024.0, 64.0
# Up to so many cards the health of a document is known before its map is shown, so that the title keeps its height.
_AT_ONCE = 200


class Work(Protocol):
    """A document at work, such as a session: its editor comes when it is first asked for."""

    document: Document
    history: History
    context: Context

    @property
    def editor(self) -> Editor: ...


class Overlaid(NamedTuple):
    """What is marked on a map of two states: by element what became of it, and what the state before is called."""

    marks: Marks
    since: str


class Workspace:
    """Keeps the drawing abreast of the document. `close` lets go of the document.

    `restyled` tells of another theme, `recomposed` what of the drawing changed, `retitled` that only its title did,
    `viewed` of another view of it, `said` a message for the person at the window, `failed` what must not be overlooked.
    """

    def __init__(
        self,
        work: Work | Editor,
        texts: Texts,
        theme: Theme,
        fonts: FontBook,
        *,
        read_only: Callable[[], bool] = lambda: False,
        view: View | None = None,
        overlaid: Overlaid | None = None,
    ) -> None:
        """`texts` is in the user's language; the drawing is in the document's own. `overlaid`: marks of changes."""
        self.document: Document = work.document
        self.context = work.context
        self._work = work
        self.texts = texts
        self.theme = theme
        self.view = view or View()
        self.fonts = fonts
        self._read_only = read_only
        self._overlaid = overlaid
        self._marked: tuple[Drawing, Drawing] | None = None
        self.selection = Selection()
        self.restyled: Signal[Theme] = Signal()
        self.recomposed: Signal[Damage] = Signal()
        self.viewed: Signal[SavedView | None] = Signal()
        self.retitled: Signal[Drawing] = Signal()
        self.said: Signal[Message] = Signal()
        self.failed: Signal[Message] = Signal()
        today = work.context.today()
        small = len(self.document.table(Card)) <= _AT_ONCE
        self._figures = MapFigures(health_of(self.document, today) if small else ())
        self._projection: Projection | None = None
        self.spoken: str | None = None
        self._language = self.document.blueprint.language
        self._shaper = _shaper(fonts, self._language)
        self._composer = self._compose(self.document, _first_sight())
        # Of what a view leaves, beside that of the whole, which stays in step: ending a view costs nothing.
        self._of_part: Composer | None = None
        self._turning = Turning(self.document, lambda part: self._compose(part, at_once=False), self._turn_to)
        self._disconnect = self.document.changed.connect(self._changed)
        self._health = Health(self.document, today)
        self._health.told.connect(self._relight)

    @cached_property
    def editor(self) -> Editor:
        """Every act a user can do."""
        from model.editor import Editor

        return self._work if isinstance(self._work, Editor) else self._work.editor

    @property
    def drawing(self) -> Drawing:
        """The document as it is laid out now."""
        plain, overlaid = self._shown_by.drawing, self._overlaid
        if overlaid is None:
            return plain
        if self._marked is None or self._marked[0] is not plain:
            from model.layout.changes import ChangesDrawing
            from model.layout.furniture import Press

            press = Press(self.theme, Texts(self._language), self._shaper, plain.rtl)
            self._marked = plain, ChangesDrawing(plain, overlaid.marks, press, overlaid.since)
        return self._marked[1]

    @property
    def _shown_by(self) -> Composer:
        return self._of_part or self._composer

    @property
    def map(self) -> DocumentView:
        """What of the document is on the map: all of it, unless a view hides some."""
        projection = self._projection
        hides = projection is not None and projection.view.mode is ViewMode.HIDE
        return projection.part if projection is not None and hides else self.document

    @property
    def seen(self) -> SavedView | None:
        """The view that is on, or that will be in a moment; one that was never saved has no id."""
        return self._turning.wanted or (None if self._projection is None else self._projection.view)

    @property
    def shown(self) -> DocumentView:
        """What the view that is on shows, whether the rest is hidden or dimmed."""
        return self.document if self._projection is None else self._projection.part

    @property
    def lit(self) -> Lit | None:
        """The cards and links that a view leaves in the light; None: no view dims the others."""
        return None if self._projection is None or self.map is not self.document else self._projection.lit

    def see(self, view: SavedView | None) -> bool:
        """Show the document through a view, or all of it; whether that is another than before.

        Through a view of one variant, that one is edited. What a view shows of many cards comes a moment later.
        """
        if view is None and self.seen is None:
            return False
        self._turning.stop()
        self.editor.variant = view.variants[0] if view is not None and len(view.variants) == 1 else None
        known = None if view is None else self._known(view)
        if view is None:
            self._turn_to(None, None)
        elif len(self.document.table(Card)) > FEW:
            self._turning.turn(view, known)
        else:
            self._turn_to(view, known or Projection(self.document, view))
        return True

    def _turn_to(self, view: SavedView | None, projection: Projection | None, composer: Composer | None = None) -> None:
        before = self.map
        if projection is not None and view is not None:
            projection.view = view
        self._projection = projection
        if self.map is not before:
            self._of_part = self._other_map() if composer is None or self.spoken is not None else composer
            self.recomposed.emit(EVERYTHING)
        else:
            self.recomposed.emit(Damage((), False))
        self.viewed.emit(self.seen)

    def _known(self, view: SavedView) -> Projection | None:
        """What a view leaves where that is known: one that only hides instead of dims, or dims, leaves the same."""
        now = self._projection
        return now if now is not None and ask_alike(now.view, view) and now.view.mode is not view.mode else None

    def place_of(self, lane: str | None, step: str | None, place: int) -> int:
        """The place in a cell of the document of a place in that cell of the map."""
        there, seen = grid.cell(self.document, lane, step), grid.cell(self.map, lane, step)
        if self.map is self.document or not there:
            return place
        order = {card.id: index for index, card in enumerate(there)}
        after = (order[card.id] for card in seen[place:] if card.id in order)
        before = (order[card.id] + 1 for card in reversed(seen[:place]) if card.id in order)
        return next(after, next(before, len(there)))

    @property
    def read_only(self) -> bool:
        """Whether the document may only be looked at."""
        return self._read_only()

    @property
    def history(self) -> History:
        """What undo and redo walk."""
        return self._work.history

    def look(self, theme: Theme, view: View) -> None:
        """Show the document in another theme or density; what is folded stays so."""
        view = replace(view, folded=self.view.folded)
        if (theme, view) == (self.theme, self.view):
            return
        self.theme, self.view = theme, view
        self._compose_anew()
        self.restyled.emit(theme)
        self.recomposed.emit(EVERYTHING)

    def fold(self, ids: Iterable[str]) -> None:
        """Hide the cards of lanes, steps and stages; where all of these are folded, show them again."""
        wanted = frozenset(ids)
        folded = self.view.folded
        self._refold(folded - wanted if wanted <= folded else folded | wanted)

    def unfold(self, ids: Iterable[str] | None = None) -> None:
        """Show the cards of what is folded; None: of all that is."""
        self._refold(frozenset() if ids is None else self.view.folded - frozenset(ids))

    def hidden(self, lane: str, step: str) -> bool:
        """Whether the cards of a cell are folded away."""
        return bool(cell_hides(self.document, lane, step, self.view))

    def bring_out(self, id: str) -> None:
        """Unfold what hides an element."""
        self.unfold(hides(self.document, id, self.view))

    def bring_out_cell(self, lane: str, step: str) -> None:
        """Unfold what hides the cards of a cell."""
        self.unfold(cell_hides(self.document, lane, step, self.view))

    def _refold(self, folded: frozenset[str]) -> None:
        if folded != self.view.folded:
            self.view = replace(self.view, folded=folded)
            self._compose_anew()
            self.recomposed.emit(EVERYTHING)

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Do an act; None, and the reason is said, where it may not be done or met the user's world."""
        if self.read_only:
            self.said.emit(message("window.said.read_only"))
            return None
        from model.rules import Refused

        try:
            return act()
        except Refused as error:
            self.said.emit(error.message)
        except KnownError as error:
            self.failed.emit(error.message)
        return None

    @contextmanager
    def group(self, label: Message) -> Iterator[None]:
        """Several acts, one undo step."""
        with self.editor.group(label):
            yield

    def picture(self, id: str) -> QImage | None:
        """A picture of the document, or None where it is not there, too large or cannot be read."""
        from widgets.images import decoded

        return decoded(self.document.get(Picture, id))

    def put_off(self) -> Iterator[None]:
        """What waits until the window stands: the rest of the layout, and the indexes that edits use."""
        while (composer := self._unfinished()) is not None:
            composer.step()
            yield
            if composer.finished and composer is self._shown_by:
                self.recomposed.emit(EVERYTHING)
        yield from self.document.prepare()
        yield from self._composer.let_go()
        if self._of_part is not None:
            yield from self._of_part.let_go()

    def records(self) -> int:
        """How many records there are: at least as many as pieces of the map."""
        return len(self.document)

    @property
    def finished(self) -> bool:
        """Whether all of the map is laid out, links and all."""
        return self._unfinished() is None

    def _unfinished(self) -> Composer | None:
        both = (self._shown_by, self._composer)
        return next((composer for composer in both if not composer.finished), None)

    def close(self) -> None:
        """Hear nothing of the document any more."""
        self._disconnect()
        self._turning.stop()
        self._health.detach()

    def _compose(self, document: DocumentView, first: float | None = None, *, at_once: bool = True) -> Composer:
        """A composer as far down as `first`; None: as far as nobody has to wait for it."""
        language = self.document.blueprint.language
        if language != self._language:
            self._language, self._shaper = language, _shaper(self.fonts, language)
        if first is None:
            first = inf if len(document.table(Card)) <= FEW else _first_sight()
        shaper = self._shaper if document.blueprint.language == language else None
        return map_composer(document, self.fonts, self.theme, self.view, first, self._figures, shaper, at_once=at_once)

    def _compose_anew(self) -> None:
        self._turning.begin_anew()
        self._composer = self._compose(self.document)
        self._of_part = self._other_map()

    def speak(self, language: str | None) -> None:
        """Show the map in another language of the document; None: in its own."""
        if language != self.spoken:
            self.spoken = language
            self._of_part = self._other_map()
            self.recomposed.emit(EVERYTHING)

    def _other_map(self) -> Composer | None:
        """The map where it shows less than the whole, or in another language; None: it does not."""
        if self.spoken is not None:
            from model.translations import translated

            return self._compose(translated(self.map, self.spoken))
        return None if self.map is self.document else self._compose(self.map)

    def _relight(self, lights: Sequence[Light]) -> None:
        """Show how healthy the document is by now."""
        self._figures.lights = lights
        damage = self._composer.renew_title()
        if self._of_part is not None:
            damage = self._of_part.renew_title()
        if damage.everything:
            self.recomposed.emit(damage)
        elif damage.boxes:
            self.retitled.emit(self.drawing)

    def _relit(self, damage: Damage, left: Change) -> Damage:
        """What an edit damages where a view dims the rest: also what came into its light, or went out of it."""
        flipped = (delta.id for delta in left.deltas if delta.before is None or delta.after is None)
        boxes = (box for id in flipped if (box := self.drawing.box(id)) is not None)
        return damage._replace(boxes=(*damage.boxes, *boxes))

    def _changed(self, change: Change) -> None:
        self._turning.begin_anew()
        left = Change(change.label, ()) if self._projection is None else self._projection.update(change)
        if self.document.blueprint.language != self._language:
            self._compose_anew()
            damage = EVERYTHING
        else:
            damage = self._composer.update(change)
            if self.spoken is not None:
                self._of_part, damage = self._other_map(), EVERYTHING
            elif self._of_part is not None:
                damage = self._of_part.update(left)
            elif left:
                damage = self._relit(damage, left)
        self.recomposed.emit(damage)
        self.selection.prune(self.document)


def _shaper(fonts: FontBook, language: str) -> Shaper:
    """One that knows the words of all the documents in the language that were shown before."""
    return Shaper(fonts, language, _known_words(fonts, language))


@lru_cache(maxsize=4)
def _known_words(fonts: FontBook, language: str) -> Shaper:
    return Shaper(fonts, language)


def _first_sight() -> float:
    """As far down (px) as a map is laid out before it is first shown: all that the screen can show, and some more."""
    screen = QGuiApplication.primaryScreen()
    return max(_SEEN, float(screen.size().height())) + _BEYOND
