"""What a reader may be about to type: titles and headings out of memory, never asked of the index."""

from collections.abc import Sequence

from portal.search.engine import Reader, Suggestion
from portal.search.whoosh.beginnings import (
    HEADINGS,
    NO_TEXTS,
    TITLES,
    Mask,
    Texts,
    beginnings,
    said,
)
from portal.search.whoosh.segment import Segment
from portal.search.whoosh.snapshot import Snapshot

LONGEST_TYPED = 100

BEGINS, GOES_ON, HOLDS = range(3)
"""The text begins as typed, goes on so at one of its words, or holds the words in any order."""


def suggest(
    snapshot: Snapshot, beginning: str, languages: Sequence[str], reader: Reader, count: int
) -> list[Suggestion]:
    """Titles before headings; of these, those that begin as typed, then those that go on so, then
    those that hold the words in any order; short ones first. Languages in the order given."""
    typed = said(beginning[:LONGEST_TYPED])
    suggestions: dict[tuple[int, str], Suggestion] = {}
    if not typed:
        return []
    made = [beginnings(segment).texts for segment in snapshot.segments]
    for language in languages:
        for kind in (TITLES, HEADINGS):
            texts = [of_segment[kind].get(language, NO_TEXTS) for of_segment in made]
            masks = [snapshot.readable(n, language, reader) for n in range(len(texts))]
            for *_, number, text in _ranked(texts, masks, typed, count):
                suggestion = _suggestion(snapshot.segments[number], texts[number], text)
                suggestions.setdefault((suggestion.article_id, suggestion.text), suggestion)
                if len(suggestions) == count:
                    return list(suggestions.values())
    return list(suggestions.values())


def _ranked(
    of_segments: list[Texts], masks: list[Mask], typed: str, count: int
) -> list[tuple[int, int, int, int]]:
    """How each text goes with what is typed, its length, its segment and its number there."""
    ranked = []
    for number, (texts, mask) in enumerate(zip(of_segments, masks, strict=True)):
        begin = texts.beginning(typed, mask)
        ranked += [(BEGINS, len(texts.said[text]), number, text) for text in begin]
        if len(begin) < count:
            for text in texts.holding(typed, mask):
                words = texts.said[text]
                if not words.startswith(typed):
                    how = GOES_ON if typed in words else HOLDS
                    ranked.append((how, len(words), number, text))
    return sorted(ranked)


def _suggestion(segment: Segment, texts: Texts, text: int) -> Suggestion:
    article = segment.articles[texts.places[text]]
    section = int(texts.sections[text])
    heading = article.sections[section] if section >= 0 else None
    return Suggestion(
        article_id=article.article_id,
        language=article.language,
        anchor=heading.anchor if heading else "",
        text=heading.heading if heading else article.title,
        title=article.title,
    )
