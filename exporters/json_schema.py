"""The JSON Schema 2020-12 of our JSON, generated from the kinds; `python -m exporters.json_schema` renews the file."""

from __future__ import annotations

import json
from typing import Any

from exporters.json_format import FORMAT, SCHEMA_ID, VERSION
from model.elements import Blueprint
from model.ids import ID_PATTERN
from model.kinds import Field, FieldType, Kind, kinds
from model.validate import fields_by_key
from resources import path

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FILE = ("schema", f"throughline-{VERSION}.schema.json")
DECIMAL_PATTERN = r"^-?[0-9]+(\.[0-9]+)?$"
DECIMAL_LENGTH = 40
DAY_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
INSTANT_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
ORDER_PATTERN = r"^([A-Za-z][0-9A-Za-z]*)?$"
_LARGEST = 2**53 - 1
_SIMPLE: dict[FieldType, dict[str, Any]] = {
    FieldType.TEXT: {"type": "string"},
    FieldType.INTEGER: {"type": "integer", "minimum": -_LARGEST, "maximum": _LARGEST},
    FieldType.FLAG: {"type": "boolean"},
    FieldType.DECIMAL: {"type": "string", "pattern": DECIMAL_PATTERN, "maxLength": DECIMAL_LENGTH},
    FieldType.DAY: {"type": "string", "format": "date", "pattern": DAY_PATTERN},
    FieldType.INSTANT: {"type": "string", "format": "date-time", "pattern": INSTANT_PATTERN},
    FieldType.BLOB: {"type": "string", "contentEncoding": "base64"},
    FieldType.TEXTS: {"type": "array", "items": {"type": "string"}},
}


def schema() -> dict[str, Any]:
    """The whole schema."""
    properties: dict[str, Any] = {
        "$schema": {"type": "string"},
        "format": {"const": FORMAT},
        "formatVersion": {"const": VERSION},
    }
    for kind in kinds():
        reference = {"$ref": f"#/$defs/{kind.name}"}
        if kind.record is Blueprint:
            properties["blueprint"] = reference
        else:
            properties[kind.plural] = {"type": "array", "items": reference, "default": []}
    return {
        "$schema": DRAFT,
        "$id": SCHEMA_ID,
        "title": "Throughline service blueprint",
        "type": "object",
        "required": ["format", "formatVersion", "blueprint"],
        "properties": properties,
        "patternProperties": {"^x-": True},
        "unevaluatedProperties": False,
        "$defs": {
            "id": {"type": "string", "pattern": ID_PATTERN},
            "order": {"type": "string", "pattern": ORDER_PATTERN},
            **{kind.name: _kind(kind) for kind in kinds()},
        },
    }


def _kind(kind: Kind) -> dict[str, Any]:
    fields = fields_by_key(kind)
    properties = {key: _field(field) for key, field in fields.items()}
    return {
        "description": (kind.record.__doc__ or "").split("\n")[0],
        "type": "object",
        "required": ["id", *(key for key, field in fields.items() if field.owned)],
        "properties": properties,
        "patternProperties": {"^x-": True},
        "unevaluatedProperties": False,
    }


def _field(field: Field) -> dict[str, Any]:
    if field.name in ("id", "order"):
        return {"$ref": f"#/$defs/{field.name}"}
    found = _value(field)
    if field.refers:
        found["description"] = "The id of: " + ", ".join("any record" if name == "*" else name for name in field.refers)
    if field.optional:
        return {"anyOf": [found, {"type": "null"}], "default": None}
    if not field.owned:
        found["default"] = field.to_plain(field.default)
    return found


def _value(field: Field) -> dict[str, Any]:
    """What a field may hold, null apart."""
    choices = [] if field.choices is None else [choice.value for choice in field.choices]
    if field.holds is FieldType.CHOICE:
        return {"enum": choices}
    if field.holds is FieldType.CHOICES:
        return {"type": "array", "items": {"enum": choices}}
    if field.refers:
        reference = {"$ref": "#/$defs/id"}
        return {"type": "array", "items": reference} if field.many else reference
    return dict(_SIMPLE[field.holds])


def text() -> str:
    """The schema as it is shipped."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    path(*FILE).write_text(text(), encoding="utf-8", newline="\n")
