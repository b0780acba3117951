"""Settings come back as they were; what cannot be read counts as not set."""

from __future__ import annotations

from datetime import UTC, date
from pathlib import Path

import pytest

from app import settings, system
from app.settings import Settings, default_home
from model.errors import KnownError
from tests.model.store.builders import FailingFiles

FULL = Settings(("a.throughline", "b.throughline"), "window bytes", "de", "dark")


def test_settings_come_back(tmp_path: Path) -> None:
    settings.save(FULL, tmp_path / "new" / "home")

    assert settings.load(tmp_path / "new" / "home") == FULL


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "[" * 100_000, '{"recent": 1, "theme": 2}', '{"recent": [1, {}]}', "\x00"]
)
def test_rubbish_counts_as_not_set(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_text(text)

    assert settings.load(tmp_path) == Settings()


def test_what_is_sound_among_rubbish_counts(tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"theme": "dark", "language": 7, "recent": ["a", 3], "later": true}')

    assert settings.load(tmp_path) == Settings(theme="dark", recent=("a",))


def test_settings_are_kept_whole_or_not_at_all(tmp_path: Path) -> None:
    settings.save(FULL, tmp_path)

    for number in range(1, 7):
        with pytest.raises(KnownError):
            settings.save(Settings(theme="light"), tmp_path, FailingFiles(number, "no space"))
        assert settings.load(tmp_path) == FULL


def test_recent_files(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.throughline" for number in range(12)]
    found = Settings()
    for path in paths:
        found = found.opened(path)

    assert found.recent == tuple(str(path) for path in reversed(paths[2:]))
    assert found.opened(paths[5]).recent[:2] == (str(paths[5]), str(paths[11]))
    assert str(paths[5]) not in found.gone(paths[5]).recent


def test_the_app_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings.sys, "platform", "linux")
    monkeypatch.delenv("THROUGHLINE_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert default_home() == tmp_path / "data" / "throughline"

    monkeypatch.setenv("THROUGHLINE_HOME", str(tmp_path / "mine"))
    assert default_home() == tmp_path / "mine"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "de_CH.UTF-8"}, "de-CH"),
        ({"LANG": "de_CH", "LC_ALL": "fr_FR@euro"}, "fr-FR"),
        ({"LANG": "de", "LC_MESSAGES": "POSIX"}, "en"),
    ],
)
def test_the_language_of_the_user(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert system.user_locale() == language


def test_a_context_takes_from_the_system_what_is_not_given() -> None:
    found = system.system_context()

    assert found.now().tzinfo is UTC
    assert found.actor == system.user_name()
    assert found.ids.new("card") != system.system_context().ids.new("card")


def test_a_context_in_which_all_is_given_never_varies() -> None:
    one, other = (system.system_context(as_of=date(2026, 3, 14), actor="Ann", locale="de", seed=5) for _ in range(2))

    assert (one.today(), one.actor, one.locale) == (date(2026, 3, 14), "Ann", "de")
    assert one.now() == other.now()
    assert one.ids.new("card") == other.ids.new("card")
