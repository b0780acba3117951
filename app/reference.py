"""What the program says of itself: every act with its place, keys and sentence; the glossary; both as pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from app.actions import ActionSpec
from model.elements import CardKind, Grounding, LinkKind, Mark, Role
from model.named import NamedTuple
from model.texts import Texts

CHOICES: tuple[type[StrEnum], ...] = (CardKind, Mark, Grounding, Role, LinkKind)
LINES = ("interaction", "visibility", "internal")
TYPING = (
    "text",
    "enter",
    "tab",
    "back",
    "lane",
    "line",
    "escape",
    "arrows",
    "owner",
    "system",
    "channel",
    "cost",
    "fail_point",
    "slash",
)


class Entry(NamedTuple):
    """An act as it is read: `place` is its menu, with the submenu after an arrow."""

    id: str
    title: str
    place: str
    keys: str
    does: str


def plain(text: str) -> str:
    """A menu's words without mnemonic and dots."""
    return text.replace("&", "").replace("…", "")


def entry(spec: ActionSpec, texts: Texts) -> Entry:
    """An act in a locale's words."""
    menu, _, inside = spec.menu.partition("/")
    place = plain(texts(f"window.menu.{menu}"))
    if inside:
        place = texts("window.palette.place", menu=place, inside=plain(texts(f"window.menu.{inside}")))
    return Entry(spec.id, plain(texts(spec.text)), place, spec.shortcut, does(spec, texts))


def does(spec: ActionSpec, texts: Texts) -> str:
    """What an act does, in one sentence; of a choice, what the choice means. A test sees to it that there is one."""
    words = spec.text.id
    if words.startswith("window.choice."):
        return texts(words.replace("window.choice.", "glossary."))
    id = f"window.does.{spec.id}"
    return texts(id) if id in texts else ""


def manual(specs: Sequence[ActionSpec], texts: Texts) -> str:
    """The manual page, in Markdown: menu by menu, then the keys of the map."""
    head = _row(texts(f"window.manual.{name}") for name in ("command", "keys", "does"))
    rule = "| --- | --- | --- |"
    lines = [f"# {texts('window.manual.title')}", "", texts("window.manual.intro")]
    for place in dict.fromkeys(entry(spec, texts).place for spec in specs):
        rows = [each for spec in specs if (each := entry(spec, texts)).place == place]
        lines += ["", f"## {place}", "", head, rule, *(_row((row.title, _key(row.keys), row.does)) for row in rows)]
    lines += ["", f"## {texts('window.manual.typing')}", ""]
    lines += [_row(texts(f"window.manual.{name}") for name in ("keys", "does")), "| --- | --- |"]
    lines += [_row((_key(pressed), what)) for pressed, what in typing(texts)]
    return "\n".join([*lines, ""])


def keys_as_text(specs: Sequence[ActionSpec], texts: Texts) -> str:
    """The keys of every act that has some, in columns, to print."""
    rows = [(each.keys, each.title, each.place) for spec in specs if (each := entry(spec, texts)).keys]
    rows += [(pressed, what, "") for pressed, what in typing(texts)]
    wide = max(len(keys) for keys, *_ in rows) + 2
    lines = [texts("window.shortcuts.title"), ""]
    for place in dict.fromkeys(place for *_, place in rows):
        lines += [place or texts("window.shortcuts.typing")]
        lines += [f"  {keys:<{wide}}{title}" for keys, title, where in rows if where == place]
        lines += [""]
    return "\n".join(lines)


def typing(texts: Texts) -> list[tuple[str, str]]:
    """The keys of the map that no menu holds, and what each does."""
    return [(texts(f"window.key.{name}"), texts(f"window.pressing.{name}")) for name in TYPING]


def glossary(texts: Texts) -> str:
    """The glossary, in Markdown."""
    lines = [f"# {texts('glossary.title')}", "", texts("glossary.intro")]
    for choices in CHOICES:
        lines += ["", f"## {texts(f'glossary.heading.{choices.__name__}')}", ""]
        for choice in choices:
            name = texts(f"window.choice.{choices.__name__}.{choice.value}")
            lines.append(f"- **{name}**: {texts(f'glossary.{choices.__name__}.{choice.value}')}")
    lines += ["", f"## {texts('glossary.heading.Line')}", ""]
    for line in LINES:
        lines.append(f"- **{texts(f'map.line.{line}').capitalize()}**: {texts(f'glossary.Line.{line}')}")
    return "\n".join([*lines, ""])


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _key(keys: str) -> str:
    return f"`{keys}`" if keys else ""
