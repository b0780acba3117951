"""Reads the ir JSON of agentic-service-blueprinting: one path of one scenario becomes a blueprint.

Its phase is the stage, its layers are the lanes, its cells cards, its triggers links; other languages are kept as
translations. Ids come from the keys of the file, so that reading a newer file finds the same elements again.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from exporters.base import Option, OptionKind
from exporters.readers.agentic_cells import Maker
from exporters.readers.agentic_node import Node
from exporters.readers.agentic_pick import Pick, parts, pick, title
from exporters.readers.base import Reader, Reading, finish, load
from exporters.readers.csv_roles import by_position
from exporters.readers.json_reader import decode, too_deep
from exporters.readers.limits import JSON_BYTES
from model.context import Context
from model.document import DocumentView
from model.elements import Lane, Role, Stage, Step
from model.errors import KnownError
from model.messages import message

ROLES = {
    "customer_actions": Role.CUSTOMER,
    "frontstage_actions": Role.FRONTSTAGE,
    "frontstage_tech": Role.FRONTSTAGE_TECH,
    "backstage_actions": Role.BACKSTAGE,
    "backstage_tech": Role.BACKSTAGE_TECH,
    "support_systems": Role.SUPPORT,
    "visual": Role.STORYBOARD,
    "step_visual": Role.STORYBOARD,
}
OPTIONS = tuple(
    Option(name, OptionKind.TEXT, "", message(f"readers.agentic.option.{name}"))
    for name in ("scenario", "path", "language")
)


def read(source: Path, _context: Context, options: Mapping[str, str], into: DocumentView | None) -> Reading:
    """The reader's entry."""
    root = _root(source)
    picked = pick(root, options)
    maker = Maker(picked, into)
    maker.left_out += picked.left_out
    maker.blueprint()
    steps = _steps(maker, picked)
    lanes = _lanes(maker, picked)
    cells, triggers = picked.path.nodes("cells", needed=True), picked.path.nodes("triggers")
    maker.cells(cells, lanes, steps)
    maker.triggers(triggers)
    for node in (root, picked.lifecycle, picked.phase, picked.scenario, picked.path):
        maker.unknown(node)
    counts = (*picked.counts, ("layers", len(lanes)), ("cells", len(cells)), ("triggers", len(triggers)))
    return finish(READER, source, counts, tuple(maker.rows), maker.inferred, maker.left_out, into)


def _steps(maker: Maker, picked: Pick) -> dict[str, Step]:
    """The stage of the chosen phase with the steps of the path, by their keys."""
    stage = Stage(maker.id("stage"), maker.order(Stage))
    stage = maker.titled(stage, picked.phase.words("name", needed=True), picked.phase.words("description"))
    target = picked.phase.text("loops_to")
    if target:
        maker.leave(title(picked.phase), picked.phase.at("loops_to"), "loop", key=target)
    known: dict[str, Node] = {}
    for node in picked.scenario.nodes("steps", needed=True):
        key = node.text("key", needed=True)
        node.words("name", needed=True)
        maker.unknown(node)
        if key in known:
            maker.leave(title(node), node.place, "twice", key=key)
        else:
            known[key] = node
    wanted = picked.path.texts("path_steps")
    found: dict[str, Step] = {}
    for index, key in enumerate(wanted):
        place = f"{picked.path.at('path_steps')}[{index}]"
        if key not in known:
            maker.leave(key, place, "no_step", key=key)
        elif key not in found:
            step = Step(maker.id("step", key), maker.order(Step), stage=stage.id)
            found[key] = maker.titled(step, known[key].words("name", needed=True))
    for key, node in known.items():
        if key not in found:
            maker.leave(title(node), node.place, "off_path")
    return found


def _lanes(maker: Maker, picked: Pick) -> dict[str, Lane]:
    """The layers from top to bottom, by their keys; what their roles do not say, their places do."""
    layers: dict[str, Node] = {}
    for node in sorted(picked.path.nodes("layers", needed=True), key=lambda each: each.number("row")):
        key = node.text("key", needed=True)
        if key in layers:
            maker.leave(key, node.place, "twice", key=key)
        else:
            layers[key] = node
    known = [ROLES.get(node.text("role")) for node in layers.values()]
    found = {}
    for (key, node), said, role in zip(layers.items(), known, by_position(known), strict=True):
        made = Lane(maker.id("lane", key), maker.order(Lane), role=role)
        lane = found[key] = maker.titled(made, node.words("display_name", needed=True))
        if said is None:
            maker.infer(lane.title, node.place, "role", role=message(f"readers.role.{role.value}"))
        maker.measures(node, lane)
        maker.unknown(node)
    return found


def _root(source: Path) -> Node:
    file = str(source)
    try:
        plain = decode(load(source, JSON_BYTES), file)
    except RecursionError as error:
        raise too_deep(file) from error
    if not isinstance(plain, dict) or "lifecycle" not in plain:
        raise KnownError(message("readers.agentic.foreign", file=file))
    root = Node(file, "", plain)
    root.text("schema_version", needed=True)
    return root


def sniff(head: bytes, _name: str) -> bool:
    """Whether a file begins like an object of JSON with a key of this format, and is none of ours."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    ours = b'"format"' in start and b'"throughline"' in start
    return start[:1] == b"{" and not ours and (b'"lifecycle"' in start or b'"schema_version"' in start)


READER = Reader(
    "agentic-ir",
    (".json",),
    message("readers.agentic.title"),
    sniff,
    read,
    OPTIONS,
    parts=lambda source: parts(_root(source)),
)
