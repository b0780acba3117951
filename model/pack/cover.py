"""The cover: which service, in which state, how well it is known, and who answers for it."""

from __future__ import annotations

from model.analysis import knowledge
from model.analysis.knowledge import Share
from model.analysis.reviews import last_review, next_review
from model.blueprint_map import health_of
from model.layout.case.data import Tone
from model.layout.pack.data import Block, Cell, Heading, Image, Lights, Pairs, Said, Space, Text
from model.messages import Message, Value, message
from model.pack.ground import Ground, cell, dash, joined, percent
from model.registers import Owner

# The room of a logo: its width in px, its height in ems.
_LOGO_WIDTH, _LOGO_EMS = 240.0, 6.0
# From the top of the cover to its title, in ems.
_AIR = 13.0


def cover(ground: Ground) -> tuple[Block, ...]:
    """Everything on it that is said; what is due has a line of its own."""
    blueprint = ground.document.blueprint
    rows: list[tuple[Value, Cell]] = [(message("pack.cover.state"), cell(state(ground)))]
    rows += [
        (message(f"pack.cover.{word}"), cell(said))
        for word, said in (("version", blueprint.version), ("date", blueprint.dated or ground.today))
        if said
    ]
    rows += [
        (message("pack.cover.assumed"), (_share(knowledge.assumed(ground.document), "assumed"),)),
        (message("pack.cover.validated"), (_share(knowledge.validated(ground.document), "validated"),)),
        (message("pack.cover.owner"), owner_cell(ground)),
    ]
    if ground.document.get(Owner, blueprint.sponsor) is not None:
        rows.append((message("pack.cover.sponsor"), (ground.said(blueprint.sponsor),)))
    goal = goal_of(ground)
    if goal:
        rows.append((message("pack.cover.goal"), cell(goal)))
    above = joined([blueprint.service, blueprint.segment, blueprint.scenario])
    blocks: list[Block] = [*_logo(ground), Space(_AIR if ground.logo is None else _AIR - _LOGO_EMS, bar=True)]
    blocks.append(Text(Said(message("pack.cover.what"), Tone.QUIET)))
    blocks.append(Heading(blueprint.title or blueprint.service or message("map.untitled"), 0, "part cover"))
    if above:
        blocks.append(Text(Said(above, Tone.STRONG)))
    blocks += [Space(1.5), Lights(health_of(ground.document, ground.today)), Space(2.0), Pairs(tuple(rows))]
    notice = stale(ground)
    if notice is not None:
        blocks += [Space(1.5), Text(Said(notice, Tone.BAD))]
    return tuple(blocks)


def _logo(ground: Ground) -> list[Block]:
    """The logo that was given, at the top."""
    if ground.logo is None:
        return []
    return [Image(ground.logo, _LOGO_WIDTH, _LOGO_EMS * 12.0, message("pack.cover.logo"))]


def state(ground: Ground) -> Value:
    """State and life-cycle."""
    blueprint = ground.document.blueprint
    return joined([message(f"map.state.{blueprint.state.value}"), message(f"pack.life.{blueprint.life_cycle.value}")])


def owner_cell(ground: Ground) -> Cell:
    """The accountable owner with budget and mandate."""
    blueprint = ground.document.blueprint
    budget: Value = ""
    if blueprint.budget is not None:
        budget = message("pack.cover.budget", amount=ground.money(blueprint.budget))
    may = Said(joined([budget, blueprint.mandate or message("pack.no_mandate")]))
    return (ground.owner(blueprint.owner), may if blueprint.mandate else may._replace(tone=Tone.QUIET))


def goal_of(ground: Ground) -> Value:
    """The goal with baseline, target and date, as far as they are said."""
    blueprint = ground.document.blueprint
    if not blueprint.goal:
        return ""
    parts: list[Value] = [blueprint.goal]
    if blueprint.goal_baseline:
        parts.append(message("pack.goal.baseline", what=blueprint.goal_baseline))
    if blueprint.goal_target:
        parts.append(message("pack.goal.target", what=blueprint.goal_target))
    if blueprint.goal_date is not None:
        parts.append(message("pack.goal.date", day=blueprint.goal_date))
    return joined(parts)


def stale(ground: Ground) -> Message | None:
    """That the blueprint is past its review, since when."""
    due = next_review(ground.document)
    return message("pack.stale", day=due) if due is not None and due < ground.today else None


def review_cell(ground: Ground) -> Cell:
    """The next review, or that it is due, or that there was none."""
    notice, held = stale(ground), last_review(ground.document)
    if notice is not None:
        return cell(notice, Tone.BAD)
    due = next_review(ground.document)
    if due is None or held is None:
        return cell(message("pack.never_reviewed"), Tone.QUIET)
    return cell(message("pack.review", last=held, next=due))


def _share(found: Share, word: str) -> Said:
    """A share of cards in per cents, with the count; a dash where there is no card."""
    if found.value is None:
        return dash()
    return Said(message(f"pack.share.{word}", percent=percent(found.value), n=found.part, of=found.whole))
