"""What is published is found at once: by another process, while there is no index, and while a new one is built."""

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from portal.ground.following import catch_up
from portal.ground.now import now
from portal.people.viewer import NOBODY
from portal.search import following
from portal.search.engine import Entry
from portal.search.engines import engine
from portal.search.entries import all_entries
from portal.search.finding import find
from portal.search.following import FOLLOWER, ensure_index, follower
from portal.search.warming import warm
from portal.search.whoosh.folder import IndexFolder
from tests.search.agreeing import EVERYWHERE, Base, agreement, mark
from tests.search.base import asked
from tests.search.killing import job

PATIENCE = 60.0
"""Seconds; what is promised is one, and measured on a quiet machine: this one may be busy."""


@pytest.fixture
def base(app: Flask) -> Iterator[Base]:
    base = Base()
    for number in range(8):
        base.change(number)
    with app.test_request_context("/"):
        yield base


def data_of(app: Flask) -> Path:
    folder: Path = app.extensions["portal_settings"].data
    return folder


def found(number: int, revision: int = 1) -> list[str]:
    return [hit.title for hit in find(mark(number, revision), NOBODY, "en").own]


def test_another_process_makes_it_found_and_gone(app: Flask, base: Base) -> None:
    with job(data_of(app)), job(data_of(app)):  # a second one, started by accident, does no harm
        agreement(base)
        base.change(50)
        agreement(base, PATIENCE)
        base.change(3)
        base.retire(50)
        agreement(base, PATIENCE)


def test_what_is_retired_is_gone_before_the_index_knows(app: Flask, base: Base) -> None:
    ensure_index(now())
    assert found(3) == ["Article 3"]
    base.retire(3)
    assert found(3) == []


def test_without_an_index_the_database_knows_at_once(app: Flask, base: Base) -> None:
    base.change(50)
    results = find(mark(50, 1), NOBODY, "en")
    assert results.is_degraded
    assert [hit.title for hit in results.own] == ["Article 50"]


def test_what_is_published_during_a_build_is_in_the_old_index_and_in_the_new(
    app: Flask, base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_index(now())

    def eventful() -> Iterator[Entry]:
        for count, entry in enumerate(all_entries()):
            if count == 4:
                base.change(0)  # the walk has been there
                base.change(60)
                base.retire(1)
                catch_up(FOLLOWER)
                assert found(60) == ["Article 60"]  # in the old one
                base.change(61)  # nobody follows this one before the new index is used
            yield entry

    monkeypatch.setattr(following, "all_entries", eventful)
    wish_for_a_new_one(data_of(app) / "index")
    assert ensure_index(now())
    assert found(0, 1) == found(1) == []
    assert found(0, 2) == ["Article 0"]
    assert found(60) == ["Article 60"]
    assert found(61) == ["Article 61"]
    assert asked(engine(), EVERYWHERE, count=100).total == len(base.ids) - 1


def wish_for_a_new_one(index: Path) -> None:
    """As a reader does; it is heeded where the index was not built just now."""
    (index / "REBUILD").touch()
    an_hour_ago = time.time() - 3600
    os.utime(index / "CURRENT", (an_hour_ago, an_hour_ago))


def test_only_one_builds_at_a_time(app: Flask, base: Base) -> None:
    ensure_index(now())
    seconds: list[bool] = []

    def entries() -> Iterator[Entry]:
        seconds.append(engine().rebuild([]))
        yield from all_entries()

    assert engine().rebuild(entries())
    assert seconds == [False]
    assert asked(engine(), EVERYWHERE, count=100).total == len(base.ids)


def test_many_small_changes_leave_few_segments_and_no_double(app: Flask, base: Base) -> None:
    """Articles are published one by one: what was published first is still found, once."""
    ensure_index(now())
    for number in range(100, 130):
        base.change(number)
        catch_up(FOLLOWER)
    agreement(base, PATIENCE)
    build = data_of(app) / "index" / (data_of(app) / "index" / "CURRENT").read_text()
    assert len(list(build.glob("*.seg"))) <= 8


def test_a_worker_opens_the_index_before_anybody_searches(
    app: Flask, base: Base, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_index(now())
    warm(app).join()
    monkeypatch.setattr(IndexFolder, "open", None)  # nothing has to be opened any more
    assert asked(engine(), EVERYWHERE, count=100).total == len(base.ids)


def test_a_worker_starts_without_an_index(app: Flask) -> None:
    warm(app).join()
    with app.test_request_context("/"):
        assert find("anything", NOBODY, "en").is_degraded


def test_an_engine_that_was_out_of_use_reads_on_where_it_stopped(app: Flask, base: Base) -> None:
    settings = app.extensions["portal_settings"]
    catch_up(follower())
    app.extensions["portal_settings"] = settings.model_copy(update={"search_url": "elsewhere"})
    assert follower().name != FOLLOWER.name
    elsewhere = replace(follower(), prepare=lambda rows: None)
    base.change(50)
    assert catch_up(elsewhere) == len(base.ids)
    app.extensions["portal_settings"] = settings
    catch_up(follower())
    assert found(50) == ["Article 50"]


def test_what_was_all_replaced_leaves_nothing_behind(app: Flask, base: Base) -> None:
    ensure_index(now())
    for number in list(base.ids):
        base.change(number)
    catch_up(FOLLOWER)
    build = data_of(app) / "index" / (data_of(app) / "index" / "CURRENT").read_text()
    assert len(list(build.glob("*.seg"))) == 1
    agreement(base, PATIENCE)
