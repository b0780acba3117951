"""Every theme can be read: contrast of text and signs after WCAG 2.2, success criteria 1.4.3 and 1.4.11."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from model.layout.theme import Theme, load_theme, themes

TEXT = 4.5
SIGN = 3.0
TEXT_PAIRS = (
    ("ink", "paper"),
    ("ink", "head"),
    ("text", "paper"),
    ("text", "card"),
    ("muted", "paper"),
    ("muted", "link_label"),
    ("faint", "paper"),
    ("alert", "paper"),
    ("badge_text", "badge"),
    ("band_line", "paper"),
    ("pill_text", "pill"),
    ("system_text", "system"),
    ("channel_text", "channel"),
    ("needed_line", "needed"),
)
SIGN_PAIRS = (
    ("fail_point", "card"),
    ("fail_point_sign", "fail_point"),
    ("wait_point", "card"),
    ("moment_of_truth", "card"),
    ("pain_point", "card"),
    ("regulated", "card"),
    ("link", "paper"),
    ("selection", "card"),
    ("drop", "paper"),
    ("refuse", "paper"),
)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def too_weak(theme: Theme) -> Iterator[str]:
    """The pairs of a theme that cannot be told apart well enough."""
    pairs = [(name, theme.colour(name), back, theme.colour(back), TEXT) for name, back in TEXT_PAIRS]
    pairs += [(name, theme.colour(name), back, theme.colour(back), SIGN) for name, back in SIGN_PAIRS]
    for band, colours in theme.bands.items():
        pairs.append((f"{band} label", colours.label, "its tint", colours.tint, TEXT))
        pairs.append(("ink", theme.colour("ink"), f"{band} tint", colours.tint, TEXT))
        pairs.append(("link", theme.colour("link"), f"{band} tint", colours.tint, SIGN))
        pairs.append((f"{band} head", colours.head, "card", theme.colour("card"), SIGN))
    for name, colour, back, behind, least in pairs:
        found = contrast(colour, behind)
        if found < least:
            yield f"{name} on {back}: {found:.2f} < {least}"


def test_the_measure_is_that_of_the_standard() -> None:
    # given pairs whose ratio the standard states: black on white is 21, equal colours are 1
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1
    # then grey #767676 on white is the lightest that passes for text
    assert contrast("#767676", "#ffffff") >= TEXT > contrast("#777777", "#ffffff")


@pytest.mark.parametrize("name", themes())
def test_every_theme_can_be_read(name: str) -> None:
    assert list(too_weak(load_theme(name))) == []


def test_all_themes_have_the_same_parts() -> None:
    # given the light theme, then no other lacks or adds a colour, a style or a measure
    light = load_theme("light")
    for name in themes():
        theme = load_theme(name)
        assert theme.colours.keys() == light.colours.keys()
        assert theme.styles.keys() == light.styles.keys()
        assert theme.measures.keys() == light.measures.keys()
        assert theme.bands.keys() == light.bands.keys()
