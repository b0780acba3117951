"""All that a case sheet tells of a document, found at once."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import count
from typing import NamedTuple, Protocol

from model.analysis.action import Funnel, Proof, TrackRecord, acid_test, by_condition, funnel, track_record
from model.analysis.appraisal import USUAL, Appraisal, Terms, appraise
from model.analysis.scenarios import Row, compare
from model.document import DocumentView
from model.improvements import Condition

LOOKS_A_SECOND = 1_000


def looks() -> Callable[[], float]:
    """A clock that counts looks at it instead of time: the search for the best set ends alike on every machine."""
    seen = count()
    return lambda: next(seen) / LOOKS_A_SECOND


class Appraisable(Protocol):
    """A state of a document and what was found of its money."""

    @property
    def document(self) -> DocumentView: ...
    @property
    def appraisal(self) -> Appraisal: ...


class Headline(NamedTuple):
    """What the first lines of a sheet need, for a state of a document."""

    document: DocumentView
    appraisal: Appraisal


class Found(NamedTuple):
    """The answers for one state of a document; `moneyless`: all amounts were taken out, so none is told."""

    document: DocumentView
    terms: Terms
    appraisal: Appraisal
    funnel: Funnel
    proofs: tuple[Proof, ...]
    record: TrackRecord
    conditions: dict[Condition | None, int]
    scenarios: tuple[Row, ...]
    moneyless: bool = False


def find(document: DocumentView, clock: Callable[[], float], limit: Decimal | None = None) -> Found:
    """The answers, with one limit instead of the document's budgets where there is one."""
    terms = USUAL._replace(limit=limit)
    return Found(
        document,
        terms,
        appraise(document, clock, terms),
        funnel(document),
        acid_test(document),
        track_record(document),
        by_condition(document),
        compare(document),
    )
