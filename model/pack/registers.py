"""The registers behind the map, each a table that breaks over pages; those without an entry are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from model.elements import Card, CardChannel, CardSystem, Lane, Review, Routing, Validation
from model.grounding import is_assumed
from model.improvements import Budget, Effect, Improvement, Spend
from model.layout.case.data import Tone
from model.layout.pack.data import Block, Cell, Column, Grid, Heading, Row, Said
from model.messages import Message, Value, message
from model.owners import accountable
from model.pack.ground import Ground, cell, column, dash, entry, listed, page, percent, priced
from model.registers import (
    Channel,
    Cost,
    DecisionRight,
    Forum,
    Owner,
    Source,
    System,
    SystemExchange,
    SystemState,
)

Register = tuple[tuple[Column, ...], Callable[[Ground], Iterator[Row]]]


def registers(ground: Ground) -> tuple[Block, ...]:
    """A heading and a table for each register that has entries."""
    blocks: list[Block] = []
    for word, (columns, rows) in REGISTERS.items():
        made = tuple(rows(ground))
        if made:
            blocks.append(Heading(message(f"pack.register.{word}"), 2, f"register {word}", listed=True))
            blocks.append(priced(ground, Grid(columns, made), "amount", "running", "limit"))
    return tuple(blocks)


def _cards(ground: Ground) -> Iterator[Row]:
    """All cards in the order of the map, with what each rests on."""
    document = ground.part
    for id in ground.places.ordered(document.table(Card)):
        card = document.need(Card, id)
        owner = accountable(document, card)
        lane = document.get(Lane, card.lane)
        where: list[Said] = [Said(ground.step_of(card))]
        if lane is not None:
            where.append(Said(lane.title or message(f"map.role.{lane.role.value}"), Tone.QUIET))
        uses = [use.system for use in document.where(CardSystem, card=id)]
        channels = [use.channel for use in document.where(CardChannel, card=id)]
        name = (Said(ground.name(id), Tone.PLAIN, (f"map {id}",)), *_reference(card))
        owned = (dash(),) if owner is None else (ground.said(owner.id),)
        cells = (name, tuple(where), owned, ground.named([*uses, *channels]), _grounding(ground, card))
        yield Row((*cells, page(f"map {id}")), f"entry {id}")


def _reference(card: Card) -> tuple[Said, ...]:
    return (Said(card.external_ref, Tone.QUIET),) if card.external_ref else ()


def _grounding(ground: Ground, card: Card) -> Cell:
    """How well a card is known, by which sources, and with what it was validated."""
    if is_assumed(card):
        return (Said(message("map.assumed"), Tone.QUIET),)
    said = [Said(message(f"pack.grounding.{card.grounding.value}"))]
    said += [Said(ground.name(id), Tone.QUIET, entry(id)) for id in card.sources]
    for row in ground.document.where(Validation, card=card.id):
        if row.source_system and row.dated is not None:
            said.append(Said(message("pack.validated", what=row.source_system, day=row.dated), Tone.QUIET))
    return tuple(said)


def _systems(ground: Ground) -> Iterator[Row]:
    document = ground.document
    for row in document.where(System):
        state = [Said(message(f"map.system_state.{row.state.value}"), _tone(row.state))]
        if row.constraint:
            state.append(Said(row.constraint, Tone.QUIET))
        others = [each.other for each in document.where(SystemExchange, system=row.id)]
        others += [each.system for each in document.where(SystemExchange, other=row.id)]
        cards = len({use.card for use in document.where(CardSystem, system=row.id)})
        cost: Cell = (dash(),) if row.running_cost is None else (Said(ground.money(row.running_cost)),)
        if row.running_share is not None:
            cost = (*cost, Said(message("pack.register.share", share=percent(row.running_share)), Tone.QUIET))
        name = [Said(ground.name(row.id))]
        about = listed([row.kind, row.vendor])
        if about:
            name.append(Said(about, Tone.QUIET))
        owner = (ground.owner(row.owner),)
        cells = (tuple(name), tuple(state), owner, ground.named(dict.fromkeys(others)), cell(cards), cost)
        yield Row(cells, f"entry {row.id}")


def _tone(state: SystemState) -> Tone:
    return Tone.BAD if state in (SystemState.MISSING, SystemState.CONSTRAINED, SystemState.RETIRING) else Tone.PLAIN


def _channels(ground: Ground) -> Iterator[Row]:
    for row in ground.document.where(Channel):
        cards = len({use.card for use in ground.document.where(CardChannel, channel=row.id)})
        single = cell(message("pack.register.single")) if row.single_use else (dash(),)
        yield Row((cell(ground.name(row.id)), cell(cards), single, cell(row.notes)), f"entry {row.id}")


def _improvements(ground: Ground) -> Iterator[Row]:
    document = ground.document
    for row in document.where(Improvement):
        name = [Said(ground.name(row.id), Tone.STRONG), Said(message(f"sheet.status.{row.status.value}"), Tone.QUIET)]
        change = [Said(text) for text in (row.change, row.expected) if text]
        change += [
            Said(message(f"derivation.effect.{effect.kind.value}", name=ground.name(effect.target)), Tone.QUIET)
            for effect in document.where(Effect, improvement=row.id)
        ]
        who = [ground.owner(row.owner)]
        if document.get(Owner, row.benefit_owner) is not None:
            who.append(Said(message("pack.register.benefit", name=ground.name(row.benefit_owner)), Tone.QUIET))
        moves = [*ground.named([row.metric] if row.metric else [])]
        moves += [
            Said(message("pack.register.guardrail", name=ground.name(id)), Tone.QUIET, entry(id))
            for id in row.guardrails
        ]
        yield Row(
            (tuple(name), tuple(change) or (dash(),), tuple(who), tuple(moves), _terms(ground, row)), f"entry {row.id}"
        )


def _terms(ground: Ground, row: Improvement) -> Cell:
    """What an improvement costs, where that is booked, and when it goes live."""
    said: list[Message] = []
    once = [spend.amount for spend in ground.document.where(Spend, improvement=row.id) if spend.amount is not None]
    if once:
        said.append(message("pack.register.once", amount=ground.money(sum(once))))
    if row.running_cost is not None:
        said.append(message("pack.register.running", amount=ground.money(row.running_cost)))
    if row.budget_line:
        said.append(message(f"pack.register.{row.spend_kind.value}", line=row.budget_line))
    if row.go_live is not None:
        said.append(message("pack.register.go_live", month=row.go_live))
    return tuple(Said(each) for each in said) or (dash(),)


def _costs(ground: Ground) -> Iterator[Row]:
    for row in ground.document.where(Cost):
        amount = (dash(),) if row.amount is None else cell(ground.exact(row.amount))
        basis = (dash(),) if row.basis is None else cell(message(f"pack.basis.{row.basis.value}"))
        source = (dash(),) if row.source is None else (ground.said(row.source),)
        yield Row((cell(ground.name(row.id)), (ground.said(row.subject),), amount, basis, source), f"entry {row.id}")


def _sources(ground: Ground) -> Iterator[Row]:
    document = ground.document
    for row in document.where(Source):
        kind = message(f"pack.source.{row.kind.value}")
        day = (dash(),) if row.dated is None else cell(row.dated)
        size = (dash(),) if row.sample_size is None else cell(row.sample_size)
        cards = len(document.where(Card, sources=row.id))
        yield Row((cell(ground.name(row.id)), cell(kind), day, size, cell(cards)), f"entry {row.id}")


def _forums(ground: Ground) -> Iterator[Row]:
    document = ground.document
    for row in document.where(Forum):
        rights = tuple(
            Said(_right(right.what, None if right.limit is None else ground.money(right.limit)))
            for right in document.where(DecisionRight, forum=row.id)
        )
        cells = (
            (Said(ground.name(row.id)), Said(message(f"pack.register.{row.kind.value}"), Tone.QUIET)),
            (ground.owner(row.chair),),
            ground.named(row.members),
            rights or (dash(),),
            cell(row.cadence),
        )
        yield Row(cells, f"entry {row.id}")


def _right(what: str, limit: Message | None) -> Value:
    return what if limit is None else message("pack.register.right", what=what, limit=limit)


def _budgets(ground: Ground) -> Iterator[Row]:
    for row in ground.document.where(Budget):
        year: Value = str(row.year) if ground.document.blueprint.case_date else message("pack.ask.year", n=row.year + 1)
        limit = (dash(),) if row.limit is None else cell(ground.money(row.limit))
        yield Row((cell(row.line), cell(year), limit), f"entry {row.id}")


def _routing(ground: Ground) -> Iterator[Row]:
    for row in ground.document.where(Routing):
        yield Row((cell(ground.name(row.stage)), cell(row.request), (ground.owner(row.owner),), cell(row.notes)))


def _reviews(ground: Ground) -> Iterator[Row]:
    for row in ground.document.where(Review):
        day = (dash(),) if row.held is None else cell(row.held)
        yield Row((day, cell(row.actor), cell(row.note)))


REGISTERS: dict[str, Register] = {
    "cards": (
        (
            column("card", most=0.32),
            column("where", most=0.22),
            column("owner", most=0.16),
            column("uses", most=0.18),
            column("known", most=0.18),
            column("page", True),
        ),
        _cards,
    ),
    "systems": (
        (
            column("system", most=0.22),
            column("state", most=0.18),
            column("owner", most=0.2),
            column("exchanges", most=0.24),
            column("cards", True),
            column("running", True),
        ),
        _systems,
    ),
    "channels": ((column("channel"), column("cards", True), column("use"), column("notes", most=0.5)), _channels),
    "improvements": (
        (
            column("improvement", most=0.2),
            column("change", most=0.28),
            column("owner", most=0.18),
            column("moves", most=0.18),
            column("terms", most=0.24),
        ),
        _improvements,
    ),
    "costs": (
        (
            column("cost_name", most=0.3),
            column("of", most=0.28),
            column("amount", True),
            column("basis"),
            column("source"),
        ),
        _costs,
    ),
    "sources": (
        (column("source", most=0.4), column("kind"), column("date"), column("sample", True), column("cards", True)),
        _sources,
    ),
    "forums": (
        (column("forum", most=0.2), column("chair"), column("members"), column("rights", most=0.34), column("cadence")),
        _forums,
    ),
    "budgets": ((column("budget_line"), column("year"), column("limit", True)), _budgets),
    "routing": ((column("stage"), column("request", most=0.4), column("taker"), column("notes")), _routing),
    "reviews": ((column("date"), column("reviewer"), column("notes", most=0.6)), _reviews),
}
