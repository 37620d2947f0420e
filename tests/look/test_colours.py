"""Every colour of the tokens can be read, in light and dark, whatever hue the organisation chose."""

import math
import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static/css/tokens.css"
_PAIR = re.compile(
    r"--([\w-]+): light-dark\(oklch\(([^)]*(?:\([^)]*\))?[^)]*)\), oklch\(((?:[^()]|\([^()]*\))*)\)\)"
)
_TINTED = re.compile(r"calc\(([\d.]+) \* var\(--tint\)\)")

# What is read or seen on what, and how much contrast that takes (WCAG 2.2, 1.4.3 and 1.4.11).
READ = [
    (ink, ground, 4.5)
    for ink in ("ink", "ink-soft", "accent", "accent-strong", "info", "good", "warn", "bad")
    for ground in ("paper", "surface", "raised")
]
READ += [
    (ink, f"{tone}-wash", 4.5)
    for tone in ("info", "good", "warn", "bad", "accent")
    for ink in ("ink", "ink-soft", tone, "accent")
]
READ += [("ink-soft", "surface-strong", 4.5), ("ink", "marked", 4.5), ("ink", "accent-soft", 4.5)]
READ += [
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-strong", 4.5),
    ("on-bad", "bad", 4.5),
    ("on-bad", "bad-strong", 4.5),
]
READ += [(f"code-{kind}", "surface", 4.5) for kind in ("word", "text", "number", "name", "aside")]
READ += [
    (sign, ground, 3)
    for sign in ("line-strong", "focus")
    for ground in ("paper", "raised", "surface")
]


def luminance(lightness: float, chroma: float, hue: float) -> float:
    """Relative luminance of an oklch colour, cut to what a screen can show."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    red, green, blue = (min(max(part, 0.0), 1.0) for part in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colours(theme: int, hue: int, tint: float) -> dict[str, float]:
    """Luminance by token; theme 0 is light, 1 is dark. `tint`: how lively the accent is, from 0 to 1."""
    found = {}
    text = _TINTED.sub(lambda each: str(float(each[1]) * tint), TOKENS.read_text())
    for name, *pair in _PAIR.findall(text):
        parts = pair[theme].split("/")[0].replace("var(--hue)", str(hue)).split()
        found[name] = luminance(*(float(part) for part in parts))
    return found


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("hue", range(0, 360, 5))
@pytest.mark.parametrize("tint", [0, 0.5, 1])
def test_what_is_read_stands_out(theme: int, hue: int, tint: float) -> None:
    light = colours(theme, hue, tint)
    poor = []
    for ink, ground, needed in READ:
        high, low = sorted((light[ink], light[ground]), reverse=True)
        ratio = (high + 0.05) / (low + 0.05)
        if ratio < needed:
            poor.append(f"{ink} on {ground}: {ratio:.2f}")
    assert poor == []
