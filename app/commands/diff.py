"""`throughline diff`: what leads from one document or version to another, by element, in figures and on paper."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.commands.call import Call
from app.commands.case_scenarios import Speaker, plain_figures
from app.commands.naming import version_of
from model.analysis.asking.answer import joined
from model.analysis.checks.naming import called
from model.analysis.differences import Comparison, Difference, Sort, compare, fields_changed
from model.analysis.knowledge import assumed
from model.analysis.scenarios import Figures, figures_of
from model.change import Delta
from model.document import DocumentView
from model.errors import KnownError
from model.kinds import kind_of, to_plain
from model.messages import message
from model.registers import Owner

SAME, DIFFERENT = 0, 1


def run(call: Call) -> int:
    """Print the differences, also as a PDF where one is wanted; the exit code is 1 where there are any."""
    before, after = _side(call, 0, "from"), _side(call, 1, "to")
    found = compare(before, after)
    if call.has("output"):
        _write(call, before, after)
    elif call.has("option"):
        raise KnownError(message("cli.error.missing", command="diff", what="-o", help="throughline diff --help"))
    if call.has("json"):
        call.say_json(_plain(call, found))
    else:
        _say(call, found)
        if call.has("output"):
            call.say(str(call.path("output")))
    return DIFFERENT if found.differences else SAME


def _side(call: Call, operand: int, option: str) -> DocumentView:
    document: DocumentView = call.open(Path(call.operands[operand]))
    name = call.value(option)
    return document if name is None else version_of(document, name, f"--{option}")


def _write(call: Call, before: DocumentView, after: DocumentView) -> None:
    from exporters.pdf_pack import of_two
    from exporters.writing import write_file

    out = call.path("output")
    if any(os.path.realpath(out) == os.path.realpath(name) for name in call.operands):
        raise KnownError(message("cli.error.onto_itself", file=str(out)))
    result = of_two(before, after, _called(call), call.context, call.options)
    write_file(out, result.data)
    call.warn(result.findings, out)


def _called(call: Call) -> tuple[str, str]:
    """What the two are called: the versions, else the files."""
    files = (Path(operand).name for operand in call.operands)
    before, after = (call.value(option) or file for option, file in zip(("from", "to"), files, strict=True))
    return before, after


def _three(found: Comparison) -> tuple[Figures, Figures, Figures]:
    before, after = (figures_of(side, side, ()) for side in (found.before, found.after))
    return before, after, after.less(before)


def _plain(call: Call, found: Comparison) -> dict[str, Any]:
    """What `diff --json` prints, in its order."""
    before, after, difference = _three(found)
    return {
        "from": found.before.blueprint.title,
        "to": found.after.blueprint.title,
        "counts": {sort.value: sum(sort in each.sorts for each in found.differences) for sort in Sort},
        "figures": {
            "from": {**plain_figures(before), **_shares(found.before)},
            "to": {**plain_figures(after), **_shares(found.after)},
            "difference": plain_figures(difference),
        },
        "differences": [_difference(call, found, each) for each in found.differences],
    }


def _shares(document: DocumentView) -> dict[str, Any]:
    share = assumed(document).value
    return {"owners": len(document.table(Owner)), "shareAssumed": None if share is None else f"{share:.4f}"}


def _difference(call: Call, found: Comparison, each: Difference) -> dict[str, Any]:
    document = found.before if Sort.REMOVED in each.sorts else found.after
    return {
        "element": each.element,
        "kind": each.kind,
        "name": call.texts(called(document, each.element)),
        "sorts": [sort.value for sort in each.sorts],
        "rows": [_row(delta) for delta in each.deltas],
    }


def _row(delta: Delta) -> dict[str, Any]:
    before = None if delta.before is None else to_plain(delta.before)
    after = None if delta.after is None else to_plain(delta.after)
    names = fields_changed(delta)
    return {
        "id": delta.id,
        "kind": kind_of(delta.row).name,
        "before": before if before is None or not names else {name: before[name] for name in names},
        "after": after if after is None or not names else {name: after[name] for name in names},
    }


def _say(call: Call, found: Comparison) -> None:
    if not found.differences:
        call.say(message("cli.diff.same"))
        return
    for each in found.differences:
        document = found.before if Sort.REMOVED in each.sorts else found.after
        kind = message(f"window.find.kind.{each.kind}")
        sorts = joined([message(f"cli.diff.sort.{sort.value}") for sort in each.sorts])
        call.say(message("cli.diff.one", kind=kind, name=called(document, each.element), sorts=sorts))
    Speaker(call, found.after).figures(_three(found), ("from", "to"))
    shares = [assumed(side).value for side in (found.before, found.after)]
    if None not in shares:
        before, after = (call.texts.percent(share or Decimal(0)) for share in shares)
        call.say(message("cli.diff.assumed", before=before, after=after))
