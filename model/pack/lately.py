"""What changed this week, as a page of the pack (R47); nothing where no version tells how it was."""

from __future__ import annotations

from model.analysis.differences import Difference, Sort
from model.analysis.week import changed
from model.document import DocumentView
from model.layout.case.data import Tone
from model.layout.pack.data import Block, Grid, Row, Said, Text
from model.messages import message
from model.naming import called
from model.pack.ground import Ground, cell, column, leading, listed
from model.redaction import redacted


def lately(ground: Ground) -> tuple[Block, ...]:
    """Since which version, then element by element what became of it."""
    past = ground.past
    found = changed(ground.document, ground.today, past.source, lambda old: redacted(old, past.redaction))
    if found is None:
        return ()
    version, comparison = found
    day = version.taken.date() if version.taken is not None else ground.today
    # What a version is called may say what is to be left out.
    named = message("pack.changes.since", name=version.name, day=day)
    since = Text(Said(named if past.plain else message("pack.changes.since_day", day=day), Tone.STRONG))
    if not comparison.differences:
        return (since, Text(Said(message("pack.changes.same"))))
    rows = [_row(ground, comparison.before, each) for each in comparison.differences]
    return (since, Grid((column("element", most=0.6), column("became")), tuple(rows)))


def _row(ground: Ground, before: DocumentView, each: Difference) -> Row:
    became = listed([message(f"pack.changes.{sort.value}") for sort in each.sorts])
    gone = Sort.REMOVED in each.sorts
    document = before if gone else ground.document
    name = called(document, document.find(each.element))
    return Row((cell(name, to=() if gone else leading(each.element)), cell(became)))
