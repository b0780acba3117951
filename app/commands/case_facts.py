"""What `throughline case --json` prints, in its order: money to the cent, shares to four places, blanks as null."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from model.analysis.appraisal import Appraisal, Appraised
from model.analysis.best_set import BestSet
from model.analysis.case import Case
from model.analysis.missing import Missing
from model.analysis.names import name_of
from model.analysis.partitions import Bill, By, parts
from model.analysis.simulation import Risk, Swing
from model.analysis.timeline import CLASSES
from model.document import DocumentView
from model.elements import Card
from model.registers import FailPoint

_CENT, _PLACES, _MILLIONTH = Decimal("0.01"), Decimal("0.0001"), Decimal("0.000001")


def facts_of(document: DocumentView, found: Appraisal) -> dict[str, Any]:
    """All answers."""
    return {
        "currency": document.blueprint.currency,
        "failureCost": {
            **_bill(document, found.failure),
            "insideCostToServe": money(found.within),
            "assumed": {"amount": money(found.assumed.part), "share": share(found.assumed.value)},
            "failPoints": [
                {
                    "id": row.fail_point,
                    "card": _card(document, row.fail_point).id,
                    "cost": money(row.cost),
                    "missing": _missing(row.missing),
                }
                for row in found.failing
            ],
        },
        "costToServe": _bill(document, found.serve),
        "improvements": [{"id": id, "name": name_of(document, id), **_case(case)} for id, case in found.single.items()],
        "set": None if found.whole is None else _appraised(found.whole),
        "tornado": [_swing(bar) for bar in found.swings],
        "breakEven": share(found.break_even),
        "bestSet": None if found.best is None else _best(found.best, found.best_set),
        "missing": _missing(found.missing),
    }


def money(amount: Decimal | float | None) -> str | None:
    """An amount to the cent, half even."""
    return _rounded(amount, _CENT)


def share(value: Decimal | float | None) -> str | None:
    """A share to four places, half even."""
    return _rounded(value, _PLACES)


def _rounded(value: Decimal | float | None, unit: Decimal) -> str | None:
    if value is None:
        return None
    found = Decimal(value).quantize(unit, ROUND_HALF_EVEN)
    return f"{found if found else abs(found):f}"


def _bill(document: DocumentView, bill: Bill) -> dict[str, Any]:
    """A total, blank where nothing of it can be said, and its parts; what belongs to none has an empty key."""
    by = {by.value: {key: money(part) for key, part in parts(document, bill, by).items()} for by in By}
    return {"total": money(bill.total) if bill.items else None, "by": by, "unknown": list(bill.unknown)}


def _card(document: DocumentView, fail_point: str) -> Card:
    return document.need(Card, document.need(FailPoint, fail_point).card)


def _missing(rows: Iterable[Missing]) -> list[dict[str, str]]:
    return [row._asdict() for row in rows]


def _case(case: Case) -> dict[str, Any]:
    return {
        "npv": money(case.npv),
        "benefits": money(case.benefits),
        "costs": money(case.costs),
        "roi": share(case.roi),
        "perMoney": share(case.per_money),
        "payback": case.payback,
        "peak": money(case.peak),
        "delay": money(case.delay),
        "byClass": {benefit.value: money(case.present[benefit]) for benefit in CLASSES},
    }


def _appraised(found: Appraised) -> dict[str, Any]:
    return {"improvements": list(found.chosen), **_case(found.case), "risk": _risk(found.risk)}


def _risk(risk: Risk) -> dict[str, Any]:
    return {
        "seed": risk.seed,
        "draws": len(risk.outcomes),
        "likely": money(risk.likely),
        "mean": money(risk.mean),
        "p10": money(risk.p10),
        "p50": money(risk.p50),
        "p90": money(risk.p90),
        "loss": share(risk.loss),
    }


def _swing(bar: Swing) -> dict[str, Any]:
    return {
        "inputs": [{"element": each.key[0], "field": each.key[1]} for each in bar.members],
        "group": bar.members[0].group,
        "low": money(bar.low),
        "high": money(bar.high),
        "width": money(bar.width),
        "zeroAt": _rounded(bar.zero_at, _MILLIONTH),
    }


def _best(best: BestSet, found: Appraised | None) -> dict[str, Any]:
    """The best set; `impossible` names what stands in the way where there is none."""
    answer: dict[str, Any] = {
        "impossible": None if best.why is None else best.why.id,
        "gap": money(best.gap),
        "limits": [
            {"line": use.limit.line, "year": use.limit.year, "limit": money(use.limit.most), "taken": money(use.taken)}
            for use in best.uses
        ],
    }
    return answer if found is None else answer | _appraised(found)
