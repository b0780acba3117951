"""The case sheet of a blueprint: what was found as panels in the order of reading, laid out in its own language."""

from __future__ import annotations

from collections.abc import Sequence

from model.analysis.partitions import By
from model.analysis.timeline import horizon_of
from model.case_sheet.action import action_panels
from model.case_sheet.finding import Found
from model.case_sheet.parts import parts_panels
from model.case_sheet.scenarios import scenario_panels
from model.case_sheet.today import today_panels, waterfalls
from model.case_sheet.words import share
from model.case_sheet.worth import case_panels, worth_panel
from model.document import DocumentView
from model.layout.case.data import CaseData, Panel
from model.layout.case.kit import Kit
from model.layout.case.sheet import CaseSheet, case_sheet, case_strip
from model.layout.compose import is_rtl
from model.layout.fonts import FontBook
from model.layout.text import Shaper
from model.layout.theme import Theme
from model.messages import Message, Value, message
from model.texts import Texts


def case_data(found: Found, by: By = By.OWNER) -> CaseData:
    """The panels of what was found; totals are told apart by driver and stage, and `by` one thing more."""
    blueprint = found.document.blueprint
    panels = action_panels(found) if found.moneyless else _all_panels(found, by)
    title = blueprint.title or blueprint.service
    return CaseData(
        message("sheet.title.sheet", name=title or message("map.untitled")), basis(found.document), tuple(panels)
    )


def _all_panels(found: Found, by: By) -> list[Panel]:
    return [
        *today_panels(found),
        worth_panel(found),
        *waterfalls(found),
        *parts_panels(found, by),
        *case_panels(found),
        *action_panels(found),
        *scenario_panels(found),
    ]


class Sheets:
    """Lays sheets out, each in its document's own language. Holds caches only: the same sheet, the same pieces."""

    def __init__(self, fonts: FontBook) -> None:
        self._fonts = fonts
        self._languages: dict[str, tuple[Texts, Shaper]] = {}

    def lay_out(self, found: Found, theme: Theme, width: float, by: str = By.OWNER) -> CaseSheet:
        """The sheet for a width."""
        language = found.document.blueprint.language
        return case_sheet(self._kit(language, theme), case_data(found, By(by)), width, is_rtl(language))

    def lay_out_strip(self, panels: Sequence[Panel], language: str, theme: Theme, width: float) -> CaseSheet:
        """The strip below a map for a width."""
        return case_strip(self._kit(language, theme), panels, width, is_rtl(language))

    def _kit(self, language: str, theme: Theme) -> Kit:
        if language not in self._languages:
            self._languages[language] = (Texts(language), Shaper(self._fonts, language))
        return Kit(theme, *self._languages[language])


def basis(document: DocumentView) -> Message:
    """What the money rests on, as far as it is said: horizon, rate, case date, prices, terms and VAT."""
    blueprint = document.blueprint
    parts: list[Value] = [message("sheet.basis.horizon", n=horizon_of(document))]
    if blueprint.rate is not None:
        parts.append(message("sheet.basis.rate", rate=share(blueprint.rate)))
    if blueprint.case_date is not None:
        parts.append(message("sheet.basis.date", day=blueprint.case_date))
    if blueprint.price_date is not None:
        parts.append(message("sheet.basis.prices", day=blueprint.price_date))
    parts.append(message("sheet.basis.real" if blueprint.real_terms else "sheet.basis.nominal"))
    parts.append(message("sheet.basis.vat" if blueprint.with_vat else "sheet.basis.no_vat"))
    said, *rest = parts
    for part in rest:
        said = message("sheet.pair", one=said, other=part)
    return said if isinstance(said, Message) else message("sheet.basis.horizon", n=horizon_of(document))
