"""The accent of letters can be read, whatever hue an organisation chooses."""

import pytest

from portal.ground.colour import accent


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("hue", range(0, 360, 5))
def test_white_words_stand_out_on_it(hue: int) -> None:
    assert 1.05 / (luminance(accent(hue)) + 0.05) >= 4.5


def test_hues_differ() -> None:
    red, green, blue = (accent(hue) for hue in (25, 145, 265))
    assert int(red[1:3], 16) > int(red[5:7], 16)
    assert int(green[3:5], 16) > int(green[1:3], 16)
    assert int(blue[5:7], 16) > int(blue[1:3], 16)
