"""JSON: the canonical, lossless form of a document. docs/json-format.md says what every consumer may rely on.

One line a record, fields in the order of their dataclass, what equals its default left out. Equal documents give
equal bytes, whatever their history.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from exporters.base import REDACT, Exporter, ExportRequest, ExportResult
from model.document import DocumentView
from model.elements import Blueprint
from model.kinds import Field, FieldType, kinds
from model.messages import message
from model.reading_order import ordered
from model.record import Record
from model.validate import camel

FORMAT = "throughline"
VERSION = "1.1"
SCHEMA_ID = "urn:throughline:schema:1.1"
# Under this key the blueprint's `extra` keeps what stood at the root and is not ours, `formatVersion` included.
ROOT_EXTRA = "x-root"


def canonical(value: Any) -> str:
    """The one spelling of a JSON value on one line; what `Record.extra` holds."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def write(document: DocumentView) -> bytes:
    """The document as JSON, UTF-8 with a newline at its end."""
    blueprint = document.blueprint
    extra = _extra(blueprint)
    root = extra.pop(ROOT_EXTRA, {})
    version = root.pop("formatVersion", VERSION)
    parts = [
        f'"$schema": {_text(root.pop("$schema", SCHEMA_ID))}',
        f'"format": {_text(FORMAT)}',
        f'"formatVersion": {_text(version)}',
    ]
    positions: dict[str, int] = {}
    for kind in kinds():
        fields = [_Key(field) for field in kind.fields if field.name != "extra"]
        if kind.record is Blueprint:
            parts.append(f'"blueprint": {_record(blueprint, fields, extra)}')
            continue
        rows = ordered(document, kind, positions)
        if rows:
            lines = ",\n".join(_record(row, fields, _extra(row)) for row in rows)
            parts.append(f"{_text(kind.plural)}: [\n{lines}\n]")
    parts += [f"{_text(key)}: {canonical(root[key])}" for key in sorted(root)]
    return ("{\n" + ",\n".join(parts) + "\n}\n").encode("utf-8")


def _extra(row: Record) -> dict[str, Any]:
    return dict(json.loads(row.extra)) if row.extra else {}


_text = json.JSONEncoder(ensure_ascii=False).encode


class _Key:
    """How one field of a kind is written; an amount of 0.00 is not left out for a default of 0."""

    __slots__ = ("name", "key", "to_plain", "default", "always")

    def __init__(self, field: Field) -> None:
        self.name = field.name
        self.key = _text(camel(field.name))
        self.to_plain = field.to_plain
        self.default = field.default
        self.always = field.name == "order" or (field.holds is FieldType.DECIMAL and not field.optional)


def _record(row: Record, keys: Iterable[_Key], extra: dict[str, Any]) -> str:
    """One record on one line. `id` and `order` are always said, defaults never."""
    parts = []
    for key in keys:
        value = getattr(row, key.name)
        if key.always or value != key.default:
            parts.append(f"{key.key}: {_text(key.to_plain(value))}")
    parts += [f"{_text(key)}: {canonical(extra[key])}" for key in sorted(extra)]
    return "{" + ", ".join(parts) + "}"


def export(request: ExportRequest) -> ExportResult:
    """The exporter's entry: the document, without what is to be left out."""
    from model.redaction import parse, redacted

    return ExportResult(write(redacted(request.document, parse(request.options[REDACT.name]))))


EXPORTER = Exporter("json", ".json", message("exporters.json.title"), export, (REDACT,))
