"""How well a few typed letters fit a text: pure, for the command palette."""

from __future__ import annotations

from model.folding import fold

_START, _RUN, _LATE, _TOGETHER = 8, 5, 1, 6


def fit(query: str, text: str) -> int | None:
    """How well the letters of a query, in order, are found in a text; None: not at all.

    Letters that begin a word or follow one another count more, so `as` finds `Add step` before `Mask`; all of them
    together count yet more, so `wait` finds `Wait point` before `What if this`.
    """
    wanted, seen = "".join(fold(query).split()), fold(text)
    if not wanted:
        return 0
    best = None
    for begin in (at for at, sign in enumerate(seen) if sign == wanted[0]):
        score = _from(wanted, seen, begin)
        if score is not None and (best is None or score > best):
            best = score
    return best


def _from(wanted: str, seen: str, begin: int) -> int | None:
    score, at, last = -begin * _LATE, begin, begin - 1
    for number, sign in enumerate(wanted):
        at = _next(seen, sign, at, last if number else None)
        if at < 0:
            return None
        if at == 0 or not seen[at - 1].isalnum():
            score += _START
        elif number and at == last + 1:
            score += _RUN
        last, at = at, at + 1
    return score + _TOGETHER if last - begin == len(wanted) - 1 else score


def _next(seen: str, sign: str, at: int, last: int | None) -> int:
    """The next place of a letter: right after the last one, else where a word begins, else anywhere."""
    if last is not None and seen[at : at + 1] == sign:
        return at
    starts = (i for i in range(at, len(seen)) if seen[i] == sign and (i == 0 or not seen[i - 1].isalnum()))
    word = next(starts, -1)
    return word if word >= 0 else seen.find(sign, at)
