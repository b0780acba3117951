"""What-if scenarios beside today: money, work and elapsed time, steps, hand-offs, owners touched, effects elsewhere."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal

from model.analysis.derivation import LESS, Measure, Step
from model.analysis.evaluation import Evaluation
from model.analysis.scenarios import Figures, Row
from model.case_sheet.finding import Found
from model.case_sheet.words import money, name
from model.durations import duration
from model.layout.case.data import Cell, Head, Panel, Saying, Table, Tone
from model.messages import Value, message

_MONEY = ("outlay", "change", "once", "running", "npv")
_SHOWN = (*_MONEY, "hours", "elapsed", "steps", "hand_offs")
_MEASURES = {"each": Measure.MINUTES, "elapsed": Measure.MINUTES}
_COUNTED = ("hours", "steps", "hand_offs")
DASH = message("sheet.dash")


def scenario_panels(found: Found) -> list[Panel]:
    """Today and each scenario, where there are scenarios."""
    base, *rows = found.scenarios
    if not rows or base.figures is None:
        return []
    heads = (Head(message("sheet.head.scenario")), *(Head(message(f"sheet.head.{each}"), True) for each in _SHOWN))
    heads = (*heads, Head(message("sheet.head.owners"), True), Head(message("sheet.head.elsewhere"), True))
    lines = tuple(_line(found, row, base.figures) for row in (base, *rows))
    faults = tuple(Saying(row.why, "", Tone.QUIET) for row in rows if row.why is not None)
    panel = Panel("scenarios", message("sheet.title.scenarios"), 8, table=Table(heads, lines), below=faults)
    return [panel]


def scenario(found: Found, _figures: Evaluation, about: str) -> Step | None:
    """Each figure of a scenario less that of today, whom it touches, and what it may reach downstream."""
    base = found.scenarios[0].figures
    row = next((row for row in found.scenarios if row.scenario == about and about), None)
    if row is None or row.figures is None or base is None:
        return None
    parts = tuple(
        _difference(field, now, before)
        for field, now, before in zip(Figures._fields, row.figures, base, strict=True)
        if now is not None and before is not None
    )
    reached = (*row.elsewhere.systems, *row.elsewhere.owners, *row.elsewhere.cards)
    given = tuple(
        Step(message(f"opened.{what}", n=len(ids)), Decimal(len(ids)), Measure.COUNT, parts=_named(found, ids))
        for what, ids in (("touches", row.owners), ("stops", row.stopped), ("elsewhere", reached))
        if ids
    )
    change = next((part.amount for part in parts if part.words.id == "opened.scenario.outlay"), None)
    words = message("opened.scenario_change", name=name(found.document, about))
    return Step(words, change, Measure.MONEY, parts=parts, given=given)


def _line(found: Found, row: Row, base: Figures) -> tuple[Cell, ...]:
    document = found.document
    first = Cell(name(document, row.scenario) if row.scenario else message("sheet.today"))
    if row.figures is None:
        return (first, *(Cell(DASH) for _ in (*_SHOWN, "owners", "elsewhere")))
    change = row.figures.less(base).outlay if row.scenario else None
    values = {**row.figures._asdict(), "change": change}
    figure = f"scenario {row.scenario}" if row.scenario else ""
    cells = [Cell(_said(found, field, values[field]), figure if field == "change" else "") for field in _SHOWN]
    counts = (len(row.owners), sum(map(len, row.elsewhere))) if row.scenario else (None, None)
    return (first, *cells, *(Cell(DASH if count is None else count, figure if count else "") for count in counts))


def _said(found: Found, field: str, value: Decimal | None) -> Value:
    if value is None:
        return DASH
    if field == "change" and value > 0:
        return message("sheet.plus", amount=money(found.document, value))
    if field in _MONEY:
        return money(found.document, value)
    if field == "elapsed":
        return duration(value)
    return int(value.quantize(Decimal(1), ROUND_HALF_EVEN))


def _difference(field: str, now: Decimal, before: Decimal) -> Step:
    measure = Measure.COUNT if field in _COUNTED else _MEASURES.get(field, Measure.MONEY)
    ends = (
        Step(message("opened.in_scenario"), now, measure),
        Step(message("opened.today"), before, measure),
    )
    return Step(message(f"opened.scenario.{field}"), now - before, measure, LESS, ends)


def _named(found: Found, ids: tuple[str, ...]) -> tuple[Step, ...]:
    return tuple(
        Step(message("opened.named", name=name(found.document, id)), None, Measure.COUNT, element=id) for id in ids
    )
