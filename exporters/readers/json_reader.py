"""Reads our JSON back: every fault of form or meaning is one line with its place, such as `cards[17].owner`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from exporters.json_format import FORMAT, ROOT_EXTRA, VERSION, canonical
from exporters.readers.base import Entry, Reader, Reading, finish, load, placed
from exporters.readers.limits import JSON_BYTES, JSON_DEEPEST
from model.context import Context
from model.document import DocumentView
from model.elements import Blueprint
from model.errors import KnownError
from model.ids import spread
from model.kinds import Field, FieldType, Kind, kind_named, kinds
from model.messages import Message, message
from model.record import Record
from model.validate import Fault, fault_message, fields_by_key, require

LIMIT = JSON_BYTES
_VERSION = re.compile(r"([0-9]{1,4})\.([0-9]{1,4})", re.ASCII)
# Forms that `Field.from_plain` takes more freely than the schema does.
_FORMS = {
    FieldType.DECIMAL: re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII),
    FieldType.DAY: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII),
    FieldType.INSTANT: re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII),
}
_RESERVED = frozenset({"extra", ROOT_EXTRA})
_RowType = tuple[Kind, dict[str, Field]]
_KEPT = frozenset({"$schema", "format", "formatVersion", "blueprint"})


class Parsed(NamedTuple):
    """The rows of a file, the place of each in it, and what the report says of them."""

    rows: list[Record]
    places: dict[int, str]
    inferred: list[Entry]
    left_out: list[Entry]


def parse(data: bytes, file: str) -> Parsed:
    """The sound rows of a JSON file, or `KnownError`."""
    try:
        return _parse(data, file)
    except RecursionError as error:
        raise too_deep(file) from error


def _parse(data: bytes, file: str) -> Parsed:
    root = _root(decode(data, file), file)
    minor = _minor(root.get("formatVersion"), file)
    plurals = {kind.plural: kind for kind in kinds() if kind.record is not Blueprint}
    foreign = {key: value for key, value in root.items() if key not in _KEPT and key not in plurals}
    newer = minor > _minor(VERSION, file)
    for key in foreign:
        if not newer and not key.startswith("x-"):
            _refuse(file, key, message("readers.json.unknown_key"))
    parsed = Parsed([], {}, [], [])
    if "blueprint" not in root:
        _refuse(file, "", message("validate.no_blueprint"))
    kept: dict[str, Any] = dict(foreign)
    if newer:
        kept |= {key: root[key] for key in ("formatVersion", "$schema") if key in root}
    own = kind_named("Blueprint")
    extra = {ROOT_EXTRA: kept} if kept else {}
    _add(parsed, file, (own, fields_by_key(own)), "blueprint", root["blueprint"], extra)
    for key, kind in plurals.items():
        _read_array(parsed, file, kind, root.get(key, []))
    require(file, parsed.rows, lambda row: parsed.places[id(row)])
    for key in foreign:
        parsed.left_out.append(Entry(key, key, message("readers.json.kept")))
    return parsed


def decode(data: bytes, file: str) -> Any:
    """The JSON of a file, or `KnownError` with the place of the fault."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise KnownError(message("readers.json.not_utf8", file=file, byte=error.start)) from error

    def constant(name: str) -> NoReturn:
        raise KnownError(message("readers.json.no_number", file=file, value=name))

    def number(digits: str) -> float:
        value = float(digits)
        return constant(digits) if value in (float("inf"), float("-inf")) else value

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(items)
        if len(found) != len(items):
            twice = next(key for key, count in Counter(key for key, _ in items).items() if count > 1)
            raise KnownError(
                message("readers.json.twice", file=file, key=twice[:80], id=str(found.get("id", "?"))[:80])
            )
        return found

    try:
        plain = json.loads(text, object_pairs_hook=pairs, parse_constant=constant, parse_float=number)
    except json.JSONDecodeError as error:
        raise KnownError(message("readers.json.syntax", file=file, line=error.lineno, column=error.colno)) from error
    except ValueError as error:
        raise KnownError(message("readers.json.long_number", file=file)) from error
    if re.search(r"\\u[dD][89a-fA-F]", text):
        _refuse_surrogates(plain, file)
    return plain


def too_deep(file: str) -> KnownError:
    """What is said of a file nested beyond what the stack or a blueprint holds."""
    return KnownError(message("readers.json.too_deep", file=file))


def _kept_text(extra: dict[str, Any], file: str) -> str:
    """What `Record.extra` holds; nesting is bounded so that whoever writes it back later has room on the stack."""
    if not extra:
        return ""
    level: list[Any] = [extra]
    for _ in range(JSON_DEEPEST):
        level = [child for item in level for child in (item.values() if isinstance(item, dict) else item)]
        level = [item for item in level if isinstance(item, (dict, list))]
        if not level:
            return canonical(extra)
    raise too_deep(file)


def _refuse_surrogates(plain: Any, file: str) -> None:
    """Half a character, which no file could hold."""
    try:
        canonical(plain).encode("utf-8")
    except UnicodeEncodeError as error:
        raise KnownError(message("readers.json.half_character", file=file)) from error


def _root(plain: Any, file: str) -> dict[str, Any]:
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise KnownError(message("readers.json.foreign", file=file))
    return plain


def _minor(version: Any, file: str) -> int:
    """The minor version; another major one is refused."""
    match = _VERSION.fullmatch(version) if isinstance(version, str) else None
    if match is None:
        _refuse(file, "formatVersion", message("readers.json.no_version", known=VERSION))
    if match[1] != VERSION.split(".")[0]:
        raise KnownError(message("readers.json.version", file=file, found=match[0], known=VERSION))
    return int(match[2])


def _refuse(file: str, place: str, why: Message) -> NoReturn:
    raise KnownError(fault_message(file, Fault(place, why)))


def _read_array(parsed: Parsed, file: str, kind: Kind, items: Any) -> None:
    """One array. Where none of its records has an order key, their place in the array makes them."""
    if not isinstance(items, list):
        _refuse(file, kind.plural, message("readers.json.no_array"))
    unordered = [index for index, item in enumerate(items) if isinstance(item, dict) and "order" not in item]
    keys: list[str] = []
    if unordered:
        if len(unordered) != len(items):
            _refuse(file, f"{kind.plural}[{unordered[0]}].order", message("readers.json.some_order"))
        keys = spread(len(items))
        parsed.inferred.append(Entry(kind.plural, kind.plural, message("readers.json.ordered", n=len(items))))
    row_type = (kind, fields_by_key(kind))
    for index, item in enumerate(items):
        plain = {**item, "order": keys[index]} if keys else item
        _add(parsed, file, row_type, f"{kind.plural}[{index}]", plain, {})


def _add(parsed: Parsed, file: str, row_type: _RowType, place: str, plain: Any, extra: dict[str, Any]) -> None:
    if not isinstance(plain, dict):
        _refuse(file, place, message("readers.json.no_object"))
    kind, fields = row_type
    values: dict[str, Any] = {}
    for key, value in plain.items():
        field = fields.get(key)
        if field is not None:
            values[field.name] = _value(file, place, key, field, value)
            continue
        if key in _RESERVED:
            _refuse(file, f"{place}.{key}", message("readers.json.unknown_key"))
        extra[key] = value
        if not key.startswith("x-"):
            parsed.left_out.append(Entry(key, f"{place}.{key}", message("readers.json.kept")))
    if "id" not in values:
        _refuse(file, f"{place}.id", message("readers.json.no_id"))
    row = kind.record(**values, extra=_kept_text(extra, file))
    parsed.rows.append(row)
    parsed.places[id(row)] = place


def _value(file: str, place: str, key: str, field: Field, plain: Any) -> Any:
    try:
        form = _FORMS.get(field.holds)
        if form is not None and plain is not None and not (isinstance(plain, str) and form.fullmatch(plain)):
            raise ValueError(plain)
        return field.from_plain(plain)
    except (ValueError, TypeError) as error:
        known = "" if field.choices is None else ", ".join(choice.value for choice in field.choices)
        shown = canonical(plain)
        found = shown if len(shown) <= 60 else shown[:57] + "..."
        why = message(f"readers.json.wants.{field.holds.value}", found=found, known=known)
        raise KnownError(fault_message(file, Fault(f"{place}.{key}", why))) from error


def read(source: Path, _context: Context, _options: Mapping[str, str], into: DocumentView | None) -> Reading:
    """The reader's entry."""
    parsed = parse(load(source, LIMIT), str(source))
    rows = tuple(parsed.rows)
    return finish(READER, source, placed(rows), rows, parsed.inferred, parsed.left_out, into)


def sniff(head: bytes, name: str) -> bool:
    """Whether a file begins like an object of JSON, or says so by its name."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{" or name.lower().endswith(".json")


READER = Reader("json", (".json",), message("readers.json.title"), sniff, read)
