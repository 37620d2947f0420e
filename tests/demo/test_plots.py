"""Plots and problems of the demo: lives that can be lived, texts that lead somewhere."""

from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from portal.demo.paths import Pace
from portal.demo.plots import plot
from portal.demo.problems import Problem, problems
from portal.demo.rhythm import awake, moments
from portal.demo.story import BY_CLIENT, Deed
from portal.ground.settings import PROJECT

ZONE = ZoneInfo("America/Santiago")
FRIDAY_NIGHT = datetime(2026, 9, 4, 23, 30, tzinfo=ZONE).astimezone(UTC)
HOUR = timedelta(hours=1)


def pace(rank: int) -> Pace:
    return Pace(
        first=rank * HOUR,
        resolution=rank * 8 * HOUR,
        rank=rank,
        close_after=timedelta(days=5),
        is_trouble=True,
        has_provider=True,
    )


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_a_life_goes_forward_and_comes_to_an_end(rank: int) -> None:
    for seed in range(60):
        beats = plot(FRIDAY_NIGHT, pace(rank), ZONE, Random(seed))  # noqa: S311 (no secret)
        worked = [beat.at for beat in beats if beat.deed not in {Deed.LAPSE, Deed.RATE}]
        assert beats[0].deed is Deed.OPEN
        assert worked == sorted(worked)
        is_silent = beats[-1].deed is Deed.ASK  # then the watch closes it
        assert is_silent or {beat.deed for beat in beats} & {Deed.CONFIRM, Deed.LAPSE, Deed.CLOSE}


def test_nobody_who_is_in_no_hurry_writes_at_night_or_on_a_weekend() -> None:
    for seed in range(60):
        beats = plot(FRIDAY_NIGHT, pace(4), ZONE, Random(seed))  # noqa: S311 (no secret)
        for beat in beats:
            if beat.deed in BY_CLIENT:
                local = beat.at.astimezone(ZONE)
                assert 8 <= local.hour < 20
                assert local.weekday() < 5


def test_the_morning_comes_after_the_night() -> None:
    chance = Random(1)  # noqa: S311 (no secret)
    monday = awake(FRIDAY_NIGHT, ZONE, chance, (8, 20)).astimezone(ZONE)
    assert (monday.date().isoformat(), monday.hour) in {("2026-09-07", 8), ("2026-09-07", 9)}
    at_noon = FRIDAY_NIGHT - 12 * HOUR
    assert awake(at_noon, ZONE, chance, (8, 20)) == at_noon


def test_most_is_written_by_day_and_in_the_week() -> None:
    chance = Random(1)  # noqa: S311 (no secret)
    start = FRIDAY_NIGHT - timedelta(days=28)
    found = [at.astimezone(ZONE) for at in moments(start, FRIDAY_NIGHT, 400, ZONE, chance)]
    assert len(found) == 400
    assert found == sorted(found)
    assert sum(8 <= at.hour < 19 for at in found) > 300
    assert sum(at.weekday() >= 5 for at in found) < 80


@pytest.mark.parametrize("problem", problems().values(), ids=lambda problem: problem.key)
def test_a_problem_teaches_one_thing_and_names_an_article_that_is_there(problem: Problem) -> None:
    assert sum(map(bool, (problem.linked, problem.nothing, problem.article))) == 1
    folder = PROJECT / "kb_articles" / problem.language
    if problem.linked:
        assert (folder / f"{problem.linked}.md").is_file()
    assert f'slug = "{problem.topic}"' in (folder / "topics.toml").read_text(encoding="utf-8")
    assert problem.question
    assert problem.answer


def test_there_are_enough_problems_and_most_are_in_spanish() -> None:
    languages = [problem.language for problem in problems().values()]
    assert len(languages) >= 24
    assert 0.6 < languages.count("es") / len(languages) < 0.8
