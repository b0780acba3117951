"""The contents: chapters with their pages, headings within them set in, and what is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from model.layout.case.data import Tone
from model.layout.case.kit import shape
from model.layout.drawing import PATH, Box
from model.layout.icons import line
from model.layout.leaves import Tag
from model.layout.pack.blocks import Setter
from model.layout.pack.data import Block, Chapter, Contents, Heading, Said, StageMap, Targets, Text
from model.layout.pack.strips import Bit, Lead, Strip
from model.messages import Value, message

_INDENT, _NUMBER = 18.0, 36.0


def contents_strips(setter: Setter, found: Contents, chapters: Sequence[Chapter], width: float) -> list[Strip]:
    """The lines of the contents, and below them what is left out."""
    strips = [_line(setter, words, to, level, width) for words, to, level in _entries(chapters)]
    if found.left_out:
        blocks: list[Block] = [
            Heading(message("pack.contents.left_out"), 3),
            *(Text(said, small=True) for said in found.left_out),
        ]
        strips += setter.strips(blocks, width)
    return strips


def _entries(chapters: Sequence[Chapter]) -> Iterator[tuple[Value, str, int]]:
    for chapter in chapters:
        if not chapter.title or any(isinstance(block, Contents) for block in chapter.blocks):
            continue
        yield chapter.title, f"part {chapter.name}", 0
        for block in chapter.blocks:
            if isinstance(block, Heading) and block.listed:
                yield block.words, block.target, 1
            elif isinstance(block, StageMap):
                yield block.title, f"stage {block.stage}", 1


def _line(setter: Setter, words: Value, target: str, level: int, width: float) -> Strip:
    """One line: words, dots, page."""
    pen = setter.pen
    style = pen.style(level == 0)
    to: Targets = (target,)
    x = level * _INDENT
    colour = pen.kit.colour("ink" if level == 0 else "text")
    piece = pen.words(words, x, 0.0, width - x - _NUMBER - 20.0, style, colour)
    said = Said("", Tone.PLAIN, to, page=True)
    last = piece.height - style.size * style.line_height
    late = pen.page(said, width - _NUMBER, last, _NUMBER, style)
    start = piece.x + piece.width + 8.0
    y = last + style.size * style.line_height * 0.68
    dots = (
        (
            PATH,
            line((0.0, 0.0), (max(width - _NUMBER - start, 0.0), 0.0)),
            None,
            pen.kit.colour("card_line"),
            1.0,
            (1.0, 4.0),
        ),
    )
    dotted = shape(dots, start, y, max(width - _NUMBER - start, 0.0), 1.0)
    tags = (Tag("P", setter.name()),)
    bits = (Bit((dotted,)), Bit((piece,), tags, late))
    lead = Lead(Box(0.0, 0.0, width, piece.height), to, piece.text, tags)
    return Strip(piece.height, bits, 9.0 if level == 0 else 2.0, keep=False, leads=(lead,))
