"""The read-only page in Chromium with the network cut: it asks for nothing, and a reader gets where they want."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.exporters.pages import arabic, hostile, outpatient, permit, written

BROWSER = Path(__file__).parents[1] / "browser"
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
PAGES = {"permit": permit, "arabic": arabic, "hostile": hostile, "outpatient": outpatient}
TASKS = (
    *(f"{task}=permit" for task in ("zoom", "search", "links", "tables", "keyboard", "axe", "print")),
    *("axe=arabic", "zoom=arabic", "hostile=hostile", "print=outpatient", "print=arabic"),
)


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """By task and page, what came of a task of `page.cjs`; all in one browser, which takes seconds to start."""
    node, browser = shutil.which("node"), next(filter(None, map(shutil.which, CHROMIUM)), None)
    if node is None or browser is None:
        pytest.skip("needs node and Chromium")
    if not (BROWSER / "node_modules").is_dir():
        pytest.skip("needs `npm install --prefix tests/browser`")
    folder = tmp_path_factory.mktemp("pages")
    for name, made in PAGES.items():
        (folder / name).with_suffix(".html").write_bytes(written(made()))
    wanted = [task.replace("=", f"={folder}/") + ".html" for task in TASKS]
    command = [node, str(BROWSER / "page.cjs"), browser, *wanted]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    return dict(zip(TASKS, json.loads(run.stdout).values(), strict=True))


@pytest.mark.parametrize("task", TASKS)
def test_the_page_asks_for_nothing_and_complains_of_nothing(seen: Any, task: str) -> None:
    assert (seen[task]["outside"], seen[task]["complaints"]) == ([], [])


def test_the_map_zooms_and_moves_by_keys_wheel_and_mouse(seen: Any) -> None:
    found = seen["zoom=permit"]

    assert found["larger"] < found["smaller"] < found["fit"] == pytest.approx(found["again"])
    assert found["right"] > found["left"]
    assert found["wheel"] < found["button"] < found["fit"]
    assert found["dragged"] > 0
    assert found["hash"] == ""
    assert "start" in found["moved"]


def test_the_search_finds_words_without_their_accents_and_leads_to_the_card(seen: Any) -> None:
    found = seen["search=permit"]

    assert found["found"][0].startswith("Looks for a proof of address")
    assert str(len(found["found"])) in found["said"]
    assert "Looks for a proof" in found["words"]
    assert found["focused"] and found["inside"]


def test_links_lead_from_map_to_card_to_register_and_back(seen: Any) -> None:
    found = seen["links=permit"]

    assert found["row"]["hash"].startswith("#k") and found["row"]["focused"] and found["row"]["inside"]
    assert found["entry"]["hash"].startswith("#r") and found["entry"]["inside"]
    assert found["map"]["hash"].startswith("#m") and found["map"]["inside"] and found["map"]["focused"]
    assert found["broken"] == []


def test_tables_sort_both_ways_with_what_is_empty_last_and_filter(seen: Any) -> None:
    found = seen["tables=permit"]

    up, down = ([each for each in found[way] if each] for way in ("up", "down"))
    assert up == sorted(found["before"], key=lambda name: (not name, name))[: len(up)]
    assert [name.casefold() for name in down] == sorted((name.casefold() for name in up), reverse=True)
    assert found["up"][-1] == found["down"][-1] == ""
    assert found["said"] == ["ascending"]
    assert found["left"] == ["Explains by phone which papers count", 'Answers "where is it?"']


def test_the_keyboard_alone_reaches_everything_and_shows_where_it_is(seen: Any) -> None:
    stops = seen["keyboard=permit"]["stops"]

    reached = [stop["what"] for stop in stops]
    assert reached[0] == "skip"
    assert {"search", "dark", "pane", "m1"} <= set(reached)
    assert all(stop["seen"] for stop in stops)


@pytest.mark.parametrize("page", ["permit", "arabic"])
def test_axe_finds_no_serious_violation_in_light_and_dark(seen: Any, page: str) -> None:
    found = seen[f"axe={page}"]

    assert (found["light"], found["dark"]) == ([], [])
    assert found["light paper"] == "rgb(251, 250, 248)" != found["dark paper"]


def test_paper_is_light_and_holds_the_whole_map(seen: Any) -> None:
    found = seen["print=permit"]

    assert found["paper"] == "rgb(255, 255, 255)"
    assert found["bar"] == "none"
    assert found["whole"] == pytest.approx(found["width"], abs=0.1)


@pytest.mark.parametrize("page", ["permit", "outpatient", "arabic"])
def test_on_paper_no_table_is_cut_and_the_map_stands_under_the_title(seen: Any, page: str) -> None:
    found = seen[f"print={page}"]

    assert found["cut"] == 0
    assert 0.5 < found["mapEnds"] <= 1


def test_nothing_that_a_stranger_wrote_runs(seen: Any) -> None:
    found = seen["hostile=hostile"]

    assert found["ran"] is None
    assert (found["scripts"], found["handlers"], found["foreign"]) == (1, 0, 0)
    assert set(found["schemes"]) <= {"file:", "http:", "https:", "mailto:"}


def test_heads_stay_at_the_end_where_the_page_runs_from_the_right(seen: Any) -> None:
    assert "end" in seen["zoom=arabic"]["moved"]
