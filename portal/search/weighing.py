"""What a question wants of an index: each thing in all the ways in which it may stand, with what they are worth."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from heapq import nlargest
from itertools import islice
from math import log
from typing import Protocol

from portal.search.analysis import joined, terms
from portal.search.engine import Query
from portal.search.question import Wanted

MOST_TERMS = 24
MOST_LOOKED_UP = 200
"""Of a long text the most telling terms count, of the first so many different ones."""

SYNONYM = 0.8
"""What another word is worth for the one that was asked."""

READ_BEFORE, HELD_BEFORE = 100, 0.01
"""As how many articles what is known of words beforehand counts, and the share that holds any word."""

Phrase = tuple[str, ...]
"""Terms that stand one after the other; mostly a single one."""


class Lexicon(Protocol):
    """What an index knows of the terms of one language."""

    def rarity(self, phrase: Phrase) -> float:
        """How telling it is: BM25's inverse document frequency over articles; 0 where it is unknown."""

    def alike(self, term: str) -> Iterable[tuple[float, str]]:
        """Terms that look like this one of another language, with their likeness (0 to 1)."""


@dataclass(frozen=True, slots=True)
class Way:
    """A term or phrase of the index that stands for what was asked; `how` see `engine.Reason`.
    `worth` is its rarity, less where it is not the very word."""

    phrase: Phrase
    how: str
    rarity: float
    worth: float


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked for. Of its `choices` the best counts in each article, so that synonyms do not
    add up; the ways within one choice do."""

    words: str
    choices: tuple[tuple[Way, ...], ...]


@dataclass(slots=True)
class Weighed:
    """A question as one index sees it: what counts, what must stand, what must not."""

    parts: list[Part] = field(default_factory=list)
    musts: list[Phrase] = field(default_factory=list)
    unwanted: list[Phrase] = field(default_factory=list)

    @property
    def ways(self) -> list[Way]:
        """All ways of all parts, in order."""
        return [way for part in self.parts for choice in part.choices for way in choice]

    @property
    def terms(self) -> frozenset[str]:
        """All that may have been found, as `engine.Answer` gives it."""
        return frozenset(term for way in self.ways for term in way.phrase)


@dataclass(slots=True)
class _Plain:
    """A word asked for without quotes or synonyms, or two that may be one ('log in'); its `twin` is how
    the articles would write it."""

    words: str
    twin: str
    times: int = 0
    is_joined: bool = False


def rarity(holding: int, articles: int) -> float:
    """How telling is what so many of the articles hold: BM25's inverse document frequency; 0 where
    none holds it.

    What stands in few articles of a small base need not be rare. So the articles are taken for a
    sample: as if others had been read before, some of which hold any word.
    """
    if not holding:
        return 0.0
    without = articles - holding + READ_BEFORE * (1 - HELD_BEFORE)
    return log(1 + (without + 0.5) / (holding + READ_BEFORE * HELD_BEFORE + 0.5))


def weigh(query: Query, lexicon: Lexicon) -> Weighed:
    """The question as this index sees it. Unknown words are left out; an unknown phrase is a must
    that nothing fulfils."""
    return _Scale(query, lexicon).weigh()


class _Scale:
    def __init__(self, query: Query, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._language = query.language
        self._question = query.question
        self._is_abroad = query.language != query.question.language

    def weigh(self) -> Weighed:
        weighed = Weighed()
        plain: dict[str, _Plain] = {}
        spoken_for: set[Phrase] = set()
        before = ""
        for wanted in self._question.wanted:
            if wanted.is_phrase:
                self._add_phrase(weighed, wanted.words)
            elif wanted.synonyms:
                weighed.parts += self._group(wanted, spoken_for)
            else:
                for term, twin in self._terms(wanted.words):
                    plain.setdefault(term, _Plain(wanted.words, twin)).times += 1
                if before and (one := joined(before, wanted.words, self._language)):
                    plain.setdefault(one, _Plain(f"{before} {wanted.words}", one, 1, True))
            before = "" if wanted.is_phrase else wanted.words
        weighed.parts += self._most_telling(
            {term: told for term, told in plain.items() if (term,) not in spoken_for}
        )
        for words in self._question.without:
            if phrase := tuple(terms(words, self._language)):
                weighed.unwanted.append(phrase)
        return weighed

    def _terms(self, words: str) -> list[tuple[str, str]]:
        """Each term of the words, in their language, and as the language of the articles writes it."""
        own = terms(words, self._question.language)
        twins = terms(words, self._language) if self._is_abroad else own
        return list(zip(own, twins if len(twins) == len(own) else own, strict=True))

    def _add_phrase(self, weighed: Weighed, words: str) -> None:
        if phrase := tuple(terms(words, self._language)):
            way = self._way(phrase, "phrase")
            weighed.musts.append(phrase)
            weighed.parts += [Part(words, ((way,),))] if way.rarity else []

    def _group(self, wanted: Wanted, spoken_for: set[Phrase]) -> list[Part]:
        """A word, or a few, with its synonyms; nothing where a group before it has spoken for it."""
        own = self._terms(wanted.words)
        key = tuple(term for term, _ in own)
        if key in spoken_for:
            return []
        others = [tuple(terms(words, self._question.language)) for words in wanted.synonyms]
        spoken_for |= {key, *others}
        ways = [found for term, twin in own if (found := self._ways(term, twin))]
        if len(ways) == 1:
            choices: list[tuple[Way, ...]] = [(way,) for way in ways[0]]
        else:  # of several words each counts
            choices = [tuple(max(found, key=lambda way: way.worth) for found in ways)]
        most = sum(way.rarity for way in choices[0]) if ways else 0.0
        choices += [(way,) for other in others for way in self._synonyms(other, most)]
        told = tuple(choice for choice in choices if choice)
        return [Part(wanted.words, told)] if told else []

    def _synonyms(self, phrase: Phrase, most: float) -> list[Way]:
        """A synonym is not worth more than what it stands for, however rare it is."""
        alike = self._ways(phrase[0], phrase[0]) if len(phrase) == 1 else []
        found = alike or [self._way(phrase, "")] if phrase else []
        return [
            replace(way, how="synonym", worth=SYNONYM * min(way.worth, most or way.worth))
            for way in found
            if way.rarity
        ]

    def _most_telling(self, plain: dict[str, _Plain]) -> list[Part]:
        found: list[tuple[float, Part]] = []
        for term, told in islice(plain.items(), MOST_LOOKED_UP):
            ways = [self._way((term,), "word")] if told.is_joined else self._ways(term, told.twin)
            if ways := [way for way in ways if way.rarity]:
                part = Part(told.words, tuple((way,) for way in ways))
                found.append((max(way.worth for way in ways) * told.times**0.5, part))
        if len(found) > MOST_TERMS:
            found = nlargest(MOST_TERMS, found, key=lambda telling: telling[0])
        return [part for _, part in found]

    def _ways(self, term: str, twin: str) -> list[Way]:
        """The term itself; in another language than the question's also those that look like it."""
        ways = {other: self._way((other,), "word") for other in (term, twin)}
        if self._is_abroad:
            for likeness, other in self._lexicon.alike(term):
                if other not in ways:
                    way = self._way((other,), "alike")
                    ways[other] = replace(way, worth=likeness * way.rarity)
        return [way for way in ways.values() if way.rarity]

    def _way(self, phrase: Phrase, how: str) -> Way:
        rarity = self._lexicon.rarity(phrase)
        return Way(phrase, how, rarity, rarity)
