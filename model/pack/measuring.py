"""Metrics with their readings, targets and tolerance, stage by stage; nothing where there is none."""

from __future__ import annotations

from decimal import Decimal

from model.analysis import metrics
from model.analysis.metrics import Standing, Status
from model.document import DocumentView
from model.elements import Blueprint
from model.layout.case.data import Tone
from model.layout.pack.data import Block, Cell, Column, Grid, Heading, Row, Said, Text, Trend
from model.messages import Message, Value, message
from model.pack.ground import Ground, cell, dash, entry, listed
from model.registers import Direction, Metric, Reading
from model.tolerance import readings
from model.trending import control_of, said_of

_TONES = {Standing.GOOD: Tone.GOOD, Standing.OUT: Tone.BAD, Standing.STALE: Tone.STRONG, Standing.UNREAD: Tone.QUIET}


def measuring(ground: Ground) -> tuple[Block, ...]:
    """Those of the whole first, then stage by stage."""
    document = ground.document
    rows = document.where(Metric)
    if not rows:
        return ()
    blocks: list[Block] = [Text(Said(message("pack.metric.read"), Tone.QUIET), small=True)]
    by_stage: dict[str | None, list[Metric]] = {}
    for row in rows:
        by_stage.setdefault(metrics.stage_of(document, row), []).append(row)
    for stage in (None, *ground.places.stages):
        own = by_stage.get(stage, [])
        if own:
            words: Value = message("pack.metric.whole") if stage is None else ground.name(stage)
            blocks.append(Heading(words, 2))
            blocks += [_trend(ground, row) for row in own]
    return tuple(blocks)


def breached(ground: Ground, most: int) -> Cell:
    """The first metrics that are out of tolerance, at what they stand and what was wanted, and how many more are.

    Guardrails are left out: these are said by themselves.
    """
    document = ground.document
    standings = [(row, metrics.status(document, row, ground.today)) for row in document.where(Metric)]
    out = [each for each in standings if each[1].standing is Standing.OUT and not each[0].guardrail]
    said = [Said(_at(ground, row, found), Tone.BAD, entry(row.id)) for row, found in out[:most]]
    if len(out) > most:
        said.append(Said(message("sheet.more", n=len(out) - most), Tone.QUIET, ("part metrics",)))
    return tuple(said)


def _at(ground: Ground, row: Metric, found: Status) -> Value:
    if found.latest is None or row.target is None:
        return ground.name(row.id)
    at = message("pack.first.at", value=_measure(row, found.latest.value), target=_measure(row, row.target))
    return message("pack.named", name=ground.name(row.id), what=at)


def read_anew(ground: Ground, before: DocumentView, after: DocumentView) -> tuple[Block, ...]:
    """The metrics whose latest reading is another in a later state, with what it was and is; those beyond theirs first.

    Nothing where every metric reads as it did.
    """
    found = []
    for row in after.where(Metric):
        now = metrics.status(after, row, ground.today)
        was = before.get(Metric, row.id)
        former = None if was is None else metrics.status(before, was, ground.today).latest
        if now.latest is not None and (
            former is None or former.value != now.latest.value or former.id != now.latest.id
        ):
            found.append((now.standing is not Standing.OUT, row, former, now))
    if not found:
        return ()
    heads = (
        Column(message("pack.compared.metric"), most=0.4),
        *(Column(message(f"pack.compared.{word}")) for word in ("before", "after")),
        Column(message("pack.metric.target")),
        Column(message("pack.metric.stands")),
    )
    rows = tuple(
        Row(
            (
                (ground.said(row.id),),
                _read(row, former),
                _read(row, now.latest),
                (dash(),) if row.target is None else cell(_target(row, row.target)),
                cell(message(f"pack.standing.{now.standing.value}"), _TONES[now.standing]),
            )
        )
        for _, row, former, now in sorted(found, key=lambda each: each[0])
    )
    return (Heading(message("pack.compared.metrics"), 2), Grid(heads, rows))


def _read(row: Metric, reading: Reading | None) -> Cell:
    if reading is None:
        return (dash(),)
    value = _measure(row, reading.value)
    day = reading.taken
    return cell(value if day is None else message("pack.metric.latest", value=value, day=day))


def _target(row: Metric, target: Decimal) -> Message:
    way = "at_least" if row.direction is Direction.UP else "at_most"
    return message(f"pack.metric.{way}", value=_measure(row, target))


def _trend(ground: Ground, row: Metric) -> Trend:
    document = ground.document
    found = metrics.status(document, row, ground.today)
    stands = message(f"pack.standing.{found.standing.value}")
    pairs: list[tuple[Value, Cell]] = [(message("pack.metric.stands"), cell(stands, _TONES[found.standing]))]
    if found.latest is not None and found.latest.taken is not None:
        said = message("pack.metric.latest", value=_measure(row, found.latest.value), day=found.latest.taken)
        pairs.append((message("pack.metric.last"), cell(said)))
    if found.trend is not None:
        pairs.append((message("pack.metric.trend"), cell(message(f"pack.trend.{found.trend.value}"))))
    if row.baseline is not None:
        pairs.append((message("pack.metric.baseline"), cell(_measure(row, row.baseline))))
    if row.target is not None:
        pairs.append((message("pack.metric.target"), cell(_target(row, row.target))))
    if row.tolerance is not None:
        pairs.append((message("pack.metric.tolerance"), cell(_measure(row, row.tolerance))))
    pairs.append((message("pack.metric.owner"), (ground.owner(row.owner),)))
    subject = (
        "" if row.subject is None or isinstance(document.find(row.subject), Blueprint) else ground.name(row.subject)
    )
    kinds = [message("pack.metric.leading" if row.leading else "pack.metric.lagging")]
    kinds += [message("pack.metric.guardrail")] if row.guardrail else []
    pairs.append((message("pack.metric.kind"), cell(listed([subject, *kinds]))))
    taken = tuple(each for each in readings(document, row.id) if each.taken is not None)
    below = said_of(document, row) if taken else ()
    return Trend(
        ground.name(row.id), f"entry {row.id}", tuple(pairs), control_of(document, row), below, _alt(row, taken)
    )


def _measure(row: Metric, value: Decimal) -> Value:
    return message("sheet.measure", amount=value, unit=row.unit) if row.unit else value


def _alt(row: Metric, taken: tuple[Reading, ...]) -> Value:
    if not taken:
        return ""
    first, last = taken[0], taken[-1]
    days: dict[str, Value] = {"begin": first.taken or "", "end": last.taken or ""}
    return message("pack.metric.alt", name=row.name, n=len(taken), first=first.value, last=last.value, **days)
