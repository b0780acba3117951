"""The window: starts Qt, opens sessions in windows, offers what a crash left behind."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, Qt, QTimer, QTranslator
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from app import recovery, settings
from app.mishaps import Mishaps
from app.rubbish import Rubbish
from app.session import Session
from app.unlocking import unlocked
from app.window import DocumentWindow
from model.context import Context
from model.document import Document
from model.errors import KnownError
from model.layout.fonts import FontBook
from model.layout.theme import load_theme, themes
from model.layout.view import Density, View
from model.messages import Message, message
from model.store.protection import Secret
from model.texts import Texts
from resources import path
from widgets.ask import Answer, Ask
from widgets.style import begun, colour, dress
from widgets.workspace import Overlaid

# How long (s) the window may wait for the interpreter while a worker computes: ten times less than is usual.
_SWITCH = 0.0005
AskMaker = Callable[[Texts, QWidget | None], Ask]


class Desktop:
    """All windows of one process, and what they share: context, settings, words, fonts, theme."""

    def __init__(self, context: Context, home: Path, ask: AskMaker = Ask) -> None:
        self.context = context
        self.home = home
        self.settings = settings.load(home)
        self.texts = Texts(context.locale)
        self.fonts = FontBook.bundled()
        self.theme = load_theme(self._theme_name())
        self.windows: list[DocumentWindow] = []
        self._ask = ask

    def ask(self, parent: QWidget | None = None) -> Ask:
        """Questions over a window."""
        return self._ask(self.texts, parent)

    @cached_property
    def rubbish(self) -> Rubbish:
        """When Python looks for it."""
        return Rubbish()

    def show(self, session: Session, overlaid: Overlaid | None = None) -> DocumentWindow:
        """A new window on a session; `overlaid`: marks of what changed on its map."""
        self.rubbish.begin()
        window = DocumentWindow(self, session, overlaid)
        if self.windows:
            window.main.stand_beside(self.windows[-1].main)
        self.windows.append(window)
        window.main.show()
        window.main.come_forward()
        self.rubbish.pass_over()
        return window

    def forget(self, window: DocumentWindow) -> None:
        """A window has closed."""
        if window in self.windows:
            self.windows.remove(window)
        if not self.windows:
            self.rubbish.rest()

    def open(self, path: Path, secret: Secret = None) -> Session:
        """A session on a file, remembered among the recent ones; a file of another kind is a `KnownError`."""
        session = Session.open(path, self.context, self.home, secret=secret)
        self.remember(path)
        return session

    def blank(self) -> Session:
        """A session on the template a service usually begins with."""
        from model import new

        return self.session(new.from_template(new.TEMPLATES[0], self.context, "", self._language()))

    def sample(self, name: str) -> Session:
        """A session on a sample."""
        from model import samples

        return self.session(samples.build(name, self.context))

    def template(self, name: str, title: str) -> Session:
        """A session on a template; an empty name: a blank document."""
        from model import new

        if not name:
            return self.session(new.blank(self.context, title, self._language()))
        return self.session(new.from_template(name, self.context, title, self._language()))

    def session(self, document: Document, *, unsaved: bool = False) -> Session:
        """A session on a document that has no file."""
        return Session.new(self.context, self.home, document.rows(), unsaved=unsaved)

    def remember(self, path: Path) -> None:
        """Put a file at the head of the recent ones."""
        self.keep(self.settings.opened(path))

    def keep(self, changed: settings.Settings) -> None:
        """Keep the settings; that they cannot be kept disturbs nobody."""
        self.settings = changed
        try:
            settings.save(changed, self.home)
        except KnownError as error:
            for window in self.windows:
                window.main.say(error.message)

    @property
    def view(self) -> View:
        """How much a card shows, as last chosen."""
        known = self.settings.density in list(Density)
        return View(Density(self.settings.density)) if known else View()

    def look(self, *, theme: str | None = None, density: str | None = None) -> None:
        """Keep another theme (empty: the system's) or density, and show everything so."""
        was = self.settings
        self.keep(replace(was, theme=was.theme if theme is None else theme, density=density or was.density))
        self.restyle()

    def show_money(self, wanted: bool) -> None:
        """Keep whether the money of a map stands below it, and show every window so."""
        self.keep(replace(self.settings, money="" if wanted else "off"))
        for window in self.windows:
            window.main.want_money(wanted)

    def restyle(self) -> None:
        """Show everything as the settings and the system now have it."""
        theme, running = load_theme(self._theme_name()), QApplication.instance()
        if theme is not self.theme and isinstance(running, QApplication):
            self.theme = theme
            colour(running, theme)
        for window in self.windows:
            window.workspace.look(self.theme, self.view)

    def speak(self, language: str) -> None:
        """Keep another language (empty: the system's) for the next start."""
        self.keep(replace(self.settings, language=language))

    def keep_layout(self, text: str) -> None:
        """Remember how the windows look."""
        self.keep(replace(self.settings, window=text))

    def keep_registers(self, text: str) -> None:
        """Remember which columns of the registers are shown, and how wide."""
        if text != self.settings.registers:
            self.keep(replace(self.settings, registers=text))

    def offer_recovery(self) -> list[Session]:
        """What dead sessions left, as far as the person wants it."""
        found = recovery.recoverable(self.home)
        if not found:
            return []
        ask = self.ask()
        answer = ask.recover([_entry(entry) for entry in found])
        sessions = []
        for entry in found:
            try:
                if answer is Answer.SAVE:
                    session = self._recovered(ask, entry)
                    sessions += [] if session is None else [session]
                elif answer is Answer.DISCARD:
                    recovery.discard(self.home, entry.id)
            except KnownError as error:
                self.ask().tell(error.message)
        return sessions

    def _recovered(self, ask: Ask, entry: recovery.Recoverable) -> Session | None:
        def act(secret: Secret) -> Session:
            return recovery.recover(self.home, entry.id, self.context, secret=secret)

        return unlocked(ask, self._called(entry), recovery.base_of(self.home, entry.id), act)

    def _called(self, entry: recovery.Recoverable) -> str:
        return entry.title or (Path(entry.path).name if entry.path else self.texts("window.untitled"))

    def _theme_name(self) -> str:
        """The theme chosen, else the one that goes with the system's colours."""
        if self.settings.theme in themes():
            return self.settings.theme
        return "dark" if system_is_dark() else "light"

    def _language(self) -> str:
        """The language a new document is in: that of the words the person reads."""
        return self.texts.locale if self.texts.locale != "pseudo" else "en"


def system_is_dark() -> bool:
    """Whether the system's colours are dark ones; before Qt has started: not known, so not."""
    running = QGuiApplication.instance()
    return isinstance(running, QGuiApplication) and running.styleHints().colorScheme() == Qt.ColorScheme.Dark


def _entry(entry: recovery.Recoverable) -> Message:
    where = entry.path or message("window.recover.no_file")
    if entry.protected:
        return message("window.recover.protected", where=where, n=entry.edits)
    title = entry.title or message("window.untitled")
    return message("window.recover.entry", title=title, where=where, n=entry.edits)


def application(desktop: Desktop, arguments: Sequence[str]) -> QApplication:
    """Qt in the theme's looks and the session's language; workers give the interpreter back within a moment."""
    sys.setswitchinterval(_SWITCH)
    qt = begun(arguments)
    qt.setApplicationName(desktop.texts("window.name"))
    qt.setWindowIcon(QIcon(str(path("icons", "throughline.svg"))))
    language = QLocale(desktop.texts.locale)
    translator = qt_words(language, qt)
    if translator is not None:
        qt.installTranslator(translator)
    qt.setLayoutDirection(language.textDirection())
    dress(qt, desktop.theme, desktop.fonts)
    return qt


def qt_words(language: QLocale, parent: QObject) -> QTranslator | None:
    """Qt's own words, those of the menus of text fields and of file dialogs, in a language; None: Qt has none."""
    translator = QTranslator(parent)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator if translator.load(language, "qtbase", "_", folder) else None


def main(context: Context, file: Path | None = None, sample: str | None = None) -> int:
    """Open the window on a file, a sample or a new document, and run until the last one closes."""
    desktop = Desktop(context, settings.default_home())
    qt = application(desktop, sys.argv[:1])
    mishaps = Mishaps(desktop)
    mishaps.watch()
    try:
        return _run(desktop, qt, file, sample)
    finally:
        mishaps.release()


def _run(desktop: Desktop, qt: QApplication, file: Path | None, sample: str | None) -> int:
    desktop.restyle()
    sessions = desktop.offer_recovery()
    if file is not None:
        session = unlocked(desktop.ask(), file.name, file, partial(desktop.open, file))
        sessions += [] if session is None else [session]
    elif sample is not None:
        sessions.append(desktop.sample(sample))
    for session in sessions:
        desktop.show(session)
    if not sessions:
        QTimer.singleShot(0, desktop.show(desktop.blank()).file.start)
    return int(qt.exec())
