"""What the improvements are worth: the case of all of them, how sure it is, what swings it, and which to fund."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from model.analysis.appraisal import Appraised
from model.analysis.case import Case
from model.analysis.missing import Missing
from model.analysis.timeline import CLASSES, HEADLINE
from model.case_sheet.finding import Appraisable, Found
from model.case_sheet.words import missing_sayings, money, name, share, swing_name
from model.improvements import Improvement
from model.layout.case.data import Cell, Curve, Head, Panel, Saying, Sign, Span, Spread, Swings, Table, Tone
from model.messages import Message, Value, message

MOST = 8
ZERO = Decimal(0)
_OF_CASE = frozenset({"discount_rate", "improvements", "effects", "amount", "cost"})


def worth_panel(found: Found) -> Panel:
    """The headline; without a case only what it takes to have one."""
    whole = found.appraisal.whole
    sayings = [] if whole is None else list(_headline(found, whole))
    sayings += missing_sayings(found.document, _lacks(found))
    return Panel("worth", worth_title(found), 0, 1.2, above=tuple(sayings))


def case_panels(found: Found) -> list[Panel]:
    """Cash and how sure it is, what swings it, each improvement and the best set."""
    whole = found.appraisal.whole
    if whole is None:
        return []
    panels = [_cash(found, whole), _sure(found, whole)]
    if found.appraisal.swings:
        panels.append(_tornado(found, whole))
    return [*panels, _improvements(found, whole)]


def _lacks(found: Found) -> list[Missing]:
    return [each for each in found.appraisal.missing if each.what in _OF_CASE]


def worth_title(found: Appraisable) -> Message:
    whole = found.appraisal.whole
    if whole is None:
        return message("sheet.title.worth")
    if len(whole.chosen) == 1:
        return message("sheet.title.one", name=name(found.document, whole.chosen[0]))
    return message("sheet.title.all", n=len(whole.chosen))


def _headline(found: Found, whole: Appraised) -> Iterator[Saying]:
    document, case = found.document, whole.case
    yield npv_saying(found, whole)
    yield Saying(range_words(found, whole), "risk", Tone.STRONG)
    yield Saying(payback_words(case), "payback")
    yield costs_saying(found, whole)
    if case.roi is not None and case.per_money is not None:
        yield Saying(message("sheet.roi", roi=share(case.roi), per=round(case.per_money, 2)), "roi")
    beside = [
        Saying(
            message(f"sheet.beside.{each.value}", amount=money(document, case.present[each])), f"beside {each.value}"
        )
        for each in CLASSES
        if each not in HEADLINE and case.present[each]
    ]
    yield from (saying._replace(tone=Tone.QUIET) for saying in beside)
    soft = [each for id in whole.chosen for each in document.need(Improvement, id).soft]
    if soft:
        yield Saying(message("sheet.soft", what="; ".join(soft)), "", Tone.QUIET)


def npv_saying(found: Appraisable, whole: Appraised) -> Saying:
    """What some improvements gain or lose in all."""
    npv = whole.case.npv
    words = message("sheet.npv_gains" if npv >= 0 else "sheet.npv_loses", amount=money(found.document, npv))
    return Saying(words, "npv", Tone.GOOD if npv >= 0 else Tone.BAD)


def range_words(found: Appraisable, whole: Appraised) -> Message:
    """Between what that lies in eight draws of ten."""
    low, high = (money(found.document, each) for each in (whole.risk.p10, whole.risk.p90))
    return message("sheet.range", low=low, high=high)


def costs_saying(found: Appraisable, whole: Appraised) -> Saying:
    """What they cost once, and a year."""
    once, running = sum(whole.case.flow.spend, ZERO), _running(found, whole.chosen)
    words = message("sheet.costs", once=money(found.document, once), running=money(found.document, running))
    return Saying(words, "costs")


def payback_words(case: Case) -> Message:
    """When the money is back, or why that is not said."""
    if case.payback is not None:
        return message("sheet.payback", month=case.payback)
    return message("sheet.no_payback" if any(case.flow.spend) or any(case.flow.running) else "sheet.no_outlay")


def _running(found: Appraisable, chosen: Iterable[str]) -> Decimal:
    """Money a year that the set costs once all of it is live."""
    single = found.appraisal.single
    return sum((12 * Decimal(max(single[id].flow.running, default=ZERO)) for id in chosen), ZERO)


def _cash(found: Found, whole: Appraised) -> Panel:
    document, case = found.document, whole.case
    cumulated, total = [], ZERO
    for amount in case.flow.net():
        total += amount
        cumulated.append(total)
    back = None if case.payback is None else (case.payback, message("sheet.payback", month=case.payback))
    curve = Curve(tuple(cumulated), message("sheet.months"), back)
    below = (
        *(() if back else (Saying(payback_words(case), "payback"),)),
        Saying(message("sheet.peak", amount=money(document, case.peak)), "peak"),
        Saying(message(_delay_words(case), amount=money(document, abs(case.delay))), "delay"),
    )
    return Panel("cash", message("sheet.title.cash"), 3, 1.2, curve=curve, below=below)


def _delay_words(case: Case) -> str:
    return "sheet.delay" if case.delay >= 0 else "sheet.delay_saves"


def _sure(found: Found, whole: Appraised) -> Panel:
    document, risk = found.document, whole.risk
    percentiles = zip(("p10", "p50", "p90"), (risk.p10, risk.p50, risk.p90), strict=True)
    low, middle, high = (
        Saying(message(f"sheet.{each}", amount=money(document, amount)), "risk") for each, amount in percentiles
    )
    marks = (Decimal(risk.p10), Decimal(risk.p50), Decimal(risk.p90))
    zero = message("sheet.zero")
    below = [Saying(message("sheet.loss", share=share(risk.loss)), "risk", Tone.STRONG)]
    if found.appraisal.break_even is not None:
        below.append(Saying(message("sheet.break_even", share=share(found.appraisal.break_even)), "break_even"))
    below.append(Saying(message("sheet.drawn", n=found.terms.draws, seed=risk.seed), "risk", Tone.QUIET))
    if not found.appraisal.swings:
        below.append(Saying(message("sheet.nothing_uncertain"), "", Tone.QUIET))
    below += [Saying(each, "", Tone.QUIET) for each in found.appraisal.idle]
    shown = Spread(*marks, (low, middle, high), zero)
    return Panel("sure", message("sheet.title.sure"), 3, 0.8, spread=shown, below=tuple(below))


def _tornado(found: Found, whole: Appraised) -> Panel:
    document = found.document
    moving = [swing for swing in found.appraisal.swings if round(swing.width)]
    spans = tuple(
        Span(
            swing_name(document, swing),
            Decimal(swing.low),
            Decimal(swing.high),
            (money(document, swing.low), money(document, swing.high)),
            f"swing {swing.name}",
        )
        for swing in moving[:MOST]
    )
    heads = tuple(message(f"sheet.swing.{each}") for each in ("input", "low", "high"))
    likely = Saying(message("sheet.likely", amount=money(document, whole.case.npv)), "npv")
    shown = Swings((heads[0], heads[1], heads[2]), whole.case.npv, likely, spans)
    below = [Saying(message("sheet.swings_more", n=len(moving) - MOST), "", Tone.QUIET)] if len(moving) > MOST else []
    still = len(found.appraisal.swings) - len(moving)
    if still:
        below.append(Saying(message("sheet.swings_still", n=still), "", Tone.QUIET))
    return Panel("tornado", message("sheet.title.tornado"), 4, swings=shown if spans else None, below=tuple(below))


def _improvements(found: Found, whole: Appraised) -> Panel:
    document, appraisal = found.document, found.appraisal
    chosen = () if appraisal.best is None else appraisal.best.chosen
    order = sorted(appraisal.single, key=lambda id: (-appraisal.single[id].npv, id))
    heads = ("name", "status", "once", "running", "npv", "per", "payback", "best")
    rows = tuple(
        (
            *_row(found, name(document, id), (id,), appraisal.single[id], f"one {id}", _status(found, id)),
            _in(id in chosen),
        )
        for id in order
    )
    totals = [(*_row(found, message("sheet.together"), whole.chosen, whole.case, "npv", ""), Cell())]
    if appraisal.best_set is not None and chosen and set(appraisal.best_set.chosen) != set(whole.chosen):
        best = appraisal.best_set
        words = message("sheet.best_set", n=len(best.chosen))
        totals.append((*_row(found, words, best.chosen, best.case, "best", ""), Cell()))
    table = Table(
        tuple(
            Head(message(f"sheet.head.{each}"), each in ("once", "running", "npv", "per", "payback")) for each in heads
        ),
        rows,
        tuple(totals),
    )
    return Panel("improvements", message("sheet.title.improvements"), 5, table=table, below=tuple(_best(found)))


def _row(found: Found, words: Value, ids: Iterable[str], case: Case, figure: str, status: Value) -> tuple[Cell, ...]:
    document = found.document
    once, running = sum(case.flow.spend, ZERO), _running(found, ids)
    bad = Tone.BAD if case.npv < 0 else Tone.PLAIN
    back = message("sheet.month", month=case.payback) if case.payback is not None else message("sheet.dash")
    return (
        Cell(words),
        Cell(status),
        Cell(money(document, once)),
        Cell(money(document, running)),
        Cell(money(document, case.npv), figure, bad),
        Cell(message("sheet.dash") if case.per_money is None else round(case.per_money, 2)),
        Cell(back),
    )


def _status(found: Found, id: str) -> Message:
    return message(f"sheet.status.{found.document.need(Improvement, id).status.value}")


def _in(chosen: bool) -> Cell:
    return Cell(message("sheet.in"), "best", sign=Sign.CHECK) if chosen else Cell(message("sheet.out"), "best")


def _best(found: Found) -> Iterator[Saying]:
    """What the best set is worth, how sure that is, and what it takes of the money there is."""
    document, best, drawn = found.document, found.appraisal.best, found.appraisal.best_set
    if best is None:
        return
    if drawn is None:
        yield Saying(message("sheet.no_best", why=best.why or ""), "", Tone.QUIET)
        return
    names = "; ".join(str(document.need(Improvement, id).name) for id in best.chosen)
    yield Saying(_fund(found, names), "best", Tone.STRONG)
    if names:
        risk = drawn.risk
        low, high = money(document, risk.p10), money(document, risk.p90)
        npv = money(document, drawn.case.npv)
        yield Saying(message("sheet.fund_sure", npv=npv, low=low, high=high, loss=share(risk.loss)), "best_risk")
    for use in best.uses:
        taken, most = money(document, use.taken), money(document, use.limit.most)
        if use.limit.year is None:
            yield Saying(message("sheet.use_all", taken=taken, most=most), "best", Tone.QUIET)
        else:
            line, year = use.limit.line or "", str(use.limit.year)
            yield Saying(message("sheet.use", line=line, year=year, taken=taken, most=most), "best", Tone.QUIET)
    yield from _too_much(found)
    if best.gap:
        yield Saying(message("sheet.gap", amount=money(document, best.gap)), "", Tone.QUIET)


def _fund(found: Found, names: str) -> Message:
    """What to fund, and within what."""
    limit, best = found.terms.limit, found.appraisal.best
    if not names:
        return message("sheet.fund_nothing")
    if limit is not None:
        return message("sheet.fund_within", amount=money(found.document, limit), names=names)
    return message("sheet.fund" if best is not None and best.uses else "sheet.fund_all", names=names)


def _too_much(found: Found) -> Iterator[Saying]:
    """Why not all of them, where one limit for all that is spent is too little."""
    limit, whole = found.terms.limit, found.appraisal.whole
    if limit is not None and whole is not None and all_taken(whole.case) > limit:
        amount = money(found.document, all_taken(whole.case))
        yield Saying(message("sheet.all_take", amount=amount), "all_take", Tone.QUIET)


def all_taken(case: Case) -> Decimal:
    """All that a set spends within the horizon, as paid out."""
    return sum((*case.flow.spend, *case.flow.running), ZERO)
