"""All checks, in the order in which findings of one severity are shown: who answers for the whole comes first."""

from __future__ import annotations

from model.analysis.checks import evidence, experience, metrics, money, operation, ownership, structure
from model.analysis.checks.base import Check

CHECKS: tuple[Check, ...] = (
    *ownership.CHECKS,
    *operation.CHECKS,
    *money.CHECKS,
    *evidence.CHECKS,
    *metrics.CHECKS,
    *structure.CHECKS,
    *experience.CHECKS,
)
