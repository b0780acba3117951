"""A map in a view that hides: composing as far as an edit touched it gives what composing the part anew gives."""

from __future__ import annotations

from random import Random

import pytest

from model.analysis.views import Projection
from model.blueprint_map import map_composer
from model.change import Change
from tests.model.layout.composing import FONTS, everything
from tests.model.test_saved_views import a_random_clinic, a_random_edit, a_random_filter


@pytest.mark.parametrize("seed", range(12))
def test_edits_under_a_hiding_view_compose_like_the_part_at_once(seed: int) -> None:
    chance = Random(f"hide {seed}")
    clinic = a_random_clinic(chance)
    projection = Projection(clinic.document, clinic.view(**a_random_filter(chance, clinic)))
    composer = map_composer(projection.part, FONTS)

    def hear(change: Change) -> None:
        composer.update(projection.update(change))

    clinic.document.changed.connect(hear)
    for _ in range(12):
        a_random_edit(chance, clinic)
        assert everything(composer.drawing) == everything(map_composer(projection.part, FONTS).drawing)
