"""Documents that the read-only page is tried with, and the page of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from exporters import base, registry
from model.context import fixed_context
from model.document import Document, DocumentView
from model.elements import Blueprint
from model.kinds import FieldType, kind_of
from model.record import Record
from model.samples import build

DAY = date(2026, 11, 23)
PAYLOAD = "</script></style></svg>\"'><img src=x onerror=hacked=1><script>hacked=1</script> {n} javascript:hacked=1 "
ADDRESSES = (
    "javascript:hacked=1",
    "JaVaScRiPt:hacked=1",
    "data:text/html,<script>hacked=1</script>",
    "https://a.example/?<b>\"'",
)
# What is not words: codes that the program itself reads.
CODES = {"id", "order", "extra", "currency", "language", "field", "check", "state", "mime"}


def permit() -> Document:
    """The sample of the parking permit."""
    return build("permit", fixed_context(DAY))


def outpatient() -> Document:
    """The sample of the hospital, whose map is tall."""
    return build("outpatient", fixed_context(DAY))


def arabic() -> Document:
    """The same in a language that runs from the right, as far as a title tells."""
    return _changed(
        permit(), lambda row: {"language": "ar", "title": "تجديد تصريح"} if isinstance(row, Blueprint) else {}
    )


def hostile() -> Document:
    """The sample with an attack in every word of it."""

    def attack(row: Record) -> Mapping[str, Any]:
        fields = [field for field in kind_of(row).fields if field.name not in CODES and not field.refers]
        found: dict[str, Any] = {}
        for field in fields:
            if field.holds is FieldType.TEXT:
                found[field.name] = PAYLOAD + " ".join(ADDRESSES)
            elif field.holds is FieldType.TEXTS:
                found[field.name] = (PAYLOAD,)
        if "external_url" in found:
            found["external_url"] = ADDRESSES[len(row.id) % 2]
        return found

    return _changed(permit(), attack)


def written(document: DocumentView, actor: str = "Ada Marsh", **options: str) -> bytes:
    """The page of a document."""
    return base.run(registry.exporter("html"), document, fixed_context(DAY, actor), options).data


def _changed(document: Document, change: Any) -> Document:
    return Document([replace(row, **change(row)) for row in document.rows()])
