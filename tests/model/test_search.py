"""Find words and put others in their place."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import search
from model.elements import Card, Link
from model.folding import fold, folded, same_name
from model.kinds import kinds
from model.messages import message
from model.registers import Owner, System
from model.rules import Refused
from model.texts import Texts
from tests.model.builders import Grid, a_grid


def texts(grid: Grid, query: str, **how: bool) -> list[str]:
    """What is found, as it stands in the document."""
    return [found.text for found in search.find(grid.document, query, **how)]


def test_case_and_accents_make_no_difference_unless_they_should() -> None:
    grid = a_grid()
    grid.card(title="Résumé, RESUME and résume\u0301")

    assert texts(grid, "resume") == ["Résumé", "RESUME", "résume\u0301"]
    assert texts(grid, "RÉSUMÉ") == ["Résumé", "RESUME", "résume\u0301"]
    assert texts(grid, "RESUME", case=True) == ["RESUME"]
    assert texts(grid, "résumé", accents=True) == ["Résumé"]


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Straße", "strasse", ["Straße"]),
        ("Straße", "s", ["S"]),
        ("Łódź", "lodz", ["Łódź"]),
        ("Ærø", "aero", ["Ærø"]),
        ("ﬁle", "file", ["ﬁle"]),
        ("ﬁle", "i", []),
        ("窓口で確認", "窓口", ["窓口"]),
        ("مُراجعة", "مراجعة", ["مُراجعة"]),
        ("aaa", "aa", ["aa"]),
        ("a.b", ".", ["."]),
    ],
)
def test_a_match_is_whole_characters_of_the_text(text: str, query: str, found: list[str]) -> None:
    grid = a_grid()
    grid.card(title=text)

    assert [each.text for each in search.find(grid.document, query) if each.id[:4] == "card"] == found


def test_whole_words_only_when_asked() -> None:
    grid = a_grid()
    grid.card(title="form, forms, (form) platform")

    assert len(texts(grid, "form")) == 4
    assert [found.start for found in search.find(grid.document, "form", words=True)] == [0, 14]


def test_cards_registers_links_and_heads_are_searched_in_their_order() -> None:
    grid = a_grid()
    editor = grid.editor
    tray = editor.add_card(None, None, "desk tray")
    second, first = grid.card(0, 1, "desk 2"), grid.card(3, 0, "desk 1")
    link = editor.add_link(first, second, label="to the desk")
    owner = editor.add(Owner, name="Front desk", notes="desk in the hall")
    system = editor.add(System, name="x", constraint="desk only")
    editor.rename(grid.lanes[2], "Desk")

    found = search.find(grid.document, "desk")

    assert [(each.id, each.field) for each in found] == [
        (grid.lanes[2], "title"),
        *((id, "title") for id in (first, second, tray)),
        (link, "label"),
        *((owner, "name"), (owner, "notes"), (system, "constraint")),
    ]


def test_every_kind_with_words_is_searched_and_no_machine_text() -> None:
    grid = a_grid(currency="EUR")
    id = grid.card(title="x")

    assert texts(grid, "eur") == []
    assert texts(grid, id) == []
    assert sum(1 for kind in kinds() if search._fields(kind)) > 20


def test_a_snippet_shows_the_words_around_on_one_line() -> None:
    grid = a_grid()
    grid.card(title="a" * 40 + "\nneedle\n" + "b" * 40)

    (found,) = search.find(grid.document, "needle")

    assert found.snippet == "…" + "a" * 29 + " needle " + "b" * 29 + "…"
    assert found.snippet[found.at :].startswith("needle")


def test_nothing_is_found_of_nothing() -> None:
    assert search.find(a_grid().document, "") == ()
    assert search.find(a_grid().document, "\u0301") == ()


@given(st.text("aàAßﬁ e\u0301x", max_size=12), st.text("aAsfe", min_size=1, max_size=3))
def test_what_is_found_folds_to_what_was_asked(text: str, query: str) -> None:
    grid = a_grid((1,), ())
    id = grid.editor.add_card(None, None, text)

    for found in search.find(grid.document, query):
        if found.id == id:
            assert fold(found.text) == fold(query)
            assert text[found.start : found.end] == found.text
    folded_text = folded(text)
    assert folded_text.text == fold(text)
    assert len(folded_text.places) == len(folded_text.text)


def test_names_are_the_same_but_for_case_and_space() -> None:
    assert same_name(" Front  Desk", "front desk")
    assert same_name("e\u0301t", "\u00e9T")
    assert not same_name("resume", "résumé")


def test_all_places_are_replaced_in_one_undo_step() -> None:
    grid = a_grid()
    a, b = grid.card(title="desk desk"), grid.card(title="no")
    grid.editor.edit(b, notes="a desk.")
    before = list(grid.document.rows())

    grid.editor.replace(search.find(grid.document, "desk"), "counter")

    assert grid.document.need(Card, a).title == "counter counter"
    assert grid.document.need(Card, b).notes == "a counter."
    done = grid.editor.history.can_undo
    assert done is not None
    assert Texts()(done.label) == "Replace text in 3 places"
    grid.editor.undo()
    assert list(grid.document.rows()) == before


def test_one_place_is_replaced_and_the_rest_stays() -> None:
    grid = a_grid()
    id = grid.card(title="one two one")

    grid.editor.replace(search.find(grid.document, "one")[-1], "three")

    assert grid.document.need(Card, id).title == "one two three"


def test_what_has_changed_since_is_not_written_over() -> None:
    grid = a_grid()
    id = grid.card(title="desk")
    found = search.find(grid.document, "desk")
    grid.editor.rename(id, "a desk")

    with pytest.raises(Refused) as refusal:
        grid.editor.replace(found, "counter")

    assert refusal.value.message == message("rule.found_gone")
    grid.editor.delete([id])
    with pytest.raises(Refused):
        grid.editor.replace(found, "counter")


def test_a_large_document_is_searched_while_one_types() -> None:
    grid = a_grid((6, 6))
    for place in range(2000):
        grid.card(place % 5, place % 12, f"Prüft Antrag Nummer {place}")

    start = time.perf_counter()
    found = search.find(grid.document, "antrag")
    took = time.perf_counter() - start

    assert len(found) == 2000
    assert len({each.id for each in found}) == 2000
    assert grid.document.where(Link) == ()
    assert took < 0.5
