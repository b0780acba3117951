"""What the export dialog offers: every exporter with its options, presets, and the pages a choice gives. No Qt."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from exporters import base, registry
from exporters.language import LANGUAGE
from model.analysis.views import filtered
from model.context import Context
from model.document import DocumentView
from model.elements import Card, Picture
from model.entries.columns import REGISTERS
from model.grid import lanes, stages
from model.keeping import SavedView
from model.kinds import kind_of
from model.layouts import KeptLayouts
from model.messages import Message, message
from model.redaction import CONTACTS, LANE, MONEY, NAMES
from model.texts import Texts
from model.translations import languages
from widgets.export.offer import Choice, Offer, Preset, Preview

_OF_ONE_DOCUMENT = frozenset({base.STAGE.name, LANGUAGE.name})
LAST = message("window.export.presets.last")
PRESETS = (
    Preset(message("window.export.presets.wall"), Choice("pdf", {"paper": "A0"})),
    Preset(message("window.export.presets.print_shop"), Choice("pdf", {"paper": "A1"})),
    Preset(message("window.export.presets.office"), Choice("pdf", {"paper": "A0", "tile": "A4"})),
    Preset(message("window.export.presets.committee"), Choice("pack", {"paper": "A4"})),
    Preset(message("window.export.presets.handouts"), Choice("handout", {"what": "teams", "paper": "A4"})),
)


class Source(NamedTuple):
    """What is exported: a document that does not change, and the view that is on, with what it is called."""

    document: DocumentView
    context: Context
    view: SavedView | None = None
    called: str = ""

    def part(self, only_seen: bool) -> DocumentView:
        """The document, or what the view shows of it."""
        return filtered(self.document, self.view) if only_seen and self.view is not None else self.document


def offer(source: Source, texts: Texts, focused: str = "", last: str = "") -> Offer:
    """All that can be exported. `focused`: the title or number of the stage in focus; `last`: what `stored` kept."""
    formats = tuple(_proposing(each, source.document, focused) for each in registry.exporters())
    presets = _presets(formats, last, focused)
    words = dict(_words(source.document, texts))
    return Offer(formats, source.document, Previews(source).of, presets, source.called, words)


def stored(choice: Choice) -> str:
    """A choice as the settings keep it; what names parts of one document is not kept."""
    options = {name: value for name, value in choice.options.items() if name not in _OF_ONE_DOCUMENT}
    if base.REDACT.name in options:
        parts = options[base.REDACT.name].split(",")
        options[base.REDACT.name] = ",".join(part for part in parts if not part.startswith(LANE))
    return json.dumps({"format": choice.format, "options": options}, ensure_ascii=False)


def made(source: Source, choice: Choice) -> base.ExportResult:
    """The file of a choice."""
    return base.run(registry.exporter(choice.format), source.part(choice.part), source.context, choice.options)


class Previews:
    """The pages of one choice after another. What was laid out is kept, as most options do not change it."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._parts: dict[bool, DocumentView] = {}
        self._layouts = KeptLayouts()

    def of(self, choice: Choice) -> Preview | None:
        """The pages of a choice; None: its format has none. `KnownError` where it cannot be exported so."""
        exporter = registry.exporter(choice.format)
        options = base.chosen(exporter.name, exporter.options, choice.options)
        if exporter.pages is None:
            return None
        document = self._part(choice.part)
        pages = exporter.pages(base.ExportRequest(document, self._source.context, options, self._layouts))
        own = {picture.id: picture for picture in pages.book.pictures}
        return Preview(
            pages.book.leaves,
            pages.fonts,
            lambda id: own.get(id) or document.get(Picture, id),
            pages.facts,
            pages.warnings,
        )

    def _part(self, only_seen: bool) -> DocumentView:
        if only_seen not in self._parts:
            self._parts[only_seen] = self._source.part(only_seen)
        return self._parts[only_seen]


def _proposing(exporter: base.Exporter, document: DocumentView, focused: str) -> base.Exporter:
    """An exporter that proposes the stages there are, first the one in focus, and what there is to leave out."""
    titles = tuple(stage.title or str(number) for number, stage in enumerate(stages(document), 1))
    there = tuple(choice for choice, _ in _left_out(document))
    made = {
        base.STAGE.name: replace(
            base.STAGE, label=message("window.export.stage"), default=focused, choices=("", *titles)
        ),
        base.REDACT.name: replace(
            base.REDACT, label=message("window.export.redact"), kind=base.OptionKind.LIST, choices=there
        ),
    }
    if len(spoken := languages(document)) > 0:
        made[LANGUAGE.name] = replace(LANGUAGE, choices=("", document.blueprint.language, *spoken))
    ours = (base.STAGE, base.REDACT, LANGUAGE)
    options = [made.get(option.name, option) if option in ours else option for option in exporter.options]
    return replace(exporter, options=tuple(options))


def _left_out(document: DocumentView) -> Iterator[tuple[str, Message]]:
    """What can be left out of a document, and what it is called: sorts of words, lanes, registers."""
    for name in (NAMES, MONEY, CONTACTS):
        yield name, message(f"window.option.redact.{name}")
    for lane in lanes(document):
        yield f"{LANE}{lane.id}", message("window.option.redact.lane", name=lane.title or message("map.untitled"))
    for register in REGISTERS:
        if register.record is not Card and register.count(document):
            said = message("window.option.redact.register", name=message(f"register.name.{register.name}"))
            yield kind_of(register.record).plural.casefold(), said


def _words(document: DocumentView, texts: Texts) -> Iterator[tuple[tuple[str, str], str]]:
    for choice, said in _left_out(document):
        yield (base.REDACT.name, choice), texts.value(said)


def _presets(formats: Sequence[base.Exporter], last: str, focused: str) -> tuple[Preset, ...]:
    """The choice made last, then those for the usual occasions, as far as there are formats for them."""
    known = {each.name: {option.name for option in each.options} for each in formats}
    found = [preset for preset in PRESETS if preset.choice.options.keys() <= known.get(preset.choice.format, set())]
    choice = _read(last, known)
    usual = Preset(message("window.export.presets.usual"), Choice(formats[0].name, {}))
    first = usual if choice is None else Preset(LAST, choice)
    return tuple(_focused(preset, known, focused) for preset in (first, *found))


def _focused(preset: Preset, known: Mapping[str, set[str]], focused: str) -> Preset:
    choice = preset.choice
    if not focused or base.STAGE.name not in known[choice.format]:
        return preset
    return preset._replace(choice=choice._replace(options={**choice.options, base.STAGE.name: focused}))


def _read(last: str, known: Mapping[str, set[str]]) -> Choice | None:
    """A choice as the settings kept it; one that another version made may be none any more."""
    try:
        kept: Any = json.loads(last)
        name, options = str(kept["format"]), dict(kept["options"])
    except (ValueError, KeyError, TypeError):
        return None
    if name not in known:
        return None
    return Choice(name, {str(key): str(value) for key, value in options.items() if key in known[name]})
