"""What is searched, read and voted on: before a request, and by all who never write one."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from portal.articles.article import Article
from portal.articles.reading import write_reads
from portal.articles.votes import vote
from portal.asking.trail import items_of
from portal.demo.rhythm import moments
from portal.demo.stage import Part, Stage
from portal.ground.db import db
from portal.people.limits import keyed
from portal.people.person import Person
from portal.people.viewer import NOBODY, Viewer
from portal.people.visiting import visit_of
from portal.search.endings import Outcome
from portal.search.engine import Query, Reader
from portal.search.engines import engine
from portal.search.finding import OTHERS, PAGE, reader_of
from portal.search.logging import Deed, record_opened, record_outcome, record_search
from portal.search.question import question
from portal.search.synonyms import add, entry
from portal.tickets.filing import TrailKind
from portal.tickets.opening import TrailItem

VISITS = 330
"""Visits of people who never write, in ninety days at full scale."""

ASKED_AGAIN = 15
"""One in so many of them first has another word for it."""

HELPFUL = 0.82
MINUTE = timedelta(minutes=1)


def search(
    stage: Stage, browser: str, words: str, language: str, person: Person | None, at: datetime
) -> list[int]:
    """Search as this person would, with the log's entry; the articles shown, best first. Inside `writing()`."""
    reader = reader_of(Viewer(person) if person else NOBODY)
    key = (words, language, reader)
    if key not in stage.found:
        stage.found[key] = _ask(words, language, reader)
    shown, total = stage.found[key]
    record_search(visit_of(browser, at), words, language, total, shown, at)
    return shown


def _ask(words: str, language: str, reader: Reader) -> tuple[list[int], int]:
    """What the index answers, as on the page of results: the articles in both languages, and the total of the first."""
    asked = question(words, language)
    own = engine().find(Query(asked, language, reader, count=PAGE))
    other = engine().find(Query(asked, {"es": "en", "en": "es"}[language], reader, count=OTHERS))
    return [hit.article_id for hit in (*own.found, *other.found)], own.total


def read(stage: Stage, browser: str, article_id: int, at: datetime) -> None:
    """Open an article, from the last search where it was shown there. Inside `writing()`."""
    record_opened(visit_of(browser, at), article_id, at)
    stage.reads.append({"browser": browser, "article_id": article_id, "at": at})


def write_down(stage: Stage) -> None:
    """Write the reads that are remembered. Outside `writing()`."""
    reads: list[dict[str, Any]] = list(stage.reads)
    stage.reads.clear()
    if reads:
        write_reads(reads)


def trail_before(stage: Stage, part: Part, at: datetime) -> list[TrailItem]:
    """Most clients look before they ask: what they searched, saw and read, in the log and for the ticket."""
    problem, chance = part.story.problem, part.chance
    if part.story.channel != "portal" or not problem.searches or chance.random() < 0.3:
        return []
    client, deeds = stage.client(part), []
    browser = keyed(f"browser of {part.story.client.email}")
    at -= chance.randrange(9, 16) * MINUTE
    for words in problem.searches[: chance.choice((1, 1, 2))]:
        shown = search(stage, browser, words, problem.language, client, at)
        deeds.append(Deed(TrailKind.SEARCHED, at, words, tuple(shown)))
        at += MINUTE
        if shown and chance.random() < 0.7:
            read(stage, browser, shown[0], at)
            deeds.append(Deed(TrailKind.READ, at, articles=(shown[0],)))
            at += 2 * MINUTE
            deeds += _refusal(stage, part, shown[0], at)
    record_outcome(visit_of(browser, at), "ticket", at)
    return [item for deed in deeds for item in items_of(deed)]


def _refusal(stage: Stage, part: Part, article_id: int, at: datetime) -> list[Deed]:
    if part.chance.random() > 0.35:
        return []
    client = stage.client(part)
    voter = keyed(f"person {client.id}" if client else f"browser of {part.story.client.email}")
    reason = _reason(stage, article_id, part.chance)
    _vote(article_id, voter, False, reason, at)
    return [Deed(TrailKind.NOT_HELPFUL, at, reason, (article_id,))]


def passers_by(stage: Stage, start: datetime, scale: float) -> list[tuple[datetime, int]]:
    """When strangers come by, and their numbers."""
    zone = ZoneInfo(stage.cast.site["time_zone"])
    come = moments(start, stage.now, round(VISITS * scale), zone, stage.chance)
    return [(at, number) for number, at in enumerate(come, start=1)]


def pass_by(stage: Stage, number: int, at: datetime) -> None:
    """One visit of somebody who only looks: searches, reads, perhaps says whether it helped. Inside `writing()`."""
    chance = Random(f"visit {number}")  # noqa: S311 (no secret)
    if number % ASKED_AGAIN == 0:
        ask_again(stage, number, at)
        return
    weights = [
        1 if each.is_vain else (7 if each.language == "es" else 3) for each in stage.cast.searches
    ]
    vocabulary = chance.choices(stage.cast.searches, weights)[0]
    browser = keyed(f"browser of visit {number}")
    for _turn in range(chance.choice((1, 1, 2))):
        words = chance.choice(vocabulary.words)
        shown = search(stage, browser, words, vocabulary.language, None, at)
        at += MINUTE
        if not shown or vocabulary.is_vain or chance.random() < 0.25:
            continue
        article_id = shown[0] if chance.random() < 0.75 else chance.choice(shown)
        read(stage, browser, article_id, at)
        if chance.random() < 0.4:
            is_helpful = chance.random() < HELPFUL
            reason = "" if is_helpful else _reason(stage, article_id, chance)
            _vote(article_id, browser, is_helpful, reason, at + 2 * MINUTE)
            if is_helpful:
                record_outcome(visit_of(browser, at), "solved", at + 2 * MINUTE, article_id)
        at += 3 * MINUTE


def ask_again(stage: Stage, number: int, at: datetime) -> None:
    """One visit of somebody who first has another word for it than the articles have. Inside `writing()`."""
    rewordings = stage.cast.rewordings
    words = rewordings[number // ASKED_AGAIN % len(rewordings)]
    browser = keyed(f"browser of visit {number}")
    search(stage, browser, words["searched"], words["language"], None, at)
    shown = search(stage, browser, words["refined"], words["language"], None, at + MINUTE)
    if shown:
        read(stage, browser, shown[0], at + 2 * MINUTE)
        _vote(shown[0], browser, True, "", at + 4 * MINUTE)
        record_outcome(visit_of(browser, at), Outcome.SOLVED, at + 4 * MINUTE, shown[0])


def agree_on_words(stage: Stage, at: datetime) -> None:
    """The synonyms that the lead has entered by then. Inside `writing()`."""
    lead = stage.person(stage.lead_id)
    for each in stage.cast.synonyms:
        first, *others = each["words"]
        new = entry(each["language"], first, ", ".join(others), each["is_two_way"])
        add(new, lead, at)


def _reason(stage: Stage, article_id: int, chance: Random) -> str:
    article = db.session.get_one(Article, article_id)
    if article.language == "en" and article.slug not in stage.cast.refusals:
        return ""
    return chance.choice(stage.cast.refusals.get(article.slug) or stage.cast.refusals["*"])


def _vote(article_id: int, voter: str, is_helpful: bool, reason: str, at: datetime) -> None:
    vote(db.session.get_one(Article, article_id), voter, is_helpful, reason, at)
