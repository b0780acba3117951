"""Questions to the person at the window. Tests answer them without dialogs by passing another `Ask`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractButton, QWidget

from model.messages import Message, Value, message
from model.named import NamedTuple
from model.texts import Texts

if TYPE_CHECKING:
    from model.clipboard import Plan
    from model.conflicts import Disputed
    from model.picking import Pick
    from model.usage import UseGroup
    from widgets.box import Box
    from widgets.export.offer import Export, Offer
    from widgets.palette import Command
    from widgets.registers.dialogs import Asked, Deletion
    from widgets.start import Choice

_LINES = 12


class Answer(Enum):
    """What to do with unsaved edits, or with a file somebody else wrote."""

    SAVE = auto()
    MERGE = auto()
    DISCARD = auto()
    CANCEL = auto()


class Target(Enum):
    """Where what is read from a file is to go."""

    NEW = auto()
    OPEN = auto()
    NOWHERE = auto()


class Beginning(NamedTuple):
    """Where a new document begins: `source` is `template`, `sample` or `blank`."""

    source: str
    name: str
    title: str


class Ask:
    """Asks by dialogs over a window."""

    def __init__(self, texts: Texts, parent: QWidget | None = None) -> None:
        self.texts = texts
        self.parent = parent

    def tell(self, said: Message) -> None:
        """One clear line, and a button."""
        box = self._box(said, warns=True)
        box.yes(self.texts("window.button.ok"))
        box.exec()

    def unsaved(self, name: str) -> Answer:
        """Save, discard or cancel."""
        box = self._box(message("window.unsaved", name=name))
        save = box.yes(self.texts("window.button.save"))
        discard = box.give_up(self.texts("window.button.discard"))
        box.no(self.texts("window.button.cancel"))
        box.setDefaultButton(save)
        box.exec()
        return _pressed(box, save, discard)

    def overwrite(self, said: Message) -> Answer:
        """Somebody else wrote the file: MERGE takes it in, SAVE overwrites it with a backup, DISCARD saves a copy."""
        box = self._box(said, warns=True)
        merge = box.yes(self.texts("window.button.merge_theirs"))
        over = box.give_up(self.texts("window.button.overwrite"))
        copy = box.yes(self.texts("window.button.save_copy"))
        box.no(self.texts("window.button.cancel"))
        box.setDefaultButton(merge)
        box.exec()
        return Answer.MERGE if box.clickedButton() is merge else _pressed(box, over, copy)

    def confirm(self, question: Message, details: Sequence[Message], yes: str = "delete") -> bool:
        """Whether to go on, given what it means."""
        box = self._box(question)
        box.setInformativeText("\n".join(self.texts(line) for line in details))
        accept = box.yes(self.texts(f"window.button.{yes}"))
        box.no(self.texts("window.button.cancel"))
        box.setDefaultButton(accept)
        box.exec()
        return box.clickedButton() is accept

    def recover(self, entries: Sequence[Message]) -> Answer:
        """Unsaved documents were found: SAVE opens them, DISCARD forgets them, CANCEL leaves them."""
        box = self._box(message("window.recover.question", n=len(entries)))
        box.setInformativeText("\n".join(self.texts(entry) for entry in entries[:_LINES]))
        take = box.yes(self.texts("window.button.recover"))
        drop = box.give_up(self.texts("window.button.discard"))
        box.no(self.texts("window.button.later"))
        box.setDefaultButton(take)
        box.exec()
        return _pressed(box, take, drop)

    def open_path(
        self, title: Message, filters: Mapping[str, Sequence[str]], folder: Path | None = None
    ) -> Path | None:
        """A file to read, sought in a folder first. `filters`: by words, the suffixes."""
        begin = "" if folder is None else str(folder)
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getOpenFileName(self.parent, self.texts(title), begin, self._filters(filters))
        return Path(name) if name else None

    def passphrase(self, name: str, wrong: bool) -> str | None:
        """The passphrase of a protected file; `wrong`: the one given before was not it. None: given up."""
        from widgets.passphrase import PassphraseDialog

        dialog = PassphraseDialog(self.texts, name, wrong, self.parent)
        return dialog.passphrase if dialog.exec() else None

    def new_passphrase(self, name: str) -> str | None:
        """What is to protect a document from now on."""
        from widgets.passphrase import NewPassphraseDialog

        dialog = NewPassphraseDialog(self.texts, name, self.parent)
        return dialog.passphrase if dialog.exec() else None

    def versions(
        self, name: str, entries: Sequence[tuple[str, str]], title: Callable[[int], str], restorable: bool
    ) -> tuple[str, int]:
        """What to do with which backup, by its number; arguments as for `BackupsDialog`. An empty act: nothing."""
        from widgets.backups import BackupsDialog

        dialog = BackupsDialog(self.texts, name, entries, title, restorable, self.parent)
        return (dialog.act, dialog.number) if dialog.exec() else ("", -1)

    def folder(self, title: Message) -> Path | None:
        """A folder to look into."""
        from PySide6.QtWidgets import QFileDialog

        name = QFileDialog.getExistingDirectory(self.parent, self.texts(title))
        return Path(name) if name else None

    def picture(self) -> Path | None:
        """A picture to read."""
        from model.pictures import SUFFIXES

        return self.open_path(message("window.picture.title"), {self.texts("window.picture.kind"): SUFFIXES})

    def save_path(self, title: Message, suggested: str, filters: Mapping[str, Sequence[str]]) -> Path | None:
        """A file to write; without a suffix it gets the first of the filter."""
        from PySide6.QtWidgets import QFileDialog

        name, _ = QFileDialog.getSaveFileName(self.parent, self.texts(title), suggested, self._filters(filters))
        if not name:
            return None
        path = Path(name)
        suffix = next(iter(filters.values()))[0]
        return path if path.suffix else path.with_name(path.name + suffix)

    def beginning(self, templates: Sequence[str], samples: Sequence[str]) -> Beginning | None:
        """Which new document."""
        from widgets.dialogs import NewDialog

        dialog = NewDialog(self.texts, templates, samples, self.parent)
        return Beginning(*dialog.choice) if dialog.exec() else None

    def export(self, offer: Offer, suggested: str) -> Export | None:
        """Which format with which options, and where to."""
        from widgets.export.dialog import ExportDialog
        from widgets.export.offer import Export

        dialog = ExportDialog(self.texts, offer, self.parent)
        wanted = dialog.exec()
        format, choice = dialog.format, dialog.choice
        # What it laid out to show is large.
        dialog.deleteLater()
        if not wanted:
            return None
        suffix = format.suffix_for(choice.options)
        filters = {self.texts(format.title): (suffix,)}
        path = self.save_path(message("window.export.to"), suggested + suffix, filters)
        if path is None:
            return None
        return Export(choice._replace(options=format.as_named(path.name, choice.options)), path)

    def report(self, title: Message, lines: Sequence[tuple[str, Sequence[str]]]) -> None:
        """What an import or export has to say: headings with lines."""
        from widgets.dialogs import ReportDialog

        dialog = ReportDialog(self.texts, title, lines, self.parent)
        dialog.exec()

    def crash_report(self, report: str) -> None:
        """Show what went wrong in the program last."""
        from widgets.report import CrashDialog

        dialog = CrashDialog(self.texts, message("crash.last"), report, self.parent)
        dialog.exec()

    def match_entries(self, name: str, entries: Sequence[Value]) -> bool | None:
        """Whether entries that are there serve for those of a module that are called alike; None: given up."""
        box = self._box(message("library.match.question", name=name, n=len(entries)))
        lines = [self.texts.value(entry) for entry in entries[:_LINES]]
        if len(entries) > _LINES:
            lines.append(self.texts("library.match.more", n=len(entries) - _LINES))
        box.setInformativeText("\n".join(lines))
        match = box.yes(self.texts("library.match.use"))
        own = box.yes(self.texts("library.match.own"))
        box.no(self.texts("window.button.cancel"))
        box.setDefaultButton(match)
        box.exec()
        pressed = _pressed(box, match, own)
        return None if pressed is Answer.CANCEL else pressed is Answer.SAVE

    def where_to(self, name: str) -> Target:
        """Whether a dropped file becomes a new document or goes into the open one."""
        box = self._box(message("window.import.where", name=name))
        new = box.yes(self.texts("window.button.new_document"))
        here = box.yes(self.texts("window.button.into_this"))
        box.no(self.texts("window.button.cancel"))
        box.setDefaultButton(new)
        box.exec()
        pressed = _pressed(box, new, here)
        return {Answer.SAVE: Target.NEW, Answer.DISCARD: Target.OPEN}.get(pressed, Target.NOWHERE)

    def parts(self, name: str, parts: Sequence[tuple[str, tuple[tuple[str, str], ...], str]]) -> dict[str, str] | None:
        """Which of the parts of a file to read, by what they are called in its options; arguments as `PartsDialog`."""
        from widgets.import_dialogs import PartsDialog

        dialog = PartsDialog(self.texts, name, parts, self.parent)
        return dialog.chosen if dialog.exec() else None

    def mapping(
        self,
        name: str,
        columns: Sequence[tuple[str, str, str]],
        holds: Sequence[tuple[str, Message]],
        fits: Callable[[Sequence[str]], bool],
        words: str,
    ) -> Mapping[str, str] | None:
        """Which column of a table holds what, by heading; None: not to be read. Arguments as for `MappingDialog`."""
        from widgets.import_dialogs import MappingDialog

        dialog = MappingDialog(self.texts, name, columns, holds, fits, self.parent, words)
        return dialog.mapping if dialog.exec() else None

    def preview_import(self, title: Message, said: Message, groups: Sequence[tuple[str, Sequence[str]]]) -> bool:
        """Whether to make the changes that an import means."""
        from widgets.import_dialogs import ImportPreview

        dialog = ImportPreview(self.texts, title, said, groups, self.parent)
        return bool(dialog.exec())

    def start(self, recent: Sequence[str], templates: Sequence[str], samples: Sequence[str]) -> Choice:
        """What to begin with: source and name; two empty texts: nothing."""
        from widgets.start import StartDialog

        dialog = StartDialog(self.texts, recent, templates, samples, self.parent)
        return dialog.choice if dialog.exec() else ("", "")

    def keep_version(self, suggested: str) -> tuple[str, str] | None:
        """Under which name to keep a version, and why; None: not at all."""
        from widgets.versions.keep import KeepDialog

        dialog = KeepDialog(self.texts, suggested, self.parent)
        return dialog.choice if dialog.exec() else None

    def merge_conflicts(self, name: str, conflicts: Sequence[Disputed]) -> Mapping[str, Pick] | None:
        """What each conflict with a copy of a name shall be, by its id; None: no merge."""
        from widgets.versions.merge_dialog import ConflictDialog

        dialog = ConflictDialog(self.texts, name, conflicts, self.parent)
        return dialog.choice if dialog.exec() else None

    def command(self, commands: Sequence[Command], words: str = "window.palette") -> str:
        """Which command to run, or what else to take, by its id; empty: none. `words`: where title and hint stand."""
        from widgets.palette import CommandPalette

        palette = CommandPalette(self.texts, commands, self.parent, words)
        return palette.chosen if palette.exec() else ""

    def shortcuts(self, commands: Sequence[Command], as_text: Callable[[], str]) -> None:
        """Show which keys there are."""
        from widgets.palette import ShortcutSheet

        sheet = ShortcutSheet(self.texts, commands, as_text, self.parent)
        sheet.exec()

    def paste(
        self, planned: Callable[[bool, bool], Plan], either: bool, stacked: bool, headed: bool | None
    ) -> Plan | None:
        """What of a table lands where; what is given is as for `PastePreview`."""
        from widgets.paste_preview import PastePreview

        dialog = PastePreview(self.texts, planned, either, stacked, headed, self.parent)
        return dialog.plan if dialog.exec() else None

    def used(self, name: str, groups: Sequence[UseGroup]) -> str:
        """Which of what refers to an entry to show, by its id; empty: none."""
        from widgets.registers.dialogs import UsedDialog

        dialog = UsedDialog(self.texts, name, groups, self.parent)
        return dialog.chosen if dialog.exec() else ""

    def delete_entries(self, asked: Asked) -> Deletion | None:
        """How entries that something refers to are to go; None: not at all."""
        from widgets.registers.dialogs import DeleteDialog

        dialog = DeleteDialog(self.texts, asked, self.parent)
        return dialog.deletion if dialog.exec() else None

    def merge_entries(self, entries: Sequence[tuple[str, str, int]]) -> str:
        """Which of some entries takes in the others, by its id; empty: none. Each has an id, a name, and uses."""
        from widgets.registers.dialogs import MergeDialog

        dialog = MergeDialog(self.texts, entries, self.parent)
        return dialog.chosen if dialog.exec() else ""

    def duplicates(self, groups: Sequence[Sequence[tuple[str, str, int]]]) -> tuple[int, ...]:
        """Which groups of entries of the same name to make one, by place. Each entry is as for `merge_entries`."""
        from widgets.registers.dialogs import DuplicatesDialog

        dialog = DuplicatesDialog(self.texts, groups, self.parent)
        return dialog.chosen if dialog.exec() else ()

    def _filters(self, filters: Mapping[str, Sequence[str]]) -> str:
        parts = (f"{words} ({' '.join('*' + suffix for suffix in suffixes)})" for words, suffixes in filters.items())
        return ";;".join(parts)

    def _box(self, said: Message, *, warns: bool = False) -> Box:
        from widgets.box import Box

        return Box(self.texts("window.name"), self.texts(said), self.parent, warns=warns)


def _pressed(box: Box, save: QAbstractButton, discard: QAbstractButton) -> Answer:
    """Which button ended a box; anything else is a no to all."""
    button = box.clickedButton()
    if button is save:
        return Answer.SAVE
    return Answer.DISCARD if button is discard else Answer.CANCEL
