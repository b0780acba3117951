"""The grid of a blueprint: records of domain section 1 (Shostack 1984; Bitner, Ostrom & Morgan 2008).

Money is `Decimal` in the blueprint's currency; minutes are `Decimal`; shares are `Decimal` with 1 for all;
calendar dates are `date`. A field that is None or empty has not been said.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from model.record import Record, record, refers, refers_many


class State(StrEnum):
    """Which state of the service a blueprint shows."""

    CURRENT = "current"
    FUTURE = "future"
    TARGET = "target"


class LifeCycle(StrEnum):
    """Where the blueprint itself stands."""

    DRAFT = "draft"
    WORKSHOP = "workshop"
    VALIDATED = "validated"
    IN_OPERATION = "in_operation"
    RETIRED = "retired"


class Cadence(StrEnum):
    """How often a blueprint is reviewed."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"


class Band(StrEnum):
    """The horizontal bands, top to bottom; annotation lanes stand beside them."""

    EVIDENCE = "evidence"
    CUSTOMER = "customer"
    FRONTSTAGE = "frontstage"
    BACKSTAGE = "backstage"
    SUPPORT = "support"
    ANNOTATION = "annotation"


class Role(StrEnum):
    """What a lane shows; the role decides its band for ever."""

    EVIDENCE = "evidence"
    CUSTOMER = "customer"
    EMPLOYEE = "employee"
    FRONTSTAGE = "frontstage"
    FRONTSTAGE_TECH = "frontstage_tech"
    BACKSTAGE = "backstage"
    BACKSTAGE_TECH = "backstage_tech"
    SUPPORT = "support"
    STORYBOARD = "storyboard"
    EMOTION = "emotion"
    TIME = "time"
    METRICS = "metrics"
    NOTES = "notes"


BAND_OF: dict[Role, Band] = {
    Role.EVIDENCE: Band.EVIDENCE,
    Role.CUSTOMER: Band.CUSTOMER,
    Role.EMPLOYEE: Band.CUSTOMER,
    Role.FRONTSTAGE: Band.FRONTSTAGE,
    Role.FRONTSTAGE_TECH: Band.FRONTSTAGE,
    Role.BACKSTAGE: Band.BACKSTAGE,
    Role.BACKSTAGE_TECH: Band.BACKSTAGE,
    Role.SUPPORT: Band.SUPPORT,
    Role.STORYBOARD: Band.ANNOTATION,
    Role.EMOTION: Band.ANNOTATION,
    Role.TIME: Band.ANNOTATION,
    Role.METRICS: Band.ANNOTATION,
    Role.NOTES: Band.ANNOTATION,
}


class CardKind(StrEnum):
    """What a card is."""

    ACTION = "action"
    EVIDENCE = "evidence"
    SYSTEM = "system"
    DECISION = "decision"
    APPROVAL = "approval"
    IDEA = "idea"
    QUESTION = "question"
    QUOTE = "quote"
    POLICY = "policy"
    NOTE = "note"


class Mark(StrEnum):
    """What a card is marked with; any number of them."""

    FAIL_POINT = "fail_point"
    WAIT_POINT = "wait_point"
    MOMENT_OF_TRUTH = "moment_of_truth"
    PAIN_POINT = "pain_point"
    REGULATED = "regulated"


class Grounding(StrEnum):
    """How well a card is known; without a source it is an assumption, whatever is said here."""

    ASSUMED = "assumed"
    REPORTED = "reported"
    OBSERVED = "observed"
    MEASURED = "measured"


class LinkKind(StrEnum):
    """What a link says of its two cards."""

    FLOW = "flow"
    EXCHANGE = "exchange"
    NEEDS = "needs"
    ESCALATION = "escalation"


class RaciRole(StrEnum):
    """A part in a card beside its one accountable owner."""

    RESPONSIBLE = "responsible"
    CONSULTED = "consulted"
    INFORMED = "informed"


class AskedBy(StrEnum):
    """Whose question a question card holds."""

    CUSTOMER = "customer"
    TEAM = "team"


@record
class Blueprint(Record):
    """One service, one customer segment, one scenario, one state. A document has exactly one; its id is the document's.

    `volume`: customers a year who enter the first step. `owner`: end-to-end owner. `audiences`: for whom the service
    is to create value. `jargon`: words no customer should meet; `explained`: abbreviations that need no explaining.
    `assumed_green`, `assumed_amber`: shares of assumed cards below which the data light is green, then amber.

    The basis of the investment case: month 0 is `case_date`, `horizon` in months, yearly discount `rate` and
    `hurdle_rate`, in real terms or not, at the prices of a day, with or without VAT.
    """

    title: str = ""
    service: str = ""
    segment: str = ""
    scenario: str = ""
    start_trigger: str = ""
    end_trigger: str = ""
    state: State = State.CURRENT
    life_cycle: LifeCycle = LifeCycle.DRAFT
    version: str = ""
    dated: date | None = None
    goal: str = ""
    goal_baseline: str = ""
    goal_target: str = ""
    goal_date: date | None = None
    owner: str | None = refers("Owner")
    budget: Decimal | None = None
    mandate: str = ""
    sponsor: str | None = refers("Owner")
    currency: str = "EUR"
    volume: int | None = None
    language: str = "en"
    cadence: Cadence | None = None
    audiences: tuple[str, ...] = ()
    jargon: tuple[str, ...] = ()
    explained: tuple[str, ...] = ()
    assumed_green: Decimal | None = None
    assumed_amber: Decimal | None = None
    case_date: date | None = None
    horizon: int | None = None
    rate: Decimal | None = None
    real_terms: bool = False
    price_date: date | None = None
    with_vat: bool = False
    hurdle_rate: Decimal | None = None
    notes: str = ""


@record
class Review(Record):
    """One entry of the review log."""

    blueprint: str = refers("Blueprint", owned=True)
    held: date | None = None
    actor: str = ""
    note: str = ""


@record
class Stage(Record):
    """A named group of consecutive steps. `module`: the name under which it is kept for reuse."""

    title: str = ""
    owner: str | None = refers("Owner")
    loops_to: str | None = refers("Stage")
    repeats: Decimal | None = None
    module: str = ""
    notes: str = ""


@record
class Step(Record):
    """One column: one moment of the journey. `customers_out` a year; None where nobody is lost or nobody counted.

    `changed_by`: who may change this step.
    """

    stage: str = refers("Stage", owned=True)
    title: str = ""
    experience_owner: str | None = refers("Owner")
    operations_owner: str | None = refers("Owner")
    changed_by: str | None = refers("Owner")
    customers_out: int | None = None
    notes: str = ""


@record
class Routing(Record):
    """Which team takes a request that arises in a stage."""

    stage: str = refers("Stage", owned=True)
    request: str = ""
    owner: str | None = refers("Owner")
    notes: str = ""


@record
class DropReason(Record):
    """Why customers leave at a step, and how many a year."""

    step: str = refers("Step", owned=True)
    reason: str = ""
    count: int | None = None


@record
class Lane(Record):
    """One row. Its cards inherit `owner` until they name their own; `beside` is the actor of an emotion lane."""

    role: Role = Role.CUSTOMER
    title: str = ""
    owner: str | None = refers("Owner")
    beside: str | None = refers("Lane")
    notes: str = ""


@record
class Variant(Record):
    """A named path through the same steps and lanes."""

    title: str = ""
    notes: str = ""


@record
class Picture(Record):
    """An image kept in the document, re-encoded on its way in (PNG or JPEG); width and height in pixels."""

    name: str = ""
    mime: str = ""
    width: int = 0
    height: int = 0
    alt: str = ""
    data: bytes = b""


@record
class Card(Record):
    """What one actor does at one moment.

    It sits in (lane, step) and spans to `last_step` (None: one step); without lane and step it waits in the tray.
    occurrences(card) = customers into the first step x share x times, or `occurrences`. Cost per occurrence is the
    amount entered in a Cost, else minutes / 60 x the owner's hourly cost. An element belongs to all variants unless
    it lists some. `emotion` is -2 to +2, on cards of an emotion lane. `price`: what the customer pays here, money.
    `other_blueprint`: the file of another blueprint that goes on from here, from the folder of this one on.
    `moves`: metrics that the card moves. `contradicts`: cards of the step that say something else over their channel.
    """

    lane: str | None = refers("Lane")
    step: str | None = refers("Step")
    last_step: str | None = refers("Step")
    title: str = ""
    kind: CardKind = CardKind.ACTION
    marks: tuple[Mark, ...] = ()
    grounding: Grounding = Grounding.ASSUMED
    owner: str | None = refers("Owner")
    perceived_owner: str | None = refers("Owner")
    content_owner: str | None = refers("Owner")
    last_checked: date | None = None
    sources: tuple[str, ...] = refers_many("Source")
    work_minutes: Decimal | None = None
    wait_minutes: Decimal | None = None
    share: Decimal | None = None
    times: Decimal | None = None
    occurrences: Decimal | None = None
    promise: str = ""
    delivered: str = ""
    external_ref: str = ""
    external_url: str = ""
    other_blueprint: str = ""
    picture: str | None = refers("Picture")
    value_for: tuple[str, ...] = ()
    variants: tuple[str, ...] = refers_many("Variant")
    emotion: int | None = None
    answered: bool = False
    asked_by: AskedBy | None = None
    price: Decimal | None = None
    moves: tuple[str, ...] = refers_many("Metric")
    contradicts: tuple[str, ...] = refers_many("Card")
    notes: str = ""


@record
class CardSystem(Record):
    """A card uses a system; `essential`: it stops without it."""

    card: str = refers("Card", owned=True)
    system: str = refers("System", owned=True)
    essential: bool = True


@record
class CardChannel(Record):
    """A card happens over a channel; the shares of one card sum to 1 where they are given."""

    card: str = refers("Card", owned=True)
    channel: str = refers("Channel", owned=True)
    share: Decimal | None = None


@record
class RaciEntry(Record):
    """An owner's part in a card beside the accountable one."""

    card: str = refers("Card", owned=True)
    owner: str = refers("Owner", owned=True)
    role: RaciRole = RaciRole.RESPONSIBLE


@record
class Validation(Record):
    """A card was validated with what a system holds: which system, which query, on which day."""

    card: str = refers("Card", owned=True)
    source_system: str = ""
    query: str = ""
    dated: date | None = None


@record
class Link(Record):
    """Directed, card to card. `alternatives` names the group of needs that stand in for each other.

    `owner` and `limit_minutes` belong to an escalation; `agreed` is the goal or service level agreed.
    """

    source: str = refers("Card", owned=True)
    target: str = refers("Card", owned=True)
    kind: LinkKind = LinkKind.FLOW
    label: str = ""
    wait_minutes: Decimal | None = None
    agreed: str = ""
    alternatives: str = ""
    owner: str | None = refers("Owner")
    limit_minutes: Decimal | None = None
    variants: tuple[str, ...] = refers_many("Variant")


@record
class Translation(Record):
    """One text of one element in another language (BCP 47)."""

    element: str = refers("*", owned=True)
    field: str = ""
    language: str = ""
    text: str = ""
