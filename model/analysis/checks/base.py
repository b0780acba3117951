"""What a check is, and what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from model.analysis.checks.facts import Facts
from model.making_way import by_the_way
from model.messages import Message, Value, message

LIFE_CYCLE = "Blueprint.life_cycle"


class Severity(StrEnum):
    """How much a finding weighs, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Needs(StrEnum):
    """When a check runs: what nobody has begun to use is not asked for before a blueprint is validated."""

    ALWAYS = "always"
    USED = "used"
    VALIDATED = "validated"
    EITHER = "either"


class Act(StrEnum):
    """The act of the editor that a fix is."""

    EDIT = "edit"
    DELETE = "delete"
    MERGE_CARDS = "merge_cards"


@dataclass(frozen=True, slots=True)
class Fix:
    """What takes a finding away, where that is mechanical: an act of the editor on rows, and what it sets."""

    label: Message
    act: Act
    ids: tuple[str, ...]
    fields: tuple[tuple[str, Any], ...] = ()


class Found(NamedTuple):
    """What a rule yields: the ids it names, the first being where it is shown, and which of its sentences it says."""

    subjects: tuple[str, ...]
    words: str = "found"
    parameters: Mapping[str, Value] = {}
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of one check."""

    check: str
    subjects: tuple[str, ...]
    words: Message
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A rule. `reads`: kinds (their rows coming and going) and `Kind.field`s on which its answer depends.

    `used`: whether what it is about is used anywhere. `cannot`: why it cannot judge all it should, or None.
    """

    id: str
    severity: Severity
    needs: Needs
    reads: frozenset[str]
    find: Callable[[Facts], Iterable[Found]]
    used: Callable[[Facts], bool] | None = None
    cannot: Callable[[Facts], Message | None] | None = None
    kinds: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        if self.needs in (Needs.VALIDATED, Needs.EITHER):
            object.__setattr__(self, "reads", self.reads | {LIFE_CYCLE})
        object.__setattr__(self, "kinds", frozenset(read.partition(".")[0] for read in self.reads))

    @property
    def family(self) -> str:
        """Which of the families it belongs to."""
        return self.id.partition(".")[0]

    @property
    def what(self) -> Message:
        """What it looks for, in one sentence."""
        return message(f"checks.{self.id}.what")

    @property
    def why(self) -> Message:
        """Why that matters, in one sentence."""
        return message(f"checks.{self.id}.why")

    def is_due(self, facts: Facts) -> bool:
        """Whether it is time to run it on this blueprint."""
        used = self.used is not None and self.used(facts)
        match self.needs:
            case Needs.ALWAYS:
                return True
            case Needs.USED:
                return used
            case Needs.VALIDATED:
                return facts.validated
            case Needs.EITHER:
                return facts.validated or used

    def findings(self, facts: Facts) -> tuple[Finding, ...]:
        """All that it finds, in an order that depends on ids alone."""
        found = (
            Finding(self.id, each.subjects, message(f"checks.{self.id}.{each.words}", **each.parameters), each.fix)
            for each in by_the_way(self.find(facts))
        )
        return tuple(sorted(found, key=lambda finding: finding.subjects))


def reads(*bundles: str | frozenset[str]) -> frozenset[str]:
    """What a check reads, of single reads and bundles of them."""
    return frozenset().union(*({each} if isinstance(each, str) else each for each in bundles))


def fixing(label: str, act: Act, *ids: str, **fields: Any) -> Fix:
    """A fix, called as the catalogue has it under `checks.fix`."""
    return Fix(message(f"checks.fix.{label}"), act, ids, tuple(fields.items()))
