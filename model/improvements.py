"""What is to be done about the money: improvements, what they change, how sure that is, and what-if scenarios.

Records of domain section 3. Money is `Decimal` in the blueprint's currency, shares and cuts have 1 for all, months
count from the case date, which is month 0.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from model.record import Record, record, refers, refers_many


class Condition(StrEnum):
    """The organisational condition that an improvement changes."""

    PROCESS = "process"
    ROLE = "role"
    RIGHT = "right"
    POLICY = "policy"
    CONTENT = "content"
    SYSTEM = "system"


class SpendKind(StrEnum):
    """What the one-off money is to the books."""

    CAPEX = "capex"
    OPEX = "opex"


class ImprovementStatus(StrEnum):
    """How far an improvement has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    IN_DELIVERY = "in_delivery"
    LIVE = "live"
    VERIFIED = "verified"
    DROPPED = "dropped"


class HypothesisResult(StrEnum):
    """What became of a hypothesis."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class EffectKind(StrEnum):
    """What an effect changes: a cut is relative, work time is in minutes each, a yearly amount is money."""

    FAILURE_RATE = "failure_rate"
    NUMBER = "number"
    UNIT_COST = "unit_cost"
    WORK_TIME = "work_time"
    SHARE = "share"
    DROP_OFF = "drop_off"
    YEARLY = "yearly"


class BenefitClass(StrEnum):
    """What a benefit is: the headline counts cash and revenue only."""

    CASH = "cash"
    REVENUE = "revenue"
    CAPACITY = "capacity"
    AVOIDED = "avoided"


class ScenarioAct(StrEnum):
    """What a what-if scenario does to one record: set a field of it, take it out, or let it stop."""

    SET = "set"
    REMOVE = "remove"
    STOP = "stop"


@record
class Cause(Record):
    """One of the causes of a fail point; cuts on different causes multiply, on one only the largest counts."""

    fail_point: str = refers("FailPoint", owned=True)
    name: str = ""


@record
class Improvement(Record):
    """A change to the service, and its case.

    `running_cost`: money a year from `go_live` (month) on; `ramp`: months until the whole benefit is there.
    `soft`: benefits nobody can count, listed apart. `pilot_scope`: share of the roll-out that is piloted;
    `pilot_result`: the share of the expected benefit that the pilot showed. `measured`: benefit a year as verified.
    """

    name: str = ""
    change: str = ""
    expected: str = ""
    result: HypothesisResult = HypothesisResult.OPEN
    result_note: str = ""
    condition: Condition | None = None
    owner: str | None = refers("Owner")
    benefit_owner: str | None = refers("Owner")
    forum: str | None = refers("Forum")
    budget_line: str = ""
    spend_kind: SpendKind = SpendKind.OPEX
    running_cost: Decimal | None = None
    go_live: int | None = None
    ramp: int | None = None
    requires: tuple[str, ...] = refers_many("Improvement")
    excludes: tuple[str, ...] = refers_many("Improvement")
    mandatory: bool = False
    status: ImprovementStatus = ImprovementStatus.PROPOSED
    story: str = ""
    acceptance: str = ""
    metric: str | None = refers("Metric")
    guardrails: tuple[str, ...] = refers_many("Metric")
    pilot_scope: Decimal | None = None
    pilot_result: Decimal | None = None
    measured: Decimal | None = None
    measured_on: date | None = None
    soft: tuple[str, ...] = ()
    notes: str = ""


@record
class StatusChange(Record):
    """When an improvement reached a status, and who decided it."""

    improvement: str = refers("Improvement", owned=True)
    status: ImprovementStatus = ImprovementStatus.PROPOSED
    dated: date | None = None
    actor: str = ""


@record
class Spend(Record):
    """One-off money of an improvement in one month."""

    improvement: str = refers("Improvement", owned=True)
    month: int = 0
    amount: Decimal | None = None


@record
class Effect(Record):
    """What an improvement changes on one cause, fail point, consequence, card or step.

    `amount`: the relative cut (1: all of it); minutes saved each for work time; money a year for a yearly amount.
    `moves_to`: the card that takes over the occurrences cut from another. `worth`: money that one customer kept brings.
    """

    improvement: str = refers("Improvement", owned=True)
    target: str | None = refers("Cause", "FailPoint", "Consequence", "Card", "Step")
    kind: EffectKind = EffectKind.FAILURE_RATE
    amount: Decimal | None = None
    benefit: BenefitClass = BenefitClass.CASH
    moves_to: str | None = refers("Card")
    worth: Decimal | None = None


@record
class Uncertainty(Record):
    """Low and high of one number of one record, around its likely value; those of a named `group` share a draw."""

    element: str = refers("*", owned=True)
    field: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    group: str = ""


@record
class Budget(Record):
    """What a budget line may spend in a fiscal year, one-off and running together.

    `year`: a calendar year; without a case date, years of twelve months from month 0, the first being year 0.
    """

    line: str = ""
    year: int = 0
    limit: Decimal | None = None


@record
class Scenario(Record):
    """A what-if: a named overlay on the blueprint, never edited into it. `improvements`: those that are on."""

    name: str = ""
    improvements: tuple[str, ...] = refers_many("Improvement")
    notes: str = ""


@record
class ScenarioEdit(Record):
    """One change of a scenario; `value` is the field's plain form as JSON text."""

    scenario: str = refers("Scenario", owned=True)
    element: str = refers("*", owned=True)
    act: ScenarioAct = ScenarioAct.SET
    field: str = ""
    value: str = ""
