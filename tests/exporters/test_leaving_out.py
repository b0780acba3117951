"""What is left out is in no file of any data format; a redacted table that is read back changes nothing."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from pathlib import Path

import pytest

from exporters import registry
from exporters.base import REDACT, run
from exporters.readers.base import run as read
from model.errors import KnownError
from model.registers import Owner
from model.samples import build
from model.texts import Texts
from tests.model.builders import a_context

OPTIONS = {
    "csv": [{"table": table} for table in ("cards", "owners", "costs", "matrix")],
    "drawio": [{}, {"form": "svg"}],
    "bpmn": [{}, {"pools": "2"}],
    "backlog": [{"flavour": flavour} for flavour in ("jira", "azure", "linear", "github")],
    "mermaid": [{"form": "grid"}, {"form": "flow"}],
}
DATA = ("json", "xlsx", "csv", "drawio", "bpmn", "svg", "archimate", "graphml", "mermaid", "d2", "backlog", "ics")
WAYS = [(name, options) for name in DATA for options in OPTIONS.get(name, [{}])]
MONEY = re.compile(r"(?:EUR|€)\s?[0-9]|[0-9][0-9.,'\u00a0\u202f]*\s?(?:EUR\b|€)")


def words(data: bytes) -> str:
    """All that a file says, unpacked."""
    if not data.startswith(b"PK"):
        return data.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "\n".join([*archive.namelist(), *(archive.read(name).decode("utf-8") for name in archive.namelist())])


def unpicked(text: str) -> str:
    """A text without its pictures and fonts, in whose letters any word may stand."""
    return re.sub(r"[A-Za-z0-9+/=]{200,}", "", text)


@pytest.mark.parametrize("name", registry.EXPORTERS)
def test_every_format_can_leave_out(name: str) -> None:
    assert REDACT.name in {option.name for option in registry.exporter(name).options}


@pytest.mark.parametrize(("name", "options"), WAYS, ids=str)
def test_names_and_amounts_are_nowhere_in_the_file(name: str, options: dict[str, str]) -> None:
    # given a sample, and the names in it that are not also those of lanes or things
    document = build("outpatient", a_context())
    names = {owner.name for owner in document.where(Owner)}
    assert len(names) > 4
    # when it is written without them
    options = {**options, REDACT.name: "names,money,contacts"}
    text = unpicked(words(run(registry.exporter(name), document, a_context(), options).data))
    # then none of them is in the file, spelt as they are or as mails and cells spell them
    folded = text.casefold()
    assert [each for each in names if each.casefold() in folded] == []
    assert [each for each in names if base64.b64encode(each.encode()).decode() in text] == []
    assert MONEY.findall(text) == []


def test_a_redacted_workbook_that_is_read_back_changes_nothing(tmp_path: Path) -> None:
    document = build("permit", a_context())
    file = tmp_path / "map.xlsx"
    file.write_bytes(run(registry.exporter("xlsx"), document, a_context(), {REDACT.name: "names,money"}).data)

    reading = read(registry.reader_for(file), file, a_context(), {}, document)

    assert not reading.change


def test_a_redacted_table_of_cards_names_nobody_and_is_not_read_back(tmp_path: Path) -> None:
    document = build("permit", a_context())
    file = tmp_path / "map.csv"
    file.write_bytes(run(registry.exporter("csv"), document, a_context(), {REDACT.name: "names"}).data)

    with pytest.raises(KnownError) as caught:
        read(registry.reader_for(file), file, a_context(), {}, document)

    assert "“Owner " in Texts()(caught.value.message)
