"""What stands in a cell: as it is shown, as it is typed and copied, and as it is sorted by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from model.document import DocumentView
from model.entries.columns import Column, Register
from model.entries.filling import New
from model.folding import fold
from model.naming import called
from model.record import Record
from model.texts import Texts
from model.usage import counts

BETWEEN = "; "
_HUNDRED = Decimal(100)
_CENTS = Decimal("0.01")


class Words:
    """The words of one register's cells, of one document in one locale. `master`: whose parts the entries are."""

    def __init__(self, document: DocumentView, texts: Texts, register: Register, master: str | None = None) -> None:
        self.document = document
        self.texts = texts
        self.register = register
        self.master = master
        self._counts: dict[str, int] = {}
        self._counted = -1

    def value(self, row: Record, column: Column) -> Any:
        """What a cell holds."""
        if column.field is None:
            return self._uses().get(row.id, 0)
        return getattr(row, self.register.field_of(row, column, self.master))

    def _uses(self) -> dict[str, int]:
        """How often each entry is used, counted once for each state of the document."""
        if self._counted != self.document.revision:
            self._counts = counts(self.document, self.register.record)
            self._counted = self.document.revision
        return self._counts

    def shown(self, row: Record, column: Column) -> str:
        """The text of a cell, on one line."""
        value = self.value(row, column)
        if value is None or value in ("", ()):
            return ""
        if isinstance(value, date):
            return self.texts.day(value)
        return " ".join(self.text(column, value).split())

    def typed(self, row: Record, column: Column) -> str:
        """The text of a cell as it is typed and copied; typed again it gives the same value."""
        return self.text(column, self.value(row, column))

    def text(self, column: Column, value: Any) -> str:
        """A value of a column as it is typed."""
        if column.field is not None and column.field.refers:
            ids = value if type(value) is tuple else (value,)
            return BETWEEN.join(self.name(id) for id in ids if id)
        if isinstance(value, tuple):
            return BETWEEN.join(value)
        if value is None or isinstance(value, (StrEnum, bool)):
            return choice_words(self.texts, value)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Decimal) and column.share:
            return share_text(value, self.texts)
        if isinstance(value, Decimal) and column.money:
            return self.texts.number(_money(value))
        return self.texts.number(value) if isinstance(value, (int, Decimal)) else str(value)

    def name(self, id: str | New | None) -> str:
        """What a record is called, or will be."""
        if isinstance(id, New):
            return id.name
        return self.texts.value(called(self.document, self.document.find(id)))

    def key(self, row: Record, column: Column) -> Any:
        """What a cell is sorted by; None: it is empty, and comes last."""
        value = self.value(row, column)
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


def share_text(share: Decimal, texts: Texts) -> str:
    """A share as per cents, to the last digit it has."""
    return texts("format.percent", number=texts.number(_plain(share * _HUNDRED)))


def _plain(number: Decimal) -> Decimal:
    """A number without needless zeros after its point."""
    whole = number.to_integral_value()
    return whole if whole == number else number.normalize()


def _money(amount: Decimal) -> Decimal:
    """An amount with cents where there are any, and never less than it is."""
    plain = _plain(amount)
    exponent = plain.as_tuple().exponent
    return plain.quantize(_CENTS) if exponent == -1 else plain
