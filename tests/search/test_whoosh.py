"""What the embedded engine alone promises: bounded memory, no reading again after a commit, phrases that
outlive merges."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from portal.search.engine import Answer, Entry, Query, Section
from portal.search.question import question
from portal.search.whoosh import segment
from portal.search.whoosh.embedded import WhooshEngine
from tests.search.base import VISITOR, asked

WORDS = [f"word{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(300)]


def entry(number: int, *texts: str, language: str = "en") -> Entry:
    sections = tuple(Section(f"s{n}", f"Part {n}", (), text) for n, text in enumerate(texts))
    return Entry(number, language, f"Article {number}", "everyone", sections=sections)


@pytest.fixture
def engine(tmp_path: Path) -> WhooshEngine:
    built = WhooshEngine(tmp_path / "index")
    built.rebuild(entry(n, " ".join(WORDS[n % 30 :: 3]), "the same words") for n in range(90))
    return built


def ids(answer: Answer) -> set[int]:
    return {found.article_id for found in answer.found}


def test_memory_is_bounded(engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(segment, "MOST_BYTES", 20_000)
    monkeypatch.setattr(segment, "MOST_BYTES_AN_ARTICLE", 50)
    first = asked(engine, WORDS[40], count=90)
    for word in WORDS:
        asked(engine, word)
        (read,) = engine._shelf.latest().segments
        assert read._kept <= 20_000
        assert read._kept == sum(postings.size for postings in read._postings.values())
    asked(engine, " ".join(f"unheardof{n}x" for n in range(100)))  # what is unknown is kept too
    (read,) = engine._shelf.latest().segments
    assert len(read._postings) < 100
    assert asked(engine, WORDS[40], count=90) == first


def test_a_commit_does_not_read_again_what_is_open(engine: WhooshEngine) -> None:
    asked(engine, "same words")
    (before,) = engine._shelf.latest().segments
    engine.apply([entry(200, "new words")], [5])
    assert 200 in ids(asked(engine, "new"))
    assert before in engine._shelf.latest().segments
    assert 5 not in ids(asked(engine, "same", count=200))


def test_phrases_and_other_languages_outlive_merges(engine: WhooshEngine) -> None:
    for number in range(300, 330):
        engine.apply([entry(number, f"alpha bravo {WORDS[number - 300]}", "authentication")], [])
    answer = asked(engine, '"alpha bravo"', count=50)
    assert ids(answer) == set(range(300, 330))
    assert ids(asked(engine, f'"bravo {WORDS[7]}"')) == {307}
    assert not ids(asked(engine, '"bravo alpha"'))
    abroad = engine.find(Query(question("autenticación", "es"), "en", VISITOR, count=50))
    assert ids(abroad) == set(range(300, 330))


def test_threads_read_words_for_the_first_time_together(engine: WhooshEngine) -> None:
    expected = {word: asked(engine, f'{word} "same words"', count=90) for word in WORDS[:60]}
    fresh = WhooshEngine(engine._folder.folder)
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda word: asked(fresh, f'{word} "same words"', count=90), expected)
    assert list(answers) == list(expected.values())


def test_a_commit_in_the_same_moment_as_a_look_is_seen(tmp_path: Path) -> None:
    """The clock of a file system stands still for some milliseconds: two changes may leave one time."""
    writer, reader = WhooshEngine(tmp_path / "index"), WhooshEngine(tmp_path / "index")
    writer.rebuild([Entry(1, "en", "Toner", "everyone")])
    [build] = (tmp_path / "index").glob("build-*")
    moment = build.stat().st_mtime_ns
    for _look in range(2):
        assert asked(reader, "plotter").total == 0
    writer.apply([Entry(2, "en", "Plotter", "everyone")], [])
    os.utime(build, ns=(moment, moment))
    assert asked(reader, "plotter").total == 1
