"""The backlog as a table that a tracker imports: Jira, Azure Boards, Linear or GitHub.

Each gets the columns that its importer knows and no others; what they have no column for stands in the description.
Text that a spreadsheet would compute is guarded.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from exporters.base import REDACT, STAGE, Exporter, ExportRequest, ExportResult, Option, OptionKind
from model.analysis.backlog import Item, Kind, Level, backlog, levels
from model.analysis.names import name_of
from model.document import DocumentView
from model.elements import Step
from model.improvements import ImprovementStatus
from model.messages import Message, message
from model.money import exact
from model.registers import Owner, OwnerKind
from model.tables import guarded
from model.texts import Texts

MOST_ROWS = {"azure": 1000}
LONGEST_TITLE = 255
_ELLIPSIS = "…"
_JIRA_TYPES = {Kind.IMPROVEMENT: "Epic", Kind.FAIL_POINT: "Story"}
# The two that exist in the processes Basic and Agile alike.
_AZURE_TYPES = {Kind.IMPROVEMENT: "Epic", Kind.FAIL_POINT: "Issue"}
_LINEAR_PRIORITIES = {Level.HIGH: "High", Level.MEDIUM: "Medium", Level.LOW: "Low", Level.NONE: "No priority"}
_LINEAR_STATES = {ImprovementStatus.APPROVED: "Todo", ImprovementStatus.IN_DELIVERY: "In Progress"}


class Sheet(NamedTuple):
    """The items to write, with what all rows share. `amounts`: whether to say what each is worth."""

    document: DocumentView
    texts: Texts
    items: Sequence[Item]
    levels: Mapping[str, Level]
    amounts: bool

    def title(self, item: Item) -> str:
        """What an item is called, on one line and no longer than trackers take."""
        text = self.whole_title(item)
        return text if len(text) <= LONGEST_TITLE else text[: LONGEST_TITLE - 1].rstrip() + _ELLIPSIS

    def whole_title(self, item: Item) -> str:
        """What an item is called, on one line."""
        return " ".join(self.texts.value(item.title).split())

    def description(self, item: Item) -> str:
        """The story, the acceptance criteria as a list, and what else is known."""
        say = self.texts.value
        blocks = ["\n".join(map(say, item.story))]
        if item.acceptance:
            blocks.append(say(message("backlog.criteria")) + ":\n")
            blocks[-1] += "".join(f"\n- {say(each)}" for each in item.acceptance)
        blocks.append("\n".join(map(say, self._facts(item))))
        return "\n\n".join(block for block in blocks if block)

    def _facts(self, item: Item) -> Iterable[Message]:
        if self.amounts and item.worth is not None:
            amount = exact(item.worth, self.document.blueprint.currency)
            yield message(f"backlog.worth_{item.kind.name.lower()}", amount=amount)
        for form, ids in (("steps", item.steps), ("cards", item.cards)):
            if ids:
                yield message(f"backlog.{form}", names=", ".join(map(self._named, ids)))
        owner = name_of(self.document, item.owner)
        if owner:
            yield message("backlog.owner", name=owner)

    def _named(self, id: str) -> str:
        return self.texts("backlog.named", name=name_of(self.document, id) or message("backlog.unnamed"), id=id)


def export(request: ExportRequest) -> ExportResult:
    """The backlog of a document, or of one stage, in the document's language."""
    from model.printing import stage_called
    from model.redaction import parse, redacted

    what, flavour = parse(request.options[REDACT.name]), request.options["flavour"]
    document = redacted(request.document, what)
    items = _of_stage(document, backlog(document), stage_called(document, request.options["stage"]))
    most = MOST_ROWS.get(flavour, len(items))
    sheet = Sheet(document, Texts(document.blueprint.language), items[:most], levels(items), not what.money)
    findings = []
    if len(items) > most:
        findings.append(message("exporters.backlog.too_many", most=most, n=len(items) - most))
    cut = sum(len(sheet.whole_title(item)) > LONGEST_TITLE for item in sheet.items)
    if cut:
        findings.append(message("exporters.backlog.cut", most=LONGEST_TITLE, n=cut))
    if not items:
        findings.append(message("exporters.backlog.empty"))
    return ExportResult(_written(FLAVOURS[flavour](sheet)), tuple(findings))


def _of_stage(document: DocumentView, items: tuple[Item, ...], stage: str | None) -> tuple[Item, ...]:
    """The items that have a step in a stage; None: all."""
    if stage is None:
        return items
    steps = {step.id for step in document.where(Step, stage=stage)}
    return tuple(item for item in items if not steps.isdisjoint(item.steps))


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as UTF-8, lines ended as RFC 4180 has them; line ends within a cell stay plain."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8")


def _jira(sheet: Sheet) -> list[Sequence[str]]:
    """Parents before what names them; a column for each label."""
    parents = {item.parent for item in sheet.items}
    ordered = sorted(sheet.items, key=lambda item: item.id not in parents)
    numbers = {item.id: str(number) for number, item in enumerate(ordered, 1)}
    width = max((len(_labels(item)) for item in ordered), default=0)
    rows: list[Sequence[str]] = [
        ("Issue Type", "Issue ID", "Summary", "Parent", "Description", *("Labels" for _ in range(width)))
    ]
    for item in ordered:
        labels = _labels(item)
        parent = numbers.get(item.parent or "", "")
        first = (_JIRA_TYPES[item.kind], numbers[item.id], sheet.title(item), parent, sheet.description(item))
        rows.append((*first, *labels, *("" for _ in range(width - len(labels)))))
    return rows


def _azure(sheet: Sheet) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [("Work Item Type", "Title", "Description", "Tags")]
    for item in sheet.items:
        rows.append((_AZURE_TYPES[item.kind], sheet.title(item), sheet.description(item), "; ".join(_labels(item))))
    return rows


def _linear(sheet: Sheet) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [("Title", "Description", "Status", "Priority", "Estimate", "Assignee", "Labels")]
    for item in sheet.items:
        owner = sheet.document.get(Owner, item.owner)
        person = owner.name if owner is not None and owner.kind is OwnerKind.PERSON else ""
        state = "Backlog" if item.status is None else _LINEAR_STATES.get(item.status, "Backlog")
        priority = _LINEAR_PRIORITIES[sheet.levels[item.id]]
        title, description = sheet.title(item), sheet.description(item)
        rows.append((title, description, state, priority, "", person, ", ".join(_labels(item))))
    return rows


def _github(sheet: Sheet) -> list[Sequence[str]]:
    rows: list[Sequence[str]] = [("title", "body", "labels")]
    rows += [(sheet.title(item), sheet.description(item), ",".join(_labels(item))) for item in sheet.items]
    return rows


def _labels(item: Item) -> tuple[str, ...]:
    """What an item is, and the ids of its steps and cards: none has a space or a comma."""
    return (item.kind.value, *item.steps, *item.cards)


FLAVOURS: Mapping[str, Callable[[Sheet], list[Sequence[str]]]] = {
    "jira": _jira,
    "azure": _azure,
    "linear": _linear,
    "github": _github,
}
FLAVOUR = Option("flavour", OptionKind.CHOICE, "jira", message("exporters.backlog.flavour"), tuple(FLAVOURS))
EXPORTER = Exporter("backlog", ".csv", message("exporters.backlog.title"), export, (FLAVOUR, STAGE, REDACT))
