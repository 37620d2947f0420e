"""Letters on a picture: Pillow's own font, with the accents that it lacks drawn by hand."""

import unicodedata
from functools import cache

from PIL import ImageDraw, ImageFont

Colour = str
ACUTE, TILDE, DIAERESIS = "\u0301", "\u0303", "\u0308"


@cache
def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The font that comes with Pillow: no machine lacks it."""
    return ImageFont.load_default(size)


def write(
    pen: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: int, colour: Colour
) -> float:
    """Write one line with its left top corner at `place`; where it ends, in pixels."""
    x, y = place
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base, marks = parts[0], parts[1:]
        pen.text((x, y), base, colour, font(size))
        width = pen.textlength(base, font(size))
        for mark in marks:
            _mark(pen, mark, x + width / 2, y, base, size, colour)
        x += width
    return x


def lines(pen: ImageDraw.ImageDraw, text: str, size: int, width: float) -> list[str]:
    """The text in lines no wider than `width`."""
    found = [""]
    for word in text.split():
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and pen.textlength(_plain(longer), font(size)) > width:
            found.append(word)
        else:
            found[-1] = longer
    return found


def _mark(
    pen: ImageDraw.ImageDraw, mark: str, x: float, y: float, base: str, size: int, colour: Colour
) -> None:
    top = y + size * (0.02 if base.isupper() else 0.24)
    step, thick = size / 9, max(1, size // 12)
    if mark == ACUTE:
        pen.line([(x - step / 2, top + step), (x + step, top - step)], colour, thick)
    elif mark == TILDE:
        points = [
            (x - 2 * step, top + step),
            (x - step, top),
            (x + step, top + step),
            (x + 2 * step, top),
        ]
        pen.line(points, colour, thick)
    elif mark == DIAERESIS:
        for side in (-1.4 * step, 1.4 * step):
            pen.ellipse([x + side - thick, top - thick, x + side + thick, top + thick], colour)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)
