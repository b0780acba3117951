"""Files of one huge element for every reader: refused with one line, or read, in bounded time and memory.

Each is read by the command line in a process of its own, whose processor time and memory are measured.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from exporters.readers.limits import JSON_BYTES, TEXT_BYTES, XML_BYTES
from tests.exporters.diagram_files import BPMN_HEAD

MB = 2**20
SECONDS, MEMORY = 30.0, 1200 * MB
# What comes before the one element, and by how much a file may be as large as it is read at all.
HEADS = {
    "map.json": ('{"format": "throughline", "formatVersion": "1.1", "blueprint": {"id": "b", "title": "', JSON_BYTES),
    "ir.json": ('{"schema_version": "0.4.0", "lifecycle": {"key": "', JSON_BYTES),
    "map.csv": ('Step,One\nCustomer,"', TEXT_BYTES),
    "map.bpmn": (f"{BPMN_HEAD}<bpmn:process id='", XML_BYTES),
    "map.drawio": ("<mxfile><diagram name='P'>", XML_BYTES),
    "map.svg": ("<svg xmlns='http://www.w3.org/2000/svg'><metadata>", JSON_BYTES),
}
MEASURED = """
import json, resource, sys
from app.cli import main
code = main(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_SELF)
json.dump([code, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024], open(sys.argv[1], "w"))
"""


def a_huge_file(folder: Path, name: str, size: int) -> Path:
    """A file of one element."""
    file, piece = folder / name, b"a" * MB
    with file.open("wb") as stream:
        stream.write(HEADS[name][0].encode())
        for _ in range(size // MB):
            stream.write(piece)
    return file


def refusal(file: Path, folder: Path) -> str:
    """The one line in which the command line refuses a file, within bounds; it leaves nothing behind."""
    made, out = folder / "made.json", folder / "out.throughline"
    command = [sys.executable, "-c", MEASURED, str(made), "import", str(file), "-o", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=True)
    code, seconds, memory = json.loads(made.read_text(encoding="utf-8"))
    (line,) = done.stderr.splitlines()
    assert (code, out.exists()) == (2, False), line
    assert seconds < SECONDS
    assert memory < MEMORY
    return line


@pytest.mark.full
@pytest.mark.parametrize("name", HEADS)
def test_half_a_gigabyte_of_one_element_is_refused_by_its_size(name: str, tmp_path: Path) -> None:
    file = a_huge_file(tmp_path, name, 512 * MB)

    assert "larger than" in refusal(file, tmp_path)


@pytest.mark.full
@pytest.mark.parametrize("name", HEADS)
def test_one_element_as_large_as_is_read_at_all_is_refused_where_it_ends(name: str, tmp_path: Path) -> None:
    file = a_huge_file(tmp_path, name, HEADS[name][1] - 2 * MB)

    assert "larger than" not in refusal(file, tmp_path)


@pytest.mark.full
@pytest.mark.parametrize("name", [name for name in HEADS if name != "map.csv"])
def test_many_small_ones_are_refused_too(name: str, tmp_path: Path) -> None:
    # given as much as is read at all, of opening brackets and of elements that never end
    head, most = HEADS[name]
    file = tmp_path / name
    piece = "[" * MB if name.endswith(".json") else "<a>" * (MB // 3)
    file.write_text(
        head + ('", "x": ' if name.endswith(".json") else "'>") + piece * (most // MB - 2), encoding="utf-8"
    )

    refusal(file, tmp_path)
