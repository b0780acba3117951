"""Every act of the window in one table: menus, shortcuts, context menus and, later, palette and manual read it."""

from __future__ import annotations

from enum import StrEnum

from model.elements import CardKind, Grounding, LinkKind, Mark, Role
from model.messages import Message, message
from model.named import NamedTuple

# As `model.entries.columns` has them, which no window needs to begin.
_REGISTERS = (
    *("owners", "systems", "channels", "metrics", "sources", "costs", "forums", "decisions", "objectives"),
    *("fail_points", "causes", "improvements", "spends", "statuses", "budgets", "scenarios", "questions"),
    *("observations", "workshops"),
)
MENUS = ("file", "edit", "insert", "card", "link", "ask", "register", "view", "help")


class ActionSpec(NamedTuple):
    """One act. `handler` is `room.method`; rooms are `file`, `protect`, `backups`, `bring`, `share`, `acts`, `clip`,
    `shape`, `move`, `canvas`, `panel`, `picture`, `window`, `view`, `ask`, `viewing`, `register`, `findings`,
    `version`, `merge`, `variant`, `language`, `portfolio`, `module`, `speed`.

    `menu` may name a submenu after a slash. `context`: the kinds of thing whose context menu offers it.
    `group`: acts of a menu with the same group stand together. `holds`: the field whose value the act sets, which
    its menu shows as ticked where the selection has it. `hidden`: no menu shows it, only the palette and the manual.
    """

    id: str
    menu: str
    handler: str
    shortcut: str = ""
    argument: str = ""
    group: int = 0
    context: tuple[str, ...] = ()
    toolbar: bool = False
    edits: bool = False
    words: Message | None = None
    holds: str = ""
    hidden: bool = False

    @property
    def text(self) -> Message:
        """What the menu says."""
        return self.words or message(f"window.action.{self.id}")


def _choices(
    prefix: str,
    choices: type[StrEnum],
    menu: str,
    handler: str,
    keys: dict[str, str],
    context: tuple[str, ...],
    holds: str = "",
) -> tuple[ActionSpec, ...]:
    """One act for each value of a choice, in a submenu."""
    return tuple(
        ActionSpec(
            f"{prefix}.{choice.value}",
            menu,
            handler,
            keys.get(choice.value, ""),
            choice.value,
            2,
            context,
            edits=True,
            words=message(f"window.choice.{choices.__name__}.{choice.value}"),
            holds=holds,
        )
        for choice in choices
    )


_KIND_KEYS = {
    "action": "Alt+A",
    "evidence": "Alt+X",
    "system": "Alt+S",
    "decision": "Alt+D",
    "approval": "Alt+R",
    "idea": "Alt+J",
    "question": "Alt+Q",
    "quote": "Alt+U",
    "policy": "Alt+O",
    "note": "Alt+N",
}
_MARK_KEYS = {mark.value: f"Alt+{number}" for number, mark in enumerate(Mark, 1)}
_HEADS = ("step", "stage")
_EVERYWHERE = ("card", "link", "step", "stage", "lane")
_BLOCKS = ("card", "step", "stage", "lane")
_TEXTS = (*_EVERYWHERE, "title", "entry")

FILE = (
    ActionSpec("new", "file", "file.new", "Ctrl+N", toolbar=True),
    ActionSpec("start", "file", "file.start"),
    ActionSpec("open", "file", "file.open", "Ctrl+O", toolbar=True),
    ActionSpec("save", "file", "file.begin_save", "Ctrl+S", group=1, toolbar=True),
    ActionSpec("save_as", "file", "file.save_as", "Ctrl+Shift+S", group=1),
    ActionSpec("revert", "file", "file.revert", group=1),
    ActionSpec("take_over", "file", "file.take_over", group=1),
    ActionSpec("protect", "file", "protect.set", group=1, edits=True),
    ActionSpec("unprotect", "file", "protect.remove", group=1, edits=True),
    ActionSpec("backups.browse", "file/backups", "backups.browse", group=1),
    *(
        ActionSpec(f"backups.{name}", "file/backups", "backups.keep", argument=name, group=2, holds="backups")
        for name in ("on", "off")
    ),
    ActionSpec("backups.forget", "file/backups", "backups.forget", group=3),
    ActionSpec("import", "file", "bring.import_new", "Ctrl+I", group=2),
    ActionSpec("import_into", "file", "bring.import_into", "Ctrl+Shift+I", group=2, edits=True),
    ActionSpec("readings", "file", "bring.readings", "Ctrl+Shift+Y", group=2, edits=True),
    ActionSpec("merge", "file", "merge.merge", group=2, edits=True),
    ActionSpec("export", "file", "file.export", "Ctrl+E", group=2, toolbar=True),
    ActionSpec("portfolio", "file", "portfolio.show", "Ctrl+Shift+O", group=2),
    ActionSpec("close", "file", "window.close", "Ctrl+W", group=3),
    ActionSpec("quit", "file", "file.quit", "Ctrl+Q", group=3),
)
EDIT = (
    ActionSpec("undo", "edit", "acts.undo", "Ctrl+Z", toolbar=True, edits=True),
    ActionSpec("redo", "edit", "acts.redo", "Ctrl+Shift+Z", toolbar=True, edits=True),
    ActionSpec("cut", "edit", "clip.cut", "Ctrl+X", group=3, context=(*_BLOCKS, "entry"), edits=True),
    ActionSpec("copy", "edit", "clip.copy", "Ctrl+C", group=3, context=(*_BLOCKS, "entry")),
    ActionSpec("paste", "edit", "clip.paste", "Ctrl+V", group=3, context=(*_BLOCKS, "cell", "entry"), edits=True),
    ActionSpec("copy_table", "edit", "clip.copy_table", "Ctrl+Shift+C", group=3, context=_BLOCKS),
    ActionSpec("copy_picture", "edit", "share.copy_picture", "Ctrl+Shift+P", group=3),
    ActionSpec("duplicate", "edit", "clip.duplicate", "Ctrl+D", group=3, context=_BLOCKS, edits=True),
    *(
        ActionSpec(f"move.{way}", "edit/move", "move.move", f"Alt+{way.title()}", way, 4, _BLOCKS, edits=True)
        for way in ("left", "right", "up", "down")
    ),
    ActionSpec(
        "edit_text", "edit", "acts.edit_text", "F2", group=1, context=(*_EVERYWHERE, "title", "entry"), edits=True
    ),
    ActionSpec("delete", "edit", "acts.delete", "Del", group=1, context=(*_EVERYWHERE, "entry"), edits=True),
    ActionSpec("select_all", "edit", "acts.select_all", "Ctrl+A", group=2),
    ActionSpec("find", "edit", "panel.find_words", "Ctrl+F", group=5),
    ActionSpec("find_next", "edit", "panel.find_next", "F3", group=5),
    ActionSpec("find_previous", "edit", "panel.find_previous", "Shift+F3", group=5),
    ActionSpec("replace", "edit", "panel.replace_words", "Ctrl+H", group=5, edits=True),
)
INSERT = (
    ActionSpec("add_card", "insert", "acts.add_card", "Ins", context=("cell", "card"), toolbar=True, edits=True),
    ActionSpec(
        "add_step_after", "insert", "acts.add_step", "Ctrl+Shift+Right", "after", 1, (*_HEADS, "cell"), True, True
    ),
    ActionSpec(
        "add_step_before", "insert", "acts.add_step", "Ctrl+Shift+Left", "before", 1, ("step", "cell"), edits=True
    ),
    ActionSpec("add_stage", "insert", "acts.add_stage", "Ctrl+Shift+G", group=1, context=_HEADS, edits=True),
    ActionSpec("insert_stage", "insert", "shape.insert_stage", "Ctrl+Shift+B", "before", 1, _HEADS, edits=True),
    ActionSpec("split_stage", "insert", "shape.split_stage", group=1, context=("step",), edits=True),
    ActionSpec("join_stage", "insert", "shape.join_stage", group=1, context=("stage",), edits=True),
    ActionSpec("lane_above", "insert", "shape.insert_lane", "Ctrl+Shift+Up", "before", 3, ("lane", "cell"), edits=True),
    ActionSpec(
        "lane_below", "insert", "shape.insert_lane", "Ctrl+Shift+Down", "after", 3, ("lane", "cell"), edits=True
    ),
    ActionSpec("module.insert", "insert/module", "module.insert", "Ctrl+Alt+M", edits=True),
    ActionSpec("module.keep", "insert/module", "module.keep", context=("stage", "step", "lane")),
    ActionSpec("module.swap", "insert/module", "module.swap", context=("stage",), edits=True),
    ActionSpec("module.folder", "insert/module", "module.choose_folder"),
    *_choices("add_lane", Role, "insert/lane", "acts.add_lane", {}, ("lane", "cell")),
)
CARD = (
    *_choices("kind", CardKind, "card/kind", "acts.set_kind", _KIND_KEYS, ("card",), "kind"),
    *_choices("mark", Mark, "card/mark", "acts.toggle_mark", _MARK_KEYS, ("card",), "marks"),
    *_choices("grounding", Grounding, "card/grounding", "acts.set_grounding", {}, ("card",), "grounding"),
    ActionSpec("picture.choose", "card/picture", "picture.choose", "Alt+P", "", 2, ("card", "cell"), edits=True),
    ActionSpec("picture.crop", "card/picture", "picture.crop", group=2, context=("card",), edits=True),
    ActionSpec("picture.remove", "card/picture", "picture.remove", group=2, context=("card",), edits=True),
    ActionSpec("emotion.up", "card/emotion", "acts.shift_emotion", "Alt+PgUp", "up", 2, ("card", "cell"), edits=True),
    ActionSpec(
        "emotion.down", "card/emotion", "acts.shift_emotion", "Alt+PgDown", "down", 2, ("card", "cell"), edits=True
    ),
    ActionSpec("blueprint.open", "card/blueprint", "module.open_linked", "Ctrl+Alt+O", "", 4, ("card",)),
    ActionSpec("blueprint.link", "card/blueprint", "module.link", "", "", 4, ("card",), edits=True),
    ActionSpec("split_card", "card", "shape.split_card", "Ctrl+Shift+M", group=4, context=("card",), edits=True),
    ActionSpec("merge_cards", "card", "shape.merge_cards", "Ctrl+M", group=4, context=("card",), edits=True),
    ActionSpec("to_tray", "card", "acts.to_tray", group=3, context=("card",), edits=True),
)
LINK = (
    ActionSpec("link", "link", "acts.link", "Ctrl+L", context=("card",), edits=True),
    ActionSpec("select_link", "link", "acts.select_link", "F4", context=("card",)),
    ActionSpec("reverse_link", "link", "acts.reverse_link", "Ctrl+Shift+L", context=("link",), edits=True),
    *_choices("link_kind", LinkKind, "link/link_kind", "acts.set_link_kind", {}, ("link",), "kind"),
)


def _question(name: str, group: int, shortcut: str = "", context: tuple[str, ...] = ()) -> ActionSpec:
    return ActionSpec(f"ask.{name}", "ask", "ask.put", shortcut, name, group, context)


ASK = (
    _question("impact", 0, "F9", ("card", "lane")),
    _question("trace", 0, "Shift+F9", ("card",)),
    _question("touched", 0, "", ("card", "lane")),
    _question("single", 0),
    *(_question(name, 1) for name in ("handoffs", "matrix", "waits", "approvals", "goals", "shared")),
    *(_question(name, 2) for name in ("crossings", "path", "unsupported", "loops")),
    *(
        _question(name, 3)
        for name in ("gaps", "weak", "twice", "questions", "channels", "routing", "observed", "changed")
    ),
    ActionSpec("ask.only", "ask", "ask.only", group=5),
    ActionSpec("ask.end", "ask", "ask.end", group=5),
)
REGISTER = (
    *(ActionSpec(f"registers_of.{name}", "register", "panel.open_register", argument=name) for name in _REGISTERS),
    *(
        ActionSpec(f"register.{name}", "register", f"register.{name}", keys, "", group, ("entry",), edits=edits)
        for name, keys, group, edits in (
            ("add", "", 1, True),
            ("used", "Ctrl+Shift+R", 1, False),
            ("merge", "Ctrl+Shift+F9", 2, True),
            ("duplicates", "", 2, True),
            ("sort", "Ctrl+F9", 3, False),
            ("filter", "", 3, False),
            ("columns", "", 3, False),
        )
    ),
)
VIEW = (
    ActionSpec("zoom_in", "view", "window.zoom_in", "Ctrl++"),
    ActionSpec("zoom_out", "view", "window.zoom_out", "Ctrl+-"),
    ActionSpec("actual_size", "view", "window.actual_size", "Ctrl+1"),
    ActionSpec("fit", "view", "window.fit", "Ctrl+0", toolbar=True),
    ActionSpec("zoom_selection", "view", "view.zoom_selection", "Ctrl+2", context=("card", "stage", "step", "lane")),
    ActionSpec("focus_stage", "view", "view.focus_stage", "Ctrl+3", context=("stage", "step")),
    ActionSpec("filter", "view/views", "viewing.filter", "Ctrl+Shift+V"),
    ActionSpec("save_view", "view/views", "viewing.save", edits=True),
    ActionSpec("delete_view", "view/views", "viewing.delete", edits=True),
    ActionSpec("end_view", "view/views", "viewing.end"),
    ActionSpec("language.next", "view/language", "language.next", "Ctrl+Shift+K"),
    ActionSpec("language.table", "view/language", "language.table", "Ctrl+Alt+K"),
    ActionSpec("variant.next", "view/variant", "viewing.next_variant", "Ctrl+Shift+N"),
    ActionSpec("variant.add", "view/variant", "variant.add", edits=True),
    ActionSpec("variant.figures", "view/variant", "variant.figures"),
    ActionSpec("variant.beside", "view/variant", "variant.beside"),
    ActionSpec("fold", "view", "view.fold", "Ctrl+Shift+F", group=3, context=("stage", "step", "lane")),
    ActionSpec("unfold", "view", "view.unfold", "Ctrl+Shift+U", group=3),
    ActionSpec("overview", "view", "panel.overview", "F8", group=1),
    ActionSpec("case", "view", "panel.show_case", "F10", group=1),
    ActionSpec("money", "view", "view.money", group=1, holds="money"),
    ActionSpec("findings", "view", "panel.show_findings", "F7", group=1),
    *(
        ActionSpec(f"finding.{name}", "view/finding", f"findings.{name}", keys, "", 1, ("finding",), edits=edits)
        for name, keys, edits in (
            ("fix", "Ctrl+F7", True),
            ("dismiss", "Shift+F7", True),
            ("dismiss_rule", "Ctrl+Shift+F7", True),
            ("bring_back", "", True),
            ("show_dismissed", "", False),
        )
    ),
    ActionSpec("registers", "view", "panel.show_registers", "Ctrl+R", group=1),
    ActionSpec("review", "view", "view.review", "Shift+F5", group=1, edits=True),
    ActionSpec("walk", "view", "view.walk", "Ctrl+F5", group=1, edits=True),
    ActionSpec("versions", "view", "panel.show_versions", "F11", group=1),
    *(
        ActionSpec(f"version.{name}", "view/versions", f"version.{name}", keys, "", 1, edits=edits)
        for name, keys, edits in (
            ("keep", "Ctrl+F11", True),
            ("compare", "Shift+F11", False),
            ("compare_file", "", False),
            ("overlay", "Ctrl+Shift+F11", False),
            ("print", "", False),
            ("restore", "", True),
            ("open", "", False),
            ("export", "", False),
            ("drop", "", True),
        )
    ),
    ActionSpec("present", "view", "view.present", "F5", group=1),
    ActionSpec("next_pane", "view", "panel.next_pane", "F6", group=1),
    *(
        ActionSpec(f"theme.{name}", "view/theme", "view.theme", argument=name, group=2, holds="theme")
        for name in ("system", "light", "dark", "projector")
    ),
    *(
        ActionSpec(f"density.{name}", "view/density", "view.density", argument=name, group=2, holds="density")
        for name in ("text", "people", "all")
    ),
    *(
        ActionSpec(f"language.{name}", "view/language", "view.language", argument=name, group=2, holds="language")
        for name in ("system", "en", "de")
    ),
)
HELP = (
    ActionSpec("guide", "help", "view.guide", "Ctrl+Shift+F1", edits=True),
    ActionSpec("palette", "help", "view.palette", "Ctrl+K"),
    ActionSpec("shortcuts", "help", "view.shortcuts", "F1"),
    ActionSpec("crash_report", "help", "view.crash_report", group=1),
    ActionSpec("about", "help", "window.about", group=1),
    ActionSpec("speed.show", "help/unlisted", "speed.show", hidden=True),
    ActionSpec("speed.keep", "help/unlisted", "speed.keep", hidden=True),
)
ACTIONS: tuple[ActionSpec, ...] = (*FILE, *EDIT, *INSERT, *CARD, *LINK, *ASK, *REGISTER, *VIEW, *HELP)
