"""What the guide adds to a document: lines become steps, cards and links, each page one undo step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from model import grid
from model.document import DocumentView
from model.editor import Editor
from model.elements import Card, Link, Role, Stage, Step

# Hand-overs within a step, from the customer down; a link is drawn between the nearest that hold a card.
DOWN = (Role.CUSTOMER, Role.FRONTSTAGE, Role.BACKSTAGE, Role.SUPPORT)
_ALSO = {Role.CUSTOMER: (Role.EMPLOYEE,)}


def lane_of(document: DocumentView, role: Role) -> str | None:
    """The first lane of a role."""
    roles = (role, *_ALSO.get(role, ()))
    return next((lane.id for lane in grid.lanes(document) if lane.role in roles), None)


def need_lane(editor: Editor, role: Role, title: str) -> str:
    """The first lane of a role, made where there is none."""
    return lane_of(editor.document, role) or editor.add_lane(role, title)


def add_actions(editor: Editor, lines: Iterable[str], title: str) -> None:
    """Each line is something the customer does: a card in a step without one, else in a step of its own, named so."""
    lane = need_lane(editor, Role.CUSTOMER, title)
    document = editor.document
    free = [step for step in grid.steps(document) if not grid.cell(document, lane, step.id)]
    for line in lines:
        if free:
            step = free.pop(0)
            if not step.title:
                editor.rename(step.id, line)
            id = step.id
        else:
            id = editor.add_step(_last_stage(document), line)
        editor.add_card(lane, id, line)


def add_cards(editor: Editor, role: Role, title: str, cards: Mapping[str, str]) -> None:
    """A card for each step that has a text, in the first lane of a role."""
    if cards:
        lane = need_lane(editor, role, title)
        for step, text in cards.items():
            editor.add_card(lane, step, text)


def chain(editor: Editor) -> int:
    """Link each of the customer's actions to the next; how many links were new."""
    document = editor.document
    lane = lane_of(document, Role.CUSTOMER)
    cards = [card for step in grid.steps(document) for card in grid.cell(document, lane, step.id)] if lane else []
    return sum(_link(editor, one, other) for one, other in zip(cards, cards[1:], strict=False))


def hand_down(editor: Editor) -> int:
    """Link, step by step, the first card of each lane to that of the next lane below; how many links were new."""
    document = editor.document
    lanes = [lane for role in DOWN if (lane := lane_of(document, role)) is not None]
    made = 0
    for step in grid.steps(document):
        firsts = [cell[0] for lane in lanes if (cell := grid.cell(document, lane, step.id))]
        made += sum(_link(editor, one, other) for one, other in zip(firsts, firsts[1:], strict=False))
    return made


def _link(editor: Editor, one: Card, other: Card) -> bool:
    document = editor.document
    there = any(link.target == other.id for link in document.where(Link, source=one.id))
    if not there:
        editor.add_link(one.id, other.id)
    return not there


def _last_stage(document: DocumentView) -> str:
    """The stage of the last step, so that what is added follows it; else the last stage."""
    steps = grid.steps(document)
    return steps[-1].stage if steps else document.where(Stage)[-1].id


def titles_in(document: DocumentView, role: Role, step: Step) -> tuple[str, ...]:
    """What the cards of a step in lanes of a role say."""
    lanes = [lane.id for lane in grid.lanes(document) if lane.role is role]
    return tuple(card.title for lane in lanes for card in grid.cell(document, lane, step.id))
