"""Whether what was found fits what somebody writes well enough to be shown unasked; else it is better to say nothing."""

from collections.abc import Sequence
from heapq import nlargest

from portal.search.analysis import term_of, terms
from portal.search.engine import Found
from portal.search.question import Question

LEAST = 1.0
"""What the words asked add to an article's score, for each unit of how telling they are: a word in a
title is worth about 3, a word somewhere in a text 1."""

LEAST_OF_BEST = 0.75
UNKNOWN = 4.0
"""How telling a word is that no article found has: about as much as one that stands in one of them."""

MOST_JUDGED = 6
"""Of a long text the most telling words are judged by."""

ASKING = {
    "es": """
        cómo cuál cuáles cuándo cuánto cuánta dónde qué quién puedo puede pueden podemos hay tengo tiene
        tenemos quiero quiere queremos necesito necesita hacer hago hace favor ayuda
        hola gracias nuestro nuestra nuestros nuestras nos nosotros usted ustedes ellos alguien
    """,
    "en": """
        how what when where which who why do does did can could have has had will would want need get
        make please help
        hello thanks we our us your they their them themselves he she somebody someone there
    """,
}
"""Words that ask, greet or name people, and say nothing of what is asked about."""

_ASKING = {
    language: {term_of(word, language) for word in words.split()}
    for language, words in ASKING.items()
}


def fitting(asked: Question, found: Sequence[Found]) -> list[Found]:
    """Those of the hits that fit the question, in their order. Hits carry their reasons; where they
    have none (there is no index) nothing can be told, and all are kept."""
    if not any(hit.reasons for hit in found):
        return list(found)
    telling = _telling(asked)
    rarities = dict.fromkeys(telling, 0.0)
    for hit in found:
        for reason in hit.reasons:
            if reason.word in telling:
                rarities[reason.word] = max(rarities[reason.word], reason.rarity)
    # Below the first line stands what is pasted, too: its unknown words tell nothing.
    first = set(asked.text.split("\n", 1)[0].split())
    units = [rarity or UNKNOWN * (word in first) for word, rarity in rarities.items()]
    whole = sum(nlargest(MOST_JUDGED, units))
    worths = [_worth(hit, telling) for hit in found]
    least = max(LEAST * whole, LEAST_OF_BEST * max(worths))
    return [hit for hit, worth in zip(found, worths, strict=True) if worth and worth >= least]


def _telling(asked: Question) -> set[str]:
    """The words of the question that say what it is about."""
    asking = _ASKING[asked.language]
    return {
        one.words
        for one in asked.wanted
        if set(terms(one.words, asked.language)).difference(asking)
    }


def _worth(hit: Found, telling: set[str]) -> float:
    return sum(reason.worth for reason in hit.reasons if reason.word in telling)
