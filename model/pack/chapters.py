"""The pack put together: the chapters asked for, in their order; those with nothing to say are named as left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from model.errors import KnownError
from model.layout.case.data import Tone
from model.layout.pack.data import Block, Chapter, Contents, PackData, Said
from model.messages import Message, Value, message
from model.pack.asking import asking
from model.pack.case import case
from model.pack.compared import compared
from model.pack.cover import cover, stale, state
from model.pack.decisions import decisions
from model.pack.failing import fail_points
from model.pack.ground import Ground, joined
from model.pack.handing import handing
from model.pack.keeping import acid, record
from model.pack.lately import lately
from model.pack.measuring import measuring
from model.pack.method import method
from model.pack.owning import owning
from model.pack.printed import printed
from model.pack.registers import registers
from model.pack.stage_maps import stage_maps
from model.pack.summary import summary
from model.pack.workshops import workshops

COVER, SUMMARY, CONTENTS, METHOD = "cover", "summary", "contents", "method"
PARTS: dict[str, Callable[[Ground], tuple[Block, ...]]] = {
    COVER: cover,
    SUMMARY: summary,
    CONTENTS: lambda _: (),
    "decisions": decisions,
    "fail_points": fail_points,
    "case": case,
    "map": stage_maps,
    "handoffs": handing,
    "owners": owning,
    "metrics": measuring,
    "questions": asking,
    "workshops": workshops,
    "changes": lately,
    "compared": compared,
    "registers": registers,
    "acid": acid,
    "record": record,
    METHOD: method,
}
ALL = "all"
# The chapters of money alone.
_MONEY = frozenset({"case", METHOD})


def parts_called(text: str) -> tuple[str, ...]:
    """Names of parts between commas, in the order they are given; `all`: all of them. Each once."""
    names = [name.strip().casefold() for name in text.split(",")]
    wanted = [name for name in names if name]
    if not wanted or wanted == [ALL]:
        return tuple(PARTS)
    for name in wanted:
        if name not in PARTS:
            raise KnownError(message("pack.unknown_part", value=name, known=", ".join((ALL, *PARTS))))
    return tuple(dict.fromkeys(wanted))


def _why(ground: Ground, name: str) -> Message:
    """Why a chapter has nothing to say."""
    return message("pack.empty.moneyless" if ground.moneyless and name in _MONEY else f"pack.empty.{name}")


def pack_data(ground: Ground, names: Sequence[str], full: bool = False) -> PackData:
    """The chapters asked for that have something to say. `full`: derivations of all figures with all their parts."""
    made = {name: ground.once(name, partial(PARTS[name], ground)) for name in names if name != METHOD}
    if METHOD in names:
        figures = frozenset(printed(block for blocks in made.values() for block in blocks))
        made[METHOD] = ground.once((METHOD, figures, full), lambda: method(ground, figures or None, full))
    empty = [name for name in names if not made[name] and name != CONTENTS]
    left_out = tuple(
        Said(
            message("pack.contents.why", part=message(f"pack.part.{name}"), why=_why(ground, name)),
            Tone.QUIET,
        )
        for name in empty
    )
    chapters = []
    for name in names:
        title: Value = "" if name == COVER else message(f"pack.part.{name}")
        blocks = (Contents(left_out),) if name == CONTENTS else made[name]
        if blocks:
            chapters.append(Chapter(name, title, blocks, name == SUMMARY))
    blueprint = ground.document.blueprint
    head = joined([blueprint.title or blueprint.service or message("map.untitled"), blueprint.segment])
    version: Value = message("map.version", version=blueprint.version) if blueprint.version else ""
    said = joined([state(ground), version, blueprint.dated or ground.today])
    return PackData(tuple(chapters), head, said, stale(ground) or "")
