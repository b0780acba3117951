"""What we write for draw.io: a table whose cells hold the cards, our routes as waypoints, nothing said twice."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from app.cli import main
from exporters import registry
from exporters.base import run as export
from model.document import Document
from model.elements import Card, Lane, Link
from model.printing import light_drawing
from model.samples import build
from tests.exporters.diagram_files import grid_of, reading_of
from tests.model.builders import a_context, a_grid


def written(document: Document, **options: str) -> Element:
    """A document as draw.io, parsed."""
    return fromstring(export(registry.exporter("drawio"), document, a_context(), options).data)


def objects(root: Element, kind: str) -> dict[str, Element]:
    """The shapes that stand for records of a kind, by id."""
    return {each.get("id", ""): each for each in root.iter("UserObject") if each.get("throughline") == kind}


def parent(root: Element, id: str) -> str:
    """What a shape lies in."""
    for each in root.iter():
        if each.get("id") == id:
            cell = each if each.tag == "mxCell" else each.find("mxCell")
            assert cell is not None
            return cell.get("parent", "")
    raise AssertionError(id)


def test_a_card_lies_in_a_cell_of_its_lanes_row_and_says_neither_lane_nor_step() -> None:
    grid = a_grid(title="Plan")
    card = grid.card(lane=1, step=2, title="Reads <b> & waits")
    root = written(grid.document)

    shape = objects(root, "card")[card]
    row = parent(root, parent(root, card))
    assert row == parent(root, grid.lanes[1])
    assert parent(root, row) == grid.document.blueprint.id
    assert shape.get("label") == "Reads &lt;b&gt; &amp; waits"
    assert not {"lane", "step", "title", "lastStep"} & set(shape.attrib)


def test_a_link_runs_along_the_route_of_the_map() -> None:
    # given the sample, whose longest route has corners
    document = build("permit", a_context())
    drawing, _ = light_drawing(document, a_context().today())
    root = written(document)
    for link in document.table(Link).values():
        # when its edge is looked at
        edge = objects(root, "link")[link.id].find("mxCell")
        assert edge is not None
        corners = [(float(p.get("x", "")), float(p.get("y", ""))) for p in edge.iter("mxPoint")]
        route = drawing.route(link.id)[1:-1]
        # then it has the same corners, moved as one
        assert (edge.get("source"), edge.get("target")) == (link.source, link.target)
        assert len(corners) == len(route)
        moves = {(round(x - a), round(y - b)) for (x, y), (a, b) in zip(corners, route, strict=True)}
        assert len(moves) <= 1


def test_a_stage_stands_over_its_steps_and_a_spanning_card_over_its_own(tmp_path: Path) -> None:
    grid = a_grid((3, 1))
    card = grid.card(lane=0, step=0, title="Wide")
    grid.editor.edit(card, last_step=grid.steps[2])
    root = written(grid.document)

    heads = [objects(root, "stage")[stage].find("mxCell") for stage in grid.stages]
    assert ["colspan=3" in (head.get("style") or "") for head in heads if head is not None] == [True, False]
    file = tmp_path / "wide.drawio"
    again, _ = reading_of(export(registry.exporter("drawio"), grid.document, a_context()).data, file)
    assert again == grid.document


def test_a_document_from_right_to_left_has_its_first_step_at_the_right(tmp_path: Path) -> None:
    grid = a_grid((2,), language="ar")
    first, second = grid.card(lane=1, step=0, title="أول"), grid.card(lane=1, step=1, title="ثان")
    data = export(registry.exporter("drawio"), grid.document, a_context()).data

    places = {}
    for id in (first, second):
        cell = parent(fromstring(data), id)
        places[id] = next(each for each in fromstring(data).iter("mxCell") if each.get("id") == cell)
    lefts = [float(frame.get("x", "")) for id in (first, second) for frame in places[id].iter("mxGeometry")]
    assert lefts[0] > lefts[1]
    assert reading_of(data, tmp_path / "rtl.drawio")[0] == grid.document


def test_what_was_drawn_into_our_table_since_is_read_too(tmp_path: Path) -> None:
    # given a table of ours to which somebody added a column, a row and a card without data
    grid = a_grid((2,))
    text = export(registry.exporter("drawio"), grid.document, a_context()).data.decode()
    card = (
        '<mxCell id="8e3f-1" value="New &lt;b&gt;card&lt;/b&gt;" style="html=1;" parent="cell_1_1" vertex="1">'
        '<mxGeometry x="10" y="10" width="120" height="40" as="geometry"/></mxCell>'
    )
    row = (
        f'<mxCell id="newrow" style="shape=tableRow;" parent="{grid.document.blueprint.id}" vertex="1">'
        '<mxGeometry y="5000" width="600" height="60" as="geometry"/></mxCell>'
        '<mxCell id="newhead" value="Courier" style="html=1;" parent="newrow" vertex="1">'
        '<mxGeometry width="168" height="60" as="geometry"/></mxCell>'
    )
    # when it is read
    document, reading = reading_of(text.replace("</root>", f"{card}{row}</root>"), tmp_path / "more.drawio")
    # then the card is in its cell and the lane is there
    assert grid_of(document)["Lane customer"] == [[], ["New card"]]
    assert "Courier" in [lane.title for lane in document.table(Lane).values()]
    assert reading.report.left_out == ()


def test_a_card_that_was_deleted_there_takes_what_belongs_to_it_along(tmp_path: Path) -> None:
    # given the sample without one card that others refer to
    document = build("permit", a_context())
    card = next(card for card in document.table(Card).values() if document.where(Link, source=card.id))
    text = export(registry.exporter("drawio"), document, a_context()).data.decode()
    start = text.index(f'id="{card.id}"')
    start, end = text.rindex("<UserObject", 0, start), text.index("</UserObject>", start) + len("</UserObject>")
    # when it is read
    again, reading = reading_of(text[:start] + text[end:], tmp_path / "less.drawio")
    # then its links and sub-records are gone, each with a line in the report
    gone = {row.id for row in document.rows()} - {row.id for row in again.rows()} - {card.id}
    assert gone
    told = {entry.element for entry in reading.report.left_out} | {entry.place for entry in reading.report.left_out}
    assert gone <= told


def test_a_name_that_ends_in_drawio_svg_asks_for_the_picture() -> None:
    exporter = registry.exporter("drawio")

    assert exporter.named("map.drawio.SVG", {}) == {"form": "svg"}
    assert exporter.named("map.drawio.svg", {"form": "drawio"}) == {"form": "drawio"}
    assert exporter.named("map.drawio", {}) == {}


def test_the_form_names_the_file_that_nobody_named(tmp_path: Path) -> None:
    plan = tmp_path / "plan.throughline"
    assert main(["new", str(plan), "--sample", "permit"]) == 0

    assert main(["export", str(plan), "-f", "drawio", "-O", "form=svg"]) == 0

    assert fromstring((tmp_path / "plan.drawio.svg").read_bytes()).tag.endswith("svg")
