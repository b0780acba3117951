"""The rows of the investment case: the simulation and the best set, on a workshop's map with forty improvements."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter

import numpy as np

from benchmarks import portfolio
from benchmarks.stage import Stage
from benchmarks.table import Row
from benchmarks.timing import paired
from model.analysis.best_set import best_set
from model.analysis.simulation import DRAWS, SEED, simulate
from model.analysis.study import Study
from model.analysis.uncertain import inputs
from model.improvements import Improvement


def investment(stage: Stage) -> Iterator[Row]:
    """Both from the document on, as a worker has it."""
    if stage.size != "S":
        return
    document = portfolio.document()
    ids = tuple(row.id for row in document.where(Improvement))
    count = len(inputs(document).used)

    def simulated() -> None:
        simulate(Study(document), ids, inputs(document), SEED, DRAWS)

    def drawn() -> None:
        np.random.Generator(np.random.PCG64(SEED)).triangular(4.0, 6.0, 11.0, (count, DRAWS))

    pair = paired(simulated, drawn, stage.times)
    what = f"{DRAWS:,} draws of the NPV of {len(ids)} improvements"
    note = f"{count} uncertain numbers, {len(Study(document).plan.tracks.terms)} summands that the improvements change"
    yield Row("simulation", "S", pair.ours, pair.floor, what, "numpy drawing as many triangular numbers", note=note)

    def one_by_one() -> None:
        study = Study(document)
        for id in ids:
            study.npv((id,))

    pair = paired(lambda: best_set(document, perf_counter), one_by_one, stage.times)
    found = best_set(document, perf_counter)
    proof = "proven" if not found.gap else f"within {found.gap} of the best"
    note = f"{len(found.chosen)} of {len(ids)} chosen, {proof}, {len(found.uses)} limits"
    what = f"the best set of {len(ids)} improvements under budgets, by branch and bound"
    yield Row("best-set", "S", pair.ours, pair.floor, what, "the NPV of each improvement by itself", note=note)
