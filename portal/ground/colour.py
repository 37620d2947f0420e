"""Colours of the organisation: from '#rrggbb' to the hue and the tint from which every accent is made, and back.

The way between sRGB and oklch is the one that CSS Color 4 gives. The lightness of an accent is never the brand's
own: the style sheet chooses it, so that every hue keeps its contrast.
"""

import re
from math import atan2, cbrt, cos, degrees, hypot, radians, sin

FULL = 0.1
"""The chroma of the accent of a lively colour; a paler one gets its share of it."""

_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)


def hex_of(text: str) -> str | None:
    """A colour as people write it ('#2563EB', '26e') as '#rrggbb'; None where it is none."""
    found = _HEX.fullmatch(text.strip())
    if found is None:
        return None
    digits = found[1].lower()
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)


def hue_and_tint(colour: str) -> tuple[int, int]:
    """Of '#rrggbb': its hue in degrees of oklch, and how lively it is, from 0 (grey) to 100."""
    red, green, blue = (_linear(int(colour[n : n + 2], 16) / 255) for n in (1, 3, 5))
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return round(degrees(atan2(b, a))) % 360, min(100, round(hypot(a, b) / FULL * 100))


def accent(hue: int, tint: int = 100, lightness: float = 0.48) -> str:
    """The accent as '#rrggbb', for mail programs; dark enough for white words on it (4.5 : 1)."""
    chroma = FULL * tint / 100
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{_eight_bits(part):02x}" for part in linear)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _eight_bits(linear: float) -> int:
    part = min(max(linear, 0.0), 1.0)
    curved = 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
    return round(255 * curved)
