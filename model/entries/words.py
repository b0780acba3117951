"""What stands in a cell: as it is shown, as it is typed and copied, and as it is sorted by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from model.document import DocumentView
from model.entries.columns import TREND, USES, Column, Register
from model.entries.filling import New
from model.entries.numbers import number_text
from model.folding import fold
from model.improvements import Effect, EffectKind
from model.messages import message
from model.naming import called
from model.ranges import Ranged, bare, with_range
from model.record import Record
from model.registers import Metric
from model.texts import Texts
from model.tolerance import readings
from model.usage import counts
from model.values import is_share

if TYPE_CHECKING:
    from model.layout.curves import Spark

BETWEEN = "; "
# A calendar year is no amount: its digits stand in no groups.
YEAR = "year"


class Words:
    """The words of one register's cells, of one document in one locale. `master`: whose parts the entries are."""

    def __init__(self, document: DocumentView, texts: Texts, register: Register, master: str | None = None) -> None:
        self.document = document
        self.texts = texts
        self.register = register
        self.master = master
        self._counts: dict[str, int] = {}
        self._counted = -1
        self._sparks: dict[str, Spark | None] = {}
        self._drawn = -1

    def value(self, row: Record, column: Column) -> Any:
        """What a cell holds; a number that is uncertain with its low and high."""
        if column.name == USES and column.field is None:
            return self._uses().get(row.id, 0)
        if column.name == TREND and column.field is None:
            taken = readings(self.document, row.id)
            return taken[-1].value if taken else None
        return with_range(self.document, row, self.register.field_of(row, column, self.master))

    def _uses(self) -> dict[str, int]:
        """How often each entry is used, counted once for each state of the document."""
        if self._counted != self.document.revision:
            self._counts = counts(self.document, self.register.record)
            self._counted = self.document.revision
        return self._counts

    def spark(self, row: Record | None, column: Column) -> Spark | None:
        """The curve beside the text of a cell, found once for each state of the document; None: the cell has none."""
        if column.name != TREND or not isinstance(row, Metric):
            return None
        from model.trending import spark_of

        if self._drawn != self.document.revision:
            self._sparks.clear()
            self._drawn = self.document.revision
        if row.id not in self._sparks:
            self._sparks[row.id] = spark_of(self.document, row)
        return self._sparks[row.id]

    def shown(self, row: Record, column: Column) -> str:
        """The text of a cell, on one line."""
        value = self.value(row, column)
        if value is None or value in ("", ()):
            return ""
        if isinstance(value, date):
            return self.texts.day(value)
        said = " ".join(self.text(column, value, row).split())
        if isinstance(row, Effect) and column.name == "amount":
            return self._measured(row, said)
        if column.name == TREND and isinstance(row, Metric) and row.unit:
            return self.texts("sheet.measure", amount=said, unit=row.unit)
        return said

    def typed(self, row: Record, column: Column) -> str:
        """The text of a cell as it is typed and copied; typed again it gives the same value."""
        return self.text(column, self.value(row, column), row)

    def text(self, column: Column, value: Any, row: Record | None = None) -> str:
        """A value of a column as it is typed; what an amount is depends on its row."""
        if column.field is not None and column.field.refers:
            ids = value if type(value) is tuple else (value,)
            return BETWEEN.join(self.name(id) for id in ids if id)
        if isinstance(value, (Decimal, Ranged)):
            money = column.money or _is_money(row, column)
            return number_text(value, self.texts, share=is_share(row, column.name), money=money)
        if isinstance(value, tuple):
            return BETWEEN.join(value)
        if value is None or isinstance(value, (StrEnum, bool)):
            return choice_words(self.texts, value)
        if isinstance(value, date):
            return value.isoformat()
        return str(value) if column.name == YEAR or not isinstance(value, int) else self.texts.number(value)

    def _measured(self, row: Effect, said: str) -> str:
        """The amount of an effect with what it is counted in."""
        if row.kind is EffectKind.YEARLY:
            return self.texts(message("format.money", amount=said, currency=self.document.blueprint.currency))
        return self.texts(message("register.minutes", amount=said)) if row.kind is EffectKind.WORK_TIME else said

    def name(self, id: str | New | None) -> str:
        """What a record is called, or will be."""
        if isinstance(id, New):
            return id.name
        return self.texts.value(called(self.document, self.document.find(id)))

    def key(self, row: Record, column: Column) -> Any:
        """What a cell is sorted by; None: it is empty, and comes last."""
        value = bare(self.value(row, column))
        if value is None or value in ("", ()):
            return None
        if isinstance(value, (int, Decimal, date)):
            return value
        if column.field is not None and column.field.choices is not None:
            return list(column.field.choices).index(value)
        return fold(self.shown(row, column))


def choice_words(texts: Texts, value: StrEnum | bool | None) -> str:
    """What a person reads for one of a few values."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return texts("register.yes" if value else "register.no")
    id = f"register.choice.{type(value).__name__}.{value.value}"
    return texts(id if id in texts else f"window.choice.{type(value).__name__}.{value.value}")


def _is_money(row: Record | None, column: Column) -> bool:
    """Whether what stands in this row of a column is money, which other rows need not hold."""
    return isinstance(row, Effect) and column.name == "amount" and row.kind is EffectKind.YEARLY
