"""A BPMN file as its elements by id and its diagrams, whatever prefixes and whose extensions it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from exporters.bpmn_shapes import MODEL, OURS
from exporters.common.record_text import tags, values
from exporters.readers.common.html_text import words as html_words
from exporters.readers.common.sketch import Own, Sketch
from exporters.readers.common.xml_tree import local, namespace, parse_xml
from model.errors import KnownError
from model.ids import is_id
from model.layout.drawing import Box
from model.messages import message

# Marks that only HTML closes so.
_MARKUP = re.compile(r"</(?:p|div|span|b|i|u|ul|li|html|body)>|<br ?/?>", re.IGNORECASE)
_DI = "http://www.omg.org/spec/BPMN/20100524/DI"


class Shown(NamedTuple):
    """A shape of a diagram: its box, and whether it says that it lies flat or stands upright."""

    box: Box
    horizontal: str


@dataclass(frozen=True, slots=True)
class Diagram:
    """One diagram: its name, the element its plane is of, its shapes by element."""

    name: str
    plane: str
    shapes: dict[str, Shown]


@dataclass(frozen=True, slots=True)
class Model:
    """A whole file. `above` is the element that each lies in, by its id."""

    root: Element
    elements: dict[str, Element]
    diagrams: list[Diagram]
    above: dict[str, str] = field(default_factory=dict)

    def all(self, name: str) -> list[Element]:
        """The elements of a name, in the order of the file."""
        return [element for element in self.elements.values() if local(element) == name]


def load_model(data: bytes, file: str) -> Model:
    """The model of a file, or `KnownError`."""
    root = parse_xml(data, file)
    if local(root) != "definitions" or namespace(root) != MODEL:
        raise KnownError(message("readers.bpmn.foreign", file=file))
    model = Model(root, {}, [])
    todo = [(child, "") for child in reversed(root) if namespace(child) == MODEL]
    while todo:
        element, above = todo.pop()
        id = element.get("id", "")
        if id:
            if id in model.elements:
                raise KnownError(message("readers.xml.duplicate", file=file, id=id[:80]))
            model.elements[id] = element
            model.above[id] = above
        todo.extend((child, id or above) for child in reversed(element) if namespace(child) == MODEL)
    for index, diagram in enumerate(child for child in root if local(child) == "BPMNDiagram"):
        model.diagrams.append(_diagram(diagram, index))
    return model


def _diagram(element: Element, index: int) -> Diagram:
    plane = element.find(f"{{{_DI}}}BPMNPlane")
    shapes: dict[str, Shown] = {}
    for shape in plane if plane is not None else ():
        bounds = next((child for child in shape if local(child) == "Bounds"), None)
        if local(shape) == "BPMNShape" and bounds is not None:
            box = Box(*(_number(bounds.get(name)) for name in ("x", "y", "width", "height")))
            shapes[_name(shape.get("bpmnElement"))] = Shown(box, shape.get("isHorizontal", ""))
    of = "" if plane is None else _name(plane.get("bpmnElement"))
    return Diagram(element.get("name") or str(index + 1), of, shapes)


def _number(text: str | None) -> float:
    try:
        value = float(text or 0)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e7 else 0.0


def _name(text: str | None) -> str:
    """A reference without its prefix."""
    return (text or "").strip().rpartition(":")[2]


def ref(element: Element, name: str) -> str:
    """The id that an attribute refers to."""
    return _name(element.get(name))


def refs(element: Element, name: str) -> list[str]:
    """The ids that child elements of a name refer to."""
    return [_name(child.text) for child in element if local(child) == name and namespace(child) == MODEL]


def children(element: Element) -> Iterator[Element]:
    """The children that are BPMN's own."""
    return (child for child in element if namespace(child) == MODEL)


def words(element: Element, name: str = "name") -> str:
    """A text of an element on one line."""
    return " ".join(element.get(name, "").split())


def notes(element: Element, exact: bool) -> str:
    """The documentation of an element; some write it in HTML."""
    texts = ["".join(child.itertext()) for child in children(element) if local(child) == "documentation"]
    if exact:
        return "\n".join(texts)
    plain = (html_words(text, _MARKUP.search(text) is not None).strip() for text in texts)
    return "\n".join(filter(None, plain))


def extensions(element: Element) -> Iterator[Element]:
    """What we wrote into an element."""
    for child in children(element):
        if local(child) == "extensionElements":
            yield from (each for each in child if namespace(each) == OURS)


def is_marked(element: Element, tag: str) -> bool:
    """Whether we wrote a mark of a name into an element."""
    return any(local(each) == tag for each in extensions(element))


def own_of(element: Element, tag: str, sketch: Sketch, leave: tuple[str, ...] = ()) -> Own | None:
    """The id and the fields of an element that stands for a record of a kind; None where it does not."""
    said = next((each for each in extensions(element) if local(each) == tag), None)
    id = element.get("id", "")
    if said is None or not is_id(id):
        return None
    return Own(id, fields_of(said, tag, id, sketch, leave))


def fields_of(said: Element, tag: str, id: str, sketch: Sketch, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    """The fields that attributes of ours say; wrong and unknown ones are told."""
    found = values(tags()[tag], said.attrib, ("id", *leave))
    for key, text in found.wrong.items():
        sketch.leave(id, f"{id}.{key}", message("readers.diagram.wrong", value=text[:60]))
    for key in found.unknown:
        sketch.leave(id, f"{id}.{key}", message("readers.diagram.no_field"))
    return found.fields
