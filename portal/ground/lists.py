"""Things in a row, as the reader's language joins them: 'Email, Chat, and Phone', 'errores e incidentes', '7 u 8'."""

import re
from collections.abc import Iterable
from typing import Literal

from babel.lists import format_list
from flask import Flask

from portal.ground.language import current_locale

Style = Literal["standard", "or"]

# Spanish changes the word before the same sound, which CLDR's patterns as Babel applies them do not know:
# 'e incidentes', 'e historia' but 'y hielo'; 'u ocho', 'u hora', 'u 8', 'u 11'.
_SOUNDS_I = re.compile(r"[ií]|h[ií](?![aeoáéó])|y(?=[^\Waeiouáéíóú\d_])", re.IGNORECASE)
_SOUNDS_O = re.compile(r"h?[oó]|(?:8\d{0,2}|11)(?!\d)", re.IGNORECASE)
_SWAPPED = {"standard": (_SOUNDS_I, " y ", " e "), "or": (_SOUNDS_O, " o ", " u ")}


def listed(words: Iterable[object], style: Style = "standard") -> str:
    """Things in a row, joined by 'and'; with style 'or' by 'or'. Nothing for none."""
    items = [str(each) for each in words]
    locale = current_locale()
    text = format_list(items, style=style, locale=locale) if items else ""
    return _by_sound(text, items[-1], style) if locale.language == "es" and items[1:] else text


def _by_sound(text: str, last: str, style: Style) -> str:
    """The same list with 'e' for 'y' and 'u' for 'o' where the last thing begins with that sound."""
    sound, plain, swapped = _SWAPPED[style]
    begins = re.sub(r"^[\W_]+", "", last)
    if not sound.match(begins):
        return text
    return text.removesuffix(plain + last) + swapped + last


def register(app: Flask) -> None:
    """Give the templates the filter."""
    app.add_template_filter(listed)
