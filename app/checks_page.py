"""The page of the checks. It stands apart from the other pages, so that a window does not load the checks for them."""

from __future__ import annotations

from model.analysis.checks.registry import CHECKS
from model.texts import Texts

_COLUMNS = ("id", "severity", "when", "what", "why")


def page(texts: Texts) -> str:
    """Every rule in Markdown, family by family: its weight, when it runs, what it looks for and why."""
    picture = f"![{texts('checks.picture')}](findings.png)"
    lines = [f"# {texts('checks.title')}", "", texts("checks.intro"), "", picture]
    head = _row(*(texts(f"checks.column.{name}") for name in _COLUMNS))
    for family in dict.fromkeys(check.family for check in CHECKS):
        lines += ["", f"## {texts(f'checks.family.{family}')}", "", head, "| --- | --- | --- | --- | --- |"]
        for check in (each for each in CHECKS if each.family == family):
            weight, when = texts(f"checks.one.{check.severity.value}"), texts(f"checks.needs.{check.needs.value}")
            lines.append(_row(f"`{check.id}`", weight, when, texts(check.what), texts(check.why)))
    return "\n".join([*lines, ""])


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"
