"""A review: what of a blueprint is breached, undecided, due, unanswered, stale or assumed, item by item, and answered.

Before the first act of a review the document is kept as a version; at its end the review log has an entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from model.analysis import metrics
from model.analysis.agenda import stale_cards
from model.analysis.gaps import open_questions
from model.analysis.knowledge import counted
from model.analysis.metrics import Standing
from model.analysis.names import name_of
from model.analysis.places import Places
from model.analysis.routine import open_actions, undecided
from model.document import DocumentView
from model.editor import Editor
from model.elements import AskedBy, Card, CardKind, Lane, Review, Stage, Step
from model.errors import BugError
from model.grounding import is_assumed
from model.keeping import Workshop, WorkshopItem
from model.messages import Message, Value, message
from model.registers import Decision, DecisionOption, Forum, Metric, Owner


class Topic(StrEnum):
    """Why an item is in the review, the most pressing first."""

    BREACHED = "breached"
    UNDECIDED = "undecided"
    DUE = "due"
    UNANSWERED = "unanswered"
    STALE = "stale"
    ASSUMED = "assumed"


class Act(StrEnum):
    """What can be done about an item."""

    CONFIRM = "confirm"
    CHANGE = "change"
    ASK = "ask"
    DECIDE = "decide"


class Item(NamedTuple):
    """One item: the record it is about."""

    topic: Topic
    id: str


ACTS: dict[Topic, tuple[Act, ...]] = {
    Topic.BREACHED: (Act.CHANGE, Act.ASK),
    Topic.UNDECIDED: (Act.DECIDE, Act.CHANGE, Act.ASK),
    Topic.DUE: (Act.CONFIRM, Act.CHANGE, Act.ASK),
    Topic.UNANSWERED: (Act.CONFIRM, Act.CHANGE),
    Topic.STALE: (Act.CONFIRM, Act.CHANGE, Act.ASK),
    Topic.ASSUMED: (Act.CONFIRM, Act.CHANGE, Act.ASK),
}
# What `change` sets.
FIELDS = {
    Topic.BREACHED: "notes",
    Topic.UNDECIDED: "notes",
    Topic.DUE: "name",
    Topic.UNANSWERED: "title",
    Topic.STALE: "title",
    Topic.ASSUMED: "title",
}


def items(document: DocumentView, today: date) -> tuple[Item, ...]:
    """All there is to review on a day: topic by topic, within one in the order of registers or map, no card twice."""
    places = Places(document)
    found = [Item(topic, id) for topic, ids in _found(document, places, today) for id in ids]
    first = {item.id: item for item in reversed(found)}
    return tuple(item for item in found if first[item.id] is item)


def _found(document: DocumentView, places: Places, today: date) -> Iterator[tuple[Topic, tuple[str, ...]]]:
    out = (row.id for row in document.where(Metric) if metrics.status(document, row, today).standing is Standing.OUT)
    yield Topic.BREACHED, tuple(out)
    yield Topic.UNDECIDED, tuple(row.id for row in undecided(document))
    due = [(row.due, row.id) for row in open_actions(document) if row.due is not None and row.due <= today]
    yield Topic.DUE, tuple(id for _, id in sorted(due, key=lambda each: each[0]))
    yield Topic.UNANSWERED, tuple(id for _, *ids in open_questions(document, places) for each in ids for id in each)
    yield Topic.STALE, places.ordered(stale_cards(document, today))
    assumed = (card.id for card in counted(document) if is_assumed(card) and card.kind is not CardKind.QUESTION)
    yield Topic.ASSUMED, places.ordered(assumed)


def facts(document: DocumentView, item: Item, today: date) -> tuple[Message, ...]:
    """What a reviewer has to know of an item, a line each."""
    row = document.find(item.id)
    if isinstance(row, Card):
        return tuple(_of_card(document, row))
    if isinstance(row, Metric):
        return tuple(_of_metric(document, row, today))
    if isinstance(row, WorkshopItem):
        return tuple(_of_action(document, row))
    return tuple(_of_decision(document, row)) if isinstance(row, Decision) else ()


def options(document: DocumentView, item: Item) -> tuple[DecisionOption, ...]:
    """What can be decided about an item."""
    return document.where(DecisionOption, decision=item.id) if item.topic is Topic.UNDECIDED else ()


class Reviewing:
    """One review by one editor. Each act is one undo step."""

    def __init__(self, editor: Editor, version_name: str) -> None:
        """`version_name`: what the version is called that is kept before the first act."""
        self._editor = editor
        self._version_name = version_name
        self._today = editor.context.today()
        self._kept = False
        self.items = items(editor.document, self._today)
        self.done: dict[Item, Act] = {}

    def confirm(self, item: Item) -> None:
        """It is so: a card was checked today; a question has its answer; an action is done."""
        self._keep(item, Act.CONFIRM)
        if item.topic is Topic.UNANSWERED:
            self._editor.edit(item.id, answered=True)
        elif item.topic is Topic.DUE:
            self._editor.edit(item.id, done=True)
        else:
            self._editor.edit(item.id, last_checked=self._today)

    def change(self, item: Item, text: str) -> None:
        """It is otherwise: what its field is to say. A card was checked today by that."""
        self._keep(item, Act.CHANGE)
        changed: dict[str, Any] = {FIELDS[item.topic]: text}
        if item.topic in (Topic.STALE, Topic.ASSUMED):
            changed["last_checked"] = self._today
        self._editor.edit(item.id, **changed)

    def ask(self, item: Item, question: str) -> str:
        """Nobody in the room knows: a question of the team below the card, or in the tray; its id."""
        self._keep(item, Act.ASK)
        card = self._editor.document.get(Card, item.id)
        lane, step = (None, None) if card is None else (card.lane, card.step)
        return self._editor.add_card(lane, step, question, kind=CardKind.QUESTION, asked_by=AskedBy.TEAM)

    def decide(self, item: Item, option: str) -> None:
        """The forum decided for one of its options, today."""
        self._keep(item, Act.DECIDE)
        self._editor.edit(item.id, chosen=option, decided_on=self._today)

    def finish(self, note: str) -> str:
        """Keep that there was a review, by whom and when; the id of the entry."""
        self._version()
        editor = self._editor
        blueprint = editor.document.blueprint.id
        return editor.add(Review, blueprint=blueprint, held=self._today, actor=editor.context.actor, note=note)

    def _keep(self, item: Item, act: Act) -> None:
        if act not in ACTS[item.topic]:
            raise BugError(f"{item.topic} takes no {act}")
        self._version()
        self.done[item] = act

    def _version(self) -> None:
        """Keep the document as it was before the review, once."""
        if not self._kept:
            self._kept = True
            self._editor.take_snapshot(self._version_name)


def _of_card(document: DocumentView, card: Card) -> Iterator[Message]:
    step, lane = document.get(Step, card.step), document.get(Lane, card.lane)
    stage = None if step is None else document.get(Stage, step.stage)
    if step is not None and lane is not None and stage is not None:
        places = [text for text in (stage.title, step.title, lane.title) if text]
        yield message("review.where", place=" › ".join(places))
    owner = document.get(Owner, card.owner)
    if owner is not None:
        yield message("review.owner", name=owner.name)
    if card.last_checked is not None:
        yield message("review.checked", day=card.last_checked)
    elif card.kind is not CardKind.QUESTION:
        yield message("review.never")
    if is_assumed(card) and card.kind is not CardKind.QUESTION:
        yield message("review.no_source" if not card.sources else "review.assumed")
    if card.notes:
        yield message("review.notes", text=card.notes)


def _of_metric(document: DocumentView, metric: Metric, today: date) -> Iterator[Message]:
    latest = metrics.status(document, metric, today).latest
    if latest is not None and latest.taken is not None and metric.target is not None:
        value, target = _measure(metric, latest.value), _measure(metric, metric.target)
        yield message("review.reading", value=value, day=latest.taken, target=target)
    subject = name_of(document, metric.subject)
    if subject:
        yield message("review.where", place=subject)
    owner = document.get(Owner, metric.owner)
    if owner is not None:
        yield message("review.owner", name=owner.name)
    if metric.notes:
        yield message("review.notes", text=metric.notes)


def _of_action(document: DocumentView, row: WorkshopItem) -> Iterator[Message]:
    owner, workshop = document.get(Owner, row.owner), document.get(Workshop, row.workshop)
    yield message("review.owner", name=owner.name) if owner is not None else message("review.no_owner")
    if row.due is not None:
        yield message("review.due_on", day=row.due)
    if workshop is not None and workshop.name:
        yield message("review.workshop", name=workshop.name)


def _measure(metric: Metric, value: Value) -> Value:
    return message("sheet.measure", amount=value, unit=metric.unit) if metric.unit else value


def _of_decision(document: DocumentView, row: Decision) -> Iterator[Message]:
    forum = document.get(Forum, row.forum)
    yield message("review.forum", name=forum.name) if forum is not None else message("review.no_forum")
    if row.needed_by is not None:
        yield message("review.needed", day=row.needed_by)
    if row.notes:
        yield message("review.notes", text=row.notes)
