"""Finding sections that answer: asks the engine, confirms each hit in the database, shows the sentence that answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from portal.ground.site import current_site
from portal.people.viewer import Viewer
from portal.search import engines, narrowing
from portal.search.analysis import LANGUAGES
from portal.search.blending import blended
from portal.search.degraded import find_in_rows
from portal.search.engine import Answer, IndexUnusableError, Query, Reader, Slip
from portal.search.engines import engine
from portal.search.fitting import fitting
from portal.search.hits import LONGEST_WORDS, Hit, confirmed
from portal.search.narrowing import NOTHING, Chosen, all_topics, in_language
from portal.search.pairing import Paired, paired
from portal.search.question import question, with_meant
from portal.search.semantic import ranking
from portal.search.synonyms import current_synonyms

__all__ = ["Hit", "Results", "find", "reader_of", "similar_sections"]

PAGE = 10
MOST_PAGES = 50
Slips = Mapping[str, Slip]
NO_SLIPS: Slips = {}
OTHERS = 3
"""Hits in other languages below those in the reader's own; where there are none of these, a page of them."""
STRONG = 0.5
"""What is found in another language scores at least so much of the best in the reader's own."""

LONGEST_TEXT = 200_000
LANGUAGE = "language"
"""The facet that the engine does not have: each language is a question of its own."""


@dataclass(frozen=True)
class Results:
    """A page of hits in one language, and on the first page some in the others.

    `total` counts articles on all pages; `counts` by facet (`engine.FACETS`, and 'language') and value
    how many articles that value would give. `slips`: see `engine.Answer`.
    """

    own: list[Hit] = field(default_factory=list)
    other: list[Hit] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1
    slips: Slips = field(default_factory=dict)
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    is_degraded: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in any language that was looked in."""
        return not (self.own or self.other)


def find(
    words: str,
    viewer: Viewer,
    language: str,
    page: int = 1,
    chosen: Chosen = NOTHING,
    only_language: str | None = None,
    slips: Slips = NO_SLIPS,
) -> Results:
    """What answers the words for this viewer, at most one section an article, ten a page; a page
    after the last is the last. Narrowed to what is chosen (see `narrowing`), and to articles in
    `only_language`, where it is given, else those in the reader's own first. What may be meant by the
    `slips` counts too, where they are given; else it is told which they are."""
    asking = _Asking(words[:LONGEST_WORDS], viewer, language, chosen, slips)
    main = only_language or language
    page = min(max(page, 1), MOST_PAGES)
    asking.find_strong(language)
    own = asking.page(main, page, with_slips=not slips)
    if page > (last := _pages(own.total)):
        page, own = last, asking.page(main, last)
    others = {code: asking.first(code, 0 if only_language else PAGE) for code in _others(main)}
    whole = asking.paired(own, others, page) if not only_language else Paired(own, 0, others)
    shown = 0 if page > 1 or only_language else OTHERS if whole.own.found else PAGE
    beside = [replace(one, found=one.found[:shown]) for one in whole.others.values()]
    hits = confirmed([whole.own, *beside], viewer)
    totals = {
        code: answer.total - _refused(answer, hits)
        for code, answer in {main: whole.own, **dict(zip(others, beside, strict=True))}.items()
    }
    return Results(
        own=[hit for hit in hits if hit.language == main],
        other=[hit for hit in hits if hit.language != main],
        total=totals[main],
        page=page,
        pages=_pages(totals[main] - whole.added),
        slips=own.slips or slips,
        counts={**whole.own.counts, LANGUAGE: totals},
        is_degraded=asking.is_degraded,
    )


def similar_sections(text: str, viewer: Viewer, language: str, limit: int = 3) -> list[Hit]:
    """Sections that may already answer what someone is writing; none where nothing fits well (see
    `fitting`). What only another language has comes as its twin in this one, where there is one. A
    long text is read by its most telling words; a wrong letter in its first line costs nothing."""
    slips = _slips(text.split("\n", 1)[0], viewer, language)
    asking = _Asking(text[:LONGEST_TEXT], viewer, language, slips=slips)
    asking.find_strong(language)
    own, *others = (asking.fitting(code) for code in (language, *_others(language)))
    whole = asking.paired(own, dict(zip(_others(language), others, strict=True)), 1)
    answers = [whole.own, *whole.others.values()]
    return confirmed(answers, viewer, with_section=True)[:limit]


def _slips(line: str, viewer: Viewer, language: str) -> Slips:
    return _Asking(line[:LONGEST_WORDS], viewer, language).slips(language)


def forget() -> None:
    """Let go of all that search holds in memory for this app."""
    engines.forget()
    ranking.forget()
    narrowing.forget()


def reader_of(viewer: Viewer) -> Reader:
    """The viewer as the engine knows readers."""
    return Reader(viewer.is_agent, viewer.person is not None, viewer.plan)


class _Asking:
    """One question, put to the engine for one language after the other; the database where it cannot."""

    def __init__(
        self,
        words: str,
        viewer: Viewer,
        language: str,
        chosen: Chosen = NOTHING,
        slips: Slips = NO_SLIPS,
    ) -> None:
        sure = {written: slip.sure for written, slip in slips.items() if slip.sure}
        synonyms = with_meant(current_synonyms(language), sure, language)
        self.question = question(words, language, synonyms)
        self.viewer = viewer
        self.chosen = chosen
        self.topics = all_topics() if "topic" in chosen else None
        self.is_degraded = False
        self._strong = 0.0

    def find_strong(self, language: str) -> None:
        """From now on other languages than this, the reader's, give only what answers nearly as well
        as the best in it: chance likenesses of words do not."""
        if _others(language):
            best = self._by_words(replace(self._query(language, 0, 1), chosen={})).found
            self._strong = STRONG * best[0].score if best else 0.0

    def paired(self, own: Answer, others: dict[str, Answer], page: int) -> Paired:
        """See `pairing.paired`; `own` is that page of the answer in the question's language."""
        language = self.question.language
        known = {hit.article_id for hit in own.found}
        if any(answer.found for answer in others.values()) and own.total > len(known):
            known = {hit.article_id for hit in self.first(language, PAGE * MOST_PAGES).found}
        query = self._query(language, (page - 1) * PAGE, PAGE)
        return paired(own, others, known, query, self.viewer)

    def page(self, language: str, page: int, with_slips: bool = False) -> Answer:
        """One page of the answer, with its counts."""
        query = self._query(language, (page - 1) * PAGE, PAGE, with_slips, with_counts=True)
        return blended(query, self.viewer, self._by_words)

    def first(self, language: str, count: int) -> Answer:
        """The first so many, none for their number alone."""
        return blended(self._query(language, 0, count), self.viewer, self._by_words)

    def fitting(self, language: str) -> Answer:
        """A page of what the words themselves find, as far as it fits well."""
        answer = self._by_words(replace(self._query(language, 0, PAGE), with_reasons=True))
        found = fitting(self.question, answer.found)
        return replace(answer, found=found, total=len(found))

    def slips(self, language: str) -> Slips:
        """The words that nobody wrote, with those that may be meant: only an index knows its words."""
        try:
            return engine().find(self._query(language, 0, 0, with_slips=True)).slips
        except IndexUnusableError:
            return NO_SLIPS

    def _query(
        self,
        language: str,
        start: int,
        count: int,
        with_slips: bool = False,
        with_counts: bool = False,
    ) -> Query:
        return Query(
            self.question,
            language,
            reader_of(self.viewer),
            in_language(self.chosen, language, self.topics) if self.topics else self.chosen,
            start,
            count,
            self._strong if language != self.question.language else 0.0,
            with_slips=with_slips,
            with_counts=with_counts,
        )

    def _by_words(self, query: Query) -> Answer:
        try:
            return engine().find(query)
        except IndexUnusableError:
            self.is_degraded = True
            return find_in_rows(query, self.viewer)


def _others(language: str) -> list[str]:
    """The site's other languages in which there are words to look for."""
    return [code for code in current_site().languages if code != language and code in LANGUAGES]


def _pages(total: int) -> int:
    return max(1, min(MOST_PAGES, -(-total // PAGE)))


def _refused(answer: Answer, hits: list[Hit]) -> int:
    """How many of an answer's hits the database did not confirm: the index has yet to follow."""
    return len({hit.article_id for hit in answer.found} - {hit.article_id for hit in hits})
