"""The registers and their columns, read off the table of kinds."""

from __future__ import annotations

from dataclasses import dataclass

from model.document import DocumentView
from model.elements import Card, CardKind
from model.improvements import Budget, Cause, Effect, Improvement, Scenario, Spend, StatusChange
from model.keeping import Observation, Workshop, WorkshopItem
from model.kinds import Field, FieldType, kind_of
from model.messages import Message, message
from model.record import Record
from model.registers import (
    Channel,
    Consequence,
    Cost,
    Decision,
    DecisionOption,
    DecisionRight,
    FailPoint,
    Forum,
    Metric,
    Objective,
    Owner,
    Reading,
    Source,
    System,
    SystemExchange,
)
from model.usage import part_field

USES, TREND = "uses", "trend"
MONEY = frozenset({"hourly_cost", "running_cost", "amount", "unit_cost", "limit", "worth", "measured"})
# Tables whose amounts are cuts and minutes as well as money.
_MIXED = frozenset({"effect"})
LONG = frozenset(
    {
        *("notes", "title", "goal", "constraint", "expected", "delivered", "cause", "conditions"),
        *("change", "story", "acceptance", "result_note", "soft", "seen", "attended"),
    }
)
# How wide a column is shown at first, in letters.
_WIDE = {FieldType.FLAG: 9, FieldType.INTEGER: 11, FieldType.DECIMAL: 12, FieldType.DAY: 14, FieldType.CHOICE: 18}
_TEXT, _LONG, _COUNT, _CURVE = 20, 30, 7, 24


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a register. `field` None: what is found of the entry, how often it is used or how it went.

    `fixed`: shown, and set elsewhere.
    """

    name: str
    table: str
    field: Field | None = None
    fixed: bool = False
    shown: bool = True

    @property
    def numeric(self) -> bool:
        """Whether it holds numbers, which stand at the end of their cells."""
        return self.field is None or self.field.holds in (FieldType.DECIMAL, FieldType.INTEGER)

    @property
    def money(self) -> bool:
        """Whether it holds money."""
        return self.name in MONEY and not (self.name == "amount" and self.table in _MIXED)

    @property
    def wide(self) -> int:
        """How wide it is shown at first, in letters."""
        if self.field is None:
            return _CURVE if self.name == TREND else _COUNT
        if self.name in LONG:
            return _LONG
        return _WIDE.get(self.field.holds, _TEXT)

    def heading(self, currency: str) -> Message:
        """What stands above it."""
        own = f"register.column.{self.table}.{self.name}"
        words = message(f"register.{self.name}" if self.field is None else own)
        if self.money:
            return message("register.column_money", name=words, currency=currency)
        return words


@dataclass(frozen=True, slots=True)
class Register:
    """Entries of one kind. `by`: the fields that name the entry they are parts of; `kind`: cards of this kind only."""

    name: str
    record: type[Record]
    columns: tuple[Column, ...]
    by: tuple[str, ...] = ()
    kind: CardKind | None = None
    details: Register | None = None

    def rows(self, document: DocumentView, master: str | None = None) -> tuple[Record, ...]:
        """The entries in the order of the document; of parts, those of one entry."""
        if self.by:
            found = [row for field in self.by for row in document.where(self.record, **{field: master})]
            return tuple({row.id: row for row in found}.values())
        return tuple(row for row in document.where(self.record) if self.holds(row))

    def holds(self, row: Record, master: str | None = None) -> bool:
        """Whether a record is an entry of it."""
        if not isinstance(row, self.record):
            return False
        if self.by:
            return any(getattr(row, field) == master for field in self.by)
        return self.kind is None or getattr(row, "kind", None) is self.kind

    def count(self, document: DocumentView) -> int:
        """How many entries there are in all."""
        table = document.table(self.record)
        return len(table) if self.kind is None else sum(self.holds(row) for row in table.values())

    def made_with(self, master: str | None) -> dict[str, object]:
        """What a new entry has from the beginning."""
        made: dict[str, object] = {} if self.kind is None else {"kind": self.kind}
        return {**made, self.by[0]: master} if self.by else made

    def field_of(self, row: Record | None, column: Column, master: str | None) -> str:
        """The field of a record that a column shows: of an exchange, the end that is not the entry itself."""
        if row is not None and column.name in self.by and getattr(row, column.name) == master:
            return next(field for field in self.by if field != column.name)
        return column.name


def _register(
    name: str,
    record: type[Record],
    shown: tuple[str, ...],
    more: tuple[str, ...] = (),
    *,
    by: tuple[str, ...] = (),
    kind: CardKind | None = None,
    fixed: tuple[str, ...] = (),
    counts: bool = True,
    trend: bool = False,
    details: Register | None = None,
) -> Register:
    about = kind_of(record)
    fields = {field.name: field for field in about.fields}
    columns = [Column(each, about.table, fields[each], each in fixed, each in shown) for each in (*shown, *more)]
    found = [Column(each, about.table, fixed=True) for each, has in ((USES, counts), (TREND, trend)) if has]
    return Register(name, record, (columns[0], *found, *columns[1:]), by, kind, details)


_EXCHANGES = _register("exchanges", SystemExchange, ("other", "what"), by=("system", "other"), counts=False)
_READINGS = _register("readings", Reading, ("taken", "value", "sample_size", "source"), by=("metric",), counts=False)
_RIGHTS = _register("rights", DecisionRight, ("what", "limit"), by=("forum",), counts=False)
_OPTIONS = _register("options", DecisionOption, ("title", "amount"), by=("decision",), counts=False)
_EFFECTS = _register(
    "effects",
    Effect,
    ("target", "kind", "amount", "benefit", "moves_to", "worth"),
    by=("improvement",),
    counts=False,
)
_CONSEQUENCES = _register(
    "consequences",
    Consequence,
    ("kind", "name", "number", "unit_cost", "parent", "handled_by"),
    by=("fail_point",),
    counts=False,
)
_ITEMS = _register("items", WorkshopItem, ("name", "kind", "owner", "due", "done"), by=("workshop",), counts=False)
REGISTERS: tuple[Register, ...] = (
    _register(
        "owners",
        Owner,
        ("name", "kind", "unit", "contact", "hourly_cost", "goal"),
        ("goal_metric", "goal_direction", "goal_against", "notes"),
    ),
    _register(
        "systems",
        System,
        ("name", "kind", "state", "owner", "vendor", "constraint", "running_cost", "running_share"),
        ("changed_by", "notes"),
        details=_EXCHANGES,
    ),
    _register("channels", Channel, ("name", "single_use", "notes")),
    _register(
        "metrics",
        Metric,
        ("name", "kind", "subject", "unit", "direction", "leading", "baseline", "target", "tolerance", "owner"),
        ("source", "guardrail", "baseline_until", "notes"),
        trend=True,
        details=_READINGS,
    ),
    _register("sources", Source, ("name", "kind", "dated", "sample_size", "notes")),
    _register("costs", Cost, ("subject", "name", "amount", "basis", "source", "notes"), counts=False),
    _register("forums", Forum, ("name", "kind", "chair", "sponsor", "members", "cadence"), ("notes",), details=_RIGHTS),
    _register(
        "decisions",
        Decision,
        ("name", "forum", "needed_by", "chosen", "decided_on", "conditions", "subjects"),
        ("notes",),
        counts=False,
        details=_OPTIONS,
    ),
    _register("objectives", Objective, ("name", "owners", "metrics", "target", "due"), ("notes",), counts=False),
    _register(
        "fail_points",
        FailPoint,
        ("delivered", "card", "expected", "cause", "owner", "rate", "rate_date"),
        ("article", "notes"),
        counts=False,
        details=_CONSEQUENCES,
    ),
    _register("causes", Cause, ("name", "fail_point")),
    _register(
        "improvements",
        Improvement,
        ("name", "status", "go_live", "ramp", "running_cost", "metric", "owner", "forum", "budget_line", "condition"),
        (
            *("change", "expected", "spend_kind", "benefit_owner", "guardrails", "requires", "excludes", "mandatory"),
            *("story", "acceptance", "pilot_scope", "pilot_result", "measured", "measured_on"),
            *("result", "result_note", "soft", "notes"),
        ),
        details=_EFFECTS,
    ),
    _register("spends", Spend, ("improvement", "month", "amount"), counts=False),
    _register("statuses", StatusChange, ("improvement", "status", "dated", "actor"), counts=False),
    _register("budgets", Budget, ("line", "year", "limit"), counts=False),
    _register("scenarios", Scenario, ("name", "improvements", "notes")),
    _register(
        "questions",
        Card,
        ("title", "asked_by", "answered", "lane", "step", "owner"),
        ("sources", "notes"),
        kind=CardKind.QUESTION,
        fixed=("lane", "step"),
    ),
    _register("observations", Observation, ("seen", "step", "dated", "actor"), counts=False),
    _register("workshops", Workshop, ("name", "held", "attended"), ("notes",), counts=False, details=_ITEMS),
)
_ENTRIES = frozenset(
    record
    for register in REGISTERS
    for record in (register.record, *([register.details.record] if register.details else ()))
    if record is not Card
)


def register_named(name: str) -> Register:
    """The register with a name."""
    return next(register for register in REGISTERS if register.name == name)


def register_of(row: Record) -> Register | None:
    """The register that holds a record, if one does."""
    return next((register for register in REGISTERS if register.holds(row)), None)


def entry_of(document: DocumentView, id: str) -> str | None:
    """The entry of a register that a record is, or is a part of; cards have their place on the map."""
    row = document.find(id)
    if row is None or isinstance(row, Card):
        return None
    within = part_field(type(row)) if is_entry(row) and register_of(row) is None else None
    if within is not None:
        return entry_of(document, getattr(row, within))
    return id if register_of(row) is not None else None


def is_entry(row: Record | None) -> bool:
    """Whether a record is an entry of a register or a part of one, and not a card of the map."""
    return type(row) in _ENTRIES


def required(register: Register) -> tuple[Column, ...]:
    """The columns without which an entry cannot be: what it belongs to."""
    return tuple(column for column in register.columns if column.field is not None and column.field.owned)
