"""The page put together: its parts in sections, and the rules by which a browser may read it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from exporters.base import REDACT, ExportRequest, ExportResult
from exporters.common.svg_device import Device
from exporters.common.svg_text import escaped
from exporters.html_drawing import Colours, Map, places, signs, strips, svg
from exporters.html_lists import Lists, entries, placed_cards
from exporters.html_tables import Table, table
from exporters.html_text import said
from model import grid
from model.analysis.checks.base import Finding
from model.analysis.checks.runner import run as run_checks
from model.analysis.views import whole_of
from model.blueprint_map import health_of
from model.case_sheet.finding import find, looks
from model.case_sheet.sheet import Sheets, case_data
from model.elements import Picture
from model.errors import BugError, KnownError
from model.layout.compose import is_rtl
from model.layout.drawing import Layer
from model.layout.fonts import FontBook
from model.layout.theme import load_theme
from model.messages import Message, message
from model.printing import amiss, stage_called, themed_drawing
from model.redaction import parse
from model.texts import Texts
from resources import path

DARK = "dark"
THEMES = ("light", DARK)
ACTS = ("in", "out", "fit")
_CASE_WIDTH = 1080.0
# Between the rows of the case, half of it above and half below.
_AIR = 7.0


def page(request: ExportRequest, parts: Parts) -> ExportResult:
    """The whole file."""
    made = _Page(request, parts)
    text = made.written()
    return ExportResult(text.encode("utf-8"), tuple(made.told))


def _policy(style: str, script: str) -> str:
    """Nothing is fetched, and of styles and scripts only these run."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}"


def _resource(name: str) -> str:
    return "\n" + path("web", name).read_text(encoding="utf-8")


def _named(theme: str) -> str:
    """A theme's own colours."""
    return ";".join(f"--{name}:{colour}" for name, colour in load_theme(theme).colours.items())


class Parts(NamedTuple):
    """Which parts the page has beside the map."""

    cards: bool
    registers: bool
    findings: bool
    case: bool


class _Page:
    """What is known while a page is made; `told`: what its maker should know."""

    def __init__(self, request: ExportRequest, parts: Parts) -> None:
        self._document = document = request.document
        self._context = request.context
        self._parts = parts
        self._stamped = request.options["stamp"].strip()
        self._moneyless = parse(request.options[REDACT.name]).money
        self._stage = stage_called(document, request.options["stage"])
        self._texts = Texts(document.blueprint.language)
        self._title = document.blueprint.title or document.blueprint.service or self._texts("map.untitled")
        self._fonts = FontBook.bundled()
        self._light, self._dark = (
            themed_drawing(document, request.context.today(), self._stage, theme, self._fonts) for theme in THEMES
        )
        self._colours = Colours()
        self._device = Device(self._fonts, lambda id: document.get(Picture, id))
        self._places = places(self._light.pieces(keep=False))
        self._rows: dict[str, str] = {}
        self.told: list[Message] = []

    def written(self) -> str:
        """The page."""
        texts, document = self._texts, self._document
        sections = self._sections()
        script = _resource("page.js")
        head, bar = self._head(), self._bar(sections)
        style = f"{self._variables()}{_resource('page.css')}{self._typefaces(head, bar, *sections.values())}"
        self.told += amiss(
            document, self._light.missing(), self._fonts, self._device.text.used, self._device.unreadable
        )
        language = document.blueprint.language
        side = "rtl" if is_rtl(language) else "ltr"
        made = message("html.generated", day=self._context.today())
        return (
            f'<!DOCTYPE html>\n<html lang="{escaped(language)}" dir="{side}">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="referrer" content="no-referrer">\n<meta name="generator" content="Throughline">\n'
            f'<meta name="author" content="{escaped(self._context.actor)}">\n<title>{escaped(self._title)}</title>\n'
            f'<link rel="icon" href="data:,">\n<style>{style}</style>\n</head>\n<body>\n'
            f'<a class="skip" href="#content">{said(texts, "html.page.skip")}</a>\n'
            f"{signs(self._device)}{head}{bar}"
            f'<main id="content" tabindex="-1">\n{"".join(sections.values())}</main>\n'
            f"<footer><p>{said(texts, made)}</p></footer>\n<script>{script}</script>\n</body>\n</html>\n"
        )

    def _head(self) -> str:
        """Title, what stands under and beside it on the map, and the stamp."""
        title = next((piece for piece in self._light.pieces(None, (Layer.TITLE,), keep=False)), None)
        lights = ", ".join(self._texts(light.words) for light in health_of(self._document, self._context.today()))
        words = "" if title is None else title.text.removeprefix(self._title).removesuffix(lights)
        below = "".join(f'<p class="quiet">{escaped(part)}</p>\n' for part in (words.strip(), lights) if part)
        stamp = f'<p class="stamp">{self._stamp()}</p>\n' if self._stamped else ""
        return f"<header>\n<h1>{escaped(self._title)}</h1>\n{below}{stamp}</header>\n"

    def _stamp(self) -> str:
        """One of our stamps in the document's language, another as it was typed."""
        id = f"printed.stamp.{self._stamped.casefold()}"
        return said(self._texts, id) if id in self._texts else escaped(self._stamped)

    def _bar(self, sections: Mapping[str, str]) -> str:
        """What stays in sight: the parts, the search, light or dark."""
        texts = self._texts
        links = "".join(f'<li><a href="#{id}">{said(texts, f"html.page.{id}")}</a></li>' for id in sections)
        return (
            f'<div class="bar">\n<nav aria-label="{escaped(texts("html.page.sections"))}"><ul>{links}</ul></nav>\n'
            '<div id="finder" role="search" class="js-only">'
            f'<label for="search">{said(texts, "html.page.search")}</label>'
            '<input id="search" type="search" autocomplete="off" aria-controls="results">'
            f'<p id="found" class="quiet" role="status" data-words="{escaped(texts("html.page.found"))}"></p>'
            '<ul id="results" hidden></ul></div>\n'
            f'<button id="dark" type="button" class="js-only">{said(texts, "html.page.dark")}</button>\n</div>\n'
        )

    def _sections(self) -> dict[str, str]:
        """The parts that were asked for and have something to show, by their ids."""
        document = self._document
        cards = list(placed_cards(document, self._places))
        if self._stage is None:
            cards += grid.tray(document)
        registers = list(entries(document)) if self._parts.registers else []
        if self._parts.cards:
            self._rows |= {card.id: f"k{place}" for place, card in enumerate(cards, 1)}
        for part, (_, rows) in enumerate(registers, 1):
            self._rows |= {row.id: f"r{part}-{place}" for place, row in enumerate(rows, 1)}
        lists = Lists(document, self._texts, self._rows, self._places)
        made = {"map": self._map()}
        if self._parts.cards and cards:
            made["cards"] = table(lists.cards(cards), self._texts)
        if registers:
            made["registers"] = "".join(self._titled(lists.register(*each)) for each in registers)
        if self._parts.findings:
            made["findings"] = self._findings(lists)
        if self._parts.case:
            made["case"] = self._case()
        return {id: self._section(id, html) for id, html in made.items() if html}

    def _section(self, id: str, html: str) -> str:
        head = f'<h2 id="{id}-head">{said(self._texts, f"html.page.{id}")}</h2>'
        return f'<section id="{id}" aria-labelledby="{id}-head">\n{head}\n{html}</section>\n'

    def _titled(self, made: Table) -> str:
        return f"<h3>{said(self._texts, made.name)}</h3>\n{table(made, self._texts)}"

    def _map(self) -> str:
        texts = self._texts
        pieces = self._colours.paired(self._light.pieces(keep=False), self._dark.pieces(keep=False))
        name, tools = texts("html.page.map_of", title=self._title), escaped(texts("html.page.tools"))
        drawn = Map(self._places, self._rows).svg(self._device, self._light, pieces, name)
        buttons = "".join(
            f'<button type="button" data-act="{act}">{said(texts, f"html.page.{act}")}</button>' for act in ACTS
        )
        return (
            f'<div class="tools js-only" role="group" aria-label="{tools}">{buttons}</div>\n'
            f'<div id="pane" tabindex="0" role="region" aria-label="{escaped(name)}" aria-describedby="keys">\n'
            f"{drawn}</div>\n"
            f'<p id="keys" class="quiet hint js-only">{said(texts, "html.page.keys")}</p>\n'
        )

    def _findings(self, lists: Lists) -> str:
        report = run_checks(whole_of(self._document), self._context.today())
        if report is None:
            raise BugError("the checks were stopped")
        seen = [each for each in report.findings if self._seen(each)]
        shown = "".join(self._titled(made) for made in lists.findings(seen, report.cannot))
        return shown or f"<p>{said(self._texts, 'html.page.nothing')}</p>\n"

    def _seen(self, finding: Finding) -> bool:
        """Whether a finding is about what the page shows."""
        if self._stage is None:
            return all(id in self._document for id in finding.subjects)
        return any(id in self._places for id in finding.subjects)

    def _case(self) -> str:
        try:
            found = find(whole_of(self._document), looks())._replace(moneyless=self._moneyless)
        except KnownError as error:
            self.told.append(message("html.no_case", why=error.message))
            return ""
        if not case_data(found).panels:
            return ""
        sheets = Sheets(self._fonts)
        light, dark = (sheets.lay_out(found, load_theme(theme), _CASE_WIDTH) for theme in THEMES)
        name = self._texts("html.page.case_of", title=self._title)
        drawn = []
        for top, bottom, row in strips(self._colours.paired(light.pieces, dark.pieces)):
            body = self._device.play(row)
            drawn.append(svg(light.width, bottom - top + 2 * _AIR, body, name, "sheet", top - _AIR))
        return "".join(drawn)

    def _typefaces(self, *written: str) -> str:
        """The fonts that travel along. Lists come in the reader's own, and in ours what these have not."""
        ours = "".join(f",'{family}'" for family in self._device.text.lend("".join(written)))
        return f"\nhtml{{font-family:system-ui,sans-serif{ours}}}\n{self._device.text.styles()}"

    def _variables(self) -> str:
        """Colours of the page and its drawings: light, and dark where that is wished and no paper is printed on."""
        light, dark = (f"color-scheme:{name};{_named(name)};{self._colours.styles(name == DARK)}" for name in THEMES)
        return (
            f"\n:root{{{light}}}\n@media screen{{:root[data-theme=dark]{{{dark}}}}}\n"
            f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n"
        )
