"""What several checks ask of one document, each worked out once and only when asked for."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from model.analysis.gaps import Open, Weak, open_questions, weak_systems
from model.analysis.handoffs import HandOffs, hand_offs
from model.analysis.places import VISIBLE, Places
from model.analysis.reviews import cadence_of, last_review, months_after
from model.analysis.support import unsupported
from model.analysis.touchpoints import answering, touchpoints
from model.document import DocumentView
from model.elements import Band, Blueprint, Cadence, Card, CardSystem, Lane, LifeCycle, Link, LinkKind, Stage, Step
from model.grid import lanes, stages, steps
from model.registers import Owner

# Bundles of what the facts below read, for the checks that use them.
COLUMNS = frozenset({"Stage.order", "Step.stage", "Step.order"})
BANDS = frozenset({"Card.lane", "Card.step", "Lane.role"})
PLACES = COLUMNS | BANDS | {"Card.last_step"}
READING_ORDER = PLACES | {"Card.order", "Lane.order", "Lane.beside"}
ACCOUNTABLE = frozenset({"Card.owner", "Card.lane", "Lane.owner", "Owner"})
LINKS = frozenset({"Link.source", "Link.target", "Link.kind"})
USES = frozenset({"CardSystem.card", "CardSystem.system", "CardSystem.essential", "System"})
HANDOFFS = ACCOUNTABLE | LINKS | READING_ORDER | {"Owner.unit", "Owner.order", "Link.order", "Link.wait_minutes"}
VALIDATED = (LifeCycle.VALIDATED, LifeCycle.IN_OPERATION)


class Facts:
    """The facts of a document that does not change meanwhile, on a day."""

    def __init__(self, document: DocumentView, today: date) -> None:
        self.document = document
        self.today = today

    @property
    def blueprint(self) -> Blueprint:
        """The one blueprint."""
        return self.document.blueprint

    @property
    def validated(self) -> bool:
        """Whether the blueprint claims to be how things are."""
        return self.blueprint.life_cycle in VALIDATED

    @cached_property
    def places(self) -> Places:
        """Where every card lies."""
        return Places(self.document)

    @cached_property
    def by_band(self) -> dict[Band, list[Card]]:
        """The cards on the map by band, those of annotation lanes aside."""
        found: dict[Band, list[Card]] = {band: [] for band in Band}
        for card in self.document.table(Card).values():
            band = self.places.band(card)
            if band is not None:
                found[band].append(card)
        return found

    def within(self, *bands: Band) -> list[Card]:
        """The cards of some bands."""
        return [card for band in bands for card in self.by_band[band]]

    @cached_property
    def cards(self) -> list[Card]:
        """The cards on the map, those of annotation lanes aside."""
        return self.within(*Band)

    @cached_property
    def below_interaction(self) -> list[Card]:
        """The cards below the line of interaction."""
        return self.within(Band.FRONTSTAGE, Band.BACKSTAGE, Band.SUPPORT)

    @cached_property
    def below_visibility(self) -> list[Card]:
        """The cards below the line of visibility."""
        return self.within(Band.BACKSTAGE, Band.SUPPORT)

    @cached_property
    def visible(self) -> list[Card]:
        """The cards above the line of visibility."""
        return self.within(*VISIBLE)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps, first to last."""
        return steps(self.document)

    @cached_property
    def columns(self) -> dict[str, int]:
        """The place of each step by its id."""
        return {step.id: place for place, step in enumerate(self.steps)}

    @cached_property
    def rows(self) -> dict[str, int]:
        """The place of each lane by its id."""
        return {lane.id: place for place, lane in enumerate(lanes(self.document))}

    @cached_property
    def stages(self) -> tuple[Stage, ...]:
        """The stages, first to last."""
        return stages(self.document)

    @cached_property
    def stage_places(self) -> dict[str, int]:
        """The place of each step's stage, by the id of the step."""
        order = {stage.id: place for place, stage in enumerate(self.stages)}
        return {step.id: order[step.stage] for step in self.steps}

    @cached_property
    def staged(self) -> tuple[Stage, ...]:
        """The stages that have steps."""
        known = {step.stage for step in self.steps}
        return tuple(stage for stage in self.stages if stage.id in known)

    @cached_property
    def over(self) -> dict[str, list[Card]]:
        """By step: the cards that cover it, annotations among them."""
        found: dict[str, list[Card]] = {step.id: [] for step in self.steps}
        for card in self.document.table(Card).values():
            for step in self.places.covered(card):
                found[step].append(card)
        return found

    @cached_property
    def owners(self) -> dict[str, Owner]:
        """By card: who is accountable, for those with somebody."""
        known = self.document.table(Owner)
        inherited = {lane.id: known.get(lane.owner or "") for lane in self.document.table(Lane).values()}
        found: dict[str, Owner] = {}
        for card in self.document.table(Card).values():
            owner = known.get(card.owner or "") or inherited.get(card.lane or "")
            if owner is not None:
                found[card.id] = owner
        return found

    @cached_property
    def uses(self) -> dict[str, set[str]]:
        """By card: the systems it uses."""
        found: dict[str, set[str]] = {}
        for use in self.document.table(CardSystem).values():
            found.setdefault(use.card, set()).add(use.system)
        return found

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """All links."""
        return tuple(self.document.table(Link).values())

    @cached_property
    def hand_offs(self) -> HandOffs:
        """Where work passes from unit to unit."""
        return hand_offs(self.document, self.places)

    @cached_property
    def touchpoints(self) -> frozenset[str]:
        """The touchpoints."""
        return frozenset(touchpoints(self.document, self.places))

    @cached_property
    def unsupported(self) -> frozenset[str]:
        """The touchpoints with nothing behind them."""
        return frozenset(each.card for each in unsupported(self.document, self.places))

    @cached_property
    def weak_systems(self) -> tuple[Weak, ...]:
        """The systems that are not simply live, with the cards that use them."""
        return weak_systems(self.document, self.places)

    @cached_property
    def questions(self) -> tuple[Open, ...]:
        """The open questions by stage."""
        return open_questions(self.document, self.places)

    @cached_property
    def answers(self) -> dict[str, tuple[str, ...]]:
        """By customer card: the frontstage cards that answer it."""
        return answering(self.document, self.places)

    @cached_property
    def near(self) -> dict[str, set[str]]:
        """By card: those it is linked with, either way, escalations aside."""
        found: dict[str, set[str]] = {}
        for link in self.links:
            if link.kind is not LinkKind.ESCALATION:
                found.setdefault(link.source, set()).add(link.target)
                found.setdefault(link.target, set()).add(link.source)
        return found

    @cached_property
    def needs(self) -> dict[str, set[str]]:
        """By card: those it cannot happen without, or has a choice of."""
        found: dict[str, set[str]] = {}
        for link in self.links:
            if link.kind is LinkKind.NEEDS:
                found.setdefault(link.source, set()).add(link.target)
        return found

    def behind(self, card: Card) -> set[str]:
        """What a card rests on: cards linked with it, or with one that answers it, within its own steps, and all that
        any of these needs, wherever that lies.
        """
        column = {other.id for step in self.places.covered(card) for other in self.over[step]}
        found = {card.id, *self.answers.get(card.id, ())}
        waiting = list(found)
        while waiting:
            id = waiting.pop()
            for other in (self.near.get(id, set()) & column | self.needs.get(id, set())) - found:
                found.add(other)
                waiting.append(other)
        return found

    @cached_property
    def reviewed(self) -> date | None:
        """The day of the last review."""
        return last_review(self.document)

    @property
    def cadence(self) -> Cadence:
        """How often the blueprint is to be reviewed."""
        return cadence_of(self.document)

    @cached_property
    def year_ago(self) -> date:
        """The same day of the year before."""
        return months_after(self.today, -12)
