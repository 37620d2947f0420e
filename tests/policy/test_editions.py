"""Each promise names the text it was made under; a new edition changes nothing that was promised before."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, g

from portal.ground.db import db, writing
from portal.ground.site import site_row
from portal.people.person import Person
from portal.policy.editions import (
    Edition,
    Period,
    current_policy,
    keep_edition,
    note_edition,
    policy_in_file,
    policy_of,
)
from portal.policy.loading import PolicyError
from tests.browser import Browser
from tests.characters import START

SMALL = Path(__file__).parent / "small.toml"


@pytest.fixture
def own_file(app: Flask, characters: dict[str, Person], tmp_path: Path) -> Path:
    """A policy file of the organisation's own, in use."""
    path = tmp_path / "own.toml"
    path.write_text(SMALL.read_text())
    with writing():
        site_row().policy = str(path)
    g.pop("site", None)
    return path


def test_an_edition_is_kept_once_and_read_back(own_file: Path) -> None:
    policy = current_policy()
    for _again in range(2):
        with writing():
            sha = keep_edition(policy, START)
    assert db.session.query(Edition).count() == 1
    assert policy_of(sha).close_after == timedelta(days=2)


def test_a_changed_file_is_a_new_edition_and_the_old_one_stands(own_file: Path) -> None:
    with writing():
        old = keep_edition(current_policy(), START)
    own_file.write_text(
        own_file.read_text().replace('unanswered = "2 days"', 'unanswered = "9 days"')
    )
    os.utime(own_file, (1, 1))
    assert current_policy().close_after == timedelta(days=9)
    assert policy_of(old).close_after == timedelta(days=2)


def test_an_edition_that_was_never_kept_is_an_error(app: Flask) -> None:
    with pytest.raises(LookupError):
        policy_of("0" * 64)


@pytest.mark.parametrize("is_there", [True, False], ids=["nonsense", "gone"])
def test_a_file_that_is_broken_leaves_what_was_in_force_and_comes_back(
    own_file: Path, is_there: bool
) -> None:
    sound = own_file.read_text()
    with writing():
        note_edition(START)
    was = current_policy().edition
    own_file.write_text("name = [") if is_there else own_file.unlink()
    assert current_policy().edition == was
    with pytest.raises(PolicyError, match=own_file.name):
        policy_in_file()
    with writing():
        note_edition(START)
    assert db.session.query(Period).count() == 1, "a slip is no new edition"
    own_file.write_text(sound.replace('unanswered = "2 days"', 'unanswered = "9 days"'))
    assert current_policy().close_after == timedelta(days=9)


def test_a_broken_file_before_anything_was_in_force_is_an_error(own_file: Path) -> None:
    own_file.write_text("name = [")
    with pytest.raises(PolicyError, match=own_file.name):
        current_policy()


def test_the_portal_goes_on_while_the_file_is_broken(
    own_file: Path, browser: Callable[..., Browser]
) -> None:
    with writing():
        note_edition(START)
    own_file.write_text("name = [")
    for page in ("/", "/support", "/ask"):
        browser().visit(page)
    browser("vera").visit("/desk")
    leo = browser("leo")
    leo.visit("/desk/people")
    leo.visit("/desk/site").sees("what was last in force stays in force", str(own_file))
