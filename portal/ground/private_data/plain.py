"""A text as it is searched for private data: without accents and invisible characters, each place known in the original."""

import re
from functools import lru_cache
from unicodedata import category, normalize

LONGEST_SENTENCE = 160
_ENDS = re.compile(r"[.!?…](?=\s)|[\n\r|]")
_DASHES = dict.fromkeys("‐‑‒–—―−", "-")


def plain(text: str) -> tuple[str, list[int] | range]:
    """The text to search, and for each of its characters the place in `text`; one place more, for the end."""
    if text.isascii():
        return text, range(len(text) + 1)
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        simple = sign if sign.isascii() else _simple(sign)
        signs.append(simple)
        places.extend([place] * len(simple))
    return "".join(signs), [*places, len(text)]


@lru_cache(maxsize=4096)
def _simple(sign: str) -> str:
    """One character as it is compared: 'á' is 'a', a narrow space a space, a joiner nothing."""
    if sign in _DASHES:
        return _DASHES[sign]
    if category(sign) == "Zs":
        return " "
    parts = normalize("NFKD", sign)
    return "".join(part for part in parts if category(part) not in {"Mn", "Cf"})


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence in which these words stand, cut to what can be read at a glance."""
    before, after = text[max(0, start - LONGEST_SENTENCE) : start], text[end:]
    begins = max((match.end() for match in _ENDS.finditer(before)), default=0)
    ends = _ENDS.search(after, 0, LONGEST_SENTENCE)
    head = before[begins:].lstrip(" #>*-")
    tail = after[: ends.end() if ends else LONGEST_SENTENCE].rstrip("|")
    is_cut = (begins == 0 and start > LONGEST_SENTENCE, not ends and len(after) > LONGEST_SENTENCE)
    words = " ".join(f"{head}{text[start:end]}{tail}".split())
    return f"{'…' if is_cut[0] else ''}{words}{'…' if is_cut[1] else ''}"
