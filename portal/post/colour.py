"""The organisation's hue as a colour that mail programs know: they read hexadecimal sRGB, not oklch."""

from math import cos, radians, sin


def accent(hue: int, lightness: float = 0.48, chroma: float = 0.1) -> str:
    """The accent of this hue (degrees) as '#rrggbb'; dark enough for white words on it (4.5 : 1).

    The way from oklch to linear sRGB is the one that CSS Color 4 gives.
    """
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


def _eight_bits(linear: float) -> int:
    part = min(max(linear, 0.0), 1.0)
    curved = 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055
    return round(255 * curved)
