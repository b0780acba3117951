"""The command line: what each command does, says and leaves behind."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from app import cli, guard, settings
from app.commands import window
from app.settings import Settings
from exporters import registry
from exporters.json_format import write
from model import new, samples
from model.document import Document
from model.elements import Lane, Role
from model.store import locks, reading, writing
from model.store.files import Files
from tests.model.builders import a_grid

FIXED = ("--as-of", "2026-11-23", "--actor", "Ada", "--locale", "en", "--id-seed", "7")
TABLE = 'User steps,Ask,Wait\nFrontstage,"Answer\nNote down",\nBackstage,,Decide\n'
NO_DISPLAY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


class Result:
    """What one run said."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def refusal(self) -> str:
        """The one line of a refusal."""
        assert self.code == 2
        assert self.out == ""
        assert self.err.startswith("throughline: ")
        assert self.err.count("\n") == 1
        return self.err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    capsys.readouterr()

    def run(*arguments: str) -> Result:
        code = cli.main(arguments)
        said = capsys.readouterr()
        return Result(code, said.out, said.err)

    return run


def rows_in(file: Path) -> Document:
    return Document(reading.read(file, Files()).rows)


def names_here() -> list[str]:
    return [entry.name for entry in Path().iterdir()]


def a_file(name: str = "plan.throughline") -> Path:
    """A document of 4 steps, 5 lanes and 2 cards on the disk."""
    grid = a_grid(title="Plan")
    first, second = grid.card(1, 0, "Ask"), grid.card(2, 1, "Answer")
    grid.editor.add_link(first, second)
    file = Path(name)
    writing.write(file, writing.serialise(grid.document.rows()), Files(), "test")
    return file


def test_new_makes_a_document_and_leaves_one_that_is_there_alone(run: Any) -> None:
    assert run("new", "a.throughline", "--title", "Moving house").out == "a.throughline\n"
    assert rows_in(Path("a.throughline")).blueprint.title == "Moving house"
    before = Path("a.throughline").read_bytes()

    assert "a.throughline" in run("new", "a.throughline").refusal
    assert Path("a.throughline").read_bytes() == before
    assert names_here() == ["a.throughline"]


@pytest.mark.parametrize("template", new.TEMPLATES)
def test_new_from_a_template(run: Any, template: str) -> None:
    assert run("new", "a.throughline", "--template", template, "--title", "T").code == 0
    document = rows_in(Path("a.throughline"))

    assert document.blueprint.title == "T"
    assert {Role.CUSTOMER, Role.EMPLOYEE} & {lane.role for lane in document.where(Lane)}


@pytest.mark.parametrize("sample", samples.NAMES)
def test_new_from_a_sample_keeps_its_title_or_takes_another(run: Any, sample: str) -> None:
    assert run("new", "a.throughline", "--sample", sample).code == 0
    assert run("new", "b.throughline", "--sample", sample, "--title", "Mine").code == 0

    assert rows_in(Path("a.throughline")).blueprint.title != "Mine"
    assert rows_in(Path("b.throughline")).blueprint.title == "Mine"


def test_new_lists_samples_and_templates(run: Any) -> None:
    out = run("new", "--list").out

    assert all(f"  {name}" in out for name in (*samples.NAMES, *new.TEMPLATES))


def test_the_same_context_gives_the_same_bytes(run: Any) -> None:
    run("new", "a.throughline", "--template", "service", *FIXED)
    run(*FIXED, "new", "b.throughline", "--template", "service")
    run("new", "c.throughline", "--template", "service", *FIXED[:-1], "8")

    a, b, c = (Path(f"{name}.throughline").read_bytes() for name in "abc")
    assert a == b
    assert a != c


def test_info_counts_everything(run: Any) -> None:
    file = a_file()

    facts = run("info", str(file), "--json").json

    assert list(facts) == ["title", "state", "lifeCycle", "counts", "grounding", "formatVersion", "hash"]
    assert list(facts["counts"])[:6] == ["stages", "steps", "lanes", "cards", "links", "owners"]
    assert {name: n for name, n in facts["counts"].items() if n} == {
        "stages": 2,
        "steps": 4,
        "lanes": 5,
        "cards": 2,
        "links": 1,
    }
    assert facts["title"] == "Plan"
    assert facts["grounding"]["assumed"] == {"cards": 2, "share": "1.0000"}
    assert facts["hash"] == reading.read(file, Files()).content


def test_info_in_words(run: Any) -> None:
    out = run("info", str(a_file())).out.splitlines()

    assert out[:4] == [
        "Plan",
        "State: as it is; draft",
        "2 stages, 4 steps, 5 lanes, 2 cards, 1 link",
        "Cards: 100 % assumed",
    ]
    assert out[4].startswith("Format 2.0, content hash ")


def test_what_a_file_says_does_not_steer_the_terminal(run: Any) -> None:
    Path("map.csv").write_text('Customer,One\n"\x1b[2JBackstage\x9b",x\nSupport,y\n', encoding="utf-8")

    out = run("import", "map.csv", "-o", "\x1b]0;.throughline").out

    assert "Backstage" in out
    assert all(character.isprintable() or character == "\n" for character in out)


def test_the_version_can_be_asked(run: Any) -> None:
    assert run("--version").out.startswith("throughline")


def test_verify_says_that_a_file_is_sound(run: Any) -> None:
    assert "sound" in run("verify", str(a_file())).out


@pytest.mark.parametrize("command", ["verify", "info", "export"])
@pytest.mark.parametrize("content", [b"", bytes(4096), b"{}", b"SQLite format 3\0" + bytes(4080), b"PK\x03\x04"])
def test_a_file_that_is_no_document_is_refused(run: Any, command: str, content: bytes) -> None:
    Path("bad.throughline").write_bytes(content)
    more = ("-f", "json") if command == "export" else ()

    assert "bad.throughline" in run(command, "bad.throughline", *more).refusal
    assert names_here() == ["bad.throughline"]


def test_a_flipped_bit_is_found(run: Any) -> None:
    file = a_file()
    data = bytearray(file.read_bytes())
    data[data.index(b"Answer")] ^= 1
    file.write_bytes(data)

    assert "plan.throughline" in run("verify", str(file)).refusal


def test_export_writes_beside_the_document_or_where_it_is_told(run: Any) -> None:
    file = a_file()

    assert run("export", str(file), "-f", "json").out == "plan.json\n"
    assert run("export", str(file), "-f", "JSON", "-o", "other.txt").out == "other.txt\n"
    assert Path("plan.json").read_bytes() == Path("other.txt").read_bytes() == write(rows_in(file))


@pytest.mark.parametrize("format_name", registry.EXPORTERS)
def test_every_format_is_written_the_same_twice(run: Any, format_name: str) -> None:
    file = a_file()

    for out in ("one", "two"):
        assert run("export", str(file), "-f", format_name, "-o", out, *FIXED).code == 0

    assert Path("one").read_bytes() == Path("two").read_bytes() != b""


def test_export_takes_options(run: Any) -> None:
    file = str(a_file())

    assert run("export", file, "-f", "pdf", "-o", "a.pdf", "-O", "paper=A4", "-Oorientation=portrait").code == 0
    assert Path("a.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    "wrong",
    [
        ("-f", "docx"),
        ("-f", "json", "-O", "paper=A3"),
        ("-f", "pdf", "-O", "paper"),
        ("-f", "pdf", "-O", "paper=B9"),
        ("-f", "pdf", "-O", "orientation=up"),
        ("-f", "json", "-o", "plan.throughline"),
        ("-f", "json", "-o", "gone/plan.json"),
        ("-f", "json", "-o", "."),
        (),
    ],
    ids=" ".join,
)
def test_export_refuses_and_writes_nothing(run: Any, wrong: tuple[str, ...]) -> None:
    file = a_file()
    before = file.read_bytes()

    assert run("export", str(file), *wrong).refusal
    assert file.read_bytes() == before
    assert names_here() == [file.name]


def test_import_makes_a_document_and_a_report(run: Any) -> None:
    Path("map.csv").write_text(TABLE, encoding="utf-8")

    result = run("import", "map.csv", "-o", "map.throughline", "--report", "r.json")

    report = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert result.code == 0
    assert "Placed: 1 blueprint, 1 stage, 2 steps, 3 lanes, 5 cards" in result.out
    assert report["placed"]["cards"] == 5
    assert {entry["place"] for entry in report["inferred"]} >= {"A1", "A2", "A3"}
    assert len(rows_in(Path("map.throughline"))) == 12


def test_import_of_an_export_is_the_same_document(run: Any) -> None:
    file = a_file()
    run("export", str(file), "-f", "json")

    assert run("import", "plan.json", "-o", "again.throughline").code == 0
    assert run("export", "again.throughline", "-f", "json").code == 0
    assert Path("again.json").read_bytes() == Path("plan.json").read_bytes()
    assert Path("again.throughline").read_bytes() == file.read_bytes()


def test_import_can_be_told_format_and_options(run: Any) -> None:
    Path("map.data").write_text(TABLE.replace(",", ";"), encoding="utf-8")

    assert run("import", "map.data", "-o", "a.throughline").refusal
    done = run("import", "map.data", "-o", "a.throughline", "--from", "csv", "-O", "delimiter=semicolon")
    assert done.code == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", b""), ("a.csv", bytes(100)), ("a.csv", b"x\n"), ("a.json", b"{"), ("a.json", b"{}"), ("a.doc", b"\xd0")],
)
def test_a_source_that_cannot_be_read_leaves_no_file_behind(run: Any, name: str, content: bytes) -> None:
    Path(name).write_bytes(content)

    assert name in run("import", name, "-o", "out.throughline", "--report", "r.json").refusal
    assert names_here() == [name]


def test_import_refuses_what_is_missing_or_its_own_source(run: Any) -> None:
    Path("map.csv").write_text(TABLE, encoding="utf-8")

    assert "gone.csv" in run("import", "gone.csv", "-o", "a.throughline").refusal
    assert "-o" in run("import", "map.csv").refusal
    assert run("import", "map.csv", "-o", "./map.csv").refusal
    assert names_here() == ["map.csv"]


def test_a_document_that_is_open_elsewhere_is_not_overwritten(run: Any) -> None:
    Path("map.csv").write_text(TABLE, encoding="utf-8")
    file = a_file()
    before = file.read_bytes()
    lock = locks.Lock(locks.document_lock(file), locks.Owner("Bea", "elsewhere", 1))

    refusal = run("import", "map.csv", "-o", str(file)).refusal
    lock.release()

    assert "Bea" in refusal
    assert file.read_bytes() == before


def test_formats_lists_both_registries(run: Any) -> None:
    found = run("formats", "--json").json

    assert [entry["name"] for entry in found["exporters"]] == list(registry.EXPORTERS)
    assert [entry["name"] for entry in found["readers"]] == list(registry.READERS)
    table = next(entry for entry in found["readers"] if entry["name"] == "csv")
    assert table["suffixes"] == [".csv", ".tsv", ".tab"]
    assert [option["name"] for option in table["options"]] == [*("layout", "table", "columns", "map", "delimiter")]
    assert "-O layout=auto|lanes-in-rows" in run("formats").out


@pytest.mark.parametrize("arguments", [("demo", "--out", "a/b"), ("demo",)])
def test_demo_writes_the_sample_where_there_is_no_display(
    run: Any, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    for name in NO_DISPLAY:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(window.sys, "platform", "linux")

    files = [Path(line) for line in run(*arguments).out.splitlines()]

    names = [file.name for file in files]
    assert {*names} >= {"permit.pdf", "permit.pack.pdf", "permit.svg", "permit.json", "outpatient.pdf"}
    assert len(set(names)) == len(names)
    assert all(file.stat().st_size for file in files)


class Window(ModuleType):
    """Stands for `app.gui`."""

    opened: list[Any]
    locale: str

    def main(self, context: Any, file: Path | None, sample: str | None) -> int:
        self.opened = [context.actor, file, sample]
        self.locale = context.locale
        return 0


@pytest.mark.parametrize(
    ("arguments", "opened"),
    [
        ((), ["Ada", None, None]),
        (("plan.throughline",), ["Ada", Path("plan.throughline"), None]),
        (("--", "info"), ["Ada", Path("info"), None]),
        (("demo",), ["Ada", None, "permit"]),
    ],
)
def test_the_window_opens_where_there_is_a_display(
    run: Any, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], opened: list[Any]
) -> None:
    gui = Window("app.gui")
    monkeypatch.setitem(sys.modules, "app.gui", gui)
    monkeypatch.setattr(guard, "check_qt", lambda: None)
    monkeypatch.setenv("DISPLAY", ":7")

    assert run("--actor", "Ada", *arguments).code == 0
    assert gui.opened == opened


@pytest.mark.parametrize(
    ("kept", "arguments", "spoken"),
    [("de", (), "de"), ("de", ("--locale", "en"), "en"), ("", (), "fr-CA"), ("", ("--locale", "de"), "de")],
)
def test_the_window_speaks_the_language_kept_unless_one_is_given(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kept: str, arguments: tuple[str, ...], spoken: str
) -> None:
    gui = Window("app.gui")
    monkeypatch.setitem(sys.modules, "app.gui", gui)
    monkeypatch.setattr(guard, "check_qt", lambda: None)
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setenv("THROUGHLINE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LC_ALL", "fr_CA.UTF-8")
    settings.save(Settings(language=kept), tmp_path / "home")

    assert run(*arguments).code == 0
    assert gui.locale == spoken


def test_without_a_display_the_window_is_refused(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NO_DISPLAY:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(window.sys, "platform", "linux")

    assert run("plan.throughline").refusal


def test_our_own_mistake_is_a_traceback_and_exit_three(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read", lambda *_: 1 / 0)

    result = run("info", "plan.throughline")

    assert result.code == 3
    assert "ZeroDivisionError" in result.err


def test_a_strangers_package_is_refused_first(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "widgets").mkdir()
    (tmp_path / "widgets" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "widgets", raising=False)

    assert "widgets" in run("formats").refusal


@pytest.mark.parametrize("wrong", [("--as-of", "soon"), ("--id-seed", "x")])
def test_what_is_fixed_is_checked_though_the_command_needs_it_not(run: Any, wrong: tuple[str, str]) -> None:
    assert wrong[0] in run("formats", *wrong).refusal
