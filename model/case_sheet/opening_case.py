"""How the figures of the case came about: present values, cash month by month, draws, and what swings them."""

from __future__ import annotations

from decimal import Decimal

from model.analysis import derivation
from model.analysis.appraisal import Appraised
from model.analysis.case import Case
from model.analysis.derivation import LESS, OVER, PLUS, Measure, Step
from model.analysis.evaluation import Evaluation
from model.analysis.timeline import CLASSES, HEADLINE, horizon_of
from model.analysis.uncertain import Input, inputs
from model.case_sheet.finding import Found
from model.case_sheet.words import input_name, money, swing_name
from model.case_sheet.worth import all_taken
from model.improvements import BenefitClass, Improvement, Spend
from model.messages import Value, message
from model.registers import Cost, CostBasis
from model.values import is_share, trimmed

ZERO = Decimal(0)
_HUNDRED = Decimal(100)


def basis(found: Found, _figures: Evaluation, _about: str) -> Step:
    """What the money rests on."""
    blueprint = found.document.blueprint
    rate = Step(message("derivation.entered.rate"), blueprint.rate, Measure.SHARE, element=blueprint.id)
    hurdle = Step(message("opened.hurdle"), blueprint.hurdle_rate, Measure.SHARE, element=blueprint.id)
    months = Decimal(horizon_of(found.document))
    parts = (rate, hurdle) if blueprint.hurdle_rate is not None else (rate,)
    words = message("derivation.horizon" if blueprint.horizon is not None else "opened.usual_horizon")
    return Step(words, months, Measure.MONTH, given=parts, element=blueprint.id)


def npv(found: Found, _figures: Evaluation, _about: str) -> Step | None:
    """The net present value of all improvements together."""
    whole = found.appraisal.whole
    return None if whole is None else derivation.net_present_value(found.document, whole.case, whole.chosen)


def one(found: Found, _figures: Evaluation, about: str) -> Step | None:
    """The net present value of one improvement by itself."""
    case = found.appraisal.single.get(about)
    return None if case is None else derivation.net_present_value(found.document, case, (about,))


def best(found: Found, _figures: Evaluation, _about: str) -> Step | None:
    """The net present value of the best set, and what it takes of each budget."""
    chosen, drawn = found.appraisal.best, found.appraisal.best_set
    if chosen is None or drawn is None:
        return None
    step = derivation.net_present_value(found.document, drawn.case, drawn.chosen)
    uses = tuple(
        Step(
            message("opened.use", line=use.limit.line or "", most=money(found.document, use.limit.most)),
            use.taken,
            Measure.MONEY,
        )
        for use in chosen.uses
    )
    return step._replace(words=message("opened.best", n=len(drawn.chosen)), given=(*step.given, *uses))


def costs(found: Found, _figures: Evaluation, _about: str) -> Step | None:
    """The one-off money of the horizon as it was entered; running cost beside it."""
    whole, document = found.appraisal.whole, found.document
    if whole is None:
        return None
    once: list[Step] = []
    running: list[Step] = []
    for id in whole.chosen:
        row = document.need(Improvement, id)
        once += [
            Step(
                message("opened.spend", name=row.name, month=spend.month), spend.amount, Measure.MONEY, element=spend.id
            )
            for spend in document.where(Spend, improvement=id)
            if spend.amount is not None and spend.month <= horizon_of(document)
        ]
        for cost in document.where(Cost, subject=id):
            entered = message("opened.entered_for", name=row.name, what=cost.name)
            sources = () if cost.source is None else (cost.source,)
            step = Step(entered, cost.amount, Measure.MONEY, "", (), cost.id, sources)
            if cost.amount is not None:
                once += [step] if cost.basis is CostBasis.ONE_OFF else []
                running += [step] if cost.basis is CostBasis.PER_YEAR else []
        if row.running_cost is not None:
            running.append(Step(message("opened.running", name=row.name), row.running_cost, Measure.MONEY, element=id))
    total = sum(whole.case.flow.spend, ZERO)
    return Step(message("opened.once"), total, Measure.MONEY, PLUS, tuple(once), given=tuple(running))


def all_take(found: Found, figures: Evaluation, _about: str) -> Step | None:
    """All that is spent within the horizon if everything is done."""
    whole, once = found.appraisal.whole, costs(found, figures, "")
    if whole is None or once is None:
        return None
    running = Step(message("opened.running_all"), sum(whole.case.flow.running, ZERO), Measure.MONEY, given=once.given)
    parts = (once._replace(given=()), running)
    return Step(message("opened.all_take"), all_taken(whole.case), Measure.MONEY, PLUS, parts)


def roi(found: Found, figures: Evaluation, _about: str) -> Step | None:
    """Net present value over the present value of all costs."""
    whole, gained = found.appraisal.whole, npv(found, figures, "")
    if whole is None or gained is None:
        return None
    spent = Step(message("opened.costs"), whole.case.costs, Measure.MONEY)
    parts = (gained, spent)
    return Step(message("opened.roi"), whole.case.roi, Measure.SHARE, OVER, parts)


def beside(found: Found, _figures: Evaluation, about: str) -> Step | None:
    """The effects of a class that the headline leaves out."""
    whole = found.appraisal.whole
    if whole is None or about not in [each.value for each in CLASSES if each not in HEADLINE]:
        return None
    amount = whole.case.present[BenefitClass(about)]
    effects = derivation.effects_of(found.document, whole.chosen, about)
    return Step(message(f"opened.beside.{about}"), amount, Measure.MONEY, given=effects)


def cash(found: Found, _figures: Evaluation, _about: str) -> Step | None:
    """What is left at the horizon, month by month."""
    whole = found.appraisal.whole
    if whole is None:
        return None
    months = tuple(_month(whole.case, month) for month in range(len(whole.case.flow.spend)))
    total = sum((step.amount for step in months if step.amount is not None), ZERO)
    return Step(message("opened.cash"), total, Measure.MONEY, PLUS, months)


def payback(found: Found, _figures: Evaluation, _about: str) -> Step | None:
    """The month of payback, with what all cash up to each month adds up to."""
    whole = found.appraisal.whole
    if whole is None:
        return None
    month = None if whole.case.payback is None else Decimal(whole.case.payback)
    words = message("opened.no_payback" if month is None else "opened.payback")
    return Step(words, month, Measure.COUNT, parts=_cumulated(whole.case))


def peak(found: Found, _figures: Evaluation, _about: str) -> Step | None:
    """The deepest point of cumulated cash."""
    whole = found.appraisal.whole
    if whole is None:
        return None
    return Step(message("opened.peak"), whole.case.peak, Measure.MONEY, parts=_cumulated(whole.case))


def delay(found: Found, figures: Evaluation, _about: str) -> Step | None:
    """The net present value less that of the same begun a month later."""
    whole, now = found.appraisal.whole, npv(found, figures, "")
    if whole is None or now is None:
        return None
    later = Step(message("opened.later"), whole.case.npv - whole.case.delay, Measure.MONEY)
    return Step(message("opened.delay"), whole.case.delay, Measure.MONEY, LESS, (now, later))


def risk(found: Found, _figures: Evaluation, _about: str) -> Step | None:
    """The draws of all improvements together, and the numbers that were drawn."""
    return None if found.appraisal.whole is None else _drawn(found, found.appraisal.whole)


def best_risk(found: Found, _figures: Evaluation, _about: str) -> Step | None:
    """The draws of the best set."""
    return None if found.appraisal.best_set is None else _drawn(found, found.appraisal.best_set)


def break_even(found: Found, figures: Evaluation, _about: str) -> Step | None:
    """The share of all effects at which the net present value is nothing."""
    factor, gained = found.appraisal.break_even, npv(found, figures, "")
    if factor is None or gained is None:
        return None
    return Step(message("opened.break_even"), Decimal(factor), Measure.SHARE, given=(gained,))


def swing(found: Found, _figures: Evaluation, about: str) -> Step | None:
    """What an input makes of the net present value at its high and at its low."""
    bar = next((each for each in found.appraisal.swings if each.name == about), None)
    if bar is None:
        return None
    ends = (
        Step(message("opened.at_high"), Decimal(bar.high), Measure.MONEY),
        Step(message("opened.at_low"), Decimal(bar.low), Measure.MONEY),
    )
    words = message("opened.swing", name=swing_name(found.document, bar))
    change = Decimal(bar.high) - Decimal(bar.low)
    return Step(words, change, Measure.MONEY, LESS, ends, given=tuple(_input(found, each) for each in bar.members))


def _drawn(found: Found, drawn: Appraised) -> Step:
    risk = drawn.risk
    amounts = (("p10", risk.p10), ("p50", risk.p50), ("p90", risk.p90), ("mean", risk.mean))
    parts = [Step(message(f"opened.{each}"), Decimal(amount), Measure.MONEY) for each, amount in amounts]
    parts.append(Step(message("opened.loss"), Decimal(risk.loss), Measure.SHARE))
    numbers = tuple(_input(found, each) for each in inputs(found.document).used)
    words = message("opened.risk", n=found.terms.draws, seed=risk.seed)
    return Step(words, Decimal(risk.likely), Measure.MONEY, "", tuple(parts), given=numbers)


def _input(found: Found, given: Input) -> Step:
    """An uncertain number: its likely value, between its low and its high."""
    id, field = given.key
    share = is_share(found.document.find(id), field)
    low, high = (_as_read(end, share) for end in (given.low, given.high))
    words = message("opened.input", name=input_name(found.document, given), low=low, high=high)
    return Step(words, _plain(given.likely), Measure.SHARE if share else Measure.COUNT, element=id)


def _as_read(number: float, share: bool) -> Value:
    """One end of a range: of a share in per cents."""
    if not share:
        return _plain(number)
    return message("format.percent", number=trimmed(_plain(number) * _HUNDRED))


def _plain(number: float) -> Decimal:
    """A float as it was entered."""
    found = Decimal(repr(number))
    return found.quantize(Decimal(1)) if found == found.to_integral_value() else found


def _cumulated(case: Case) -> tuple[Step, ...]:
    total, steps = ZERO, []
    for month in range(len(case.flow.spend)):
        own = _month(case, month)
        total += own.amount or ZERO
        words = message("opened.up_to", month=month)
        steps.append(Step(words, total, Measure.MONEY, given=(own,)))
    return tuple(steps)


def _month(case: Case, month: int) -> Step:
    """Cash and revenue of a month, less what is spent in it."""
    flow = case.flow
    parts = [
        Step(message(f"opened.month.{each.value}"), Decimal(flow.benefits[each][month]), Measure.MONEY)
        for each in CLASSES
        if each in HEADLINE and flow.benefits[each][month]
    ]
    paid = (("running", flow.running[month]), ("spend", flow.spend[month]))
    parts += [Step(message(f"opened.month.{each}"), -Decimal(amount), Measure.MONEY) for each, amount in paid if amount]
    words = message("opened.in_month", month=month)
    return Step(words, Decimal(flow.net()[month]), Measure.MONEY, PLUS, tuple(parts))
