"""A job that is killed in the middle of a commit or of a build: nothing is lost or doubled, and no reader sees an error."""

from pathlib import Path

import pytest
from flask import Flask

from tests.search.agreeing import Base, agreement
from tests.search.killing import job, killed_at_work, readers

ARTICLES = 12


@pytest.fixture
def base(app: Flask) -> Base:
    base = Base()
    for number in range(ARTICLES):
        base.change(number)
    return base


def test_killed_in_commits_and_builds(app: Flask, base: Base) -> None:
    data: Path = app.extensions["portal_settings"].data
    killed = []
    with readers(data) as told:
        for kill in range(5):
            if kill in (2, 3):
                (data / "index" / "CURRENT").unlink()  # the next job builds it anew
            killed.append(killed_at_work(data, longest=0.1))
            base.change(kill)
            base.change(ARTICLES + kill)
            if kill % 2:
                base.retire(kill - 1)
            with job(data):
                agreement(base)
            base.change(kill + 1)  # what the next one is killed over
        asked = told()
    assert set(killed) & {"commit", "rebuild"}, "none was killed at work"
    assert asked.pages > 10
    assert not asked.wrong
