"""The registries: every format by name, loaded only when asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from exporters import registry
from exporters.base import Option, OptionKind, chosen
from exporters.writing import write_file
from model.errors import KnownError
from model.messages import message
from model.texts import Texts
from tests.model.store.builders import FullDisk

LABEL = message("exporters.json.title")
OPTIONS = (
    Option("paper", OptionKind.TEXT, "A3", LABEL, ("A3", "A4")),
    Option("side", OptionKind.CHOICE, "long", LABEL, ("long", "short")),
    Option("legend", OptionKind.FLAG, "yes", LABEL),
    Option("copies", OptionKind.NUMBER, "1", LABEL),
    Option("parts", OptionKind.LIST, "all", LABEL, ("cover", "map", "case")),
)


@pytest.mark.parametrize("name", registry.EXPORTERS)
def test_every_exporter_is_what_its_name_says(name: str) -> None:
    found = registry.exporter(name.upper())

    assert found.name == name
    assert found.suffix.startswith(".")
    assert chosen(name, found.options, {}).keys() == {option.name for option in found.options}
    assert all(Texts()(text) for text in (found.title, *(option.label for option in found.options)))


@pytest.mark.parametrize("name", registry.READERS)
def test_every_reader_is_what_its_name_says(name: str) -> None:
    found = registry.reader(name)

    assert found.name == name
    assert all(suffix.startswith(".") for suffix in found.suffixes)
    assert all(Texts()(text) for text in (found.title, *(option.label for option in found.options)))


def test_an_unknown_name_is_refused_with_those_that_exist() -> None:
    with pytest.raises(KnownError) as caught:
        registry.exporter("docx")
    assert "pdf" in Texts()(caught.value.message)
    with pytest.raises(KnownError, match="unknown_reader"):
        registry.reader("pdf")


def test_importing_the_registry_loads_no_format() -> None:
    formats = tuple(registry.EXPORTERS.values()) + tuple(registry.READERS.values())
    code = f"import sys, exporters.registry; print([m for m in sys.modules if 'reportlab' in m or m in {formats}])"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("plan.json", b"{}", "json"),
        ("plan", b'\xef\xbb\xbf {"format"', "json"),
        ("PLAN.CSV", b"Customer,a", "csv"),
        ("plan.tsv", b"Customer\ta", "csv"),
    ],
)
def test_a_file_finds_its_reader(tmp_path: Path, name: str, content: bytes, expected: str) -> None:
    source = tmp_path / name
    source.write_bytes(content)

    assert registry.reader_for(source).name == expected


@pytest.mark.parametrize(("name", "content"), [("plan.doc", b"\xd0\xcf\x11"), ("a.csv", bytes(9)), ("empty.csv", b"")])
def test_a_file_nobody_knows_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    source = tmp_path / name
    source.write_bytes(content)

    with pytest.raises(KnownError) as caught:
        registry.reader_for(source)
    assert Texts()(caught.value.message).startswith(f"{source}: ")


@pytest.mark.parametrize("name", ["gone.csv", "gone/away.csv", ""])
def test_a_file_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(KnownError):
        registry.reader_for(tmp_path / name)


def test_options_take_their_defaults_and_their_own_spelling() -> None:
    assert chosen("pdf", OPTIONS, {"side": "SHORT", "paper": "210x297mm"}) == {
        "paper": "210x297mm",
        "side": "short",
        "legend": "yes",
        "copies": "1",
        "parts": "cover,map,case",
    }


@pytest.mark.parametrize(
    ("given", "parts"), [("ALL", "cover,map,case"), (" Case, cover,case", "case,cover"), ("", ""), (",map", "map")]
)
def test_a_list_holds_each_of_its_parts_once_in_the_order_given(given: str, parts: str) -> None:
    assert chosen("pack", OPTIONS, {"parts": given})["parts"] == parts


@pytest.mark.parametrize(
    "given",
    [{"colour": "red"}, {"side": "wide"}, {"legend": "maybe"}, {"copies": "-1"}, {"copies": "٣"}, {"parts": "map,lid"}],
)
def test_an_option_that_means_nothing_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(KnownError) as caught:
        chosen("pdf", OPTIONS, given)
    assert Texts()(caught.value.message)


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(b"old")
    target.chmod(0o640)

    write_file(target, b"new")

    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.json"]


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    target, link = tmp_path / "plan.json", tmp_path / "link.json"
    target.write_bytes(b"old")
    link.symlink_to(target)

    write_file(link, b"new")

    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_write_that_is_not_wanted_any_more_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "plan.pdf"
    target.write_bytes(b"old")

    assert write_file(target, b"new", lambda: False) is False
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"old"]
    assert write_file(target, b"new") is True
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"new"]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    target.write_bytes(b"old")

    with pytest.raises(KnownError, match=r"writing\.full"):
        write_file(target, b"new", files=FullDisk(2))
    assert target.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["plan.json"]


@pytest.mark.parametrize("name", ["gone/plan.json", ""])
def test_a_place_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(KnownError) as caught:
        write_file(tmp_path / name, b"")
    assert Texts()(caught.value.message)
