"""Typing onto the map: signs that name records, what they may mean, and the card they end in."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import capture
from model.capture import Choice, Sign, SlashAct, Spot, Taken
from model.elements import Card, CardChannel, CardKind, CardSystem, Mark, RaciEntry, RaciRole, Role
from model.messages import message
from model.registers import Channel, Cost, CostBasis, FailPoint, Owner, System
from model.rules import Refused
from model.texts import Texts
from tests.model.builders import Grid, a_grid


@pytest.mark.parametrize(
    ("text", "sign", "typed"),
    [
        ("@O", Sign.OWNER, "O"),
        ("Check the form @Front desk", Sign.OWNER, "Front desk"),
        ("#CRM", Sign.SYSTEM, "CRM"),
        ("line one\n~phone", Sign.CHANNEL, "phone"),
        ("$12.50", Sign.COST, "12.50"),
        ("$12.50 postage", Sign.COST, "12.50 postage"),
        ("!the form is lost, nobody knows where it has gone", Sign.FAIL_POINT, None),
        ("(@Ops", Sign.OWNER, "Ops"),
        ("@Ops #cr", Sign.SYSTEM, "cr"),
        ("@Ops #3", Sign.OWNER, "Ops #3"),
        ("@Équipe", Sign.OWNER, "Équipe"),
        ("@فريق", Sign.OWNER, "فريق"),
        ("＠窓口", Sign.OWNER, "窓口"),
        ("$٣", Sign.COST, "٣"),
    ],
)
def test_a_sign_at_the_start_of_a_word_names_a_record(text: str, sign: Sign, typed: str | None) -> None:
    token = capture.tokens(text, len(text))

    assert token is not None
    assert token.sign is sign
    assert token.typed == (typed or text[1:])
    assert text[token.start + 1 : token.end] == token.typed


@pytest.mark.parametrize(
    "text",
    [
        *("", "@", "plain", "#3", "now!", "C#", "a@b.c", "$x", "~ 5", "! no", "@ Ops", "5~6", "--~x", "wow!!"),
        *("@Ops\nnext line", "@Ops, then wait", "@Ops. Then", "@Ops  ", "@one two three four five six"),
    ],
)
def test_other_signs_stay_text(text: str) -> None:
    assert capture.tokens(text, len(text)) is None


def test_only_what_is_before_the_caret_counts() -> None:
    assert capture.tokens("@Ops", 1) is None
    assert capture.tokens("@Ops", 3) == (Sign.OWNER, 0, 3, "Op")


@given(st.text("@#~$! aZ3.\n", max_size=20), st.integers(0, 20))
def test_no_text_breaks_the_signs(text: str, caret: int) -> None:
    token = capture.tokens(text, min(caret, len(text)))

    if token is not None:
        assert text[token.start] == token.sign.value
        shorter, after = capture.without(text, token)
        assert len(shorter) <= len(text) - len(token.typed) - 1
        assert 0 <= after <= len(shorter)


@pytest.mark.parametrize(
    ("text", "caret", "left"),
    [
        ("Check @Ops", 10, "Check"),
        ("Check @Ops now", 10, "Check now"),
        ("@Ops checks", 4, "checks"),
        ("a\n@B", 4, "a\n"),
    ],
)
def test_a_taken_name_leaves_no_gap(text: str, caret: int, left: str) -> None:
    token = capture.tokens(text, caret)

    assert token is not None
    assert capture.without(text, token)[0] == left


def test_names_that_begin_so_come_first_then_words_then_the_rest_and_create_last() -> None:
    grid = a_grid()
    for name in ("Outdesk", "Front Desk", "desk team", "Désk B", "Billing"):
        grid.editor.add(Owner, name=name)

    found = capture.choices(grid.document, Sign.OWNER, "DESK")

    assert [choice.text for choice in found] == ["Désk B", "desk team", "Front Desk", "Outdesk", "DESK"]
    assert [choice.creates for choice in found] == [False, False, False, False, True]


def test_among_equals_the_most_used_comes_first() -> None:
    grid = a_grid()
    quiet, busy = (grid.editor.add(System, name=name) for name in ("Mail A", "Mail B"))
    grid.editor.use_system(grid.card(), busy)

    found = capture.choices(grid.document, Sign.SYSTEM, "mail")

    assert [(choice.id, choice.uses) for choice in found] == [(busy, 1), (quiet, 0), (None, 0)]


def test_a_name_with_words_of_the_card_behind_it_is_offered_before_a_new_one() -> None:
    grid = a_grid()
    for name in ("Ops", "Ops Team", "Operations"):
        grid.editor.add(Owner, name=name)
    text = "@ops team checks"
    token = capture.tokens(text, len(text))
    assert token is not None

    longest, short, new = capture.choices(grid.document, Sign.OWNER, token.typed, following=True)

    assert (longest.text, short.text, new.creates) == ("Ops Team", "Ops", True)
    assert capture.without(text, token, longest.used)[0] == "checks"
    assert capture.without(text, token, short.used)[0] == "team checks"
    assert [choice.creates for choice in capture.choices(grid.document, Sign.OWNER, token.typed)] == [True]
    assert [choice.used for choice in capture.choices(grid.document, Sign.OWNER, "ops", following=True)] == [0, 0]


def test_create_is_offered_unless_the_very_name_exists() -> None:
    grid = a_grid()
    grid.editor.add(Channel, name="Phone")

    assert [choice.creates for choice in capture.choices(grid.document, Sign.CHANNEL, "phone ")] == [False]
    assert [choice.creates for choice in capture.choices(grid.document, Sign.CHANNEL, "Phoné")] == [False, True]
    assert capture.choices(grid.document, Sign.CHANNEL, " ") == ()


def test_fail_points_offer_words_used_before() -> None:
    grid = a_grid()
    for _ in range(2):
        grid.editor.add(FailPoint, card=grid.card(), delivered="Form lost")

    found = capture.choices(grid.document, Sign.FAIL_POINT, "lost")

    assert [(choice.text, choice.uses, choice.creates) for choice in found] == [
        ("Form lost", 2, False),
        ("lost", 0, True),
    ]


@pytest.mark.parametrize(
    ("typed", "amount", "name"),
    [
        ("12", "12", ""),
        ("12.50 postage", "12.50", "postage"),
        ("12,5", "12.5", ""),
        ("1.200", "1200", ""),
        ("1,234,567", "1234567", ""),
        ("1,234.567", "1234.567", ""),
        ("0.125", "0.125", ""),
        ("1234.567", "1234.567", ""),
        ("1.2000", "1.2000", ""),
    ],
)
def test_amounts_are_read_as_they_are_written(typed: str, amount: str, name: str) -> None:
    assert capture.amount_in(typed) == (Decimal(amount), name)


@pytest.mark.parametrize("typed", ["5k", "12€", "x"])
def test_what_is_no_amount_stays_text(typed: str) -> None:
    assert capture.amount_in(typed)[0] is None
    assert capture.choices(a_grid().document, Sign.COST, typed) == ()


def test_new_records_are_named_in_the_list() -> None:
    words = Texts()

    assert words(Choice(Sign.OWNER, "Ops").name("EUR", words)) == "Create owner “Ops”"
    assert words(Choice(Sign.COST, "", amount=Decimal("12.5")).name("EUR", words)) == "Add 12.50 EUR per occurrence"
    named = Choice(Sign.COST, "post", amount=Decimal(3))
    assert words(named.name("EUR", words)) == "Add 3 EUR per occurrence: post"
    for sign in Sign:
        assert Choice(sign, "x", amount=Decimal(1)).name("EUR", words).id in words


def test_every_kind_and_mark_is_a_slash_command_by_id_and_by_name() -> None:
    everything = {choice.what for choice in capture.slash("")}

    assert everything == {*CardKind, *Mark, *SlashAct}
    assert capture.slash("fail")[0].what is Mark.FAIL_POINT
    assert capture.slash("deci")[0].what is CardKind.DECISION
    assert capture.slash("link")[0].what is SlashAct.LINK
    assert Mark.MOMENT_OF_TRUTH in {choice.what for choice in capture.slash("truth")}
    assert capture.slash("frag", Texts("de"))[0].what is CardKind.QUESTION
    assert capture.slash("home/x") == ()


@pytest.mark.parametrize(
    ("text", "caret", "typed"),
    [
        ("/", 1, ""),
        ("/fail", 5, "fail"),
        ("/fail", 3, "fa"),
        ("x /fail", 7, None),
        ("/a\nb", 4, None),
        ("/ a", 3, None),
    ],
)
def test_a_slash_counts_only_at_the_start(text: str, caret: int, typed: str | None) -> None:
    assert capture.slash_typed(text, caret) == typed


def everything_new() -> Taken:
    """A card that names one of each, all new."""
    return Taken(
        "Check the form",
        (
            Choice(Sign.OWNER, "Ops"),
            Choice(Sign.SYSTEM, "CRM"),
            Choice(Sign.CHANNEL, "Phone"),
            Choice(Sign.COST, "postage", amount=Decimal("12.50")),
            Choice(Sign.FAIL_POINT, "Form lost"),
        ),
    )


def test_a_card_and_all_it_names_are_one_undo_step() -> None:
    grid = a_grid()
    before = list(grid.document.rows())

    id = grid.editor.capture(Spot(grid.lanes[1], grid.steps[0]), everything_new())

    document = grid.document
    (owner,), (system,), (channel,) = document.where(Owner), document.where(System), document.where(Channel)
    card = document.need(Card, id)
    assert (card.title, card.owner, card.marks) == ("Check the form", owner.id, (Mark.FAIL_POINT,))
    assert (owner.name, system.name, channel.name) == ("Ops", "CRM", "Phone")
    assert [use.system for use in document.where(CardSystem, card=id)] == [system.id]
    assert [use.channel for use in document.where(CardChannel, card=id)] == [channel.id]
    (cost,) = document.where(Cost, subject=id)
    assert (cost.name, cost.amount, cost.basis) == ("postage", Decimal("12.50"), CostBasis.PER_OCCURRENCE)
    assert [row.delivered for row in document.where(FailPoint, card=id)] == ["Form lost"]
    assert grid.editor.history.depth == 1
    grid.editor.undo()
    assert list(document.rows()) == before


def test_a_name_that_exists_is_linked_not_made_again() -> None:
    grid = a_grid()
    owner = grid.editor.add(Owner, name="Ops")
    spot = Spot(grid.lanes[1], grid.steps[0])

    one = grid.editor.capture(spot, Taken("a", (Choice(Sign.OWNER, "Ops", owner),)))
    two = grid.editor.capture(spot, Taken("b", (Choice(Sign.OWNER, " ops "), Choice(Sign.SYSTEM, "X"))))
    grid.editor.capture(two, Taken("b2", (Choice(Sign.SYSTEM, "x"),)))

    assert [grid.document.need(Card, id).owner for id in (one, two)] == [owner, owner]
    assert len(grid.document.where(Owner)) == len(grid.document.where(System)) == 1
    assert len(grid.document.where(CardSystem)) == 1


def test_a_second_owner_is_responsible() -> None:
    grid = a_grid()
    owners = tuple(Choice(Sign.OWNER, name) for name in ("Ops", "Legal", "Ops"))

    id = grid.editor.capture(Spot(grid.lanes[1], grid.steps[0]), Taken("a", owners))

    (entry,) = grid.document.where(RaciEntry, card=id)
    assert grid.document.need(Owner, entry.owner).name == "Legal"
    assert entry.role is RaciRole.RESPONSIBLE


def test_words_nobody_typed_are_those_of_the_first_choice() -> None:
    grid = a_grid()
    spot = Spot(grid.lanes[4], grid.steps[0])

    id = grid.editor.capture(spot, Taken(" ", (Choice(Sign.SYSTEM, "CRM"),)))

    assert grid.document.need(Card, id).title == "CRM"
    with pytest.raises(Refused) as refusal:
        grid.editor.capture(spot, Taken(" ", (Choice(Sign.COST, "", amount=Decimal(1)),)))
    assert refusal.value.message == message("rule.no_words")


def test_what_exists_keeps_its_words_where_none_are_given() -> None:
    grid = a_grid()
    id = grid.card(title="Old")

    grid.editor.capture(id, Taken("", kind=CardKind.DECISION, marks=(Mark.WAIT_POINT,)))

    card = grid.document.need(Card, id)
    assert (card.title, card.kind, card.marks) == ("Old", CardKind.DECISION, (Mark.WAIT_POINT,))


def test_a_card_goes_where_it_was_typed_and_is_what_its_lane_holds() -> None:
    grid = a_grid(roles=(Role.CUSTOMER, Role.EVIDENCE, Role.EMOTION))
    grid.card(title="a")
    grid.card(title="b")

    grid.editor.capture(Spot(grid.lanes[0], grid.steps[0], 1), Taken("between"))
    evidence = grid.editor.capture(Spot(grid.lanes[1], grid.steps[0]), Taken("letter"))
    mood = grid.editor.capture(Spot(grid.lanes[2], grid.steps[0]), Taken("-1"))
    idea = grid.editor.capture(Spot(None, None), Taken("later", kind=CardKind.IDEA))

    assert grid.titles() == ["a", "between", "b"]
    assert grid.document.need(Card, evidence).kind is CardKind.EVIDENCE
    assert grid.document.need(Card, mood).emotion == -1
    assert grid.document.need(Card, idea).kind is CardKind.IDEA


@pytest.mark.parametrize(
    ("where", "taken"),
    [
        ("card_gone", Taken("a")),
        (Spot("lane_gone", "step_gone"), Taken("a")),
        (Spot(None, "step_gone"), Taken("a")),
        (Spot(None, None), Taken("a", (Choice(Sign.OWNER, "Ops", "owner_gone"),))),
        (Spot(None, None), Taken("")),
    ],
)
def test_what_cannot_be_is_refused(where: str | Spot, taken: Taken) -> None:
    grid = a_grid()

    with pytest.raises(Refused):
        grid.editor.capture(where, taken)

    assert grid.editor.history.depth == 0


def label(grid: Grid) -> str:
    """What the Edit menu calls the last act."""
    done = grid.editor.history.can_undo
    assert done is not None
    return Texts()(done.label)


def test_labels_say_what_was_done() -> None:
    grid = a_grid()

    id = grid.editor.capture(Spot(None, None), everything_new())
    assert label(grid) == "Add card"
    grid.editor.capture(id, Taken("other"))
    assert label(grid) == "Rename card"
    grid.editor.capture(id, Taken("other", marks=(Mark.REGULATED,)))
    assert label(grid) == "Change card"
