"""The heads of the map: title, stages, steps, lanes, and the names of the three lines. x runs from the start side."""

from __future__ import annotations

from collections.abc import Sequence

from model.document import DocumentView
from model.elements import Blueprint, Card, Lane, Role, Stage, Step
from model.grid import band
from model.layout.axes import Column, Row
from model.layout.curves import Spark, spark, spark_colours
from model.layout.drawing import ICON, PATH, RECT, TEXT, Box, Layer, Piece, Primitive
from model.layout.face import BASELINE, Faces, in_the_middle, text_lines
from model.layout.facts import Figures, Flow
from model.layout.folds import hidden_steps
from model.layout.icons import circle
from model.layout.lights import FURTHEST, light_row
from model.layout.text import Block, Shaper, TextStyle
from model.layout.theme import Theme
from model.layout.view import View
from model.named import NamedTuple
from model.registers import Owner
from model.texts import Texts

AIR = 10.0
STAGE_PAD = 6.0
STAGE_INDENT = 35.0
BADGE = 10.0
LIGHTS_GAP = 32.0
# The share of a map's width that its lights may take beside the title.
BESIDE = 0.6
HEAD_INDENT = 20.0
SPARK_WIDTH, SPARK_HEIGHT, SPARK_GAP = 44.0, 13.0, 12.0


class Setting(NamedTuple):
    """What heads are set with."""

    document: DocumentView
    theme: Theme
    texts: Texts
    shaper: Shaper
    figures: Figures
    faces: Faces
    rtl: bool
    view: View = View()

    def block(self, text: str, width: float, style: str) -> Block:
        """A text wrapped in a style of the theme."""
        return self.shaper.block(text, max(width, 1.0), self.theme.style(style))

    def lines(self, block: Block, x: float, room: float, top: float, colour: str) -> list[Primitive]:
        """A block's lines in a colour of the theme, at the side where the document starts."""
        return text_lines(block, x, room, top, self.theme.colour(colour))


def subtitle(setting: Setting) -> str:
    """The line under the title: scenario, state, version, date, end-to-end owner and budget, as far as said."""
    document, texts = setting.document, setting.texts
    blueprint = document.blueprint
    parts = [text for text in (blueprint.segment, blueprint.scenario) if text]
    parts.append(texts(f"map.state.{blueprint.state.value}"))
    if blueprint.version:
        parts.append(texts("map.version", version=blueprint.version))
    if blueprint.dated is not None:
        parts.append(texts.day(blueprint.dated))
    owner = document.get(Owner, blueprint.owner)
    if owner is not None and blueprint.budget is not None:
        budget = texts.money(blueprint.budget, blueprint.currency)
        parts.append(texts("map.owner_budget", owner=owner.name, budget=budget))
    elif owner is not None:
        parts.append(texts("map.owner", owner=owner.name))
    return texts("map.separator").join(parts)


def title_text(blueprint: Blueprint, texts: Texts) -> str:
    """The title, or that there is none yet."""
    return blueprint.title or blueprint.service or texts("map.untitled")


def title_piece(setting: Setting, width: float) -> Piece:
    """Title, subtitle and lights over the width of the map: the lights beside the title where there is room."""
    blueprint, theme = setting.document.blueprint, setting.theme
    margin = theme["margin"]
    room = width - 2 * margin
    lights = light_row(setting.figures.lights, setting.texts, setting.shaper, theme)
    beside = lights is not None and lights.width <= room * BESIDE
    if lights is not None and beside:
        end = min(width - margin, max(FURTHEST, 2 * lights.width))
        room = end - margin - lights.width - LIGHTS_GAP
    title = setting.block(title_text(blueprint, setting.texts), room, "title")
    below = setting.block(subtitle(setting), room, "subtitle")
    made = setting.lines(title, margin, room, 18.0, "ink")
    made += setting.lines(below, margin, room, 18.0 + title.height + 3.0, "muted")
    height = 18.0 + title.height + 3.0 + below.height + 14.0
    said = [line.text for line in (*title.lines, *below.lines)]
    if lights is not None:
        x, y = (margin + room + LIGHTS_GAP, 24.0) if beside else (margin, height)
        height += 0.0 if beside else lights.height + 14.0
        made += lights.draw(x, y, theme)
        said.append(lights.text)
    return Piece(Layer.TITLE, "title", blueprint.id, 0.0, 0.0, width, height, tuple(made), " ".join(said))


def stage_spans(columns: Sequence[Column]) -> list[tuple[str, int, int]]:
    """(stage, first column, last column) of each stage that has steps."""
    spans: list[tuple[str, int, int]] = []
    for index, column in enumerate(columns):
        if spans and spans[-1][0] == column.stage:
            spans[-1] = (column.stage, spans[-1][1], index)
        else:
            spans.append((column.stage, index, index))
    return spans


def stage_pieces(setting: Setting, columns: Sequence[Column], y: float) -> list[Piece]:
    """The stage heads in one row from y; none where the only stage has no title."""
    spans = stage_spans(columns)
    titles = [setting.document.need(Stage, stage).title for stage, _, _ in spans]
    if not any(titles) and len(spans) < 2:
        return []
    edges = [(columns[first].start + 3.0, columns[last].end - 3.0) for _, first, last in spans]
    rooms = [end - start - STAGE_INDENT - 8.0 for start, end in edges]
    blocks = [setting.block(title, room, "stage") for title, room in zip(titles, rooms, strict=True)]
    height = max(block.height for block in blocks) + 2 * STAGE_PAD
    numbers = setting.figures.numbers(setting.document)
    sparks = setting.figures.sparks(setting.document)
    pieces = []
    for (stage, _, _), (start, end), block, room, title in zip(spans, edges, blocks, rooms, titles, strict=True):
        made = _stage(setting, numbers[stage], block, room, end - start, height)
        drawn, said = _sparks(setting, sparks.get(stage, ()), block, room)
        text = " ".join((title, *said)).strip()
        pieces.append(Piece(Layer.TOP_HEAD, "stage", stage, start, y, end - start, height, (*made, *drawn), text))
    return pieces


def _sparks(setting: Setting, sparks: Sequence[Spark], block: Block, room: float) -> tuple[list[Primitive], list[str]]:
    """How the metrics of a stage went, at the end of its head, as many as its title leaves room for; and in words.

    A title is never wrapped for them, so that no head is higher on their account.
    """
    theme = setting.theme
    most = int((room - block.width - SPARK_GAP) // (SPARK_WIDTH + SPARK_GAP))
    shown = sparks[: max(0, most)]
    colours = spark_colours(theme)
    y = STAGE_PAD + (block.line_height - SPARK_HEIGHT) / 2
    made: list[Primitive] = []
    for place, each in enumerate(shown):
        x = STAGE_INDENT + room - (len(shown) - place) * (SPARK_WIDTH + SPARK_GAP) + SPARK_GAP
        made += spark(each.dots, Box(x, y, SPARK_WIDTH, SPARK_HEIGHT), colours)
    return made, [setting.texts(each.words) for each in shown]


def _stage(
    setting: Setting, number_of: int, block: Block, room: float, width: float, height: float
) -> tuple[Primitive, ...]:
    theme = setting.theme
    number = setting.shaper.line(setting.texts.number(number_of), theme.style("badge"))
    middle = STAGE_PAD + block.line_height / 2
    made: list[Primitive] = [
        (RECT, 0.0, 0.0, width, height, 6.0, theme.colour("head"), None, 0.0, ()),
        (PATH, circle(17.0, middle, BADGE), theme.colour("badge"), None, 0.0, ()),
        (
            TEXT,
            17.0 - number.width / 2,
            middle + theme.style("badge").size * BASELINE,
            number,
            theme.colour("badge_text"),
        ),
    ]
    made += setting.lines(block, STAGE_INDENT, room, STAGE_PAD, "ink")
    return tuple(made)


def step_pieces(setting: Setting, columns: Sequence[Column], y: float) -> list[Piece]:
    """The step heads in one row from y, with the customers who come into each."""
    steps = [setting.document.need(Step, column.step) for column in columns]
    words = [_step_words(setting, step) for step in steps]
    titles = [setting.block(text, column.width, "step") for text, column in zip(words, columns, strict=True)]
    known = setting.figures.flows(setting.document)
    flows = [_flow(setting, known.get(step.id)) for step in steps]
    tallest = max((block.height for block in titles), default=0.0)
    told = [style for _, style in flows if style]
    height = tallest + 6.0 + (setting.block("0", 100.0, "volume").height + 2.0 if told else 0.0)
    pieces = []
    for step, said, column, title, (flow, style) in zip(steps, words, columns, titles, flows, strict=True):
        made = setting.lines(title, 0.0, column.width, 0.0, "text")
        if style:
            block = setting.block(flow, column.width, style)
            colour = "alert" if style == "volume_alert" else "faint"
            made += setting.lines(block, 0.0, column.width, title.height + 2.0, colour)
        text = f"{said} {flow}".replace("\n", " ").strip()
        made_all = tuple(made)
        pieces.append(Piece(Layer.TOP_HEAD, "step", step.id, column.x, y, column.width, height, made_all, text))
    return pieces


def _step_words(setting: Setting, step: Step) -> str:
    """A step's title; of a folded one also how many cards it hides, of a folded stage how many steps."""
    hidden = hidden_steps(setting.document, step, setting.view)
    if len(hidden) > 1:
        return setting.texts("map.folded_steps", n=len(hidden))
    if not hidden:
        return step.title
    count = setting.texts("map.folded", n=len(setting.document.where(Card, step=step.id)))
    return f"{step.title}\n{count}".strip()


def _flow(setting: Setting, flow: Flow | None) -> tuple[str, str]:
    """The customers of a step with the whole per cents lost there, and the style; nothing is said of less than one."""
    if flow is None:
        return "", ""
    count = setting.texts.number(flow.customers, 0)
    if flow.drop is None or round(flow.drop * 100) < 1:
        return setting.texts("map.volume", count=count), "volume"
    drop = setting.texts.percent(flow.drop)
    return setting.texts("map.volume_drop", count=count, drop=drop), "volume_alert" if flow.alarm else "volume"


class LaneHead(NamedTuple):
    """A lane's title and role, wrapped, and the height they need."""

    title: Block
    role: Block
    height: float


def lane_head(setting: Setting, lane: Lane, side: float) -> LaneHead:
    """The head of a lane for a width of the side."""
    room = side - HEAD_INDENT - 8.0
    role = setting.texts(f"map.role.{lane.role.value}")
    title = setting.block(lane.title or role, room, "lane")
    actor = setting.document.get(Lane, lane.beside)
    if actor is not None and lane.role is Role.EMOTION:
        role = setting.texts("map.emotion_of", actor=actor.title or setting.texts(f"map.role.{actor.role.value}"))
    if lane.id in setting.view.folded:
        role = setting.texts("map.folded", n=len(setting.document.where(Card, lane=lane.id)))
    below = setting.block(role if lane.title else "", room, "role")
    return LaneHead(title, below, AIR + title.height + below.height + AIR)


def lane_piece(setting: Setting, lane: Lane, head: LaneHead, row: Row, side: float) -> Piece:
    """A lane's head beside its row: a strong bar, its tint, title and role."""
    theme = setting.theme
    colours = theme.bands[band(lane)]
    room = side - HEAD_INDENT - 8.0
    made: list[Primitive] = [
        (RECT, 0.0, 0.0, side, row.height, 0.0, colours.tint, None, 0.0, ()),
        (RECT, 0.0, 0.0, theme["lane_bar"], row.height, 0.0, colours.head, None, 0.0, ()),
    ]
    made += setting.lines(head.title, HEAD_INDENT, room, AIR, "ink")
    label = text_lines(head.role, HEAD_INDENT, room, AIR + head.title.height, colours.label)
    made += label if lane.title else []
    text = " ".join(line.text for line in (*head.title.lines, *head.role.lines)).strip()
    return Piece(Layer.SIDE_HEAD, "lane", lane.id, theme["margin"], row.y, side, row.height, tuple(made), text)


def line_piece(setting: Setting, name: str, y: float, side: float) -> Piece:
    """The name of one of the three lines, in the middle of the room left for it."""
    theme = setting.theme
    style: TextStyle = theme.style("line")
    text = setting.texts(f"map.line.{name}")
    line = setting.shaper.line(text, style)
    band_height = theme["line_band"]
    baseline = in_the_middle(0.0, band_height, "line", theme)
    made = ((TEXT, 6.0, baseline, line, theme.colour("band_line")),)
    return Piece(Layer.SIDE_HEAD, "line", "", theme["margin"], y, side, band_height, made, text)


def side_width(setting: Setting) -> float:
    """The width of the side: as the theme says, or as the names of the lines need."""
    style = setting.theme.style("line")
    names = ("interaction", "visibility", "internal")
    widest = max(setting.shaper.line(setting.texts(f"map.line.{name}"), style).width for name in names)
    return max(setting.theme["side"], widest + 14.0)


def icon(name: str, x: float, y: float, size: float, colour: str, second: str) -> Primitive:
    """A sign as a primitive."""
    return (ICON, name, x, y, size, colour, second)
