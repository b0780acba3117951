"""File > Portfolio: a folder of blueprints read beside the window, shown, and opened from, for one window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from app.portfolio import Folder, Found, Unread
from model.analysis.portfolio import Hit, Summary, money_by_currency, shared
from model.errors import KnownError
from model.messages import message
from widgets.portfolio import Glance, Line, PortfolioDialog
from widgets.progress import Cancelled, run_beside

if TYPE_CHECKING:
    from app.window import DocumentWindow

T = TypeVar("T")
# After every day there is.
_NEVER = "~"


class PortfolioActs:
    """What one window shows of folders of blueprints."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window
        self.dialog: PortfolioDialog | None = None

    def show(self) -> None:
        """Ask for a folder, read it beside the window, and show how its blueprints stand."""
        where = self._window.ask.folder(message("portfolio.choose"))
        if where is not None:
            self.show_folder(where)

    def show_folder(self, where: Path) -> None:
        """Show how the blueprints of a folder stand; nothing where the person does not want to wait."""
        window, folder = self._window, Folder(where)
        today = window.desktop.context.today()
        found = self._waited(lambda: folder.read(today))
        if found is None:
            return
        self.dialog = PortfolioDialog(window.texts, window.workspace.theme, self._glance(found), window.main)
        self.dialog.open_wanted.connect(lambda place: window.file.open_path(where / place))
        self.dialog.system_wanted.connect(partial(self._system, folder))
        self.dialog.show()

    def _system(self, folder: Folder, name: str) -> None:
        """Say what the stop of a system means to each blueprint of a folder."""
        window = self._window
        answer = self._waited(partial(folder.hits, name))
        if answer is None:
            return
        hits, unread = answer
        told = [(each.place, [self._hit(each)]) for each in hits]
        told += [(each.place, [self._unread(each)]) for each in unread]
        window.ask.report(message("portfolio.stop", name=name), told)

    def _waited(self, work: Callable[[], T]) -> T | None:
        """The result of work done beside the window; None where it was cancelled or met the user's world."""
        window = self._window
        try:
            return run_beside(work, message("portfolio.reading"), window.texts, window.main)
        except Cancelled:
            return None
        except KnownError as error:
            window.ask.tell(error.message)
            return None

    def _hit(self, hit: Hit) -> str:
        texts, found = self._window.texts, hit.impact
        unknown = texts("portfolio.unknown")
        customers = unknown if found.customers is None else texts.number(found.customers, 0)
        exposure = unknown if found.exposure is None else texts.money(found.exposure, hit.currency)
        count = sum(len(cards) for _, cards in found.touchpoints)
        return texts("portfolio.hit", n=count, customers=customers, exposure=exposure)

    def _unread(self, unread: Unread) -> str:
        texts = self._window.texts
        return texts("portfolio.unread", file=unread.place, why=texts(unread.why))

    def _glance(self, found: Found) -> Glance:
        """A folder in words."""
        texts = self._window.texts
        sums = money_by_currency((row.currency, row.failure_cost) for _, row in found.blueprints)
        head = texts("portfolio.head", n=len(found.blueprints), folder=str(found.folder))
        total = [texts("portfolio.total", amount=texts.money(amount, currency)) for currency, amount in sums.items()]
        systems = shared((place, row.systems) for place, row in found.blueprints)
        owners = shared((place, row.owners) for place, row in found.blueprints)
        return Glance(
            " ".join([head, *total]),
            tuple(self._line(place, row) for place, row in found.blueprints),
            tuple((each.name, self._shared("system", each.name, each.places)) for each in systems),
            (
                *(self._shared("owner", each.name, each.places) for each in owners),
                *(self._unread(each) for each in found.unread),
            ),
        )

    def _shared(self, what: str, name: str, places: tuple[str, ...]) -> str:
        return self._window.texts(f"portfolio.{what}", name=name, n=len(places), files=", ".join(places))

    def _line(self, place: str, row: Summary) -> Line:
        texts, cost, due = self._window.texts, row.failure_cost, row.next_review
        return Line(
            place,
            row.title,
            tuple((light.colour.value, texts(light.words)) for light in row.lights),
            (texts("portfolio.unknown"), -1.0) if cost is None else (texts.money(cost, row.currency), float(cost)),
            (texts("portfolio.no_review"), _NEVER) if due is None else (texts.value(due), due.isoformat()),
        )
