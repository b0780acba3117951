"""Whether the operation holds: what is behind touchpoints, systems and their states, hand-offs, fail points, flow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.analysis.checks.base import Check, Found, Needs, Severity, reads
from model.analysis.checks.facts import ACCOUNTABLE, HANDOFFS, LINKS, PLACES, READING_ORDER, USES, Facts
from model.analysis.gaps import asked_twice, system_gaps
from model.elements import Band, Card, CardKind, CardSystem, Link, LinkKind, Mark
from model.folding import name_key
from model.messages import Message, message
from model.registers import FailPoint, System, SystemState

FAILING = (SystemState.MISSING, SystemState.CONSTRAINED)
UNFIT = (*FAILING, SystemState.RETIRING)
WORK = (CardKind.ACTION, CardKind.DECISION, CardKind.APPROVAL)
# Kinds that happen in their turn; what is thought, asked or shown has none.
HAPPENING = (*WORK, CardKind.SYSTEM)
FAIL_POINTS = frozenset({"Card.marks", "FailPoint.card"})


def nothing_behind(facts: Facts) -> Iterator[Found]:
    """A touchpoint from which no path leads to a card below the line of visibility or to a system.

    Until a blueprint is validated all of them are one finding: a workshop enters what is behind column by column.
    """
    bare = facts.places.ordered(facts.unsupported)
    if facts.validated or len(bare) == 1:
        yield from (Found((card,)) for card in bare)
    elif bare:
        yield Found(bare, "several", {"n": len(bare)})


def no_backstage(facts: Facts) -> Message | None:
    """With no lane below the line of visibility and no system there is nothing that could be behind."""
    if facts.below_visibility or facts.document.table(System):
        return None
    return message("checks.operation.nothing_behind.cannot")


def any_behind(facts: Facts) -> bool:
    """Whether something is behind some touchpoint."""
    return len(facts.unsupported) < len(facts.touchpoints)


def promises(facts: Facts) -> Iterator[Found]:
    """A promise is made with nothing below the line of visibility to keep it."""
    below = {card.id for card in facts.below_visibility}
    for card in facts.visible:
        if card.promise.strip():
            aside = card.id not in facts.touchpoints and not _carried(facts, card, below)
            if aside or card.id in facts.unsupported:
                yield Found((card.id,))


def _carried(facts: Facts, card: Card, below: set[str]) -> bool:
    """Whether a card that is no touchpoint uses a system, or is linked with one below or with a frontstage card."""
    near = facts.near.get(card.id, set())
    fronts = (facts.places.band(facts.places.cards[id]) is Band.FRONTSTAGE for id in near)
    return card.id in facts.uses or not near.isdisjoint(below) or any(fronts)


def system_owners(facts: Facts) -> Iterator[Found]:
    """A system without an owner."""
    for system in facts.document.table(System).values():
        if system.owner is None:
            yield Found((system.id,))


def any_system_owner(facts: Facts) -> bool:
    """Whether some system has an owner."""
    return any(system.owner for system in facts.document.table(System).values())


def at_moment(facts: Facts) -> Iterator[Found]:
    """What a moment of truth needs, or has behind it in its own steps, uses a system that does not hold."""
    weak = [each for each in facts.weak_systems if each.state in UNFIT]
    for card in facts.cards if weak else ():
        if Mark.MOMENT_OF_TRUTH in card.marks:
            behind = facts.behind(card)
            for each in weak:
                if not behind.isdisjoint((*each.needed_by, *each.helps)):
                    yield Found((card.id, each.system), each.state.value)


def capabilities(facts: Facts) -> Iterator[Found]:
    """A card uses a capability that is missing or constrained."""
    for each in facts.weak_systems:
        if each.state in FAILING:
            for card in (*each.needed_by, *each.helps):
                yield Found((card, each.system), each.state.value)


def idle_support(facts: Facts) -> Iterator[Found]:
    """A support card that no link leads to and whose systems nobody else uses."""
    wanted, _ = _ends(facts.links)
    users: dict[str, set[str]] = {}
    for use in facts.document.table(CardSystem).values():
        users.setdefault(use.system, set()).add(use.card)
    for card in facts.within(Band.SUPPORT):
        if card.id not in wanted:
            shared = any(len(users[system]) > 1 for system in facts.uses.get(card.id, ()))
            if not shared:
                yield Found((card.id,))


_ACTING = (Band.CUSTOMER, Band.FRONTSTAGE, Band.BACKSTAGE)


def dead_ends(facts: Facts) -> Iterator[Found]:
    """Something leads to a card before the last step, and nothing goes on from it."""
    entered, left = _ends(facts.links)
    acting = _acting(facts)
    last = max((facts.columns[facts.places.covered(card)[-1]] for card in acting), default=0)
    for card in acting:
        if card.id in entered and card.id not in left and facts.columns[facts.places.covered(card)[-1]] < last:
            yield Found((card.id,))


def unreachable(facts: Facts) -> Iterator[Found]:
    """Nothing leads to a card after the first step."""
    entered, _ = _ends(facts.links)
    acting = _acting(facts)
    first = min((facts.columns[card.step or ""] for card in acting), default=0)
    for card in acting:
        if card.id not in entered and facts.columns[card.step or ""] > first:
            yield Found((card.id,))


def _acting(facts: Facts) -> list[Card]:
    """The cards that happen in their turn, above the line of internal interaction."""
    return [card for card in facts.within(*_ACTING) if card.kind in HAPPENING]


def _ends(links: Iterable[Link]) -> tuple[set[str], set[str]]:
    """The cards that links lead to, and those that links lead away from; what is needed hands back what it has."""
    entered: set[str] = set()
    left: set[str] = set()
    for link in links:
        if link.kind is LinkKind.EXCHANGE:
            entered |= {link.source, link.target}
            left |= {link.source, link.target}
        elif link.kind is LinkKind.NEEDS:
            entered.add(link.target)
            left.add(link.target)
        else:
            entered.add(link.target)
            left.add(link.source)
    return entered, left


def same_work(facts: Facts) -> Iterator[Found]:
    """The same work is done in several lanes below the line of interaction."""
    found: dict[str, list[Card]] = {}
    for card in facts.below_interaction:
        if card.kind in WORK and card.title.strip():
            found.setdefault(name_key(card.title), []).append(card)
    for cards in found.values():
        if len({card.lane for card in cards}) > 1:
            ids = facts.places.ordered(card.id for card in cards)
            yield Found(ids, parameters={"n": len(ids)})


def same_question(facts: Facts) -> Iterator[Found]:
    """Several units ask the customer for the same."""
    for each in asked_twice(facts.document, facts.places):
        yield Found(each.cards, each.kind.value, {"n": len(each.units)})


def agreements(facts: Facts) -> Iterator[Found]:
    """A hand-off without an agreed goal or service level."""
    for each in facts.hand_offs.without_agreement:
        yield Found((each.link,))


def any_agreed(facts: Facts) -> bool:
    """Whether some link has an agreed goal."""
    return any(link.agreed.strip() for link in facts.links)


def gaps(facts: Facts) -> Iterator[Found]:
    """Two systems are used in the same step and exchange nothing."""
    for gap in system_gaps(facts.document, facts.places):
        yield Found((*gap.systems, *gap.steps), parameters={"n": len(gap.steps)})


def failing_cards(facts: Facts) -> dict[str, tuple[FailPoint, ...]]:
    """By card on the map that fails: its fail points, none where it is only marked."""
    found: dict[str, tuple[FailPoint, ...]] = {
        card.id: () for card in facts.document.table(Card).values() if Mark.FAIL_POINT in card.marks
    }
    for row in sorted(facts.document.table(FailPoint).values(), key=lambda row: row.id):
        found[row.card] = (*found.get(row.card, ()), row)
    return found


def escalations(facts: Facts) -> Iterator[Found]:
    """A fail point without an escalation, or with one that lacks its owner or time limit."""
    ways: dict[str, list[Link]] = {}
    for link in facts.links:
        if link.kind is LinkKind.ESCALATION:
            ways.setdefault(link.source, []).append(link)
    for card in failing_cards(facts):
        links = ways.get(card, [])
        if not links:
            yield Found((card,))
        elif not any(link.owner and link.limit_minutes is not None for link in links):
            yield Found((card, *sorted(link.id for link in links)), "half")


def any_escalation(facts: Facts) -> bool:
    """Whether escalations are drawn."""
    return any(link.kind is LinkKind.ESCALATION for link in facts.links)


def articles(facts: Facts) -> Iterator[Found]:
    """A fail point without a help article."""
    for row in facts.document.table(FailPoint).values():
        if not row.article:
            yield Found((row.card, row.id))


def any_article(facts: Facts) -> bool:
    """Whether some fail point has a help article."""
    return any(row.article for row in facts.document.table(FailPoint).values())


_SUPPORT = reads(READING_ORDER, LINKS, USES)
_FLOW = reads(PLACES, LINKS, "Card.kind")
_WEAK = reads(READING_ORDER, USES, "System.state", "System.name")
_MOMENT = reads(_WEAK, LINKS, "Card.marks")
_ESCALATION = reads(FAIL_POINTS, LINKS, "Link.owner", "Link.limit_minutes")
_GAPS = reads(READING_ORDER, USES, "System.name", "SystemExchange.system", "SystemExchange.other")
_ARTICLES = reads("FailPoint.card", "FailPoint.article")
_WORK = reads(READING_ORDER, "Card.title", "Card.kind")
_ASKED = reads(_WORK, ACCOUNTABLE, "Owner.unit", "Owner.order")
_W, _N = Severity.WARNING, Severity.NOTE
CHECKS = (
    Check("operation.nothing_behind", _W, Needs.EITHER, _SUPPORT, nothing_behind, any_behind, no_backstage),
    Check("operation.promise", _W, Needs.ALWAYS, reads(_SUPPORT, "Card.promise"), promises),
    Check("operation.moment", _W, Needs.ALWAYS, _MOMENT, at_moment),
    Check("operation.capability", _W, Needs.ALWAYS, _WEAK, capabilities),
    Check("operation.system_owner", _W, Needs.EITHER, reads("System.owner"), system_owners, any_system_owner),
    Check("operation.agreement", _W, Needs.USED, reads(HANDOFFS, "Link.agreed"), agreements, any_agreed),
    Check("operation.escalation", _W, Needs.EITHER, _ESCALATION, escalations, any_escalation),
    Check("operation.system_gap", _N, Needs.VALIDATED, _GAPS, gaps),
    Check("operation.article", _N, Needs.USED, _ARTICLES, articles, any_article),
    Check("operation.same_work", _N, Needs.ALWAYS, _WORK, same_work),
    Check("operation.same_question", _N, Needs.ALWAYS, _ASKED, same_question),
    Check("operation.idle_support", _N, Needs.VALIDATED, _SUPPORT, idle_support),
    Check("operation.dead_end", _N, Needs.VALIDATED, _FLOW, dead_ends),
    Check("operation.unreachable", _N, Needs.VALIDATED, _FLOW, unreachable),
)
