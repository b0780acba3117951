"""What the figures of the case and of the money below the map are, as far as a window treats some differently."""

from __future__ import annotations

from collections.abc import Callable

from model.texts import Texts

_FAIL_POINT, _DRAWN = "fail ", "risk"


def fail_point_of(figure: str) -> str | None:
    """The fail point whose cost a figure is; None of any other."""
    return figure.removeprefix(_FAIL_POINT) if figure.startswith(_FAIL_POINT) else None


def tips(texts: Texts, ranked: str) -> Callable[[str], str]:
    """What the mouse is told over a figure; `ranked`: the word for what a press on a ranked fail point does."""

    def tip(figure: str) -> str:
        if fail_point_of(figure) is not None:
            return texts(f"window.case.{ranked}")
        opens = texts("window.case.tip")
        return f"{texts('window.case.drawn')}\n{opens}" if figure == _DRAWN else opens

    return tip
