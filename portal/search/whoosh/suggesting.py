"""Titles and headings in memory, sorted, for what a reader begins to type; and the words they are made of."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from threading import Lock
from weakref import WeakKeyDictionary

from portal.search.analysis import LANGUAGES, PART, fold, term_of
from portal.search.engine import Reader, Suggestion
from portal.search.near import Vocabulary
from portal.search.whoosh.segment import Segment
from portal.search.whoosh.snapshot import Snapshot

LONGEST_KEY = 40
MOST_STARTS = 8
MOST_LOOKED_AT = 400
MOST_MENDED = 12
COMMON_HEADING = 2
"""A heading that stands in more articles than this ('Solution') tells nothing by itself."""

Key = tuple[str, int, int, int]
"""What is typed, which word of the text it begins at, the article's place, its section or -1."""


class Beginnings:
    """What can be typed to reach a title or heading of one segment, by language, in order."""

    def __init__(self, segment: Segment) -> None:
        self.keys: dict[str, list[Key]] = {}
        self.vocabulary: dict[str, Vocabulary] = {}
        headings = Counter(
            section.heading for article in segment.articles for section in article.sections
        )
        words: dict[str, list[str]] = {}
        for place, article in enumerate(segment.articles):
            keys = self.keys.setdefault(article.language, [])
            known = words.setdefault(article.language, [])
            is_open = article.audience == "everyone"  # no word of a closed article is given away
            keys += _keys(article.title, place, -1)
            known += PART.findall(fold(article.title)) if is_open else []
            for number, section in enumerate(article.sections):
                known += PART.findall(fold(section.heading)) if is_open else []
                if section.heading and headings[section.heading] <= COMMON_HEADING:
                    keys += _keys(section.heading, place, number)
        for language, unsorted in self.keys.items():
            unsorted.sort()
            self.vocabulary[language] = Vocabulary(words[language])


_made: WeakKeyDictionary[Segment, Beginnings] = WeakKeyDictionary()
_making = Lock()


def beginnings(segment: Segment) -> Beginnings:
    """Those of a segment, made when first asked for and kept as long as it is open."""
    with _making:
        if segment not in _made:
            _made[segment] = Beginnings(segment)
        return _made[segment]


def suggest(
    snapshot: Snapshot, beginning: str, languages: Sequence[str], reader: Reader, count: int
) -> list[Suggestion]:
    """Titles first, then headings; those that begin so before those that go on so."""
    typed = " ".join(fold(beginning[: 2 * LONGEST_KEY]).split())[:LONGEST_KEY]
    if not typed:
        return []
    suggestions: dict[tuple[int, str], Suggestion] = {}
    for language in languages:
        ranked = sorted(_candidates(snapshot, typed, language, reader))
        for *_, number, place, section in ranked:
            suggestion = _suggestion(snapshot.segments[number], place, section)
            suggestions.setdefault((suggestion.article_id, suggestion.text), suggestion)
            if len(suggestions) == count:
                return list(suggestions.values())
    return list(suggestions.values())


def mend(snapshot: Snapshot, words: str, language: str) -> str:
    """The question with each word that stands nowhere replaced by its nearest; '' if none was."""
    mended, last = [], 0
    for match in islice(PART.finditer(words), MOST_MENDED):
        better = _nearest(snapshot, match.group(), language)
        if better is not None:
            mended += [words[last : match.start()], better]
            last = match.end()
    return "".join([*mended, words[last:]]) if mended else ""


def _nearest(snapshot: Snapshot, written: str, language: str) -> str | None:
    """The known word that may be meant; None where this one is known, in whatever language."""
    folded = fold(written)
    if not folded.isalpha():
        return None
    for known_in in LANGUAGES:
        term = term_of(written, known_in)
        if term is None or snapshot.rarity(snapshot.postings(term, known_in), known_in):
            return None
    for segment in sorted(snapshot.segments, key=lambda s: -len(s.articles)):
        vocabulary = beginnings(segment).vocabulary.get(language)
        better = vocabulary.nearest(folded) if vocabulary else None
        if better is not None:
            return better
    return None


def _candidates(
    snapshot: Snapshot, typed: str, language: str, reader: Reader
) -> Iterator[tuple[bool, bool, int, int, int, int]]:
    for number, segment in enumerate(snapshot.segments):
        keys = beginnings(segment).keys.get(language, [])
        mask = snapshot.readable(number, language, reader)
        first = bisect_left(keys, (typed,))
        for key, start, place, section in keys[first : first + MOST_LOOKED_AT]:
            if not key.startswith(typed):
                break
            if mask[place]:
                yield section >= 0, start > 0, len(key), number, place, section


def _keys(text: str, place: int, section: int) -> Iterator[Key]:
    folded = " ".join(fold(text).split())
    for start, match in enumerate(PART.finditer(folded)):
        if start == MOST_STARTS:
            return
        yield folded[match.start() : match.start() + LONGEST_KEY], start, place, section


def _suggestion(segment: Segment, place: int, section: int) -> Suggestion:
    article = segment.articles[place]
    heading = article.sections[section] if section >= 0 else None
    return Suggestion(
        article_id=article.article_id,
        language=article.language,
        anchor=heading.anchor if heading else "",
        text=heading.heading if heading else article.title,
        title=article.title,
    )
