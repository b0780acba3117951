"""The rules that import-linter, ruff and mypy cannot say, read from the syntax trees of the product."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("app", "widgets", "exporters", "model", "resources")
MAY_IMPORT = {
    "resources": {"resources"},
    "model": {"model", "resources"},
    "exporters": {"exporters", "model", "resources"},
    "widgets": {"widgets", "model", "resources"},
    "app": set(ROOMS),
}
# What computes from the document and never asks how it is edited.
DERIVED = ("model.layout", "model.analysis")
EDITING = ("model.editor", "model.commands", "model.history")
QT = {"PySide6", "shiboken6"}
QT_FREE_APP = {"app.cli", "app.session", "app.recovery", "app.settings", "app.guard", "app.__main__"}
# Library: the modules that may import it.
PROTECTED = {
    "sqlite_utils": "model.store",
    "networkx": "model.analysis",
    "numpy": "model.analysis",
    "uharfbuzz": "model.layout",
    "bidi": "model.layout",
    "reportlab": "exporters.pdf",
    "pypdfium2": "exporters.png",
}
SHARED_BY_EXPORTERS = {
    *("exporters", "exporters.base", "exporters.registry", "exporters.writing"),
    *("exporters.added", "exporters.readers", "exporters.readers.base", "exporters.readers.limits"),
    *("exporters.json_format", "exporters.readers.json_reader", "exporters.readers.csv_roles"),
    *("exporters.sheets", "exporters.sheets.names", "exporters.sheets.plan", "exporters.sheets.values"),
    *("exporters.readers.sheet_placing", "exporters.readers.sheet_records"),
}
# What is made of other formats: a page shows SVG, pictures are taken of PDF, readings stand in tables of either kind,
# the sheets that others keep are tables as those of text are.
MADE_OF = {"html": {"svg"}, "png": {"pdf"}, "readings": {"csv", "xlsx"}, "xlsx": {"csv"}}
# What lies in these is there to be shared.
SHARED_PLACES = ("exporters.common", "exporters.readers.common")
BANNED_MODULES = {
    *("socket", "socketserver", "ssl", "http", "urllib.request", "ftplib", "smtplib", "requests", "httpx"),
    *("urllib3", "aiohttp", "asyncio", "xmlrpc", "imaplib", "poplib", "telnetlib", "nntplib", "wsgiref", "webbrowser"),
    *("PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngineCore", "PySide6.QtWebEngineWidgets"),
    *("pickle", "_pickle", "shelve", "dbm", "marshal", "dill", "cloudpickle", "joblib", "yaml", "copyreg"),
    *("subprocess", "_posixsubprocess", "pty", "multiprocessing", "concurrent.futures.process", "pexpect"),
    *("PySide6.QtCore.QProcess", "ctypes", "_ctypes", "cffi", "code", "codeop", "runpy", "pdb", "timeit"),
    *("locale", "secrets", "uuid"),
}
BANNED_CALLS = {
    *("eval", "exec", "compile", "__import__", "builtins.eval", "builtins.exec", "builtins.compile"),
    *("os.system", "os.popen", "os.startfile", "os.fork", "os.forkpty", "os.posix_spawn", "os.posix_spawnp"),
    *(
        f"os.{family}{kind}"
        for family in ("exec", "spawn")
        for kind in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")
    ),
    *("QProcess", "QtCore.QProcess", "PySide6.QtCore.QProcess", "numpy.load", "np.load", "sys.settrace"),
    *("types.CodeType", "types.FunctionType"),
}
# Keywords that hand a text to a shell, or data to pickle.
BANNED_KEYWORDS = {"shell", "allow_pickle"}
# Asks whether the system has the libraries Qt needs, before any document.
CTYPES_HOME = "app.guard"
QT_PROCESS = ("QProcess.", "QtCore.QProcess.", "PySide6.QtCore.QProcess.")
# The module that may read the system clock, and the one that may ask it for chance.
CLOCK_HOME = "app.system"
CHANCE_HOME = "model.ids"
CLOCK_OWNERS = {"datetime", "date", "QDate", "QDateTime", "QTime"}
CLOCK_READS = {
    "now",
    "today",
    "utcnow",
    "currentDate",
    "currentTime",
    "currentDateTime",
    "currentDateTimeUtc",
}
MEASURES = {
    *("QFontMetrics", "QFontMetricsF", "fontMetrics", "QTextDocument", "QTextLayout", "QGraphicsTextItem"),
    *("QStaticText", "elidedText"),
}
TEXT_SETTERS = {
    *("setText", "setPlainText", "setHtml", "setToolTip", "setStatusTip", "setWhatsThis", "setWindowTitle"),
    *("setTitle", "setLabelText", "setInformativeText", "setDetailedText", "setPlaceholderText"),
    *("setAccessibleName", "setAccessibleDescription", "setHeaderLabels", "setHorizontalHeaderLabels"),
    *("setItemText", "setTabText", "setPrefix", "setSuffix", "addAction", "addMenu", "addItem", "addItems"),
    *("addTab", "addRow", "addButton", "addToolBar", "showMessage", "QLabel", "QPushButton", "QToolButton"),
    *("QCheckBox", "QRadioButton", "QGroupBox", "QAction", "QMenu", "QDockWidget", "QLineEdit", "QToolBar"),
}
FILE_LINES = 400
FUNCTION_LINES = 50
Fault = Callable[[str, ast.Module], Iterator[str]]


def name_of(file: Path) -> str:
    """The dotted name of a module of the tree."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def product() -> dict[str, ast.Module]:
    """Every module of the five packages with its syntax tree."""
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]
    return {name_of(file): ast.parse(file.read_text(encoding="utf-8"), str(file)) for file in files}


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Each imported module, and for `from a import b` also `a.b`, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a chain of names; the last name alone where the chain starts with something else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Each call with the dotted name of what it calls."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def aliases(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Other names that a module gives to what it imports, each with the real one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            home = f"{node.module}." if isinstance(node, ast.ImportFrom) and node.module else ""
            yield from ((alias.asname, home + alias.name) for alias in node.names if alias.asname)


def meant(name: str, known: dict[str, str]) -> str:
    """A dotted name with its first part as it is really called."""
    first, dot, rest = name.partition(".")
    return known.get(first, first) + dot + rest


def within(module: str, place: str) -> bool:
    """Whether a module is a place or lies in it."""
    return module == place or module.startswith(place + ".")


def wrong_room(module: str, tree: ast.Module) -> Iterator[str]:
    """Imports against the direction app > widgets | exporters > model > resources."""
    room = module.split(".")[0]
    for line, name in imports(tree):
        other = name.split(".")[0]
        if other in ROOMS and other not in MAY_IMPORT[room]:
            yield f"{line}: {room} may not import {name}"
        if any(within(module, place) for place in DERIVED) and any(within(name, place) for place in EDITING):
            yield f"{line}: what is derived from the document may not import {name}"
        if room == "resources" and other != "resources" and other not in sys.stdlib_module_names:
            yield f"{line}: resources may import only the standard library, not {name}"


def qt_below_the_widgets(module: str, tree: ast.Module) -> Iterator[str]:
    """Qt where the command line would load it."""
    if module.split(".")[0] in {"model", "exporters", "resources"} or module in QT_FREE_APP:
        for line, name in imports(tree):
            if name.split(".")[0] in QT:
                yield f"{line}: imports {name}"


def protected_library(module: str, tree: ast.Module) -> Iterator[str]:
    """A library outside the one room that may use it."""
    for line, name in imports(tree):
        home = PROTECTED.get(name.split(".")[0])
        if home is not None and not within(module, home) and not module.startswith(home + "_"):
            yield f"{line}: only {home} may import {name}"


def exporters_that_see_one_another(module: str, tree: ast.Module) -> Iterator[str]:
    """An exporter imports what all share and its own format's modules (`pdf`, `pdf_text`), never another's."""
    if not within(module, "exporters") or shared(module):
        return
    for line, name in imports(tree):
        ours = within(name, "exporters") and name in product()
        allowed = {family(module), *MADE_OF.get(family(module), ())}
        if ours and not shared(name) and family(name) not in allowed:
            yield f"{line}: imports {name}"


def shared(module: str) -> bool:
    """Whether every exporter and reader may import a module."""
    return module in SHARED_BY_EXPORTERS or any(within(module, place) for place in SHARED_PLACES)


def family(module: str) -> str:
    """The format a module belongs to: `pdf` of `exporters.pdf_fonts`, `csv` of `exporters.readers.csv`."""
    parts = [part for part in module.split(".")[1:] if part != "readers"]
    return parts[0].split("_")[0] if parts else ""


def network_pickle_or_process(module: str, tree: ast.Module) -> Iterator[str]:
    """What reaches outside, runs data as code, or asks the system for names and places."""
    for line, name in imports(tree):
        probing = module == CTYPES_HOME and name == "ctypes"
        if not probing and (name in BANNED_CALLS or any(within(name, banned) for banned in BANNED_MODULES)):
            yield f"{line}: imports {name}"
    known = dict(aliases(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            name = meant(dotted(node), known)
            if name in BANNED_CALLS or name.startswith(QT_PROCESS):
                yield f"{node.lineno}: uses {name}"
    for call, name in calls(tree):
        for module_named in call.args[:1] if name.rpartition(".")[2] == "import_module" else ():
            if isinstance(module_named, ast.Constant) and module_named.value in BANNED_MODULES:
                yield f"{call.lineno}: imports {module_named.value}"
        for word in call.keywords:
            if word.arg in BANNED_KEYWORDS and not (isinstance(word.value, ast.Constant) and word.value.value is False):
                yield f"{call.lineno}: {name}({word.arg}=...)"


def chance_without_a_seed(module: str, tree: ast.Module) -> Iterator[str]:
    """Chance that a seed cannot repeat: only `random.Random(seed)` may be used."""
    if module == CHANCE_HOME:
        return
    for line, name in imports(tree):
        if name.startswith("random.") and name != "random.Random":
            yield f"{line}: imports {name}"
    for call, name in calls(tree):
        seeded = name in {"random.Random", "Random"} and call.args
        if (name.startswith("random.") or name == "Random") and not seeded:
            yield f"{call.lineno}: calls {name}"


def system_clock(module: str, tree: ast.Module) -> Iterator[str]:
    """The time taken from the system instead of from the session's context."""
    if module == CLOCK_HOME:
        return
    for call, name in calls(tree):
        owner, _, last = name.rpartition(".")
        of_dates = owner.rpartition(".")[2] in CLOCK_OWNERS and last in CLOCK_READS
        if of_dates or name in {"time.time", "time.time_ns"}:
            yield f"{call.lineno}: calls {name}"


def text_measured_by_a_device(module: str, tree: ast.Module) -> Iterator[str]:
    """Text is shaped and wrapped in `model.layout`; only the inline editor lets Qt do it."""
    if module.startswith("widgets.canvas.inline"):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute):
            name = node.id if isinstance(node, ast.Name) else node.attr
            if name in MEASURES:
                yield f"{node.lineno}: uses {name}"


def words_in_the_widgets(module: str, tree: ast.Module) -> Iterator[str]:
    """English handed to Qt as a literal; every word a user sees comes from the catalogue."""
    if module.split(".")[0] not in {"widgets", "app"}:
        return
    for call, name in calls(tree):
        if name.rpartition(".")[2] in TEXT_SETTERS:
            for argument in [*call.args, *(word.value for word in call.keywords)]:
                if words := literal_words(argument):
                    yield f"{call.lineno}: {name}({words!r})"


def literal_words(node: ast.expr) -> str:
    """The letters of a literal, of an f-string, or of a list of them."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value if any(sign.isalpha() for sign in node.value) else ""
    if isinstance(node, ast.JoinedStr | ast.List | ast.Tuple):
        parts = node.values if isinstance(node, ast.JoinedStr) else node.elts
        return "".join(literal_words(part) for part in parts)
    if isinstance(node, ast.BinOp):
        return literal_words(node.left) + literal_words(node.right)
    return ""


def too_long(_module: str, tree: ast.Module) -> Iterator[str]:
    """Functions over 50 lines."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{node.lineno}: {node.name} has {lines} lines"


RULES: tuple[Fault, ...] = (
    wrong_room,
    qt_below_the_widgets,
    protected_library,
    exporters_that_see_one_another,
    network_pickle_or_process,
    chance_without_a_seed,
    system_clock,
    text_measured_by_a_device,
    words_in_the_widgets,
    too_long,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_product_keeps_the_rule(rule: Fault) -> None:
    found = [f"{module}:{fault}" for module, tree in product().items() for fault in rule(module, tree)]

    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("rule", "module", "source"),
    [
        (wrong_room, "model.rules", "from exporters import base"),
        (wrong_room, "widgets.dialog", "import exporters.pdf"),
        (wrong_room, "resources", "import msgspec"),
        (wrong_room, "model.layout.grid", "from model.commands.cards import move_cards"),
        (qt_below_the_widgets, "app.cli", "def window():\n    from PySide6.QtWidgets import QApplication"),
        (protected_library, "model.editor", "import networkx"),
        (protected_library, "exporters.svg", "from reportlab.pdfgen import canvas"),
        (protected_library, "exporters.pdf", "import pypdfium2"),
        (network_pickle_or_process, "model.store.file", "from urllib.request import urlopen"),
        (network_pickle_or_process, "app.gui", "os.system('ls')"),
        (network_pickle_or_process, "app.gui", "import os as system_of_files\nsystem_of_files.system('ls')"),
        (network_pickle_or_process, "widgets.ask", "import os\nact = os.popen"),
        (network_pickle_or_process, "exporters.svg", "rows = map(eval, texts)"),
        (network_pickle_or_process, "model.store.reading", "import importlib\nimportlib.import_module('pickle')"),
        (network_pickle_or_process, "app.gui", "from os import execv"),
        (network_pickle_or_process, "app.gui", "from PySide6.QtCore import QProcess"),
        (network_pickle_or_process, "app.gui", "QtCore.QProcess.startDetached('ls', [])"),
        (network_pickle_or_process, "model.store.reading", "import ctypes.util"),
        (
            network_pickle_or_process,
            "model.store.reading",
            "from concurrent.futures.process import ProcessPoolExecutor",
        ),
        (network_pickle_or_process, "model.store.reading", "import builtins\nbuiltins.exec(text)"),
        (network_pickle_or_process, "model.analysis.draws", "numpy.load(file)"),
        (network_pickle_or_process, "model.analysis.draws", "array = numpy.fromfile(file, allow_pickle=True)"),
        (network_pickle_or_process, "exporters.png", "run('gs', shell=True)"),
        (chance_without_a_seed, "model.analysis.draws", "import random\nx = random.random()"),
        (chance_without_a_seed, "model.analysis.draws", "from random import choice"),
        (chance_without_a_seed, "model.analysis.draws", "import random\nx = random.Random()"),
        (system_clock, "model.ids", "from datetime import datetime\nx = datetime.now(UTC)"),
        (system_clock, "app.session", "import datetime\nx = datetime.date.today()"),
        (text_measured_by_a_device, "widgets.canvas.painter", "x = QtGui.QFontMetricsF(font)"),
        (text_measured_by_a_device, "widgets.outline", "x = self.fontMetrics().height()"),
        (words_in_the_widgets, "widgets.main", "label = QLabel('Cards')"),
        (words_in_the_widgets, "widgets.main", "self.setWindowTitle(f'{name} - Throughline')"),
        (words_in_the_widgets, "widgets.main", "view.setHeaderLabels(['Name', 'Owner'])"),
        (too_long, "model.rules", "def f():\n" + "    x = 1\n" * 50),
    ],
)
def test_each_rule_sees_its_fault(rule: Fault, module: str, source: str) -> None:
    assert list(rule(module, ast.parse(source)))


def test_an_exporter_may_not_import_another(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {name: ast.parse("") for name in ("exporters.svg", "exporters.pdf_fonts", "exporters.base")}
    monkeypatch.setitem(globals(), "product", lambda: known)
    another = ast.parse("from exporters.svg import paint")
    its_own = ast.parse("from exporters.base import Request\nfrom exporters.pdf_fonts import embed")

    assert list(exporters_that_see_one_another("exporters.pdf", another))
    assert not list(exporters_that_see_one_another("exporters.pdf", its_own))
    assert not list(exporters_that_see_one_another("exporters.html_page", another))


def test_the_rules_say_nothing_of_sound_code() -> None:
    sound = "from model.document import Document\nlabel = QLabel(texts('main.cards'))\nlabel.setText('')"

    assert not [fault for rule in RULES for fault in rule("widgets.main", ast.parse(sound))]


def test_no_file_is_over_four_hundred_lines() -> None:
    files = [file for room in ROOMS for file in (ROOT / room).rglob("*.py")]
    lengths = {name_of(file): len(file.read_text(encoding="utf-8").splitlines()) for file in files}

    assert not {name: length for name, length in lengths.items() if length > FILE_LINES}
