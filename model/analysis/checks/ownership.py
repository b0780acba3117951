"""Who answers for it: owners of the whole, of stages, steps and cards, and the forums above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from model.analysis.checks.base import Act, Check, Found, Needs, Severity, fixing, reads
from model.analysis.checks.facts import ACCOUNTABLE, BANDS, HANDOFFS, Facts
from model.analysis.handoffs import pulling_apart
from model.elements import Card, RaciEntry, RaciRole, Step
from model.folding import name_key
from model.messages import Message, message
from model.registers import Decision, DecisionOption, DecisionRight, Forum, ForumKind, Owner


def end_to_end(facts: Facts) -> Iterator[Found]:
    """Nobody owns the service from end to end."""
    if facts.document.get(Owner, facts.blueprint.owner) is None:
        yield Found((facts.blueprint.id,))


def cards(facts: Facts) -> Iterator[Found]:
    """Nobody is accountable for a card below the line of interaction, nor for its lane."""
    for card in facts.below_interaction:
        if card.id not in facts.owners:
            yield Found((card.id,))


def stages(facts: Facts) -> Iterator[Found]:
    """A stage without an owner."""
    for stage in facts.stages:
        if stage.owner is None:
            yield Found((stage.id,))


def step_owners(facts: Facts) -> Iterator[Found]:
    """A step without its owner of the experience, of the operations, or both."""
    for step in facts.document.table(Step).values():
        experience, operations = step.experience_owner is None, step.operations_owner is None
        if experience or operations:
            words = "both" if experience and operations else "experience" if experience else "operations"
            yield Found((step.id,), words)


def any_step_owner(facts: Facts) -> bool:
    """Whether some step has one of its two owners."""
    return any(step.experience_owner or step.operations_owner for step in facts.document.table(Step).values())


def perceived(facts: Facts) -> Iterator[Found]:
    """The customer thanks or blames somebody else than the one accountable."""
    for card in facts.document.table(Card).values():
        owner = facts.owners.get(card.id)
        if card.perceived_owner is not None and owner is not None and owner.id != card.perceived_owner:
            yield Found((card.id, card.perceived_owner, owner.id))


def raci(facts: Facts) -> Iterator[Found]:
    """Parts are dealt out, but nobody is accountable; one who alone is responsible may become so."""
    parts: dict[str, list[RaciEntry]] = {}
    for row in facts.document.table(RaciEntry).values():
        parts.setdefault(row.card, []).append(row)
    for card, entries in parts.items():
        if card not in facts.owners:
            doing = {row.owner for row in entries if row.role is RaciRole.RESPONSIBLE}
            fix = fixing("responsible", Act.EDIT, card, owner=doing.pop()) if len(doing) == 1 else None
            yield Found((card,), fix=fix)


def forum_above(facts: Facts) -> Iterator[Found]:
    """Work passes between two units, and no forum that decides has people of both."""
    units = {owner.id: name_key(owner.unit) for owner in facts.document.table(Owner).values()}
    boards = [
        {units.get(id or "", "") for id in (forum.chair, forum.sponsor, *forum.members)}
        for forum in facts.document.table(Forum).values()
        if forum.kind is ForumKind.DECIDES
    ]
    pairs: dict[tuple[str, ...], list[str]] = {}
    for each in facts.hand_offs.found:
        pairs.setdefault(tuple(sorted(each.units)), []).append(each.link)
    for (one, other), links in pairs.items():
        if not any(name_key(one) in board and name_key(other) in board for board in boards):
            yield Found(tuple(sorted(links)), parameters={"one": one, "other": other, "n": len(links)})


def unjudged(facts: Facts) -> Message | None:
    """Of a link without an owner or a unit at both ends nobody can say whether it is a hand-off."""
    links = facts.hand_offs.unjudged
    return message("checks.ownership.forum.cannot", n=len(links)) if links else None


def goals(facts: Facts) -> Iterator[Found]:
    """The goals of two owners between whom work passes pull apart."""
    for pull in pulling_apart(facts.document, facts.hand_offs.found):
        yield Found((*pull.links, *pull.owners), "metric" if pull.metric else "found")


def over_limit(facts: Facts) -> Iterator[Found]:
    """A decision is about more money than its forum may decide on."""
    for decision, forum, amount in _asked(facts):
        limits = _limits(facts, forum)
        if forum.kind is ForumKind.DECIDES and limits and amount > max(limits):
            yield Found((decision.id, forum.id), parameters={"amount": amount, "limit": max(limits)})


def no_limits(facts: Facts) -> Message | None:
    """Money is asked for of a forum of which nobody has said what it may decide."""
    unsaid = {
        forum.id for _, forum, _ in _asked(facts) if forum.kind is ForumKind.DECIDES and not _limits(facts, forum)
    }
    return message("checks.ownership.over_limit.cannot", n=len(unsaid)) if unsaid else None


def _asked(facts: Facts) -> Iterator[tuple[Decision, Forum, Decimal]]:
    """Decisions put to a forum with their money: that of the option chosen, else of the dearest."""
    for decision in facts.document.table(Decision).values():
        forum = facts.document.get(Forum, decision.forum)
        chosen = facts.document.get(DecisionOption, decision.chosen)
        options: Iterable[DecisionOption] = facts.document.where(DecisionOption, decision=decision.id)
        amounts = [row.amount for row in (options if chosen is None else (chosen,)) if row.amount is not None]
        if forum is not None and amounts:
            yield decision, forum, max(amounts)


def _limits(facts: Facts, forum: Forum) -> list[Decimal]:
    rights = facts.document.where(DecisionRight, forum=forum.id)
    return [right.limit for right in rights if right.limit is not None]


def advisory(facts: Facts) -> Iterator[Found]:
    """A decision is put to a forum that only advises."""
    for decision in facts.document.table(Decision).values():
        forum = facts.document.get(Forum, decision.forum)
        if forum is not None and forum.kind is ForumKind.ADVISES:
            yield Found((decision.id, forum.id))


_MONEY_ASKED = reads(
    *("Decision.forum", "Decision.chosen", "DecisionOption.decision", "DecisionOption.amount"),
    *("Forum.kind", "DecisionRight.forum", "DecisionRight.limit"),
)
_FORUMS = reads("Forum.kind", "Forum.chair", "Forum.sponsor", "Forum.members")
_GOALS = reads("Owner.name", "Owner.goal_against", "Owner.goal_metric", "Owner.goal_direction")
_STEP_OWNERS = reads("Step.experience_owner", "Step.operations_owner")

CHECKS = (
    Check("ownership.end_to_end", Severity.ERROR, Needs.ALWAYS, reads("Blueprint.owner", "Owner"), end_to_end),
    Check("ownership.over_limit", Severity.ERROR, Needs.ALWAYS, _MONEY_ASKED, over_limit, cannot=no_limits),
    Check("ownership.advisory", Severity.ERROR, Needs.ALWAYS, reads("Decision.forum", "Forum.kind"), advisory),
    Check("ownership.card", Severity.WARNING, Needs.ALWAYS, reads(ACCOUNTABLE, BANDS), cards),
    Check(
        "ownership.raci",
        Severity.WARNING,
        Needs.ALWAYS,
        reads(ACCOUNTABLE, "RaciEntry.card", "RaciEntry.owner", "RaciEntry.role"),
        raci,
    ),
    Check("ownership.step", Severity.WARNING, Needs.USED, _STEP_OWNERS, step_owners, any_step_owner),
    Check("ownership.stage", Severity.WARNING, Needs.VALIDATED, reads("Stage.owner"), stages),
    Check("ownership.forum", Severity.WARNING, Needs.VALIDATED, reads(HANDOFFS, _FORUMS), forum_above, cannot=unjudged),
    Check("ownership.goals", Severity.WARNING, Needs.ALWAYS, reads(HANDOFFS, _GOALS), goals),
    Check("ownership.perceived", Severity.NOTE, Needs.ALWAYS, reads(ACCOUNTABLE, "Card.perceived_owner"), perceived),
)
