"""Which ArchiMate concept each record becomes, and which relationship may stand between two of them.

After the relationship tables of the ArchiMate 3.1 specification (appendix B), as far as the concepts below need them:
what no rule allows is an association, which is allowed between any two.
"""

from __future__ import annotations

from enum import StrEnum

from model.elements import CardKind, LinkKind


class Concept(StrEnum):
    """A type of element."""

    PROCESS = "BusinessProcess"
    OBJECT = "BusinessObject"
    COMPONENT = "ApplicationComponent"
    ROLE = "BusinessRole"
    INTERFACE = "BusinessInterface"
    DRIVER = "Driver"
    ASSESSMENT = "Assessment"
    MEANING = "Meaning"
    PRINCIPLE = "Principle"
    REQUIREMENT = "Requirement"
    GROUPING = "Grouping"


class Relation(StrEnum):
    """A type of relationship."""

    TRIGGERING = "Triggering"
    FLOW = "Flow"
    SERVING = "Serving"
    ACCESS = "Access"
    ASSIGNMENT = "Assignment"
    AGGREGATION = "Aggregation"
    ASSOCIATION = "Association"


OF_CARD = {
    CardKind.ACTION: Concept.PROCESS,
    CardKind.DECISION: Concept.PROCESS,
    CardKind.APPROVAL: Concept.PROCESS,
    CardKind.EVIDENCE: Concept.OBJECT,
    CardKind.SYSTEM: Concept.COMPONENT,
    CardKind.IDEA: Concept.REQUIREMENT,
    CardKind.QUESTION: Concept.ASSESSMENT,
    CardKind.QUOTE: Concept.MEANING,
    CardKind.NOTE: Concept.MEANING,
    CardKind.POLICY: Concept.PRINCIPLE,
}
# What acts, or stands for what acts: these set each other off, hand on to each other and serve each other.
_ACTING = frozenset({Concept.PROCESS, Concept.COMPONENT, Concept.ROLE, Concept.INTERFACE})
_WANTED = {
    LinkKind.FLOW: Relation.TRIGGERING,
    LinkKind.ESCALATION: Relation.TRIGGERING,
    LinkKind.EXCHANGE: Relation.FLOW,
    LinkKind.NEEDS: Relation.SERVING,
}


def is_allowed(relation: Relation, source: Concept, target: Concept) -> bool:
    """Whether a relationship may lead from one concept to another."""
    match relation:
        case Relation.TRIGGERING | Relation.FLOW | Relation.SERVING:
            return source in _ACTING and target in _ACTING
        case Relation.ACCESS:
            return source in _ACTING and target is Concept.OBJECT
        case Relation.ASSIGNMENT:
            return source is Concept.ROLE and target is Concept.PROCESS
        case Relation.AGGREGATION:
            return source is Concept.GROUPING
        case Relation.ASSOCIATION:
            return True


def between(relation: Relation, source: Concept, target: Concept) -> Relation:
    """A relationship where it is allowed, else an association."""
    return relation if is_allowed(relation, source, target) else Relation.ASSOCIATION


def of_link(kind: LinkKind, source: Concept, target: Concept) -> tuple[Relation, bool]:
    """What a link becomes, and whether it leads the other way round: what is needed serves what needs it."""
    if kind is LinkKind.NEEDS:
        if is_allowed(Relation.SERVING, target, source):
            return Relation.SERVING, True
        return between(Relation.ACCESS, source, target), False
    return between(_WANTED[kind], source, target), False
