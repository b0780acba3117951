"""Reading files of other kinds: into a new document, or into the open one after a look at what that changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from exporters import registry
from exporters.readers import base, readings, readings_table
from exporters.readers.report import report_groups
from model.change import Change
from model.document import Document, DocumentView
from model.messages import Message, message
from model.snapshots import kept_before
from model.telling import Teller, said, told_of
from widgets.ask import Target
from widgets.progress import Cancelled, run_beside

if TYPE_CHECKING:
    from app.window import DocumentWindow

# So many mappings of tables are remembered.
_REMEMBERED = 20


class ImportActs:
    """What importing does for one window. Every refusal becomes one clear line, and changes nothing."""

    def __init__(self, window: DocumentWindow) -> None:
        self._window = window
        self._texts = window.texts

    def import_new(self) -> None:
        """Read a file of another kind into a new document."""
        path = self._ask_path()
        if path is not None:
            self._guarded_read(path, into=False)

    def import_into(self) -> None:
        """Read a file of another kind into the open document."""
        path = self._ask_path()
        if path is not None:
            self._guarded_read(path, into=True)

    def readings(self) -> None:
        """Read the readings of metrics from a table into the open document."""
        window = self._window
        window.main.finish()
        kinds = {self._texts("window.readings.kinds"): (*readings_table.TEXT, *readings_table.BOOK)}
        path = window.ask.open_path(message("window.readings.title"), kinds, window.file.folder)
        if path is not None:
            window.file.guarded(lambda: self._bring_readings(path))

    def _bring_readings(self, path: Path) -> None:
        window = self._window
        document, today = window.session.document.frozen(), window.desktop.context.today()
        chosen = self._mapping(path, readings.propose(path, document))
        if chosen is None:
            return
        busy = message("window.import.busy", name=path.name)
        try:
            brought = run_beside(
                lambda: readings.read(path, document, today, chosen), busy, self._texts, self._window.main
            )
        except Cancelled:
            return
        lines = [self._texts(readings.breach_words(each)) for each in brought.breaches]
        breaches = (self._texts(readings.breaches_words(brought)), lines)
        self._agree(path, message("window.readings.report", name=path.name), brought.change, brought.report, [breaches])

    def drop(self, path: Path) -> None:
        """Read a file that was dropped onto the window; where a document is open, ask whether into it."""
        window = self._window
        alone = window.pristine or window.session.read_only
        target = Target.NEW if alone else window.ask.where_to(path.name)
        if target is not Target.NOWHERE:
            self._guarded_read(path, into=target is Target.OPEN)

    def _ask_path(self) -> Path | None:
        self._window.main.finish()
        filters: dict[str, Sequence[str]] = {self._texts(each.title): each.suffixes for each in registry.readers()}
        suffixes = list(dict.fromkeys(suffix for each in filters.values() for suffix in each))
        everything: dict[str, Sequence[str]] = {self._texts("window.import.all"): suffixes}
        for told in registry.broken():
            self._window.main.say(told)
        return self._window.ask.open_path(
            message("window.import.title"), everything | filters, self._window.file.folder
        )

    def _guarded_read(self, path: Path, into: bool) -> None:
        def act() -> None:
            reader = registry.reader_for(path)
            options = self._options(reader, path)
            if options is None:
                return
            document = self._window.session.document.frozen() if into else None
            reading = self._read(reader, path, options, document)
            if reading is not None and document is None:
                self._show(path, reading)
            elif reading is not None:
                self._apply(path, reading)

        self._window.file.guarded(act)

    def _options(self, reader: base.Reader, path: Path) -> dict[str, str] | None:
        """The options for a file: which part is read, and what columns that may hold anything hold; None: given up."""
        busy, options = message("window.import.busy", name=path.name), dict[str, str]()
        parts, propose = reader.parts, reader.propose
        try:
            several = run_beside(lambda: () if parts is None else parts(path), busy, self._texts, self._window.main)
            if several:
                picked = self._window.ask.parts(path.name, several)
                if picked is None:
                    return None
                options |= picked
            proposal = run_beside(
                lambda: None if propose is None else propose(path, options), busy, self._texts, self._window.main
            )
        except Cancelled:
            return None
        if proposal is None:
            return options
        chosen = self._mapping(path, proposal)
        return None if chosen is None else {**options, "columns": json.dumps(chosen, ensure_ascii=False)}

    def _mapping(self, path: Path, proposal: base.Proposal) -> dict[str, str] | None:
        """What the columns of a table hold, as a person says it, beginning with what was said of such a table before;
        None: given up."""
        desktop = self._window.desktop
        kept = _mappings(desktop.settings.mappings)
        key = "\x1f".join(sorted(head for head, _, _ in proposal.columns))
        known = kept.get(key, {})
        targets = {target for target, _ in proposal.holds}
        columns = [
            (head, example, known[head] if known.get(head) in targets else target)
            for head, example, target in proposal.columns
        ]
        chosen = self._window.ask.mapping(path.name, columns, proposal.holds, proposal.fits, proposal.words)
        if chosen is None:
            return None
        kept.pop(key, None)
        newest = dict([(key, dict(chosen)), *kept.items()][:_REMEMBERED])
        desktop.keep(replace(desktop.settings, mappings=json.dumps(newest, ensure_ascii=False)))
        return dict(chosen)

    def _read(
        self, reader: base.Reader, path: Path, options: dict[str, str], document: DocumentView | None
    ) -> base.Reading | None:
        context, busy = self._window.desktop.context, message("window.import.busy", name=path.name)
        try:
            return run_beside(
                lambda: base.run(reader, path, context, options, document), busy, self._texts, self._window.main
            )
        except Cancelled:
            return None

    def _show(self, path: Path, reading: base.Reading) -> None:
        """A new document, and how it went."""
        window = self._window
        window.file.place(window.desktop.session(Document(reading.rows), unsaved=True))
        groups = report_groups(reading.report, self._texts)
        window.ask.report(message("window.import.report", name=path.name), groups)

    def _apply(self, path: Path, reading: base.Reading) -> None:
        """Make the change after a person has seen it; where there is none, only say how it went."""
        title = message("window.import.report", name=path.name)
        self._agree(path, title, reading.change, reading.report, ())

    def _agree(
        self,
        path: Path,
        title: Message,
        change: Change | None,
        report: base.Report,
        first: Sequence[tuple[str, Sequence[str]]],
    ) -> None:
        """Make a change after a person has seen it; `first`: what there is to see above it."""
        window = self._window
        told = () if change is None else told_of(change)
        last = report_groups(report, self._texts)
        if change is None or not change:
            window.ask.report(title, [(self._texts(said(told)), []), *last])
            return
        groups = Teller(window.session.document, change, self._texts).groups(told)
        # What breaks a limit comes first, and then what was left out.
        shown = [*first, *last, *groups] if first else [*groups, *last]
        if window.ask.preview_import(title, said(told), shown):
            window.session.history.push(self._kept_before(path, change))
            window.main.say(message("window.said.imported", changes=said(told), name=path.name))

    def _kept_before(self, path: Path, change: Change) -> Change:
        """The change with a version of how it was before, so that what it brought can be compared and printed."""
        session = self._window.session
        name = self._texts("import.before", name=path.name)
        return kept_before(session.document, session.context, change, name)


def _mappings(text: str) -> dict[str, dict[str, str]]:
    """The mappings remembered; what cannot be read is forgotten."""
    try:
        found = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: each for key, each in found.items() if isinstance(each, dict)}
