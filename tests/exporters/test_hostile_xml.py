"""XML of a stranger: one clear line for each kind of harm, in bounded time and memory."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from exporters import registry
from exporters.readers.base import run as read
from exporters.readers.limits import XML_BYTES
from model.errors import KnownError
from model.texts import Texts
from tests.exporters.diagram_files import BPMN_HEAD, a_model, a_shape, an_mxfile, packed
from tests.model.builders import a_context, an_editor

HEADS = {
    "drawio": "<mxfile><diagram><mxGraphModel><root>",
    "bpmn": BPMN_HEAD,
    "svg": '<svg xmlns="http://www.w3.org/2000/svg"><metadata>',
}
BOMB = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 12))
SECONDS, MEGABYTES = 20.0, 200


def refused(name: str, data: bytes, folder: Path) -> str:
    """The one line in which a reader refuses a file; the open document is as it was."""
    document = an_editor().document
    before = list(document.rows())
    file = folder / f"bad.{name}"
    file.write_bytes(data)
    with pytest.raises(KnownError) as caught:
        read(registry.reader(name), file, a_context(), {}, document)
    assert list(document.rows()) == before
    line = Texts()(caught.value.message)
    assert line.startswith(str(file))
    assert "\n" not in line
    return line


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize(
    ("declared", "body", "said"),
    [
        (f'<!DOCTYPE x [<!ENTITY e0 "ha">{BOMB}]>', "&e11;", "declares entities"),
        ('<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>', "&f;", "declares entities"),
        ('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]>', "", "declares entities"),
        ("", "<a>" * 400, "more than 256 elements inside one another"),
        ("", "<a", "not valid XML"),
        ("", "<a>\x07</a>", "not valid XML"),
        ("", "<a b='1' b='2'/>", "not valid XML"),
        ("", "</b>", "not valid XML"),
    ],
    ids=["bomb", "external", "parameter", "deep", "cut", "control", "twice", "crossed"],
)
def test_a_harmful_document_is_refused_with_one_line(
    name: str, declared: str, body: str, said: str, tmp_path: Path
) -> None:
    assert said in refused(name, f"{declared}{HEADS[name]}{body}".encode(), tmp_path)


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize(
    "head",
    ['<?xml version="1.0" encoding="punycode"?>', '<?xml version="1.0" encoding="zlib"?>', '<?xml encoding="x-y"?>'],
)
def test_an_encoding_that_is_none_of_a_text_is_refused(name: str, head: str, tmp_path: Path) -> None:
    line = refused(name, f"{head}{HEADS[name]}".encode(), tmp_path)

    assert "encoding" in line or "not valid XML" in line


@pytest.mark.parametrize("name", HEADS)
def test_bytes_that_are_not_in_the_encoding_are_refused(name: str, tmp_path: Path) -> None:
    assert "not valid XML" in refused(name, HEADS[name].encode() + b"<a>\xff\xfe\x80</a>", tmp_path)
    said = b'<?xml version="1.0" encoding="shift_jis"?>'
    assert "shift_jis" in refused(name, said + HEADS[name].encode() + b"\x81\xff", tmp_path)


@pytest.mark.parametrize("name", HEADS)
def test_a_file_of_another_kind_of_xml_is_refused(name: str, tmp_path: Path) -> None:
    assert refused(name, b"<html><body/></html>", tmp_path)


@pytest.mark.parametrize("name", ["drawio", "bpmn"])
def test_more_elements_than_any_diagram_has_are_refused_in_time(name: str, tmp_path: Path) -> None:
    before = time.monotonic()
    line = refused(name, (HEADS[name] + "<a/>" * 2_000_000).encode(), tmp_path)

    assert "more than 600000 elements" in line.replace(",", "")
    assert time.monotonic() - before < SECONDS


def test_half_a_gigabyte_of_one_element_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    file = tmp_path / "huge.bpmn"
    with file.open("wb") as stream:
        stream.write(BPMN_HEAD.encode())
        stream.truncate(512 * 2**20)
    reader, before = registry.reader_for(file), time.monotonic()
    tracemalloc.start()
    try:
        with pytest.raises(KnownError) as caught:
            read(reader, file, a_context())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert f"larger than {XML_BYTES // 2**20} MB" in Texts()(caught.value.message)
    assert time.monotonic() - before < SECONDS
    assert peak < MEGABYTES * 2**20


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("not base64 at all !", "cannot be unpacked"),
        ("AAAA", "cannot be unpacked"),
        (packed("x" * (XML_BYTES + 10)), "larger than"),
        (packed("<notes/>"), "cannot be unpacked"),
        (packed("%ff%fe"), "cannot be unpacked"),
    ],
    ids=["signs", "cut", "bomb", "other", "bytes"],
)
def test_a_packed_page_that_is_none_is_refused(page: str, said: str, tmp_path: Path) -> None:
    assert said in refused("drawio", an_mxfile(("P", page)).encode(), tmp_path)


def test_ids_that_stand_twice_and_shapes_that_lie_in_themselves_are_refused(tmp_path: Path) -> None:
    lane = a_shape("a", "Lane", "1", (0, 0, 10, 10), "swimlane;")
    assert "“a” stands twice" in refused("drawio", a_model(lane, lane).encode(), tmp_path)
    loop = (a_shape("a", "A", "b", (0, 0, 9, 9), "swimlane;"), a_shape("b", "B", "a", (0, 0, 9, 9)))
    assert "lies in itself" in refused("drawio", a_model(*loop).encode(), tmp_path)
    twice = '<bpmn:process id="q"><bpmn:task id="q"/></bpmn:process>'
    assert "“q” stands twice" in refused("bpmn", f"{BPMN_HEAD}{twice}</bpmn:definitions>".encode(), tmp_path)


def test_a_picture_whose_document_is_unsound_names_the_place_in_it(tmp_path: Path) -> None:
    inside = '{"format": "throughline", "formatVersion": "1.1", "blueprint": {"id": "b", "order": "a0", "owner": "x"}}'
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg"><metadata>'
        f'<t:document xmlns:t="urn:throughline:svg:1">{inside}</t:document></metadata></svg>'
    )

    assert "blueprint.owner" in refused("svg", text.encode(), tmp_path)
