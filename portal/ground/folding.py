"""How text is compared when somebody looks for it: without capitals and without accents."""

import re
import unicodedata

from portal.ground.marks import normalized

COMBINING = re.compile("[\u0300-\u036f]+")


def fold(text: str) -> str:
    """The text in lower case without accents; ñ is folded too, as many keyboards lack it."""
    lowered = text.casefold()
    if lowered.isascii():
        return lowered
    bare = COMBINING.sub("", normalized("NFKD", lowered))
    if bare.isascii():
        return bare
    return "".join(sign for sign in bare if not unicodedata.combining(sign))
