"""The operation behind the grid: registers of domain section 2, and the fail points of section 3.

Registers are shared by the whole blueprint. Money is `Decimal` in the blueprint's currency, shares have 1 for all.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from model.record import Record, record, refers, refers_many


class OwnerKind(StrEnum):
    """What an owner is."""

    PERSON = "person"
    TEAM = "team"
    ROLE = "role"
    PARTNER = "partner"


class SystemState(StrEnum):
    """Where a system stands in its life."""

    LIVE = "live"
    CONSTRAINED = "constrained"
    LEGACY = "legacy"
    PLANNED = "planned"
    MISSING = "missing"
    RETIRING = "retiring"


class MetricKind(StrEnum):
    """The metrics of the field; `own` is one of the document's."""

    CES = "ces"
    CSAT = "csat"
    NPS = "nps"
    TASK_SUCCESS = "task_success"
    TIME_TO_RESOLUTION = "time_to_resolution"
    FIRST_CONTACT_RESOLUTION = "first_contact_resolution"
    REPEAT_CONTACTS = "repeat_contacts"
    CHURN = "churn"
    DROP_OFF = "drop_off"
    COST_TO_SERVE = "cost_to_serve"
    OWN = "own"


class Direction(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"


class SourceKind(StrEnum):
    """Where knowledge comes from."""

    INTERVIEW = "interview"
    OBSERVATION = "observation"
    ANALYTICS = "analytics"
    SUPPORT_LOG = "support_log"
    SURVEY = "survey"
    CRM = "crm"
    USABILITY_TEST = "usability_test"
    DOCUMENT = "document"


class CostBasis(StrEnum):
    """What an amount is for."""

    PER_OCCURRENCE = "per_occurrence"
    PER_YEAR = "per_year"
    ONE_OFF = "one_off"


class ForumKind(StrEnum):
    """Whether a forum decides or only advises."""

    DECIDES = "decides"
    ADVISES = "advises"


class ConsequenceKind(StrEnum):
    """What a failure sets off; the cost drivers."""

    CALL = "call"
    ESCALATION = "escalation"
    REWORK = "rework"
    REFUND = "refund"
    CHURN = "churn"
    PENALTY = "penalty"
    OTHER = "other"


# Which way is better and whether it tells early, for the metrics of the field; an own metric says so itself.
METRIC_LIBRARY: dict[MetricKind, tuple[Direction, bool]] = {
    MetricKind.CES: (Direction.UP, True),
    MetricKind.CSAT: (Direction.UP, False),
    MetricKind.NPS: (Direction.UP, False),
    MetricKind.TASK_SUCCESS: (Direction.UP, True),
    MetricKind.TIME_TO_RESOLUTION: (Direction.DOWN, True),
    MetricKind.FIRST_CONTACT_RESOLUTION: (Direction.UP, True),
    MetricKind.REPEAT_CONTACTS: (Direction.DOWN, True),
    MetricKind.CHURN: (Direction.DOWN, False),
    MetricKind.DROP_OFF: (Direction.DOWN, True),
    MetricKind.COST_TO_SERVE: (Direction.DOWN, False),
}


@record
class Owner(Record):
    """A person, team, role or partner; `unit` is the silo it belongs to; `hourly_cost` is money an hour.

    `goal` in words; where it is a metric, `goal_metric` and which way they push it. `goal_against`: owners whose goals
    this one pulls against.
    """

    name: str = ""
    kind: OwnerKind = OwnerKind.TEAM
    unit: str = ""
    contact: str = ""
    hourly_cost: Decimal | None = None
    goal: str = ""
    goal_metric: str | None = refers("Metric")
    goal_direction: Direction | None = None
    goal_against: tuple[str, ...] = refers_many("Owner")
    notes: str = ""


@record
class System(Record):
    """A system of the operation; `running_cost` is money a year, `running_share` this blueprint's part of it."""

    name: str = ""
    kind: str = ""
    vendor: str = ""
    owner: str | None = refers("Owner")
    state: SystemState = SystemState.LIVE
    constraint: str = ""
    changed_by: str | None = refers("Owner")
    running_cost: Decimal | None = None
    running_share: Decimal | None = None
    notes: str = ""


@record
class SystemExchange(Record):
    """Two systems exchange data."""

    system: str = refers("System", owned=True)
    other: str = refers("System", owned=True)
    what: str = ""


@record
class Channel(Record):
    """Web, app, phone, store, mail and the like. `single_use`: it serves one thing at a time, such as the one desk."""

    name: str = ""
    single_use: bool = False
    notes: str = ""


@record
class Metric(Record):
    """What is measured, of the blueprint, a stage, a step, a lane or a card.

    Readings up to `baseline_until` tell what is usual (`model.analysis.control`); without it, the first ones do.
    """

    name: str = ""
    kind: MetricKind = MetricKind.OWN
    subject: str | None = refers("Blueprint", "Stage", "Step", "Lane", "Card")
    unit: str = ""
    direction: Direction = Direction.UP
    leading: bool = False
    baseline: Decimal | None = None
    target: Decimal | None = None
    tolerance: Decimal | None = None
    owner: str | None = refers("Owner")
    source: str | None = refers("Source")
    guardrail: bool = False
    baseline_until: date | None = None
    notes: str = ""


@record
class Objective(Record):
    """What several owners want to reach together, and the metrics that tell whether they do."""

    name: str = ""
    owners: tuple[str, ...] = refers_many("Owner")
    metrics: tuple[str, ...] = refers_many("Metric")
    target: str = ""
    due: date | None = None
    notes: str = ""


@record
class Reading(Record):
    """One value of a metric on one day."""

    metric: str = refers("Metric", owned=True)
    taken: date | None = None
    value: Decimal = Decimal(0)
    sample_size: int | None = None
    source: str | None = refers("Source")


@record
class Source(Record):
    """Where a claim comes from."""

    name: str = ""
    kind: SourceKind = SourceKind.INTERVIEW
    dated: date | None = None
    sample_size: int | None = None
    notes: str = ""


@record
class Cost(Record):
    """An amount on a card, a system or an improvement."""

    name: str = ""
    subject: str = refers("Card", "System", "Improvement", owned=True)
    amount: Decimal | None = None
    basis: CostBasis | None = None
    source: str | None = refers("Source")
    notes: str = ""


@record
class Forum(Record):
    """Who decides or advises."""

    name: str = ""
    kind: ForumKind = ForumKind.DECIDES
    chair: str | None = refers("Owner")
    sponsor: str | None = refers("Owner")
    members: tuple[str, ...] = refers_many("Owner")
    cadence: str = ""
    notes: str = ""


@record
class DecisionRight(Record):
    """What a forum may decide, up to what amount."""

    forum: str = refers("Forum", owned=True)
    what: str = ""
    limit: Decimal | None = None


@record
class Decision(Record):
    """A decision asked of a forum; `chosen` is one of its options."""

    name: str = ""
    forum: str | None = refers("Forum")
    needed_by: date | None = None
    decided_on: date | None = None
    chosen: str | None = refers("DecisionOption")
    conditions: str = ""
    subjects: tuple[str, ...] = refers_many("Card", "Improvement")
    notes: str = ""


@record
class DecisionOption(Record):
    """One option of a decision, do nothing among them, with its money."""

    decision: str = refers("Decision", owned=True)
    title: str = ""
    amount: Decimal | None = None


@record
class FailPoint(Record):
    """What fails at a card; `rate` is the share of occurrences that fail, read on `rate_date`.

    failure cost a year = occurrences x rate x sum over consequences(number per failure x unit cost).
    """

    card: str = refers("Card", owned=True)
    expected: str = ""
    delivered: str = ""
    cause: str = ""
    owner: str | None = refers("Owner")
    rate: Decimal | None = None
    rate_date: date | None = None
    article: str = ""
    notes: str = ""


@record
class Consequence(Record):
    """What one failure sets off: `number` expected per failure (or per `parent`), `unit_cost` money each."""

    fail_point: str = refers("FailPoint", owned=True)
    kind: ConsequenceKind = ConsequenceKind.OTHER
    name: str = ""
    parent: str | None = refers("Consequence")
    number: Decimal | None = None
    unit_cost: Decimal | None = None
    handled_by: str | None = refers("Card")
