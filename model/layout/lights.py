"""The health lights beside the title: pills with a sign each, whose shape as well as colour says how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from model.layout.drawing import PATH, RECT, TEXT, Primitive, Segment
from model.layout.face import in_the_middle
from model.layout.facts import Light
from model.layout.icons import circle, polygon
from model.layout.text import Line, Shaper
from model.layout.theme import Theme
from model.named import NamedTuple
from model.texts import Texts

GAP = 10.0
PAD = 14.0
SIGN_ROOM = 16.0
# Beside a title the lights end here at the latest, so that on a wide map they are still in sight.
FURTHEST = 1680.0
_COLOURS = {"green": "good", "amber": "moment_of_truth", "red": "refuse"}


class LightRow(NamedTuple):
    """The lights of a map, shaped: what each says, and the size of the row."""

    lights: tuple[tuple[str, Line], ...]
    width: float
    height: float

    @property
    def text(self) -> str:
        """What they say, for a reader."""
        return ", ".join(line.text for _, line in self.lights)

    def draw(self, x: float, y: float, theme: Theme) -> list[Primitive]:
        """The row with its start side at x."""
        made: list[Primitive] = []
        for colour, line in self.lights:
            width = _width(line)
            made.append(
                (
                    RECT,
                    x,
                    y,
                    width,
                    self.height,
                    self.height / 2,
                    theme.colour("card"),
                    theme.colour("grid"),
                    1.0,
                    (),
                )
            )
            made.append(
                (PATH, _sign(colour, x + PAD, y + self.height / 2), theme.colour(_COLOURS[colour]), None, 0.0, ())
            )
            baseline = in_the_middle(y, self.height, "light", theme)
            made.append((TEXT, x + PAD + SIGN_ROOM, baseline, line, theme.colour("ink")))
            x += width + GAP
        return made


def light_row(lights: Sequence[Light], texts: Texts, shaper: Shaper, theme: Theme) -> LightRow | None:
    """The lights shaped, or None where there are none."""
    if not lights:
        return None
    shaped = tuple((light.colour, shaper.line(texts(light.words), theme.style("light"))) for light in lights)
    width = sum(_width(line) for _, line in shaped) + GAP * (len(shaped) - 1)
    return LightRow(shaped, width, theme["light_height"])


def _width(line: Line) -> float:
    return line.width + 2 * PAD + SIGN_ROOM


def _sign(colour: str, x: float, y: float) -> tuple[Segment, ...]:
    """Green is a dot, amber a diamond, red a triangle, with x at their start side and y in their middle."""
    if colour == "green":
        return circle(x + 5.0, y, 5.0)
    if colour == "amber":
        return polygon((x + 5.0, y - 6.0), (x + 11.0, y), (x + 5.0, y + 6.0), (x - 1.0, y))
    return polygon((x + 5.0, y - 6.0), (x + 11.5, y + 5.0), (x - 1.5, y + 5.0))
