"""The first page: nine questions that a committee asks, in the order of domain section 7, each in a few lines.

A missing end-to-end owner is said before all of them (R09).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from model.analysis.action import LIVE, VERIFIED
from model.analysis.best_set import DECIDED
from model.analysis.metrics import Standing, status
from model.analysis.partitions import By, parts
from model.case_sheet.sheet import basis
from model.case_sheet.words import swing_name
from model.improvements import Improvement, ImprovementStatus
from model.layout.case.data import Sign, Tone
from model.layout.pack.data import Beside, Block, Cell, Grid, Pairs, Row, Said, Text
from model.messages import Value, message
from model.pack.ask import ask_blocks
from model.pack.cover import owner_cell, review_cell, stale, state
from model.pack.failing import top
from model.pack.ground import Ground, cell, column, entry, joined, listed, percent
from model.pack.measuring import breached
from model.pack.vouching import voucher
from model.registers import ConsequenceKind, Decision, DecisionOption, Metric, Owner

ZERO = Decimal(0)
TOP = 3
_DECISIONS = 3


def summary(ground: Ground) -> tuple[Block, ...]:
    """What is wrong first, then the sections."""
    blocks: list[Block] = []
    if ground.document.get(Owner, ground.document.blueprint.owner) is None:
        blocks.append(Text(Said(message("pack.first.no_owner"), Tone.BAD, (), Sign.WARNING)))
    notice = stale(ground)
    if notice is not None:
        blocks.append(Text(Said(notice, Tone.BAD, (), Sign.WARNING)))
    sections = ((word, tuple(make(ground))) for word, make in SECTIONS.items())
    blocks += [Beside(message(f"pack.first.{word}"), made) for word, made in sections if made]
    return tuple(blocks)


def _what(ground: Ground) -> Iterator[Block]:
    """Service, segment, state, date, version; who answers for it, with which mandate, and who sponsors it."""
    blueprint = ground.document.blueprint
    dated: Value = blueprint.dated or ground.today
    version: Value = message("map.version", version=blueprint.version) if blueprint.version else ""
    sponsor = ground.document.get(Owner, blueprint.sponsor)
    segment = " · ".join(text for text in (blueprint.segment, blueprint.scenario) if text)
    rows: list[tuple[Value, Cell]] = [
        (
            message("pack.cover.service"),
            cell(blueprint.service or blueprint.title or message("map.untitled"), Tone.STRONG),
        )
    ]
    if segment:
        rows.append((message("pack.cover.segment"), cell(segment)))
    rows.append((message("pack.cover.state"), cell(listed([state(ground), dated, version]))))
    rows.append((message("pack.cover.owner"), owner_cell(ground)))
    rows.append(
        (
            message("pack.cover.sponsor"),
            cell(message("pack.no_sponsor"), Tone.QUIET) if sponsor is None else (ground.said(sponsor.id),),
        )
    )
    yield Pairs(tuple(rows))


def _costs(ground: Ground) -> Iterator[Block]:
    """Failure cost of today by class, with the share assumed; cost to serve beside it."""
    appraisal = ground.found.appraisal
    if ground.moneyless:
        return
    if not appraisal.failure.items:
        yield Text(Said(message("pack.first.no_failure"), Tone.QUIET))
        return
    total = message("sheet.failure", amount=ground.money(appraisal.failure.total))
    yield Text(Said(total, Tone.STRONG, ("how failure",)))
    amounts = parts(ground.document, appraisal.failure, By.DRIVER)
    classes = sorted(
        (kind for kind in ConsequenceKind if amounts.get(kind.value)), key=lambda kind: -amounts[kind.value]
    )
    by_class = [
        message(
            "pack.fail.class",
            name=message(f"sheet.driver.{kind.value}"),
            amount=ground.money(amounts[kind.value]),
        )
        for kind in classes
    ]
    yield Text(Said(listed(by_class)), small=True)
    assumed = appraisal.assumed.value
    if assumed is not None:
        yield Text(Said(message("sheet.assumed", share=percent(assumed)), Tone.QUIET, ("how assumed",)), small=True)
    unsaid = sum(row.cost is None for row in appraisal.failing)
    if unsaid:
        yield Text(Said(message("pack.first.unsaid", n=unsaid), Tone.BAD), small=True)


def _return(ground: Ground) -> Iterator[Block]:
    """Likely, P10, P50, P90, probability of a loss, payback, peak funding, basis; soft benefits apart."""
    appraisal, document = ground.found.appraisal, ground.document
    whole = appraisal.whole
    if ground.moneyless:
        return
    if whole is None:
        lacks = [each for each in appraisal.missing if each.what in ("discount_rate", "improvements")]
        yield Text(Said(ground.lacking(lacks) if lacks else message("pack.first.no_case"), Tone.QUIET))
        return
    case, risk = whole.case, whole.risk
    decided = sum(document.need(Improvement, id).status in DECIDED for id in whole.chosen)
    which = message("pack.first.set", n=len(whole.chosen), decided=decided)
    yield Text(Said(which, Tone.QUIET), small=True)
    heads = tuple(column(word, True) for word in ("likely", "p10", "p50", "p90", "loss", "payback", "peak"))
    back = message("pack.first.no_payback") if case.payback is None else message("sheet.month", month=case.payback)
    cells: tuple[Cell, ...] = (
        cell(ground.money(case.npv), Tone.STRONG if case.npv >= 0 else Tone.BAD, ("how npv",)),
        *(cell(ground.money(each), Tone.PLAIN, ("how risk",)) for each in (risk.p10, risk.p50, risk.p90)),
        cell(percent(risk.loss), Tone.PLAIN, ("how risk",)),
        cell(back, Tone.PLAIN, ("how payback",)),
        cell(ground.money(case.peak), Tone.PLAIN, ("how peak",)),
    )
    yield Grid(heads, (Row(cells),))
    yield Text(Said(message("pack.first.draws"), Tone.QUIET), small=True)
    hurdle = document.blueprint.hurdle_rate
    said = (
        basis(document)
        if hurdle is None
        else joined([basis(document), message("pack.first.hurdle", rate=percent(hurdle))])
    )
    yield Text(Said(message("pack.first.basis", basis=said), Tone.QUIET, ("how basis",)), small=True)
    soft = [each for id in whole.chosen for each in document.need(Improvement, id).soft]
    if soft:
        yield Text(Said(message("sheet.soft", what=listed(soft)), Tone.QUIET), small=True)


def _top(ground: Ground) -> Iterator[Block]:
    found = top(ground, TOP)
    if found is not None:
        yield found


def _options(ground: Ground) -> Iterator[Block]:
    """Each decision with its options, do nothing among them; what a month of waiting costs."""
    rows = ground.open_decisions
    for row in rows[:_DECISIONS]:
        yield Text(Said(row.name or message("sheet.unnamed"), Tone.STRONG, entry(row.id)), small=True)
        yield Text(Said(options_line(ground, row)), small=True)
    if len(rows) > _DECISIONS:
        said = Said(message("sheet.more", n=len(rows) - _DECISIONS), Tone.QUIET, ("part decisions",))
        yield Text(said, small=True)
    whole = ground.found.appraisal.whole
    if not rows:
        yield Text(Said(message("pack.first.no_options"), Tone.QUIET), small=True)
    if whole is not None:
        word = "sheet.delay" if whole.case.delay >= 0 else "sheet.delay_saves"
        said = Said(message(word, amount=ground.money(abs(whole.case.delay))), Tone.PLAIN, ("how delay",))
        yield Text(said, small=True)


def options_line(ground: Ground, row: Decision) -> Value:
    """The options of a decision with their money; that none was entered."""
    options = ground.document.where(DecisionOption, decision=row.id)
    return listed(_option(ground, option) for option in options) or message("pack.first.no_options")


def _option(ground: Ground, option: DecisionOption) -> Value:
    name = option.title or message("sheet.unnamed")
    if option.amount is not None:
        return message("pack.fail.class", name=name, amount=ground.money(option.amount))
    return name if ground.moneyless else message("pack.option.open", name=name)


def _swings(ground: Ground) -> Iterator[Block]:
    """The inputs that swing it most, who vouches for each, and the break-even."""
    appraisal = ground.found.appraisal
    moving = [swing for swing in appraisal.swings if round(swing.width)][:TOP]
    if moving:
        rows = tuple(
            Row(
                (
                    cell(swing_name(ground.document, swing), Tone.PLAIN, (f"how swing {swing.name}",)),
                    cell(ground.money(swing.low)),
                    cell(ground.money(swing.high)),
                    voucher(ground, swing),
                )
            )
            for swing in moving
        )
        heads = (column("input", most=0.46), column("at_low", True), column("at_high", True), column("vouches"))
        yield Grid(heads, rows)
    elif appraisal.whole is not None:
        yield Text(Said(message("sheet.nothing_uncertain"), Tone.QUIET), small=True)
    if appraisal.break_even is not None:
        said = message("sheet.break_even", share=percent(appraisal.break_even))
        yield Text(Said(said, Tone.PLAIN, ("how break_even",)), small=True)


def _record(ground: Ground) -> Iterator[Block]:
    """Earlier approvals, live, verified; money promised against money verified."""
    record, document = ground.found.record, ground.document
    rows = document.where(Improvement)
    counts = {
        "approved": sum(row.status in DECIDED for row in rows),
        "live": sum(row.status in LIVE for row in rows),
        "verified": sum(row.status in VERIFIED for row in rows),
    }
    if not counts["approved"]:
        yield Text(Said(message("sheet.nothing_approved"), Tone.QUIET), small=True)
        return
    yield Text(Said(message("pack.first.so_far", **counts), Tone.STRONG, ("part record",)), small=True)
    if ground.moneyless:
        return
    sayable = sum(row.promised is not None for row in record.promises)
    if sayable:
        promised = message("sheet.promised", amount=ground.money(record.promised), n=sayable)
        yield Text(Said(promised, Tone.PLAIN, ("how promised",)), small=True)
    measured = any(row.verified is not None for row in record.promises)
    words = message("sheet.verified", amount=ground.money(record.verified))
    said = (
        Said(words, Tone.PLAIN, ("how verified",)) if measured else Said(message("sheet.nothing_verified"), Tone.QUIET)
    )
    yield Text(said, small=True)


def _terms(ground: Ground) -> Iterator[Block]:
    """Conditions of the decisions, guardrails and how they stand, other metrics out of tolerance, the next review."""
    document = ground.document
    rows: list[tuple[Value, Cell]] = []
    conditions = tuple(
        Said(message("pack.named", name=row.name, what=row.conditions), Tone.PLAIN, entry(row.id))
        for row in document.where(Decision)
        if row.conditions
    )
    rows.append((message("pack.first.conditions"), conditions or cell(message("pack.first.no_conditions"), Tone.QUIET)))
    rows.append((message("pack.first.guardrails"), guardrails(ground)))
    if out := breached(ground, TOP):
        rows.append((message("pack.first.breached"), out))
    rows.append((message("pack.first.review"), review_cell(ground)))
    yield Pairs(tuple(rows))


def guardrails(ground: Ground) -> Cell:
    """The metrics that must not get worse, each with how it stands."""
    document = ground.document
    ids = [row.id for row in document.where(Metric) if row.guardrail]
    ids += [
        id
        for row in document.where(Improvement)
        if row.status is not ImprovementStatus.DROPPED
        for id in row.guardrails
    ]
    said = []
    for id in dict.fromkeys(ids):
        standing = status(document, document.need(Metric, id), ground.today).standing
        words = message("pack.named", name=ground.name(id), what=message(f"pack.standing.{standing.value}"))
        said.append(Said(words, Tone.BAD if standing is Standing.OUT else Tone.PLAIN, entry(id)))
    return tuple(said) or cell(message("pack.first.no_guardrails"), Tone.QUIET)


SECTIONS: dict[str, Callable[[Ground], Iterator[Block]]] = {
    "what": _what,
    "ask": lambda ground: iter(ask_blocks(ground)),
    "costs": _costs,
    "return": _return,
    "top": _top,
    "options": _options,
    "swings": _swings,
    "record": _record,
    "terms": _terms,
}
