"""The measures themselves, on a base of forty articles and thirty tickets: that they measure what they say."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.benchmarks import __main__ as harness
from tests.benchmarks import articles, memory, wire
from tests.benchmarks.base import Base, build, made
from tests.benchmarks.measures import compare, pages, submits, suggestions
from tests.benchmarks.serving import Served, served


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("benchmarks")


@pytest.fixture(scope="module")
def base(home: Path) -> Base:
    return build(home / "whole", made(40), 30)


@pytest.fixture(scope="module")
def server(home: Path, base: Base) -> Iterator[Served]:
    with served(home / "whole") as running:
        yield running


def test_the_base_is_what_was_asked_for_and_is_found_again(home: Path, base: Base) -> None:
    assert (base.articles, base.tickets) == (40, 32)
    assert build(home / "whole", made(40), 30) == base


def test_every_page_is_compared_with_the_floor(server: Served, base: Base) -> None:
    for page in pages(base):
        line = compare(server, page, rounds=2)
        assert line.floor_ms > 0, page.name
        assert line.ratio > 0, page.name
        assert 2 <= max(line.queries) <= 20, page.name


def test_the_form_s_suggestions_are_measured(server: Served, base: Base, home: Path) -> None:
    assert suggestions(server, base, home / "whole", rounds=2).bytes > 0


def test_drafts_are_really_sent(server: Served, base: Base, home: Path) -> None:
    line = submits(server, base, home / "whole", rounds=2)
    assert line.ms > 0
    assert max(line.queries) < 40


def test_every_process_is_weighed(base: Base, home: Path) -> None:
    before, after = memory.memory(base, home / "whole", requests=5, settle=0.5)
    names = ["supervisor", "web", "jobs"]
    assert sorted(each.process for each in before) == sorted(names)
    assert all(each.resident > each.fair > 0 for each in after)


@pytest.mark.skipif(shutil.which("chromium") is None, reason="NO CHROMIUM: bytes are not measured")
def test_a_second_visit_fetches_less(server: Served) -> None:
    first, second = wire.visits(server)
    assert "/" in first.by_path
    assert second.total < first.total


def test_without_the_real_articles_it_says_so_and_stops(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CORPUS", raising=False)
    assert harness.main([]) == 2
    assert "CORPUS=" in capsys.readouterr().out
    with pytest.raises(articles.NoCorpusError):
        articles.corpus()
