"""One step in several channels side by side (R24, R27)."""

from __future__ import annotations

from model.analysis.channels import side_by_side
from model.elements import CardChannel
from model.registers import Channel
from tests.model.builders import a_grid


def test_a_step_in_several_channels_and_what_contradicts_what() -> None:
    # Step 1: the desk by phone, the portal by web and by phone; the portal contradicts the desk.
    # Step 2 has one channel only, so it is not compared.
    grid = a_grid()
    phone, web, _shop = (grid.editor.add(Channel, name=name) for name in ("Phone", "Web", "Shop"))
    desk, portal, later = grid.card(2, 0, "Desk"), grid.card(2, 0, "Portal"), grid.card(2, 1, "Later")
    for card, channel in ((desk, phone), (portal, phone), (portal, web), (later, phone)):
        grid.editor.add(CardChannel, card=card, channel=channel)
    grid.editor.edit(portal, contradicts=(desk,))

    found = side_by_side(grid.document)

    assert [(each.step, each.channel, each.cards) for each in found] == [
        (grid.steps[0], phone, (desk, portal)),
        (grid.steps[0], web, (portal,)),
    ]
    assert found[0].contradictions == ((desk, portal), (portal, desk))
    assert found[1].contradictions == ((portal, desk),)
