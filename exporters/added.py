"""Formats that other packages add by an entry point of the group `throughline.formats`.

An entry point names an `Exporter` or a `Reader`; it is loaded when formats are asked for. One that cannot be loaded,
or whose name is taken, is told of and left out: it never keeps the program from working.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import NamedTuple, TypeVar

from exporters.base import Exporter, ExportRequest, ExportResult
from exporters.readers.base import Part, Proposal, Reader, Reading
from model.context import Context
from model.document import DocumentView
from model.errors import KnownError
from model.messages import Message, message

GROUP = "throughline.formats"
T = TypeVar("T")


class Added(NamedTuple):
    """What other packages add, and why some of it cannot be used."""

    exporters: tuple[Exporter, ...]
    readers: tuple[Reader, ...]
    broken: tuple[Message, ...]


def added(exporters: Iterable[str], readers: Iterable[str]) -> Added:
    """The formats of other packages whose names are not yet among those of ours."""
    writing, reading = set(exporters), set(readers)
    found = Added((), (), ())
    for point in sorted(entry_points(group=GROUP), key=lambda each: (each.name, each.value)):
        one = _loaded(point)
        if isinstance(one, Message):
            found = found._replace(broken=(*found.broken, one))
            continue
        taken = writing if isinstance(one, Exporter) else reading
        if one.name in taken:
            told = message("exporters.added.taken", point=point.name, package=_package(point), name=one.name)
            found = found._replace(broken=(*found.broken, told))
        elif isinstance(one, Exporter):
            found = found._replace(exporters=(*found.exporters, _careful_exporter(one, point)))
        else:
            found = found._replace(readers=(*found.readers, _careful_reader(one, point)))
        taken.add(one.name)
    return found


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist is not None else point.value


def _loaded(point: EntryPoint) -> Exporter | Reader | Message:
    """What an entry point names; whatever goes wrong in a stranger's module is a message."""
    try:
        one = point.load()
    except Exception as error:
        return _failed(point, error)
    if isinstance(one, Exporter | Reader):
        return one
    return message("exporters.added.wrong", point=point.name, package=_package(point))


def _failed(point: EntryPoint, error: Exception) -> Message:
    reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return message("exporters.added.failed", point=point.name, package=_package(point), reason=reason)


def _careful(point: EntryPoint, act: Callable[[], T]) -> T:
    try:
        return act()
    except KnownError:
        raise
    except Exception as error:
        raise KnownError(_failed(point, error)) from error


def _careful_exporter(one: Exporter, point: EntryPoint) -> Exporter:
    def export(request: ExportRequest) -> ExportResult:
        return _careful(point, lambda: one.export(request))

    return replace(one, export=export)


def _careful_reader(one: Reader, point: EntryPoint) -> Reader:
    def sniff(head: bytes, name: str) -> bool:
        try:
            return bool(one.sniff(head, name))
        except Exception:
            return False

    def read(source: Path, context: Context, options: Mapping[str, str], into: DocumentView | None) -> Reading:
        return _careful(point, lambda: one.read(source, context, options, into))

    def propose(source: Path, chosen: Mapping[str, str]) -> Proposal | None:
        return None if one.propose is None else _careful(point, partial(one.propose, source, chosen))

    def parts(source: Path) -> tuple[Part, ...]:
        return () if one.parts is None else _careful(point, partial(one.parts, source))

    return replace(one, sniff=sniff, read=read, propose=propose, parts=parts)
