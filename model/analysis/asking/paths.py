"""Lines crossed, the longest path, circles, and promises with nothing behind them: as answers."""

from __future__ import annotations

from model.analysis.asking.answer import CARD_HEADS, Answer, Book, Row, heads, percent, time
from model.analysis.crossings import Line, crossings
from model.analysis.loops import loops
from model.analysis.support import unsupported
from model.analysis.timing import Path, timing
from model.document import DocumentView
from model.elements import Link
from model.messages import Message, Value, message


def what_crosses(document: DocumentView) -> Answer:
    """Links across each of the three lines."""
    book, found = Book(document), crossings(document)
    rows = []
    for each in found:
        link = document.need(Link, each.link)
        way = message("answer.crossings.down" if each.down else "answer.crossings.up")
        ends = book.name(link.source), book.name(link.target)
        cells = message(f"answer.line.{each.line.value}"), way, *ends, book.stage(link.source)
        rows.append(Row(cells, (each.link,)))
    counts = {line.value: sum(each.line is line for each in found) for line in Line}
    said = (message("answer.crossings.said", **counts),)
    columns = heads("line", "way", "from_card", "to_card", "stage")
    shown = book.ends(each.link for each in found)
    return Answer("crossings", message("answer.crossings.head"), said, columns, tuple(rows), shown)


def how_long_it_takes(document: DocumentView) -> Answer:
    """The longest path, end to end and stage by stage."""
    book, found = Book(document), timing(document)
    rows = [_path(message("answer.path.whole"), found.whole)]
    rows += [_path(book.name(stage), path) for stage, path in found.stages]
    if found.whole is None:
        said = [message("answer.path.none")]
    else:
        span = found.whole.span
        said = [message("answer.path.said", total=time(span.total), waiting=percent(found.whole.waiting))]
    if found.untimed:
        said.append(message("answer.path.untimed", n=len(found.untimed)))
    columns = heads("stage", "time", "work", "wait", "waiting", "cards")
    shown = frozenset((*found.whole.cards, *found.whole.links)) if found.whole else frozenset[str]()
    return Answer("path", message("answer.path.head"), tuple(said), columns, tuple(rows), shown)


def what_has_nothing_behind_it(document: DocumentView) -> Answer:
    """Touchpoints without support, promises first."""
    book, found = Book(document), unsupported(document)
    rows = tuple(book.card(each.card, each.promise or message("answer.unsupported.no_promise")) for each in found)
    promised = sum(bool(each.promise) for each in found)
    said = (message("answer.unsupported.said", n=len(found)), message("answer.unsupported.promised", n=promised))
    shown = frozenset(each.card for each in found)
    return Answer("unsupported", message("answer.unsupported.head"), said, heads("promise", *CARD_HEADS), rows, shown)


def what_goes_in_circles(document: DocumentView) -> Answer:
    """Circles over flow and needs."""
    book, found = Book(document), loops(document)
    rows = tuple(
        Row((number, len(loop.cards), book.stage(loop.cards[0]), book.names(loop.cards)), loop.cards)
        for number, loop in enumerate(found, start=1)
    )
    said = (message("answer.loops.said", n=len(found)),)
    shown = frozenset(id for loop in found for id in (*loop.cards, *loop.links))
    columns = heads("circle", "number", "stage", "cards")
    return Answer("loops", message("answer.loops.head"), said, columns, rows, shown)


def _path(name: Value | Message, path: Path | None) -> Row:
    if path is None:
        return Row((name, *[message("answer.unknown")] * 4, 0))
    cells = time(path.span.total), time(path.span.work), time(path.span.wait), percent(path.waiting)
    return Row((name, *cells, len(path.cards)), path.cards)
