"""`throughline case`: what failures cost, what the improvements are worth, how sure that is, and which to do first."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from app.commands.call import Call
from app.commands.case_action import facts_of_action, say_action
from app.commands.case_facts import facts_of
from app.commands.case_scenarios import Compared, facts_of_scenario, say_scenario
from app.commands.graph import say_table, title
from app.commands.naming import named
from app.system import seconds
from model.analysis.appraisal import Appraisal, Appraised, Terms, appraise
from model.analysis.asking.answer import percent
from model.analysis.case import Case
from model.analysis.missing import Missing
from model.analysis.names import by_name
from model.analysis.partitions import Bill
from model.analysis.pilots import Pilot
from model.analysis.scenarios import set_up
from model.analysis.simulation import DRAWS, SEED, Swing
from model.analysis.timeline import CLASSES
from model.analysis.uncertain import in_words, record_name
from model.document import DocumentView
from model.errors import KnownError
from model.improvements import Scenario
from model.messages import Message, Value, message
from model.money import exact
from model.registers import FailPoint

MOST_DRAWS = 100_000
LEAST_DRAWS = 100
SWINGS = 5
_AMOUNT = re.compile(r"\d{1,15}(\.\d{1,2})?", re.ASCII)


def run(call: Call) -> int:
    """Print the case."""
    terms = Terms(_seed(call), _draws(call), _budget(call), _pilot(call))
    document: DocumentView = call.open(call.file)
    compared = None
    scenario = named(document, Scenario, call.value("scenario") or "") if call.has("scenario") else None
    try:
        if scenario is not None:
            begun = set_up(document, scenario)
            compared = Compared(document, scenario)
            document = begun
        found = appraise(document, seconds, terms)
    except KnownError as error:
        raise KnownError(message("cli.case.file", file=str(call.file), fault=error.message)) from error
    if call.has("json"):
        facts = {**facts_of(document, found), **facts_of_action(document)}
        call.say_json(facts if compared is None else {"scenario": facts_of_scenario(compared), **facts})
        return 0
    if compared is not None:
        say_scenario(call, compared)
        call.say("")
        call.say(message("cli.scenario.before"))
    _say(call, document, found, terms)
    say_action(call, document)
    return 0


def _pilot(call: Call) -> Pilot | None:
    given = call.value("pilot")
    if given is None:
        return None
    if given not in tuple(Pilot):
        raise KnownError(message("cli.scenario.pilot", known=", ".join(Pilot), value=given))
    return Pilot(given)


def _seed(call: Call) -> int:
    given = call.number("seed")
    return SEED if given is None else given


def _draws(call: Call) -> int:
    given = call.number("draws")
    if given is not None and not LEAST_DRAWS <= given <= MOST_DRAWS:
        raise KnownError(message("cli.case.draws", least=LEAST_DRAWS, most=MOST_DRAWS))
    return DRAWS if given is None else given


def _budget(call: Call) -> Decimal | None:
    given = call.value("budget")
    if given is not None and not _AMOUNT.fullmatch(given):
        raise KnownError(message("cli.case.budget", value=given))
    return None if given is None else Decimal(given)


class _Speaker:
    """Says things about one document."""

    def __init__(self, call: Call, document: DocumentView) -> None:
        self.call = call
        self.document = document

    def say(self, id: str, **parameters: Value) -> None:
        self.call.say(message(f"cli.case.{id}", **parameters))

    def money(self, amount: Decimal) -> Message:
        return exact(amount, self.document.blueprint.currency)

    def about(self, amount: float) -> Message:
        """An amount that rests on draws, or on the ends of a range: whole units are precise enough."""
        return self.money(Decimal(round(amount)))


def _say(call: Call, document: DocumentView, found: Appraisal, terms: Terms) -> None:
    speaker = _Speaker(call, document)
    _say_failures(speaker, found)
    _say_bill(speaker, "serve", found.serve)
    if found.whole is not None:
        call.say("")
        _say_set(speaker, found, found.whole)
        _say_swings(speaker, found.swings)
        if found.break_even is not None:
            speaker.say("break_even", share=percent(Decimal(found.break_even)))
        call.say("")
        _say_best(speaker, found, terms)
    if found.missing or found.idle:
        call.say("")
        speaker.say("missing")
        for row in found.missing:
            speaker.say("lacks", what=_lacking(document, row))
        for said in found.idle:
            speaker.say("lacks", what=said)


def _say_failures(speaker: _Speaker, found: Appraisal) -> None:
    _say_bill(speaker, "failure", found.failure)
    if found.within:
        speaker.say("within", amount=speaker.money(found.within))
    if found.assumed.value is not None:
        speaker.say("assumed", amount=speaker.money(found.assumed.part), share=percent(found.assumed.value))
    known = [(row.cost, row.fail_point) for row in found.failing if row.cost is not None]
    known.sort(key=lambda row: (-row[0], row[1]))
    if known:
        say_table(speaker.call, [(_fails(speaker.document, id), speaker.money(cost)) for cost, id in known])
    for row in found.failing:
        if row.cost is None:
            lacking = _in_a_row(_lacking(speaker.document, each) for each in row.missing)
            speaker.say("blank", name=_fails(speaker.document, row.fail_point), what=lacking)


def _say_bill(speaker: _Speaker, name: str, bill: Bill) -> None:
    if bill.items:
        speaker.say(name, amount=speaker.money(bill.total))
    else:
        speaker.say(f"no_{name}")


def _say_set(speaker: _Speaker, found: Appraisal, whole: Appraised) -> None:
    speaker.say("single")
    rows = sorted(found.single.items(), key=lambda row: (-row[1].npv, row[0]))
    say_table(speaker.call, [(title(speaker.document, id), *_figures(speaker, case)) for id, case in rows])
    speaker.say("together", n=len(whole.chosen))
    _say_case(speaker, whole)
    case = whole.case
    classes = [
        message(f"cli.case.class.{benefit.value}", amount=speaker.money(case.present[benefit]))
        for benefit in CLASSES
        if case.present[benefit]
    ]
    if classes:
        speaker.say("classes", what=_in_a_row(classes))
    speaker.say("funding", peak=speaker.money(case.peak), delay=speaker.money(case.delay))


def _figures(speaker: _Speaker, case: Case) -> tuple[Message, Message, Message]:
    """NPV, return and payback of a case."""
    roi = message("cli.case.no_roi") if case.roi is None else message("cli.case.roi", share=percent(case.roi))
    payback = (
        message("cli.case.no_payback") if case.payback is None else message("cli.case.payback", month=case.payback)
    )
    return message("cli.case.npv", amount=speaker.money(case.npv)), roi, payback


def _say_case(speaker: _Speaker, found: Appraised) -> None:
    npv, roi, payback = _figures(speaker, found.case)
    speaker.say("figures", npv=npv, roi=roi, payback=payback)
    risk = found.risk
    marks = {name: speaker.about(getattr(risk, name)) for name in ("mean", "p10", "p50", "p90")}
    speaker.say("risk", n=len(risk.outcomes), seed=str(risk.seed), loss=percent(Decimal(risk.loss)), **marks)


def _say_swings(speaker: _Speaker, bars: Iterable[Swing]) -> None:
    longest = [bar for bar in bars if bar.width][:SWINGS]
    if longest:
        speaker.say("swings")
        say_table(speaker.call, [(_swinging(speaker.document, bar), _ends(speaker, bar)) for bar in longest])


def _ends(speaker: _Speaker, bar: Swing) -> Message:
    """Where a bar begins and ends, and the value of its input at which nothing is won or lost."""
    ends = message("cli.case.swing", low=speaker.about(bar.low), high=speaker.about(bar.high))
    if bar.zero_at is None:
        return ends
    value = Decimal(f"{bar.zero_at:.4g}")
    return message("cli.case.zero_at", ends=ends, value=value)


def _swinging(document: DocumentView, bar: Swing) -> Value:
    first = bar.members[0]
    if first.group:
        return message("cli.case.group", name=first.group, n=len(bar.members))
    name, field = in_words(document, first.key)
    return message("cli.case.input", name=name, field=field)


def _say_best(speaker: _Speaker, found: Appraisal, terms: Terms) -> None:
    best = found.best
    if best is None:
        return
    if best.why is not None:
        speaker.say("impossible", why=best.why)
        return
    if terms.limit is None:
        speaker.say("best" if best.uses else "best_unlimited", n=len(best.chosen))
    else:
        speaker.say("best_within", amount=speaker.money(terms.limit), n=len(best.chosen))
    for id in by_name(speaker.document, best.chosen):
        speaker.say("chosen", name=title(speaker.document, id))
    if found.best_set is not None and best.chosen:
        _say_case(speaker, found.best_set)
    for use in best.uses:
        amounts = {"taken": speaker.money(use.taken), "most": speaker.money(use.limit.most)}
        if use.limit.line is None:
            speaker.say("takes", **amounts)
        else:
            speaker.say("takes_of", line=use.limit.line, year=str(use.limit.year), **amounts)
    if best.gap:
        speaker.say("gap", amount=speaker.money(best.gap))


def _fails(document: DocumentView, fail_point: str) -> Value:
    return title(document, document.need(FailPoint, fail_point).card)


def _lacking(document: DocumentView, row: Missing) -> Message:
    """An input that is missing, and of what."""
    return message(f"missing.{row.what}", name=record_name(document, row.element))


def _in_a_row(messages: Iterable[Message]) -> Value:
    first, *rest = messages
    for each in rest:
        first = message("answer.and", first=first, second=each)
    return first
