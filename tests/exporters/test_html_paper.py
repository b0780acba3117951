"""The read-only page as Chromium prints it: heads on every page, words whole, white paper."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from model.document import DocumentView
from tests.exporters.page_faults import faults
from tests.exporters.pages import outpatient, permit, written
from tests.exporters.pdf_reading import pictures, tool
from tests.exporters.scripts import in_script
from tests.exporters.test_html_browser import CHROMIUM


def printed(document: DocumentView, folder: Path) -> bytes:
    """The page on paper."""
    browser = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if browser is None:
        pytest.skip("needs Chromium")
    page, paper = folder / "page.html", folder / "page.pdf"
    page.write_bytes(written(document))
    own = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/browser")
    command = [browser, *own, "--no-pdf-header-footer", f"--print-to-pdf={paper}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return paper.read_bytes()


def test_the_heads_of_a_table_stand_on_each_of_its_pages_and_no_word_is_broken(tmp_path: Path) -> None:
    data = printed(outpatient(), tmp_path)

    pages = tool("pdftotext", "-layout", "FILE", "-", data=data, folder=tmp_path).split("\f")
    cards = [page for page in pages if "Leads to" in page]
    assert len(cards) > 5
    for page in cards:
        head = next(line for line in page.splitlines() if "Leads to" in line)
        assert head.split()[:3] == ["Card", "Step", "Lane"]
    whole = "".join(pages)
    for word in ("Improvement", "Mandatory", "Hypothesis", "Guardrails", "2027"):
        assert word in whole
    assert "2,027" not in whole


@pytest.mark.parametrize("language", ["en", "ar", "ja"])
def test_the_paper_is_white_and_nothing_is_blank_cut_or_on_other_words(language: str, tmp_path: Path) -> None:
    data = printed(in_script(permit(), language), tmp_path)

    assert faults(data) == []
    assert all(page.getpixel((page.width // 2, 2)) == (255, 255, 255) for page in pictures(data, tmp_path, 36))
    assert all(
        (251, 250, 248) not in {c for _, c in page.getcolors(2**20) or ()} for page in pictures(data, tmp_path, 36)
    )


def test_where_amounts_are_left_out_the_case_says_none() -> None:
    whole, part = (written(outpatient(), **options).decode() for options in ({}, {"redact": "money"}))

    assert "Promised 82,855 EUR" in whole
    assert "Promised" not in part.replace("Promised and verified", "") and "0 EUR" not in part
    assert "changes a policy" in part
