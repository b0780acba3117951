"""Which scenario, path and language of an agentic-ir file to read, and what else there is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from exporters.readers.agentic_node import Node
from exporters.readers.base import Counts, Entry, Part
from model.errors import KnownError
from model.messages import message

USUAL_PATH = "happy"


class Pick(NamedTuple):
    """What is read: one path of one scenario, in one language first; `entries` say what is not."""

    lifecycle: Node
    phase: Node
    scenario: Node
    path: Node
    language: str
    counts: Counts
    left_out: tuple[Entry, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The stable keys down to the path, from which ids are derived."""
        return tuple(node.text("key", needed=True) for node in (self.lifecycle, self.phase, self.scenario, self.path))


class _Choice(NamedTuple):
    """One of several to choose from: the names it goes by, and what is chosen with it."""

    names: tuple[str, ...]
    nodes: tuple[Node, ...]


def pick(root: Node, options: Mapping[str, str]) -> Pick:
    """The part of a file that the options name; without them the first scenario and its happy path."""
    lifecycle = root.node("lifecycle", needed=True)
    assert lifecycle is not None
    phases = sorted(lifecycle.nodes("phases", needed=True), key=lambda node: node.number("order"))
    scenarios = [
        (phase, scenario)
        for phase in phases
        for scenario in sorted(phase.nodes("scenarios", needed=True), key=lambda node: node.number("order"))
    ]
    if not scenarios:
        raise KnownError(message("readers.agentic.no_scenario", file=root.file))
    choices = [_Choice(_scenario_names(phase, node), (phase, node)) for phase, node in scenarios]
    phase, scenario = _chosen(root.file, "scenario", options["scenario"], choices) or scenarios[0]
    paths = scenario.nodes("paths", needed=True)
    if not paths:
        raise KnownError(message("readers.agentic.no_path", file=root.file, place=scenario.place))
    (path,) = _chosen(root.file, "path", options["path"], [_Choice(_names(each), (each,)) for each in paths]) or (
        next((each for each in paths if each.text("path_type") == USUAL_PATH), paths[0]),
    )
    left_out = [*_others(scenarios, phases, scenario), *_other_paths(paths, path)]
    counts = (("phases", len(phases)), ("scenarios", len(scenarios)), ("paths", len(paths)))
    return Pick(lifecycle, phase, scenario, path, _language(root, options["language"]), counts, tuple(left_out))


def parts(root: Node) -> tuple[Part, ...]:
    """What a file holds several of: scenarios, languages, and paths where there is but one scenario."""
    picked = pick(root, {"scenario": "", "path": "", "language": ""})
    phases = picked.lifecycle.nodes("phases", needed=True)
    scenarios = [
        (f"{phase.text('key')}/{each.text('key')}", title(each))
        for phase in phases
        for each in phase.nodes("scenarios")
    ]
    usual = "/".join(node.text("key") for node in (picked.phase, picked.scenario))
    found = [Part("scenario", tuple(scenarios), usual)]
    if len(scenarios) == 1:
        paths = tuple((path.text("key"), title(path)) for path in picked.scenario.nodes("paths"))
        found.append(Part("path", paths, picked.path.text("key")))
    found.append(Part("language", tuple((each, each) for each in root.texts("locales")), picked.language))
    return tuple(part for part in found if len(part.choices) > 1)


def title(node: Node) -> str:
    """What a part of the file is called, in its first language, else by its key."""
    return next((text for text in node.words("name").values() if text.strip()), node.text("key"))


def _names(node: Node) -> tuple[str, ...]:
    return (node.text("key", needed=True), *node.words("name", needed=True).values())


def _scenario_names(phase: Node, scenario: Node) -> tuple[str, ...]:
    """A scenario goes by its key, its phase's key and its own, or its name."""
    key = scenario.text("key", needed=True)
    return (key, f"{phase.text('key', needed=True)}/{key}", *scenario.words("name", needed=True).values())


def _chosen(file: str, option: str, said: str, choices: list[_Choice]) -> tuple[Node, ...] | None:
    """What an option names: by key, name or number from 1 on; None where it says nothing."""
    if not said:
        return None
    for choice in choices:
        if said.casefold() in (name.casefold() for name in choice.names):
            return choice.nodes
    if said.isascii() and said.isdigit() and 1 <= int(said) <= len(choices):
        return choices[int(said) - 1].nodes
    known = ", ".join(choice.names[0] for choice in choices)
    raise KnownError(message(f"readers.agentic.unknown_{option}", file=file, value=said, known=known))


def _language(root: Node, said: str) -> str:
    known = root.texts("locales")
    if not known:
        root.refuse("locales", "texts", None)
    for locale in known if said else known[:1]:
        if not said or locale.casefold() == said.casefold():
            return locale
    raise KnownError(message("readers.agentic.unknown_language", file=root.file, value=said, known=", ".join(known)))


def _others(scenarios: list[tuple[Node, Node]], phases: Iterable[Node], chosen: Node) -> Iterable[Entry]:
    for phase, scenario in scenarios:
        if scenario is not chosen:
            key = f"{phase.text('key')}/{scenario.text('key')}"
            yield Entry(title(scenario), scenario.place, message("readers.agentic.other_scenario", key=key))
    with_scenarios = {id(phase) for phase, _ in scenarios}
    for phase in phases:
        if id(phase) not in with_scenarios:
            yield Entry(title(phase), phase.place, message("readers.agentic.empty_phase"))


def _other_paths(paths: Iterable[Node], chosen: Node) -> Iterable[Entry]:
    for path in paths:
        if path is not chosen:
            yield Entry(title(path), path.place, message("readers.agentic.other_path", key=path.text("key")))
