"""The read-only page: one file, the same bytes, no outside address, nothing of a stranger's that could run."""

from __future__ import annotations

import re
import tomllib
from base64 import b64decode, b64encode
from collections import Counter
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
import uharfbuzz as hb

from exporters import base, registry
from exporters.html_drawing import Colours, strips
from exporters.html_text import address, prose
from model.case_sheet.finding import find, looks
from model.case_sheet.sheet import Sheets
from model.context import fixed_context
from model.document import Document
from model.elements import Blueprint, Card
from model.entries.columns import REGISTERS
from model.errors import BugError, KnownError
from model.layout.case.sheet import CaseSheet
from model.layout.drawing import RECT, Layer, Piece
from model.layout.fonts import FontBook
from model.layout.theme import load_theme
from model.messages import message
from model.registers import Source
from model.samples import build
from model.texts import Texts, locales
from resources import path
from tests.exporters.pages import DAY, arabic, hostile, permit, written

VOID = {"meta", "link", "input", "br"}
OUTSIDE = re.compile(r"https?:|[\"'(]//[a-z]", re.IGNORECASE)


class Page(HTMLParser):
    """A page as its tags, the texts between them, and what is wrong with their nesting."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(data.decode("utf-8"))
        self.close()
        self.faults += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("style", "script"):
            self.words.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each such tag."""
        return [attributes for name, attributes in self.tags if name == tag]


def words(locale: str) -> list[str]:
    """The ids of the page's own words, below `html.`."""
    table = tomllib.loads(path("translations", locale, "html.toml").read_text(encoding="utf-8"))["html"]
    return [
        f"{name}.{inner}" if isinstance(value, dict) else name
        for name, value in table.items()
        for inner in (value if isinstance(value, dict) else [""])
    ]


def sheet_of(document: Document) -> CaseSheet:
    """The case of a document, laid out."""
    return Sheets(FontBook.bundled()).lay_out(find(document, looks()), load_theme("light"), 1080.0)


def between(data: bytes, tag: str) -> bytes:
    """What stands in the only element of a name."""
    (found,) = re.findall(rb"<%b>(.*?)</%b>" % (tag.encode(), tag.encode()), data, re.DOTALL)
    assert isinstance(found, bytes)
    return found


@pytest.mark.parametrize("made", [permit, arabic, hostile, lambda: build("outpatient", fixed_context(DAY))])
def test_the_page_is_sound_and_every_link_in_it_leads_somewhere(made: Any) -> None:
    page = Page(written(made()))

    ids = [attributes["id"] for _, attributes in page.tags if attributes.get("id")]
    inside = {(a["href"] or "")[1:] for a in page.of("a") if (a["href"] or "").startswith("#")}
    assert page.faults == []
    assert [id for id, count in Counter(ids).items() if count > 1] == []
    assert inside <= set(ids)
    assert {use["href"] for use in page.of("use")} <= {f"#{id}" for id in ids}


def test_the_same_document_gives_the_same_bytes() -> None:
    outpatient = build("outpatient", fixed_context(DAY))

    assert written(outpatient) == written(outpatient)


def test_the_page_names_no_outside_address_and_may_fetch_nothing() -> None:
    data = written(permit())
    policy = next(meta["content"] for meta in Page(data).of("meta") if "http-equiv" in meta) or ""

    assert not OUTSIDE.search(data.decode())
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        digest = b64encode(sha256(between(data, tag)).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_what_strangers_wrote_stays_text() -> None:
    page = Page(written(hostile(), actor='"><script>hacked=1</script>'))

    assert len(page.of("script")) == 1 and not page.of("img") and not page.of("iframe")
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "style"]
    targets = {(a["href"] or "").split(":")[0] for a in page.of("a") if not (a["href"] or "").startswith("#")}
    assert targets == {"https"}
    assert all(a.get("rel") == "noopener noreferrer" for a in page.of("a") if a.get("target"))


def test_a_hostile_language_names_no_tag() -> None:
    document = permit()
    blueprint = replace(document.blueprint, language='ar"><script>hacked=1</script>')
    rows = [blueprint if isinstance(row, Blueprint) else row for row in document.rows()]

    page = Page(written(Document(rows)))

    assert len(page.of("script")) == 1 and page.of("html")[0]["lang"] == blueprint.language


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("https://a.example/b?c=d&e=f", "https://a.example/b?c=d&e=f"),
        ("HTTP://A.example", "HTTP://A.example"),
        ("mailto:desk@a.example", "mailto:desk@a.example"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        (" https://a.example", None),
        ("file:///etc/passwd", None),
        ("", None),
    ],
)
def test_only_safe_addresses_become_links(text: str, target: str | None) -> None:
    links = Page(address(text).encode()).of("a")

    assert [link["href"] for link in links] == ([] if target is None else [target])


def test_an_address_within_a_text_is_a_link_without_the_full_stop_after_it() -> None:
    made = prose("See https://a.example/b, or\nwrite to <us>.")

    assert ">https://a.example/b</a>, or<br>write to &lt;us&gt;." in made


def test_under_the_title_stand_the_edition_and_the_lights() -> None:
    words = Page(written(permit())).words

    below = words.index("Renew a resident parking permit", words.index("Renew a resident parking permit") + 1)
    edition, lights = (word for word in words[below + 1 : below + 6] if word.strip())
    assert edition.endswith("budget 120,000 EUR")
    assert lights == "Owner · 1 needed, Data · 40 % assumed, Updates · ok, Metrics · 1 stale"


def test_every_card_and_every_entry_is_listed() -> None:
    document = build("outpatient", fixed_context(DAY))

    page = Page(written(document))

    rows = [tag["id"] or "" for tag in page.of("tr") if tag.get("id")]
    entries = sum(
        len(document.where(register.record)) + (len(document.where(register.details.record)) if register.details else 0)
        for register in REGISTERS
        if register.record is not Card
    )
    assert sum(id.startswith("k") for id in rows) == len(document.table(Card))
    assert sum(id.startswith("r") for id in rows) == entries
    shown = " ".join(page.words)
    assert all(" ".join(card.title.split()) in shown for card in document.table(Card).values())


@pytest.mark.parametrize("part", ["cards", "registers", "findings", "case"])
def test_a_part_that_is_not_wanted_is_not_in_the_file(part: str) -> None:
    sections = {tag.get("id") for tag in Page(written(permit(), **{part: "no"})).of("section")}

    assert sections == {"map", "cards", "registers", "findings", "case"} - {part}


def test_one_stage_has_only_its_own_cards_and_findings() -> None:
    whole, part = (Page(written(permit(), stage=stage)) for stage in ("", "Renewal"))

    def cards(page: Page) -> int:
        return sum(str(tag.get("id", "")).startswith("k") for tag in page.of("tr"))

    assert 0 < cards(part) < cards(whole)
    assert "Reminder letter" in " ".join(whole.words)
    assert "Reminder letter" not in " ".join(part.words)
    with pytest.raises(KnownError):
        written(permit(), stage="Nowhere")


def test_an_arabic_page_is_in_arabic_and_runs_from_the_right() -> None:
    page = Page(written(arabic()))

    (html,) = page.of("html")
    assert (html["lang"], html["dir"]) == ("ar", "rtl")
    assert {Texts("ar")("html.page.map"), Texts("ar")("html.column.card")} <= set(page.words)
    assert {svg.get("direction") for svg in page.of("svg") if svg.get("role")} == {"ltr"}
    # What has no words in Arabic says that it is English.
    assert ("span", {"lang": "en", "dir": "ltr"}) in page.tags


@pytest.mark.parametrize("locale", [name for name in locales() if name != "en"])
def test_the_page_has_all_languages_of_the_map(locale: str) -> None:
    texts = Texts(locale)
    ids = [message(f"html.{id}") for id in words("en") if not id.startswith(("title", "option", "no_"))]

    assert [said.id for said in ids if texts.spoken(said) != locale] == []


def test_dark_and_light_differ_in_colours_alone() -> None:
    light, dark = load_theme("light"), load_theme("dark")

    assert (light.measures, light.styles) == (dark.measures, dark.styles)


def test_a_colour_is_a_name_for_a_light_and_a_dark_one() -> None:
    def piece(fill: str) -> Piece:
        rect = (RECT, 0.0, 0.0, 9.0, 9.0, 0.0, fill, None, 0.0, ())
        return Piece(Layer.CARD, "card", "card_1", 0.0, 0.0, 9.0, 9.0, (rect,))

    colours = Colours()
    light, dark = [piece("#ffffff"), piece("#ffffff")], [piece("#000000"), piece("#111111")]

    fills = [made.primitives[0][6] for made in colours.paired(light, dark)]

    assert fills == ["var(--c0)", "var(--c1)"]
    assert (colours.styles(False), colours.styles(True)) == ("--c0:#ffffff;--c1:#ffffff", "--c0:#000000;--c1:#111111")
    with pytest.raises(BugError):
        list(colours.paired([light[0]], [dark[0]._replace(x=1.0)]))


def test_a_case_that_cannot_be_made_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise KnownError(message("html.title"))

    monkeypatch.setattr("exporters.html_page.find", refuse)
    result = base.run(registry.exporter("html"), permit(), fixed_context(date(2026, 11, 23)))

    assert [found.id for found in result.findings] == ["html.no_case"]
    assert "case" not in {tag.get("id") for tag in Page(result.data).of("section")}


def test_what_is_left_out_is_nowhere_in_the_file() -> None:
    whole, part = written(permit()), written(permit(), redact="names,money")

    for word in (b"Head of Mobility", b"Ada Marsh", b"96,700", b"156,200"):
        assert word in whole and word not in part


@pytest.mark.parametrize(
    ("stamp", "shown"), [("Confidential", Texts("de")("printed.stamp.confidential")), ("<For Ann>", "<For Ann>")]
)
def test_a_stamp_of_ours_is_in_the_language_of_the_page(stamp: str, shown: str) -> None:
    document = permit()
    german = replace(document.blueprint, language="de")
    rows = [german if isinstance(row, Blueprint) else row for row in document.rows()]

    page = Page(written(Document(rows), stamp=stamp))

    assert shown in page.words
    assert ("p", {"class": "stamp"}) in page.tags


def test_the_case_is_cut_between_its_rows_and_nothing_of_it_is_lost() -> None:
    whole = sheet_of(permit())

    rows = list(strips(whole.pieces))

    assert len(rows) > 4
    assert [piece for _, _, row in rows for piece in row] == [piece for piece in whole.pieces if piece.kind != "paper"]
    assert all(one[1] <= other[0] for one, other in pairwise(rows))


def families_of_lists(page: str) -> list[str]:
    """Of which of our fonts lists take what the reader's own have not."""
    (rule,) = re.findall(r"html\{font-family:system-ui,sans-serif([^}]*)\}", page)
    return re.findall("'([^']*)'", rule)


def test_letters_that_not_every_reader_has_travel_along_for_lists_too() -> None:
    # given a name that stands in a register and nowhere on the map
    document = permit()
    plain = written(document).decode()
    document = Document([*document.rows(), Source("s1", name="窓口 نافذة")])
    # when the page is made
    page = written(document).decode()
    # then its lists fall back to fonts of the page, in which these letters are
    ours = {"Noto Sans Arabic", "Droid Sans Fallback Full"}
    assert ours <= set(families_of_lists(page))
    face = r"@font-face\{font-family:'([^']*)';font-weight:400;src:url\(data:font/ttf;base64,([^)]*)"
    carried = dict(re.findall(face, page))
    for family, letters in (("Noto Sans Arabic", "نافذة"), ("Droid Sans Fallback Full", "窓口")):
        known = hb.Face(b64decode(carried[family])).unicodes
        assert {ord(letter) for letter in letters} <= set(known)
    # and a page in Latin letters needs none of these
    assert ours.isdisjoint(families_of_lists(plain))
