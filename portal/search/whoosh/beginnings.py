"""Titles and headings of a segment in memory, by how they begin and by their words; and what words they are made of."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from threading import Lock, Thread
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from portal.ground.folding import fold
from portal.search.analysis import PART
from portal.search.near import Vocabulary
from portal.search.whoosh.document import ArticleFacts
from portal.search.whoosh.segment import Segment

LONGEST = 200
"""Signs of a title or heading that are looked at."""

COMMON_HEADING = 2
"""A heading that stands in more articles than this ('Solution') tells nothing by itself."""

MOST_LOOKED_AT = 20
MOST_WITH_WORD, MOST_COMPARED = 4_000, 150
"""So many are looked at of texts that begin so or hold a word; so many compared with several words."""

LAST = "\U0010ffff"

MOST_WORDS = 30_000
"""Of the words of all texts so many are known, the most common: 9 MB of memory."""

MADE_AT_ONCE = 2_000
"""Articles of a segment that makes a reader wait, some 30 ms; a larger one is made beside."""

MAKER = "beginnings"
PATIENCE = 0.02
"""Seconds that a reader waits for those of a large segment: the next key is pressed soon."""

Mask = NDArray[np.bool_]
Text = tuple[str, int, int]
"""As it is `said`, the place of its article, its section or -1."""


class Texts:
    """Titles, or headings, of one language, each as it is `said`, in the order of their letters. `place` is the article's in the segment, `section` -1 for a title."""

    def __init__(self, texts: list[Text]) -> None:
        texts.sort()
        self.said = [said for said, _, _ in texts]
        self.places = np.array([place for _, place, _ in texts], np.int32)
        self.sections = np.array([section for _, _, section in texts], np.int32)
        holding: dict[str, list[int]] = defaultdict(list)
        for number, said in enumerate(self.said):
            for word in said.split():
                holding[word].append(number)
        self._words = sorted(holding)
        parts = [holding[word] for word in self._words]
        self._firsts = [0, *accumulate(map(len, parts))]
        self._holding = np.array([number for part in parts for number in part], np.int32)

    def beginning(self, typed: str, mask: Mask) -> list[int]:
        """Texts that begin so, of articles in the mask."""
        start, end = _range(self.said, typed)
        if start == end:
            return []
        readable = np.flatnonzero(mask[self.places[start:end]])[:MOST_LOOKED_AT] + start
        numbers: list[int] = readable.tolist()
        return numbers

    def holding(self, typed: str, mask: Mask) -> list[int]:
        """Texts in which a word begins with each of those typed, in any order."""
        with_words = [(self._with_word(word), f" {word}") for word in typed.split()]
        (rarest, _), *others = sorted(with_words, key=lambda found: len(found[0]))
        rarest = rarest[:MOST_WITH_WORD]
        readable = rarest[mask[self.places[rarest]]][:MOST_COMPARED]
        numbers: list[int] = readable.tolist()
        for _, word in others:
            numbers = [number for number in numbers if word in self.said[number]]
        return list(dict.fromkeys(numbers[:MOST_LOOKED_AT]))

    def _with_word(self, beginning: str) -> NDArray[np.int32]:
        start, end = _range(self._words, beginning)
        return self._holding[self._firsts[start] : self._firsts[end]]


def _range(ordered: list[str], beginning: str) -> tuple[int, int]:
    start = bisect_left(ordered, beginning)
    return start, bisect_left(ordered, beginning + LAST, start)


Written = Callable[[str], Counter[str]]


def no_words(_language: str) -> Counter[str]:
    """None: of articles without a text."""
    return Counter()


TITLES, HEADINGS = range(2)
NO_TEXTS = Texts([])


class Beginnings:
    """What can be typed to reach a title or heading of one segment, by language; and the vocabulary
    of its titles, headings, tags and clients' own words, and that of its texts. `written` gives for a
    language the words of its texts, with how many hold each."""

    def __init__(self, articles: Sequence[ArticleFacts], written: Written = no_words) -> None:
        self.texts: tuple[dict[str, Texts], dict[str, Texts]] = ({}, {})
        self.vocabularies: list[tuple[str, Vocabulary]] = []
        for language in {article.language for article in articles}:
            of_it = [(n, one) for n, one in enumerate(articles) if one.language == language]
            titles = [(said(article.title), place, -1) for place, article in of_it]
            times = Counter(section.heading for _, one in of_it for section in one.sections)
            telling = {text: said(text) for text in times if times[text] <= COMMON_HEADING}
            headings = [
                (telling[section.heading], place, number)
                for place, article in of_it
                for number, section in enumerate(article.sections)
                if telling.get(section.heading)
            ]
            self.texts[TITLES][language] = Texts([title for title in titles if title[0]])
            self.texts[HEADINGS][language] = Texts(headings)
            times.update(_other_texts(article for _, article in of_it))
            of_heads = Vocabulary(_counted(times))
            of_texts = Vocabulary(_most_common(written(language)), slips=1)
            self.vocabularies += [(language, of_heads), (language, of_texts)]


def said(text: str) -> str:
    """The words of a text, folded, a blank before each: what is typed is compared with that. So no
    sign matters, and what stands after a blank begins a word."""
    return " ".join(["", *PART.findall(fold(text[:LONGEST]))])


def _other_texts(articles: Iterable[ArticleFacts]) -> Iterator[str]:
    for article in articles:
        yield from (article.title, *article.tags, *article.asked_as)


def _counted(texts: Counter[str]) -> Counter[str]:
    """How often each word is said, given how often each text is."""
    counts: Counter[str] = Counter()
    for text, times in texts.items():
        words = PART.findall(text[:LONGEST].lower())
        counts.update(words if times == 1 else dict.fromkeys(words, times))
    return counts


def _most_common(counts: Counter[str]) -> Counter[str]:
    return Counter(dict(counts.most_common(MOST_WORDS)))


NOTHING_YET = Beginnings([])


class _Kept:
    """The beginnings of segments, each made once and kept as long as its segment is open."""

    def __init__(self) -> None:
        self._made: WeakKeyDictionary[Segment, Beginnings] = WeakKeyDictionary()
        self._makers: WeakKeyDictionary[Segment, Thread] = WeakKeyDictionary()
        self._lock = Lock()

    def of(self, segment: Segment) -> Beginnings:
        """Those of the segment; none at all while those of a large one are still being made."""
        made = self._made.get(segment)
        if made is not None:
            return made
        if len(segment.articles) > MADE_AT_ONCE:
            self.begin(segment).join(PATIENCE)
            return self._made.get(segment, NOTHING_YET)
        with self._lock:
            if segment not in self._made:
                self._make(segment)
            return self._made[segment]

    def begin(self, segment: Segment) -> Thread:
        """The thread that makes those of a large segment, started now if it was not before."""
        with self._lock:
            if segment not in self._makers:
                self._makers[segment] = Thread(
                    target=self._make, args=(segment,), daemon=True, name=MAKER
                )
                self._makers[segment].start()
            return self._makers[segment]

    def _make(self, segment: Segment) -> None:
        self._made[segment] = Beginnings(
            segment.articles, lambda language: Counter(segment.written(language))
        )


_kept = _Kept()
beginnings = _kept.of


def make_ahead(segments: Iterable[Segment]) -> None:
    """Begin with those of large segments now, so that nobody waits for them later."""
    for segment in segments:
        if len(segment.articles) > MADE_AT_ONCE:
            _kept.begin(segment)
